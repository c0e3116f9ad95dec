"""A patrol, its plans and the moves it may make, as values. No I/O."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from deconflict.parties.model import PartyId, PersonId, UnitId
from deconflict.patrols.errors import MoveRefused
from deconflict.separation.path import TimedPath, Track, Waypoint
from deconflict.separation.units import Metres, Seconds

PatrolId = NewType("PatrolId", UUID)
PlanId = NewType("PlanId", UUID)
ReviewId = NewType("ReviewId", UUID)
SharedPlanId = NewType("SharedPlanId", UUID)


class PatrolState(StrEnum):
    """Where a patrol stands in its life (PAT-01)."""

    DRAFT = "draft"
    REGISTERED = "registered"
    ACTIVE = "active"
    OFF_PLAN = "off_plan"
    CONTINGENT = "contingent"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


MOVES: dict[PatrolState, frozenset[PatrolState]] = {
    PatrolState.DRAFT: frozenset({PatrolState.REGISTERED}),
    PatrolState.REGISTERED: frozenset({PatrolState.ACTIVE, PatrolState.WITHDRAWN, PatrolState.EXPIRED}),
    PatrolState.ACTIVE: frozenset({PatrolState.OFF_PLAN, PatrolState.CONTINGENT, PatrolState.ENDED}),
    PatrolState.OFF_PLAN: frozenset({PatrolState.ACTIVE, PatrolState.CONTINGENT, PatrolState.ENDED}),
    PatrolState.CONTINGENT: frozenset({PatrolState.ENDED}),
    PatrolState.ENDED: frozenset(),
    PatrolState.WITHDRAWN: frozenset(),
    PatrolState.EXPIRED: frozenset(),
}
"""Every move there is (PAT-01); a test walks the whole table."""

ON_RECORD = frozenset(
    {PatrolState.REGISTERED, PatrolState.ACTIVE, PatrolState.OFF_PLAN, PatrolState.CONTINGENT}
)
"""The states in which a patrol's current plan is compared with the others'."""

UNDER_WAY = frozenset({PatrolState.ACTIVE, PatrolState.OFF_PLAN, PatrolState.CONTINGENT})
"""The states of a patrol that was started and has not ended."""

AS_PLANNED = frozenset({PatrolState.REGISTERED, PatrolState.ACTIVE})
"""The states in which a unit is taken to be where its plan says (PAT-07)."""


class SuspendedStanding(StrEnum):
    """What a patrol counts as while its party is suspended (PAT-02)."""

    UNVERIFIED = "unverified"
    WIDENING = "widening"
    FOR_THE_ROOM = "for_the_room"


AMENDABLE = frozenset({PatrolState.DRAFT, PatrolState.REGISTERED, PatrolState.ACTIVE, PatrolState.OFF_PLAN})


class PatrolClass(StrEnum):
    """What a patrol is for. Hot pursuit starts at once and is always reviewed afterwards (PAT-06)."""

    ROUTINE = "routine"
    ESCORT = "escort"
    RELIEF = "relief"
    LOGISTICS = "logistics"
    TRAINING = "training"
    HOT_PURSUIT = "hot_pursuit"


class ReviewReason(StrEnum):
    """Why the desk has to look at a patrol afterwards."""

    HOT_PURSUIT = "hot_pursuit"


@dataclass(frozen=True)
class Patrol:
    """A planned movement by one unit; lives under one id for good (IDN-01).

    `version` is that of its current plan. `late` and `after_the_fact` mark how it was registered (PAT-02, PAT-06).
    """

    id: PatrolId
    reference: str
    party: PartyId
    unit: UnitId
    callsign: str
    state: PatrolState
    version: int
    purpose: PatrolClass
    note: str
    late: bool
    after_the_fact: bool
    registered_by: PersonId
    registered_at: datetime

    def moved(self, to: PatrolState) -> "Patrol":
        """Return the patrol after the move, or raise MoveRefused (PAT-01)."""
        if to not in MOVES[self.state]:
            raise MoveRefused(state=self.state.value, move=to.value)
        return replace(self, state=to)


@dataclass(frozen=True)
class Plan:
    """An immutable version of a patrol: where, when, with which tolerances (IDN-01)."""

    id: PlanId
    version: int
    path: TimedPath
    submitted_by: PersonId
    submitted_at: datetime


@dataclass(frozen=True)
class Submission:
    """What an officer hands in: not yet checked. `unit` is an id or a callsign; tolerances in seconds and metres."""

    unit: str
    waypoints: tuple[tuple[float, float], ...]
    times: tuple[datetime, ...]
    time_tolerance_s: float
    lateral_tolerance_m: float
    purpose: PatrolClass
    note: str = ""
    draft: bool = False
    party: str | None = None


@dataclass(frozen=True, eq=False)
class Standing:
    """A current plan as the checker compares it with others; `cover` as `separation.cover` packs it."""

    patrol: PatrolId
    party: PartyId
    callsign: str
    reference: str
    version: int
    after_the_fact: bool
    track: Track
    cover: bytes


@dataclass(frozen=True, eq=False)
class Driven:
    """A patrol whose time it is, or that is under way, with its current plan: what a live unit is held against."""

    patrol: PatrolId
    unit: UnitId
    version: int
    state: PatrolState
    track: Track


@dataclass(frozen=True)
class Entered:
    """Which version of a patrol is on record and since when, for whoever decides what its party is told of it.

    submitted_at: a draft's is when it was registered. begins_at: the earliest moment the unit may be on its way.
    """

    patrol: PatrolId
    party: PartyId
    unit: UnitId
    version: int
    state: PatrolState
    submitted_at: datetime
    begins_at: datetime

    def is_under_way(self, now: datetime) -> bool:
        """Tell whether people are out there: started, and its time has begun."""
        return self.state in UNDER_WAY and self.begins_at <= now


@dataclass(frozen=True)
class SharedPlan:
    """A rival's whole plan as a party at level 4 is shown it, under an id and a reference of the viewer's own (DIS-03).

    `party` is the viewer's, `owner` whose patrol it is.
    """

    id: SharedPlanId
    reference: str
    party: PartyId
    owner: PartyId
    version: int
    callsign: str
    state: PatrolState
    purpose: PatrolClass
    waypoints: tuple[Waypoint, ...]
    time_tolerance_s: Seconds
    lateral_tolerance_m: Metres
    shared_at: datetime


@dataclass(frozen=True)
class Due:
    """What the checker has taken to do, and since when the first waited.

    Patrols that changed, zones that changed, and parties that agreed on something new or took something back.
    """

    patrols: frozenset[PatrolId]
    zones: frozenset[UUID]
    pairs: frozenset[tuple[PartyId, PartyId]]
    count: int
    queued_at: datetime


@dataclass(frozen=True)
class Review:
    """Something the neutral desk has to look at after the fact; its own reference is random."""

    id: ReviewId
    reference: str
    party: PartyId
    patrol: PatrolId
    reason: ReviewReason
    opened_at: datetime
    closed_at: datetime | None
    outcome: str | None
