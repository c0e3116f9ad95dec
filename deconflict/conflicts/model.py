"""A conflict, its findings and the moves it may make, as values. No I/O."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType
from uuid import UUID

from deconflict.conflicts.errors import ConflictClosed
from deconflict.parties.model import PartyId
from deconflict.separation.area import ZoneFinding
from deconflict.separation.check import Finding, Grade, PointInTime

ConflictId = NewType("ConflictId", UUID)
SegmentId = NewType("SegmentId", UUID)
FindingId = NewType("FindingId", UUID)


class ConflictState(StrEnum):
    """Where a conflict stands (CON-04). Below level 3 the neutral desk acknowledges for both.

    Withheld is a segment alone: the level that holds now allows nothing more of it, which is no all-clear.
    """

    OPEN = "open"
    ACKNOWLEDGED_BY_ONE = "acknowledged_by_one"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    WITHHELD = "withheld"


OVER: Final = frozenset({ConflictState.RESOLVED, ConflictState.WITHHELD})


class Resolution(StrEnum):
    """How a conflict came to its end."""

    AMENDED_CLEAR = "amended_clear"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    ACCEPTED = "accepted"
    PASSED = "passed"
    RENDEZVOUS = "rendezvous"


class Change(StrEnum):
    """What a new finding means for those who know the conflict."""

    OPENED = "opened"
    WORSE = "worse"
    UPDATED = "updated"
    RESOLVED = "resolved"
    WITHHELD = "withheld"


@dataclass(frozen=True)
class Side:
    """One patrol of a conflict, as those entitled to the exact view see it."""

    party: PartyId
    patrol: UUID
    version: int
    callsign: str
    reference: str


@dataclass(frozen=True)
class ZoneSide:
    """The zone of a conflict, named as those entitled to the exact view see it; `party` None: every party sees it."""

    id: UUID
    name: str
    party: PartyId | None


@dataclass(frozen=True)
class Pair:
    """What a conflict is between: two patrols in order of their ids, or a patrol and a zone (IDN-02)."""

    a: Side
    b: Side | None
    zone: ZoneSide | None

    def __post_init__(self) -> None:
        if (self.b is None) == (self.zone is None):
            raise ValueError("a conflict is between two patrols or between a patrol and a zone")
        if self.b is not None and self.a.patrol.int >= self.b.patrol.int:
            raise ValueError("the sides of a conflict are in order of their patrols' ids")

    @property
    def key(self) -> tuple[UUID, UUID]:
        """What identifies the conflict for life: the two patrols, or the patrol and the zone."""
        other = self.b.patrol if self.b is not None else self.zone and self.zone.id
        return self.a.patrol, other or self.a.patrol


@dataclass(frozen=True)
class Conflict:
    """A pair under one reference for life; `episode` counts how often it has opened (IDN-02).

    From `over_at` on neither side can meet the other any more, as late as both may run. `alarm` is the finding that
    last rang: what is worse is measured against it as well, so that nothing creeps closer unheard (ALR-05).
    """

    id: ConflictId
    reference: str
    pair: Pair
    state: ConflictState
    episode: int
    finding_id: FindingId
    finding: Finding | ZoneFinding
    over_at: datetime
    opened_at: datetime
    updated_at: datetime
    resolution: Resolution | None
    alarm_id: FindingId
    alarm: Finding | ZoneFinding

    @property
    def grade(self) -> Grade:
        """The grade of the present finding."""
        return self.finding.grade

    def acknowledged(self, at: datetime) -> "Conflict":
        """Return the conflict after the neutral desk acknowledged it (CON-04)."""
        if self.state is ConflictState.RESOLVED:
            raise ConflictClosed()
        return replace(self, state=ConflictState.ACKNOWLEDGED, updated_at=at)

    def resolved(self, resolution: Resolution, at: datetime) -> "Conflict":
        """Return the conflict after it came to its end."""
        return replace(self, state=ConflictState.RESOLVED, resolution=resolution, updated_at=at)

    def found_again(
        self,
        finding_id: FindingId,
        finding: Finding | ZoneFinding,
        over_at: datetime,
        pair: Pair,
        change: Change | None,
        at: datetime,
    ) -> "Conflict":
        """Return the conflict with its new finding; opened and worse open it again (CON-04).

        `change` None: the finding is the same, only the versions it belongs to are new.
        """
        alarming = change in {Change.OPENED, Change.WORSE}
        return replace(
            self,
            pair=pair,
            finding_id=finding_id,
            finding=finding,
            over_at=over_at,
            state=ConflictState.OPEN if alarming else self.state,
            episode=self.episode + (change is Change.OPENED),
            opened_at=at if change is Change.OPENED else self.opened_at,
            updated_at=at,
            resolution=None,
            alarm_id=finding_id if alarming else self.alarm_id,
            alarm=finding if alarming else self.alarm,
        )


@dataclass(frozen=True)
class Shown:
    """What a party at level 3 is shown of a conflict, from its own side (DIS-03): metres, seconds, nominal times.

    `parts` are where the other is while the two are in conflict; they and `at_other` only as far as the level holds
    in the cells they lie in.
    """

    callsign: str
    grade: Grade
    distance_m: float
    lag_s: float
    nominal_distance_m: float | None
    least_lag_s: float | None
    at: PointInTime
    at_other: PointInTime | None
    first: datetime | None
    last: datetime | None
    first_other: datetime | None
    last_other: datetime | None
    parts: tuple[tuple[PointInTime, ...], ...]


@dataclass(frozen=True)
class Segment:
    """One side's own view of a conflict at level 3 and above: an object of its own for each viewer (DIS-03, IDN-04).

    `revision` counts what its party was told; each alert speaks of one. `acknowledged` and `accepted` are the party's
    own word, `state` says where both stand. `shown` is None once the level allows nothing more of it. `rang` is the
    revision that rang last, and `alarm` what it told.
    """

    id: SegmentId
    reference: str
    conflict: ConflictId
    party: PartyId
    patrol: UUID
    rival: PartyId
    state: ConflictState
    episode: int
    revision: int
    change: Change
    opened_at: datetime
    updated_at: datetime
    shown: Shown | None
    acknowledged: bool = False
    accepted: bool = False
    resolution: Resolution | None = None
    rang: int = 1
    alarm: Shown | None = None

    def answered(self, *, accepted: bool) -> "Segment":
        """Return the segment after an officer of its party acknowledged it, and maybe accepted it as it is."""
        if self.state in OVER:
            raise ConflictClosed()
        one = ConflictState.ACKNOWLEDGED_BY_ONE if self.state is ConflictState.OPEN else self.state
        return replace(self, state=one, acknowledged=True, accepted=self.accepted or accepted)

    def revised(self, change: Change, state: ConflictState, shown: Shown | None, at: datetime) -> "Segment":
        """Return the next revision: what opened or became worse has to be answered anew."""
        alarming = change in {Change.OPENED, Change.WORSE}
        return replace(
            self,
            state=state,
            episode=self.episode + (change is Change.OPENED),
            revision=self.revision + 1,
            change=change,
            opened_at=at if change is Change.OPENED else self.opened_at,
            updated_at=at,
            shown=shown,
            acknowledged=self.acknowledged and not alarming,
            accepted=self.accepted and not alarming,
            resolution=None,
            rang=self.revision + 1 if alarming else self.rang,
            alarm=shown if alarming else self.alarm,
        )
