"""Questions, budgets, figures, suspensions and broken glass: frozen values and how they are read. Decides nothing."""

from dataclasses import dataclass
from datetime import datetime

from deconflict_client.alerts import SharedArea
from deconflict_client.errors import Unreadable
from deconflict_client.reading_alerts import read_areas
from deconflict_client.wire import JsonObject, Record


@dataclass(frozen=True)
class Check:
    """A what-if: pending until `answer_by`, then the hours such a plan would share; at level 2 where, with whom.

    Withheld is no all-clear: what it was answered with may be told no longer.
    """

    id: str
    unit: str
    state: str
    asked_at: datetime
    answer_by: datetime
    hours: tuple[datetime, ...] = ()
    areas: tuple[SharedArea, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """How much was drawn on a budget, of how much."""

    drawn: int
    limit: int


@dataclass(frozen=True)
class Budget:
    """What one's own unit has drawn in the UTC day that ends at `until` (PRB-02).

    notices_used: new plans of this unit bring no more notices until then: call the room.
    """

    unit: str
    callsign: str
    overlaps: Drawn
    what_ifs: Drawn
    amendments: Drawn
    passages: Drawn
    notices_used: bool
    until: datetime


@dataclass(frozen=True)
class Conduct:
    """How one party used the service (PRB-03): ghosts are plans that were never driven."""

    party: str
    name: str
    registered: int
    withdrawn: int
    finished: int
    ghosts: int
    ghost_ratio: float | None
    questions: int
    budgets_used: int
    acknowledged_within_s: float | None


@dataclass(frozen=True)
class SuspendedPatrol:
    """A patrol of a suspended party as the desk has to take it: unverified, widening, or for the room alone."""

    patrol: str
    patrol_reference: str
    callsign: str
    standing: str
    reach_m: float | None


@dataclass(frozen=True)
class Suspension:
    """A party whose word does not count for the time being, and why."""

    id: str
    party: str
    party_name: str
    reason: str
    suspended_at: datetime
    restored_at: datetime | None
    patrols: tuple[SuspendedPatrol, ...] = ()


@dataclass(frozen=True)
class Scope:
    """What a look is at: one patrol, or what comes into a box (west, south, east, north) in a time."""

    patrol: str | None = None
    box: tuple[float, float, float, float] | None = None
    start: datetime | None = None
    end: datetime | None = None

    def wire(self) -> JsonObject:
        """Return the scope as the service takes it."""
        return {
            "patrol": self.patrol,
            "box": None if self.box is None else list(self.box),
            "start": None if self.start is None else self.start.isoformat(),
            "end": None if self.end is None else self.end.isoformat(),
        }


@dataclass(frozen=True)
class Glass:
    """A request to see plans of a party, and what became of it (DIS-08); nothing is seen from `ends_at` on."""

    id: str
    reference: str
    party: str
    party_name: str
    scope: Scope
    reason: str
    ends_at: datetime
    state: str
    asked_role: str
    asked_at: datetime
    decided_role: str | None
    decided_at: datetime | None
    closed_at: datetime | None


def check(record: Record) -> Check:
    """Read a question, answered or not."""
    return Check(
        id=record.text("id"),
        unit=record.text("unit"),
        state=record.text("state"),
        asked_at=record.time("asked_at"),
        answer_by=record.time("answer_by"),
        hours=record.times("hours"),
        areas=read_areas(record),
    )


def budget(record: Record) -> Budget:
    """Read a unit's budget."""
    return Budget(
        unit=record.text("unit"),
        callsign=record.text("callsign"),
        overlaps=_drawn(record.record("overlaps")),
        what_ifs=_drawn(record.record("what_ifs")),
        amendments=_drawn(record.record("amendments")),
        passages=_drawn(record.record("passages")),
        notices_used=record.flag("notices_used", default=False),
        until=record.time("until"),
    )


def conduct(record: Record) -> Conduct:
    """Read a party's figures."""
    return Conduct(
        party=record.text("party"),
        name=record.text("name"),
        registered=record.integer("registered"),
        withdrawn=record.integer("withdrawn"),
        finished=record.integer("finished"),
        ghosts=record.integer("ghosts"),
        ghost_ratio=record.maybe_number("ghost_ratio"),
        questions=record.integer("questions"),
        budgets_used=record.integer("budgets_used"),
        acknowledged_within_s=record.maybe_number("acknowledged_within_s"),
    )


def suspension(record: Record) -> Suspension:
    """Read a suspension."""
    return Suspension(
        id=record.text("id"),
        party=record.text("party"),
        party_name=record.text("party_name"),
        reason=record.text("reason"),
        suspended_at=record.time("suspended_at"),
        restored_at=record.maybe_time("restored_at"),
        patrols=tuple(_suspended(item) for item in record.records("patrols")),
    )


def glass(record: Record) -> Glass:
    """Read a request to see plans."""
    return Glass(
        id=record.text("id"),
        reference=record.text("reference"),
        party=record.text("party"),
        party_name=record.text("party_name"),
        scope=_scope(record),
        reason=record.text("reason"),
        ends_at=record.time("ends_at"),
        state=record.text("state"),
        asked_role=record.text("asked_role"),
        asked_at=record.time("asked_at"),
        decided_role=record.maybe_text("decided_role"),
        decided_at=record.maybe_time("decided_at"),
        closed_at=record.maybe_time("closed_at"),
    )


def _drawn(record: Record) -> Drawn:
    return Drawn(record.integer("drawn"), record.integer("limit"))


def _suspended(record: Record) -> SuspendedPatrol:
    return SuspendedPatrol(
        patrol=record.text("patrol"),
        patrol_reference=record.text("patrol_reference"),
        callsign=record.text("callsign"),
        standing=record.text("standing"),
        reach_m=record.maybe_number("reach_m"),
    )


def _scope(record: Record) -> Scope:
    corners = [float(item) for item in record.values("box") if isinstance(item, int | float)]
    if len(corners) not in {0, 4}:
        raise Unreadable(pointer=f"{record.pointer}/box", expected="west, south, east and north")
    return Scope(
        patrol=record.maybe_text("patrol"),
        box=(corners[0], corners[1], corners[2], corners[3]) if corners else None,
        start=record.maybe_time("start"),
        end=record.maybe_time("end"),
    )
