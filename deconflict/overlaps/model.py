"""The overlap of one patrol's cover with those of all rivals, as its own party is told of it. No I/O."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType
from uuid import UUID

from deconflict.overlaps.errors import OverlapEnded
from deconflict.parties.model import PartyId

OverlapId = NewType("OverlapId", UUID)


class OverlapState(StrEnum):
    """Where an overlap stands for the party it belongs to. Withheld is no all-clear: it may still be there."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    ENDED = "ended"
    WITHHELD = "withheld"


CLOSED: Final = frozenset({OverlapState.ENDED, OverlapState.WITHHELD})


class OverlapChange(StrEnum):
    """What the comparison at the tick found, against what the party was last told."""

    OPENED = "opened"
    WORSE = "worse"
    UPDATED = "updated"
    RESOLVED = "resolved"
    WITHHELD = "withheld"


@dataclass(frozen=True)
class SharedArea:
    """What is shared with one rival at level 2: its party, and the cell-hours as `separation.cover` packs them."""

    rival: PartyId
    cells: bytes


@dataclass(frozen=True)
class Told:
    """What a revision tells of one rival, kept apart so that each can be withheld by itself.

    agreed: the two have an agreement. cells: at level 2, those that may be told; None below. shared: all that is
    shared; None where nothing but the hours depends on it. exact: the level is 3 or above wherever anything is shared,
    so that a conflict rings by itself.
    """

    rival: PartyId
    agreed: bool
    hours: tuple[int, ...]
    cells: bytes | None = None
    shared: bytes | None = None
    exact: bool = False


@dataclass(frozen=True)
class Overlap:
    """One object per patrol and viewer (DIS-04): at level 1 the hours (since 1970, UTC); at level 2 also the areas.

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
    areas: tuple[SharedArea, ...] = ()

    def acknowledged(self) -> "Overlap":
        """Return the overlap after an officer of its party acknowledged it."""
        if self.state in CLOSED:
            raise OverlapEnded()
        return replace(self, state=OverlapState.ACKNOWLEDGED)

    def revised(
        self, hours: tuple[int, ...], areas: tuple[SharedArea, ...], change: OverlapChange, at: datetime
    ) -> "Overlap":
        """Return the next revision: opened and worse ring again, resolved and withheld close it."""
        states = {
            OverlapChange.UPDATED: self.state,
            OverlapChange.RESOLVED: OverlapState.ENDED,
            OverlapChange.WITHHELD: OverlapState.WITHHELD,
        }
        return replace(
            self,
            state=states.get(change, OverlapState.OPEN),
            revision=self.revision + 1,
            hours=hours,
            areas=areas,
            change=change,
            released_at=at,
        )
