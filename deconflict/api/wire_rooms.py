"""Joint rooms and their screens on the wire, made from `Disclosed` views: no ids but the room's and the parties'."""

from datetime import datetime
from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import AfterValidator, Field

from deconflict.api.wire import In, Name, Out, example
from deconflict.api.wire_zones import ZoneOut
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.rooms import RoomView, ScreenView
from deconflict.parties.model import Role
from deconflict.separation.finding import Grade

EAST: Final = "9a1c7f60-33c5-4f0e-8b60-7d5f9f1c2b3a"
WEST: Final = "5e0f3d0a-6a53-4d2c-9a0e-8f7f0a1b2c3d"
PLACES: Final[list[dict[str, Any]]] = [
    {"party": EAST, "party_name": "Eastern Command", "present": True},
    {"party": WEST, "party_name": "Western Command", "present": True},
]
POINT: Final[dict[str, Any]] = {"lon": 13.19, "lat": 32.88, "time": "2026-12-01T08:00:00Z"}
SIDE: Final[dict[str, Any]] = {
    "party": EAST,
    "callsign": "Falcon 2",
    "at": POINT,
    "first": "2026-12-01T08:00:00Z",
    "last": "2026-12-01T08:10:00Z",
    "parts": [[POINT]],
}
EXAMPLE_SCREEN: Final[dict[str, Any]] = {
    "parties": PLACES,
    "zones": [],
    "conflicts": [
        {
            "grade": "critical",
            "distance_m": 120.0,
            "nominal_distance_m": 310.0,
            "sides": [SIDE, SIDE | {"party": WEST, "callsign": "Heron 5"}],
        }
    ],
    "plans": [
        {
            "party": EAST,
            "callsign": "Falcon 2",
            "path": [POINT, POINT | {"lon": 13.52, "time": "2026-12-01T08:40:00Z"}],
            "time_tolerance_s": 600.0,
            "lateral_tolerance_m": 50.0,
        }
    ],
}


def _different(parties: list[UUID]) -> list[UUID]:
    if len(set(parties)) != len(parties):
        raise ValueError("a party is named twice")
    return parties


class RoomIn(In):
    """A joint room to be opened: what it is called, and whose officers may sit there."""

    model_config = example({"name": "Coast road", "parties": [EAST, WEST]})

    name: Name
    parties: Annotated[list[UUID], Field(min_length=2, max_length=8), AfterValidator(_different)]


class RoomPlaceOut(Out):
    """A party of the room, and whether somebody sits there for it now."""

    party: UUID
    party_name: str
    present: bool


class RoomOut(Out):
    """A joint room (DIS-09)."""

    model_config = example(
        {
            "id": "2b1c9d2e-7b6a-4594-8372-615041302f1e",
            "name": "Coast road",
            "parties": PLACES,
            "chair_role": "facilitator",
            "chairing": False,
            "seated": True,
            "opened_at": "2026-11-30T17:12:09Z",
            "closed_at": None,
        }
    )

    id: UUID
    name: str
    parties: list[RoomPlaceOut]
    chair_role: Role
    chairing: bool = Field(description="Whether you chair it.")
    seated: bool = Field(description="Whether you sit there.")
    opened_at: datetime
    closed_at: datetime | None

    @classmethod
    def of(cls, shown: Disclosed[RoomView]) -> Self:
        """Show a room."""
        return cls.model_validate(shown.value)


class RoomPage(Out):
    """Rooms, the newest first."""

    rooms: list[RoomOut]


class MomentOut(Out):
    """Where and when."""

    lon: float
    lat: float
    time: datetime


class ScreenSideOut(Out):
    """One side of a conflict, as far as the other side may see it."""

    party: UUID
    callsign: str
    at: MomentOut | None = Field(description="Where it is when the two are closest.")
    first: datetime | None
    last: datetime | None
    parts: list[list[MomentOut]]


class ScreenConflictOut(Out):
    """A conflict that every party present may see."""

    grade: Grade
    distance_m: float
    nominal_distance_m: float | None
    sides: list[ScreenSideOut]


class ScreenPlanOut(Out):
    """A plan that every party present may see whole."""

    party: UUID
    callsign: str
    path: list[MomentOut]
    time_tolerance_s: float
    lateral_tolerance_m: float


class ScreenOut(Out):
    """What every party present may see; only public zones until two parties are present (DIS-09)."""

    model_config = example(EXAMPLE_SCREEN)

    parties: list[RoomPlaceOut]
    zones: list[ZoneOut]
    conflicts: list[ScreenConflictOut]
    plans: list[ScreenPlanOut]

    @classmethod
    def of(cls, shown: Disclosed[ScreenView]) -> Self:
        """Show a screen."""
        view = shown.value
        return cls(
            parties=[RoomPlaceOut.model_validate(item) for item in view.parties],
            zones=[ZoneOut.of(zone) for zone in view.zones],
            conflicts=[ScreenConflictOut.model_validate(item) for item in view.conflicts],
            plans=[ScreenPlanOut.model_validate(item) for item in view.plans],
        )
