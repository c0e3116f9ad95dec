"""The overlap of one patrol's cover with those of all rivals, as its own party is told of it. No I/O."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from deconflict.overlaps.errors import OverlapEnded
from deconflict.parties.model import PartyId

OverlapId = NewType("OverlapId", UUID)


class OverlapState(StrEnum):
    """Where an overlap stands for the party it belongs to."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    ENDED = "ended"


class OverlapChange(StrEnum):
    """What the comparison at the tick found, against what the party was last told."""

    OPENED = "opened"
    WORSE = "worse"
    UPDATED = "updated"
    RESOLVED = "resolved"


@dataclass(frozen=True)
class Overlap:
    """One object per patrol and viewer (DIS-04): at level 1 the hours (since 1970, UTC), and nothing finer.

    `revision` counts what its party was told; each alert speaks of one revision.
    """

    id: OverlapId
    reference: str
    party: PartyId
    patrol: UUID
    state: OverlapState
    revision: int
    hours: tuple[int, ...]
    change: OverlapChange
    released_at: datetime

    def acknowledged(self) -> "Overlap":
        """Return the overlap after an officer of its party acknowledged it."""
        if self.state is OverlapState.ENDED:
            raise OverlapEnded()
        return replace(self, state=OverlapState.ACKNOWLEDGED)

    def revised(self, hours: tuple[int, ...], change: OverlapChange, at: datetime) -> "Overlap":
        """Return the next revision: opened and worse ring again, resolved ends it."""
        states = {OverlapChange.UPDATED: self.state, OverlapChange.RESOLVED: OverlapState.ENDED}
        return replace(
            self,
            state=states.get(change, OverlapState.OPEN),
            revision=self.revision + 1,
            hours=hours,
            change=change,
            released_at=at,
        )
