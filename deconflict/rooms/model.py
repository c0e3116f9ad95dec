"""A joint room and what its screen shows: what every party present may see, and nothing else (DIS-09). No I/O."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NewType
from uuid import UUID

from deconflict.parties.model import PartyId, PersonId, Role
from deconflict.rooms.errors import RoomClosed
from deconflict.separation.finding import Grade, PointInTime

RoomId = NewType("RoomId", UUID)
CHAIRS: Final = frozenset({Role.DESK, Role.FACILITATOR})
"""Who may chair: staff of no party. A room is never the desk, whoever chairs it."""


@dataclass(frozen=True)
class Room:
    """A joint room. `present`: the parties of which somebody sits there now; `seated`: whether the viewer does."""

    id: RoomId
    name: str
    parties: tuple[PartyId, ...]
    chair: PersonId
    chair_role: Role
    opened_at: datetime
    closed_at: datetime | None = None
    present: frozenset[PartyId] = frozenset()
    seated: bool = False

    def require_open(self) -> "Room":
        """Return the room unless it is closed."""
        if self.closed_at is not None:
            raise RoomClosed()
        return self

    def closed(self, at: datetime) -> "Room":
        """Return the room as it closes: nobody sits there any more."""
        return replace(self.require_open(), closed_at=at, present=frozenset(), seated=False)


@dataclass(frozen=True)
class SideOnScreen:
    """One side of a conflict as the other may see it: where it is closest, and its part, only as far as that goes."""

    party: PartyId
    callsign: str
    at: PointInTime | None
    first: datetime | None
    last: datetime | None
    parts: tuple[tuple[PointInTime, ...], ...]


@dataclass(frozen=True)
class ConflictOnScreen:
    """A conflict between the only two parties present, which both may see; without any reference (IDN-04)."""

    grade: Grade
    distance_m: float
    nominal_distance_m: float | None
    sides: tuple[SideOnScreen, SideOnScreen]


@dataclass(frozen=True)
class PlanOnScreen:
    """A plan of a party present, which every other party present may see whole."""

    party: PartyId
    callsign: str
    path: tuple[PointInTime, ...]
    time_tolerance_s: float
    lateral_tolerance_m: float


@dataclass(frozen=True)
class Screen:
    """What every party present may see of the others, at one moment; nothing while fewer than two are present."""

    present: frozenset[PartyId]
    conflicts: tuple[ConflictOnScreen, ...] = ()
    plans: tuple[PlanOnScreen, ...] = ()
