"""Overlaps and conflicts on the wire: made from `Disclosed` views alone, one field for each of theirs."""

from datetime import datetime
from typing import Any, Final, Self
from uuid import UUID

from deconflict.api.wire import Out, example
from deconflict.conflicts.model import ConflictState, Resolution
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.views import (
    Advice,
    AssignedBy,
    ConflictView,
    OverlapView,
    SegmentView,
    SideView,
)
from deconflict.overlaps.model import OverlapState
from deconflict.separation.area import ZoneFinding, ZoneKind
from deconflict.separation.check import Finding, Grade

PATROL: Final = "5e0f3d0a-6a53-4d2c-9a0e-8f7f0a1b2c3d"
OVERLAP: Final[dict[str, Any]] = {
    "patrol": PATROL,
    "patrol_reference": "K7-2M4Q",
    "hours": ["2026-12-01T08:00:00Z"],
    "state": "open",
    "revision": 1,
    "areas": [],
    "advice": "hold_or_adjust",
}
EXAMPLE_OVERLAP: Final = {
    "id": "c3b1f5de-58c1-49b5-8f0c-07a1c2d3e4f5",
    "reference": "RX-9C3H",
    "level": 1,
    "released_at": "2026-11-30T17:12:20Z",
} | OVERLAP
SIDE: Final[dict[str, Any]] = {
    "party": "9a1c7f60-33c5-4f0e-8b60-7d5f9f1c2b3a",
    "party_name": "Eastern Command",
    "callsign": "Falcon 2",
    "patrol": PATROL,
    "patrol_reference": "K7-2M4Q",
    "version": 1,
}
FINDING: Final[dict[str, Any]] = {
    "grade": "caution",
    "distance_m": 812.4,
    "lag_s": 310.0,
    "nominal_distance_m": 2431.0,
    "least_lag_s": 240.0,
    "at_a": {"lon": 13.2, "lat": 32.87, "time": "2026-12-01T08:05:00Z"},
    "at_b": {"lon": 13.21, "lat": 32.87, "time": "2026-12-01T08:00:00Z"},
    "first_a": "2026-12-01T08:03:00Z",
    "last_a": "2026-12-01T08:09:00Z",
    "first_b": "2026-12-01T07:58:00Z",
    "last_b": "2026-12-01T08:04:00Z",
}


EXAMPLE_CONFLICT: Final = "1f0e9d8c-7b6a-4594-8372-615041302f1e"
EXAMPLE_EXACT: Final[dict[str, Any]] = {
    **FINDING,
    "a": SIDE,
    "b": SIDE | {"callsign": "Heron 5"},
    "zone": None,
    "zone_name": None,
    "zone_kind": None,
    "parts_b": [],
}


class CellOut(Out):
    """One hour in one web-mercator cell of zoom 14."""

    hour: datetime
    column: int
    row: int


class CallOut(Out):
    """Whom to call on the other side, and how."""

    name: str
    reach: str


class AreaOut(Out):
    """Where and when one's own patrol and a rival's could come close (DIS-03, level 2)."""

    party: UUID
    party_name: str
    cells: tuple[CellOut, ...]
    liaison: CallOut | None = None


class OverlapOut(Out):
    """One's own patrol shares these hours with rivals (DIS-03): hold or adjust. At level 2 also where and with whom."""

    model_config = example(EXAMPLE_OVERLAP)

    id: UUID
    reference: str
    patrol: UUID
    patrol_reference: str
    hours: tuple[datetime, ...]
    state: OverlapState
    revision: int
    level: int
    areas: tuple[AreaOut, ...]
    advice: Advice
    released_at: datetime

    @classmethod
    def of(cls, shown: Disclosed[OverlapView]) -> Self:
        """Show an overlap."""
        return cls.model_validate(shown.value)


class OverlapPage(Out):
    """Overlaps, newest release first."""

    overlaps: list[OverlapOut]


class PlaceOut(Out):
    """Where and when: degrees, longitude first."""

    lon: float
    lat: float
    time: datetime


class SideOut(Out):
    """One patrol of a conflict; of a rival's a party is told no more than the callsign (DIS-03, level 3)."""

    party: UUID
    party_name: str
    callsign: str
    patrol: UUID | None
    patrol_reference: str | None
    version: int | None

    @classmethod
    def of(cls, side: SideView) -> Self:
        """Show a side."""
        return cls.model_validate(side)


class ExactFields(Out):
    """The exact view of a conflict (DIS-03, DIS-08): distances in metres, lags in seconds. `b` is null for a zone.

    For a party at level 3 and above `a` is its own patrol, and `parts_b` is where the other's unit is meanwhile.
    """

    grade: Grade
    distance_m: float
    lag_s: float | None
    nominal_distance_m: float | None
    least_lag_s: float | None
    at_a: PlaceOut
    at_b: PlaceOut | None
    first_a: datetime | None
    last_a: datetime | None
    first_b: datetime | None
    last_b: datetime | None
    a: SideOut
    b: SideOut | None
    zone: UUID | None
    zone_name: str | None
    zone_kind: ZoneKind | None
    parts_b: tuple[tuple[PlaceOut, ...], ...] = ()


class ConflictOut(ExactFields):
    """Two patrols, or a patrol and a zone, that could come too close.

    For the desk and the facilitator; for a party at level 3 and above its own view, with the level and what it said.
    """

    model_config = example(
        {
            "id": EXAMPLE_CONFLICT,
            "reference": "T4-7WPB",
            "state": "open",
            "episode": 1,
            **EXAMPLE_EXACT,
            "opened_at": "2026-11-30T17:12:10Z",
            "updated_at": "2026-11-30T17:12:10Z",
            "resolution": None,
            "level": None,
            "acknowledged": None,
            "accepted": None,
            "adjusts": SIDE["party"],
            "assigned_by": "desk",
        }
    )

    id: UUID
    reference: str
    state: ConflictState
    episode: int
    opened_at: datetime
    updated_at: datetime
    resolution: Resolution | None
    level: int | None = None
    acknowledged: bool | None = None
    accepted: bool | None = None
    adjusts: UUID | None
    assigned_by: AssignedBy | None

    @classmethod
    def of(cls, shown: Disclosed[ConflictView] | Disclosed[SegmentView]) -> Self:
        """Show a conflict."""
        view = shown.value
        return cls(
            id=view.id,
            reference=view.reference,
            state=view.state,
            episode=view.episode,
            opened_at=view.opened_at,
            updated_at=view.updated_at,
            resolution=view.resolution,
            **(segment(view) if isinstance(view, SegmentView) else exact(view)),
            **(own_word(view) if isinstance(view, SegmentView) else {}),
            adjusts=view.adjusts,
            assigned_by=view.assigned_by,
        )


class ConflictPage(Out):
    """Conflicts, newest first."""

    conflicts: list[ConflictOut]


def exact(view: ConflictView) -> dict[str, Any]:
    """Return the fields of the exact view."""
    zone = view.zone
    return {
        **(_finding(view.finding) if isinstance(view.finding, Finding) else _zone_finding(view.finding)),
        "a": SideOut.of(view.a),
        "b": view.b and SideOut.of(view.b),
        "zone": zone and zone.id,
        "zone_name": zone and zone.name,
        "zone_kind": zone and zone.kind,
    }


def segment(view: SegmentView) -> dict[str, Any]:
    """Return the fields of a party's own view: side a is its own."""
    shown = view.shown
    return {
        "grade": shown.grade,
        "distance_m": shown.distance_m,
        "lag_s": shown.lag_s,
        "nominal_distance_m": shown.nominal_distance_m,
        "least_lag_s": shown.least_lag_s,
        "at_a": PlaceOut.model_validate(shown.at),
        "at_b": shown.at_other and PlaceOut.model_validate(shown.at_other),
        "first_a": shown.first,
        "last_a": shown.last,
        "first_b": shown.first_other,
        "last_b": shown.last_other,
        "a": SideOut.of(view.a),
        "b": SideOut.of(view.b),
        "zone": None,
        "zone_name": None,
        "zone_kind": None,
        "parts_b": [[PlaceOut.model_validate(point) for point in part] for part in shown.parts],
    }


def own_word(view: SegmentView) -> dict[str, Any]:
    """Return the level, and what the party itself has said."""
    return {"level": view.level, "acknowledged": view.acknowledged, "accepted": view.accepted}


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "grade": found.grade,
        "distance_m": found.distance_m,
        "lag_s": found.lag_s,
        "nominal_distance_m": found.nominal_distance_m,
        "least_lag_s": found.least_lag_s,
        "at_a": PlaceOut.model_validate(found.at_a),
        "at_b": PlaceOut.model_validate(found.at_b),
        "first_a": found.first_a,
        "last_a": found.last_a,
        "first_b": found.first_b,
        "last_b": found.last_b,
    }


def _zone_finding(found: ZoneFinding) -> dict[str, Any]:
    return {
        "grade": found.grade,
        "distance_m": found.distance_m,
        "lag_s": None,
        "nominal_distance_m": found.nominal_distance_m,
        "least_lag_s": None,
        "at_a": PlaceOut.model_validate(found.at),
        "at_b": None,
        "first_a": found.first,
        "last_a": found.last,
        "first_b": None,
        "last_b": None,
    }
