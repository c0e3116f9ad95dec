"""Joint rooms and their screens as frozen values, and how they are read. Decides nothing."""

from dataclasses import dataclass
from datetime import datetime

from deconflict_client.wire import Record


@dataclass(frozen=True)
class Place:
    """A party of a room, and whether somebody sits there for it now."""

    party: str
    name: str
    present: bool


@dataclass(frozen=True)
class Room:
    """A joint room (DIS-09): its parties, in which role somebody chairs it, whether one chairs it or sits there."""

    id: str
    name: str
    parties: tuple[Place, ...]
    chair_role: str
    chairing: bool
    seated: bool
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True)
class ScreenConflict:
    """A conflict that every party present may see: of which callsigns, how grave and how close in metres."""

    grade: str
    distance_m: float
    callsigns: tuple[str, ...]


@dataclass(frozen=True)
class ScreenPlan:
    """A plan that every party present may see: whose, and from when until when."""

    party: str
    callsign: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Screen:
    """What every party present may see, at one moment."""

    parties: tuple[Place, ...]
    conflicts: tuple[ScreenConflict, ...]
    plans: tuple[ScreenPlan, ...]


def room(record: Record) -> Room:
    """Read a room."""
    return Room(
        id=record.text("id"),
        name=record.text("name"),
        parties=_places(record),
        chair_role=record.text("chair_role"),
        chairing=record.flag("chairing", default=False),
        seated=record.flag("seated", default=False),
        opened_at=record.time("opened_at"),
        closed_at=record.maybe_time("closed_at"),
    )


def screen(record: Record) -> Screen:
    """Read a room's screen."""
    return Screen(
        _places(record),
        tuple(_conflict(item) for item in record.records("conflicts")),
        tuple(_plan(item) for item in record.records("plans")),
    )


def _places(record: Record) -> tuple[Place, ...]:
    return tuple(
        Place(item.text("party"), item.text("party_name"), item.flag("present", default=False))
        for item in record.records("parties")
    )


def _conflict(record: Record) -> ScreenConflict:
    callsigns = tuple(side.text("callsign") for side in record.records("sides"))
    return ScreenConflict(record.text("grade"), record.number("distance_m"), callsigns)


def _plan(record: Record) -> ScreenPlan:
    times = [point.time("time") for point in record.records("path")]
    return ScreenPlan(record.text("party"), record.text("callsign"), min(times), max(times))
