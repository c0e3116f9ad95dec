"""A conflict, its findings and the moves it may make, as values. No I/O."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from deconflict.conflicts.errors import ConflictClosed
from deconflict.parties.model import PartyId
from deconflict.separation.area import ZoneFinding
from deconflict.separation.check import Finding, Grade

ConflictId = NewType("ConflictId", UUID)
FindingId = NewType("FindingId", UUID)


class ConflictState(StrEnum):
    """Where a conflict stands (CON-04). Below level 3 the neutral desk acknowledges for both."""

    OPEN = "open"
    ACKNOWLEDGED_BY_ONE = "acknowledged_by_one"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class Resolution(StrEnum):
    """How a conflict came to its end."""

    AMENDED_CLEAR = "amended_clear"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    ACCEPTED = "accepted"
    PASSED = "passed"


class Change(StrEnum):
    """What a new finding means for those who know the conflict."""

    OPENED = "opened"
    WORSE = "worse"
    UPDATED = "updated"
    RESOLVED = "resolved"


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

    From `over_at` on neither side can meet the other any more, as late as both may run.
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
        )
