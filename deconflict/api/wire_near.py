"""Encounters and silent units on the wire, made from `Disclosed` views alone (LIV-03, LIV-06)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, Self
from uuid import UUID

from deconflict.api.wire import Out, example
from deconflict.api.wire_alert_head import EXAMPLE_HEAD, AlertOut, about
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.near_views import NearbyView, OverdueView, SightingView, UnitSeenView
from deconflict.encounters.model import Closeness, Octant, Sight, SightingState

SIGHTING: Final = "7d3e0f54-5c0f-4c5e-8a1d-2b3c4d5e6f70"
UNIT: Final = "0b8f5e9e-7b5f-4c5c-9d61-1f2a3b4c5d6e"
RIVAL: Final = "9a1c7f60-33c5-4f0e-8b60-7d5f9f1c2b3a"
EXAMPLE_OTHER: Final[dict[str, Any]] = {
    "party": RIVAL,
    "party_name": "Western Command",
    "callsign": "Hawk 1",
    "at": "2026-12-01T08:12:03Z",
    "lon": None,
    "lat": None,
    "bearing_deg": 65,
}
EXAMPLE_NEAR: Final[dict[str, Any]] = {
    "unit": UNIT,
    "callsign": "Falcon 2",
    "sight": "exact",
    "state": "open",
    "revision": 1,
    "closeness": "predicted",
    "distance_m": 430.0,
    "closest_at": "2026-12-01T08:14:40Z",
    "late": False,
    "own": None,
    "other": EXAMPLE_OTHER,
    "nearby": [],
    "octant": None,
    "within_m": None,
    "opened_at": "2026-12-01T08:12:04Z",
    "updated_at": "2026-12-01T08:12:04Z",
}
EXAMPLE_OVERDUE: Final[dict[str, Any]] = {
    "party": RIVAL,
    "unit": UNIT,
    "callsign": "Falcon 2",
    "since": "2026-12-01T08:12:03Z",
    "beyond_reach": False,
    "heard_at": None,
}


class UnitSeenOut(Out):
    """One unit: when heard last; where, for the desk alone; the way to it from one's own, in whole degrees true."""

    party: UUID
    party_name: str
    callsign: str
    at: datetime | None
    lon: float | None
    lat: float | None
    bearing_deg: int | None

    @classmethod
    def of(cls, view: UnitSeenView) -> Self:
        """Show a unit."""
        return cls(**vars(view))


class NearbyCellOut(Out):
    """One web-mercator cell of zoom 14."""

    column: int
    row: int


class NearbyOut(Out):
    """At level 2: whose units are in which cells of one's own."""

    party: UUID
    party_name: str
    cells: tuple[NearbyCellOut, ...]

    @classmethod
    def of(cls, view: NearbyView) -> Self:
        """Show whose units are near."""
        cells = tuple(NearbyCellOut(column=column, row=row) for column, row in view.cells)
        return cls(party=view.party, party_name=view.party_name, cells=cells)


class NearFields(Out):
    """What is told of an encounter, as far as the level allows; null or empty where it does not.

    `sight` says how: `exact` (level 3 and above, and the desk), `area` (on the grid, at the tick), `stop` (the safety
    clause: a direction and a coarse distance). `own` is for the desk; `other` is the rival's unit.
    """

    unit: UUID
    callsign: str
    sight: Sight
    state: SightingState
    revision: int
    closeness: Closeness | None
    distance_m: float | None
    closest_at: datetime | None
    late: bool
    own: UnitSeenOut | None
    other: UnitSeenOut | None
    nearby: tuple[NearbyOut, ...]
    octant: Octant | None
    within_m: int | None
    opened_at: datetime
    updated_at: datetime


class EncounterOut(NearFields):
    """An encounter as its viewer is told of it."""

    model_config = example({"id": SIGHTING, "reference": "RX-9C3H", "level": 3} | EXAMPLE_NEAR)

    id: UUID
    reference: str
    level: int | None

    @classmethod
    def of(cls, shown: Disclosed[SightingView]) -> Self:
        """Show an encounter."""
        view = shown.value
        return cls(id=view.id, reference=view.reference, level=view.level, **near_fields(view))


class EncounterPage(Out):
    """Encounters, newest first."""

    encounters: list[EncounterOut]

    @classmethod
    def of(cls, shown: Iterable[Disclosed[SightingView]]) -> Self:
        """Show encounters."""
        return cls(encounters=[EncounterOut.of(item) for item in shown])


class OverdueFields(Out):
    """A unit under way that has been silent since then; `heard_at`: when it was heard again, or ended its patrol."""

    party: UUID
    unit: UUID
    callsign: str
    since: datetime
    beyond_reach: bool
    heard_at: datetime | None


class EncounterAlert(AlertOut, NearFields):
    """About an encounter, as far as the level allows; `all_clear` when it has ended."""

    model_config = example(
        EXAMPLE_HEAD | {"kind": "encounter", "level": 3, "encounter": SIGHTING} | EXAMPLE_NEAR
    )

    encounter: UUID


class OverdueAlert(AlertOut, OverdueFields):
    """About a silent unit, for its own party and the desk."""

    model_config = example(about("overdue") | {"overdue": SIGHTING} | EXAMPLE_OVERDUE)

    overdue: UUID


def near_fields(view: SightingView) -> dict[str, Any]:
    """Return what is told of an encounter, by field."""
    same = {name: getattr(view, name) for name in NearFields.model_fields}
    return same | {
        "own": view.own and UnitSeenOut.of(view.own),
        "other": view.other and UnitSeenOut.of(view.other),
        "nearby": tuple(NearbyOut.of(item) for item in view.nearby),
    }


def overdue_fields(view: OverdueView) -> dict[str, Any]:
    """Return a silent unit, by field."""
    return {name: getattr(view, name) for name in OverdueFields.model_fields}
