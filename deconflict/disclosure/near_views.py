"""What viewers are shown of encounters and of silent units, field by field (LIV-03, LIV-06)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from deconflict.encounters.model import Closeness, Octant, Sight, SightingState


@dataclass(frozen=True)
class UnitSeenView:
    """One unit: whose, which, when heard last; for the desk where, for a party at level 3 the way to it."""

    party: UUID
    party_name: str
    callsign: str
    at: datetime | None
    lon: float | None
    lat: float | None
    bearing_deg: int | None


@dataclass(frozen=True)
class NearbyView:
    """At level 2: whose units share which cells (zoom 14) with one's own."""

    party: UUID
    party_name: str
    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class SightingView:
    """What a viewer is told of an encounter, as far as the level allows; what is not told is None or empty.

    `unit` and `callsign` are one's own (for the desk `own` and `other` have both). `level` is None for the desk.
    """

    id: UUID
    reference: str
    unit: UUID
    callsign: str
    sight: Sight
    state: SightingState
    revision: int
    level: int | None
    closeness: Closeness | None
    distance_m: float | None
    closest_at: datetime | None
    late: bool
    own: UnitSeenView | None
    other: UnitSeenView | None
    nearby: tuple[NearbyView, ...]
    octant: Octant | None
    within_m: int | None
    opened_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class OverdueView:
    """A unit of one's own, for the desk of anybody's, that has been silent for too long."""

    id: UUID
    reference: str
    party: UUID
    unit: UUID
    callsign: str
    since: datetime
    beyond_reach: bool
    heard_at: datetime | None
