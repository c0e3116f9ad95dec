"""Rendezvous and joint patrols as the service tells them: frozen values, and how they are read. Sends nothing.

What is countersigned is `canonical`, nothing else: the plan is read from it, never from what stands beside it.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from deconflict_client.errors import Unreadable
from deconflict_client.plan import Plan, Waypoint, read_place
from deconflict_client.wire import Json, JsonObject, Record, parse


@dataclass(frozen=True)
class MeetingPlace:
    """A disc and a window in which two parties mean to be close; `patrol`: the one own patrol it is meant for."""

    lon: float
    lat: float
    radius_m: float
    start: datetime
    end: datetime
    patrol: str | None = None

    def wire(self) -> JsonObject:
        """Return it as the service takes it."""
        return {
            "centre": [self.lon, self.lat],
            "radius_m": self.radius_m,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "patrol": self.patrol,
        }


@dataclass(frozen=True)
class MeetingSide:
    """One party of a rendezvous, and whether it has confirmed."""

    party: str
    name: str
    confirmed: bool


@dataclass(frozen=True)
class Rendezvous:
    """Closeness that two parties mean; only a confirmed one takes anything out of the check (SEP-10)."""

    id: str
    reference: str
    state: str
    sides: tuple[MeetingSide, ...]
    proposer: str | None
    place: MeetingPlace
    overlap: str | None
    asked: str | None
    proposed_at: datetime
    ended_by: str | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Member:
    """One party of a joint patrol: the callsign of its unit, and whether it countersigned the text shown."""

    party: str
    name: str
    callsign: str | None
    countersigned: bool


@dataclass(frozen=True)
class JointPatrol:
    """One plan of several parties (PAT-10); `plan` is that of `canonical`, `unit` and `patrol` are one's own."""

    id: str
    reference: str
    state: str
    version: int
    pending: int | None
    proposer: str
    members: tuple[Member, ...]
    text_version: int
    canonical: str
    digest: str
    plan: Plan
    unit: str | None
    patrol: str | None
    proposed_at: datetime
    ended_by: str | None
    ended_at: datetime | None


def rendezvous(record: Record, named: str = "id") -> Rendezvous:
    """Read a rendezvous; in an alert its id is `named` otherwise."""
    centre = read_place(record.values("centre"))
    place = MeetingPlace(
        *centre,
        radius_m=record.number("radius_m"),
        start=record.time("start"),
        end=record.time("end"),
        patrol=record.maybe_text("patrol"),
    )
    return Rendezvous(
        id=record.text(named),
        reference=record.text("reference"),
        state=record.text("state"),
        sides=tuple(
            MeetingSide(side.text("party"), side.text("name"), side.flag("confirmed", default=False))
            for side in record.records("sides")
        ),
        proposer=record.maybe_text("proposer"),
        place=place,
        overlap=record.maybe_text("overlap"),
        asked=record.maybe_text("asked"),
        proposed_at=record.time("proposed_at"),
        ended_by=record.maybe_text("ended_by"),
        ended_at=record.maybe_time("ended_at"),
    )


def joint_patrol(record: Record, named: str = "id") -> JointPatrol:
    """Read a joint patrol; Unreadable when its digest is not that of its canonical text."""
    text = record.record("text")
    canonical = text.text("canonical")
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    if text.text("digest") != digest:
        raise Unreadable(pointer="/text/digest", expected="the digest of the canonical text")
    return JointPatrol(
        id=record.text(named),
        reference=record.text("reference"),
        state=record.text("state"),
        version=record.integer("version"),
        pending=record.maybe_integer("pending"),
        proposer=record.text("proposer"),
        members=tuple(_member(item) for item in record.records("members")),
        text_version=text.integer("version"),
        canonical=canonical,
        digest=digest,
        plan=_plan(Record.of(parse(canonical), "/text/canonical")),
        unit=record.maybe_text("unit"),
        patrol=record.maybe_text("patrol"),
        proposed_at=record.time("proposed_at"),
        ended_by=record.maybe_text("ended_by"),
        ended_at=record.maybe_time("ended_at"),
    )


def course(plan: Plan | JsonObject) -> dict[str, Json]:
    """Return a plan as joint patrols take it: without a unit, since each party attaches its own."""
    feature = dict(plan.feature() if isinstance(plan, Plan) else plan)
    said = Record.of(feature).record("properties").fields
    kept = {name: value for name, value in said.items() if name not in {"unit", "party", "draft"}}
    return {"type": feature["type"], "geometry": feature["geometry"], "properties": kept}


def _member(record: Record) -> Member:
    signed = record.flag("countersigned", default=False)
    return Member(record.text("party"), record.text("name"), record.maybe_text("callsign"), signed)


def _plan(said: Record) -> Plan:
    way = said.records("waypoints")
    return Plan(
        unit="",
        waypoints=tuple(Waypoint(at.number("lon"), at.number("lat"), at.time("time")) for at in way),
        time_tolerance_s=said.number("time_tolerance_s"),
        lateral_tolerance_m=said.number("lateral_tolerance_m"),
        purpose=said.text("class"),
        note=said.maybe_text("note") or None,
    )
