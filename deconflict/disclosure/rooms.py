"""Pure functions from a joint room and its screen to what may leave to its chair and its parties' officers (DIS-09)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from deconflict.disclosure.disclosed import Disclosed, disclosed
from deconflict.errors import NotFound
from deconflict.parties.model import OFFICERS, Role, Viewer
from deconflict.rooms.model import ConflictOnScreen, PlanOnScreen, Room, Screen
from deconflict.zones.model import Zone


@dataclass(frozen=True)
class PlaceView:
    """A party of a room, and whether somebody sits there for it now: never who."""

    party: UUID
    party_name: str
    present: bool


@dataclass(frozen=True)
class RoomView:
    """A joint room: its parties, and in which role somebody chairs it."""

    id: UUID
    name: str
    parties: tuple[PlaceView, ...]
    chair_role: Role
    chairing: bool
    seated: bool
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True)
class ScreenView:
    """What every party present may see: public zones, and what each is shown of the others."""

    parties: tuple[PlaceView, ...]
    zones: tuple[Zone, ...]
    conflicts: tuple[ConflictOnScreen, ...]
    plans: tuple[PlanOnScreen, ...]


def disclose_room(viewer: Viewer, room: Room, names: Mapping[UUID, str]) -> Disclosed[RoomView]:
    """Show a room to its chair and to officers of its parties. NotFound for others."""
    _require_of(viewer, room)
    return disclosed(
        RoomView(
            id=room.id,
            name=room.name,
            parties=_places(room, names),
            chair_role=room.chair_role,
            chairing=viewer.person == room.chair,
            seated=room.seated,
            opened_at=room.opened_at,
            closed_at=room.closed_at,
        )
    )


def disclose_screen(
    viewer: Viewer, room: Room, screen: Screen, zones: Sequence[Zone], names: Mapping[UUID, str]
) -> Disclosed[ScreenView]:
    """Show the screen to the chair and to those seated. NotFound for others; a party's own zones are left out."""
    _require_of(viewer, room)
    if viewer.person != room.chair and not room.seated:
        raise NotFound()
    public = tuple(zone for zone in zones if zone.party is None)
    return disclosed(ScreenView(_places(room, names), public, screen.conflicts, screen.plans))


def _require_of(viewer: Viewer, room: Room) -> None:
    officer = viewer.role in OFFICERS and viewer.party in room.parties
    if viewer.person != room.chair and not officer:
        raise NotFound()


def _places(room: Room, names: Mapping[UUID, str]) -> tuple[PlaceView, ...]:
    return tuple(PlaceView(party, names.get(party, ""), party in room.present) for party in room.parties)
