"""What a viewer is shown, field by field. A field that a level does not allow does not exist in its view."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from deconflict.alerts.model import AlertKind
from deconflict.conflicts.model import ConflictState, Resolution, Shown
from deconflict.disclosure.distress_views import HaltView, SosView
from deconflict.disclosure.incident_views import IncidentView
from deconflict.disclosure.near_views import OverdueView, SightingView
from deconflict.disclosure.said_views import LiaisonView, MessageView, ProposalView
from deconflict.disclosure.together_views import JointPatrolView, RendezvousView
from deconflict.disclosure.watching_views import EscalationView, GlassView, SuspensionView
from deconflict.overlaps.model import OverlapState
from deconflict.patrols.model import PatrolClass, PatrolState, ReviewReason
from deconflict.probing.model import WhatIfState
from deconflict.separation.area import ZoneFinding, ZoneKind
from deconflict.separation.check import Finding
from deconflict.separation.path import Waypoint
from deconflict.tracking.model import Fix


class Advice(StrEnum):
    """What to do about an overlap: until the desk says who moves, the room will call (CON-05)."""

    HOLD_OR_ADJUST = "hold_or_adjust"
    ADJUST = "adjust"
    HOLD = "hold"


class AssignedBy(StrEnum):
    """Who said which side of a conflict adjusts."""

    DESK = "desk"
    AGREEMENT = "agreement"


@dataclass(frozen=True)
class CellView:
    """One cell-hour: the hour's beginning, UTC, and the web-mercator column and row at zoom 14."""

    hour: datetime
    column: int
    row: int


@dataclass(frozen=True)
class AreaView:
    """What is shared with one rival, at level 2."""

    party: UUID
    party_name: str
    cells: tuple[CellView, ...]
    liaison: LiaisonView | None = None


@dataclass(frozen=True)
class OverlapView:
    """An overlap (DIS-03): one's own patrol, the hours, a reference, what to do; at level 2 the areas as well.

    `hours` begin at their times, UTC.
    """

    id: UUID
    reference: str
    patrol: UUID
    patrol_reference: str
    hours: tuple[datetime, ...]
    state: OverlapState
    revision: int
    level: int
    areas: tuple[AreaView, ...]
    advice: Advice
    released_at: datetime


@dataclass(frozen=True)
class WhatIfView:
    """A question of one's own and what it is answered with: as an overlap would be told, and no more (PRB-02)."""

    id: UUID
    unit: UUID
    state: WhatIfState
    asked_at: datetime
    answer_by: datetime
    hours: tuple[datetime, ...]
    areas: tuple[AreaView, ...]


@dataclass(frozen=True)
class SideView:
    """One patrol of a conflict. Of a rival's a party is shown no more than the callsign: the rest is None (DIS-03)."""

    party: UUID
    party_name: str
    callsign: str
    patrol: UUID | None
    patrol_reference: str | None
    version: int | None


@dataclass(frozen=True)
class ZoneView:
    """The zone of a conflict."""

    id: UUID
    name: str
    kind: ZoneKind


@dataclass(frozen=True)
class ConflictView:
    """The exact conflict, for the neutral desk and the facilitator (DIS-08)."""

    id: UUID
    reference: str
    state: ConflictState
    episode: int
    finding: Finding | ZoneFinding
    a: SideView
    b: SideView | None
    zone: ZoneView | None
    opened_at: datetime
    updated_at: datetime
    resolution: Resolution | None
    adjusts: UUID | None = None
    assigned_by: AssignedBy | None = None


@dataclass(frozen=True)
class SegmentView:
    """A party's own view of a conflict at level 3 and above: `a` is its own patrol, `b` the rival's unit (DIS-03)."""

    id: UUID
    reference: str
    state: ConflictState
    episode: int
    revision: int
    level: int
    shown: Shown
    a: SideView
    b: SideView
    acknowledged: bool
    accepted: bool
    opened_at: datetime
    updated_at: datetime
    resolution: Resolution | None
    adjusts: UUID | None = None
    assigned_by: AssignedBy | None = None


@dataclass(frozen=True)
class SharedPlanView:
    """A rival's whole plan, at level 4 (DIS-03): what it declared to be on its way, and nothing it wrote for itself."""

    id: UUID
    reference: str
    owner: UUID
    owner_name: str
    callsign: str
    state: PatrolState
    version: int
    purpose: PatrolClass
    waypoints: tuple[Waypoint, ...]
    time_tolerance_s: float
    lateral_tolerance_m: float
    shared_at: datetime


@dataclass(frozen=True)
class PositionView:
    """Where a rival's unit was last, at live level 4 (DIS-03); `id` is the viewer's own for it."""

    id: UUID
    owner: UUID
    callsign: str
    fix: Fix
    received_at: datetime


@dataclass(frozen=True)
class ReviewView:
    """A review task, for the neutral desk."""

    id: UUID
    reference: str
    reason: ReviewReason
    patrol: UUID
    patrol_reference: str
    callsign: str
    closed: bool


@dataclass(frozen=True)
class PatrolView:
    """A patrol whose state somebody declared, for the neutral desk."""

    patrol: UUID
    patrol_reference: str
    callsign: str
    state: PatrolState


@dataclass(frozen=True)
class ZoneNoticeView:
    """One's own patrol and a zone that every party sees; the patrol itself carries the finding (SEP-09)."""

    patrol: UUID
    patrol_reference: str
    zone: ZoneView


@dataclass(frozen=True)
class WithheldView:
    """Nothing: the level that holds now allows no word of what was told at another (ALR-01, DIS-03).

    Where that a conflict is withheld is itself what is told, the reference and the own patrol that it was told by.
    """

    reference: str = ""
    patrol: UUID | None = None
    patrol_reference: str | None = None


Body = (
    OverlapView
    | ConflictView
    | SegmentView
    | ReviewView
    | MessageView
    | ProposalView
    | PatrolView
    | ZoneNoticeView
    | RendezvousView
    | JointPatrolView
    | SuspensionView
    | GlassView
    | SosView
    | HaltView
    | IncidentView
    | SightingView
    | OverdueView
    | EscalationView
    | WithheldView
)


@dataclass(frozen=True)
class AlertView:
    """An alert as its recipient reads it now. `level` is None where no level applies (the desk; one's own matters)."""

    epoch: str
    seq: int
    kind: AlertKind
    change: str
    rings: bool
    level: int | None
    reference: str
    released_at: datetime
    received: bool
    seen: bool
    acknowledged: tuple[str, datetime] | None
    body: Body
