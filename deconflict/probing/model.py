"""Budgets of units, questions and figures, as values. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from deconflict.parties.model import PartyId, UnitId

WhatIfId = NewType("WhatIfId", UUID)


class DrawKind(StrEnum):
    """What draws on the budget of a unit and a UTC day (PRB-02)."""

    OVERLAP = "overlap"
    WHAT_IF = "what_if"
    AMENDMENT = "amendment"
    PASSAGE = "passage"


@dataclass(frozen=True)
class Limits:
    """How much of each a unit may draw in a UTC day."""

    overlaps: int = 20
    what_ifs: int = 10
    amendments: int = 20
    passages: int = 20


@dataclass(frozen=True)
class Draw:
    """One draw: an overlap that a plan caused, a question, an amendment of a patrol that was told of.

    Or a passage that was found in a track which came too late (LIV-01).
    """

    party: PartyId
    unit: UnitId
    kind: DrawKind
    subject: UUID
    at: datetime


@dataclass(frozen=True)
class Budget:
    """What a unit has drawn in the UTC day that ends at `until`."""

    unit: UnitId
    callsign: str
    limits: Limits
    drawn: Mapping[DrawKind, int]
    until: datetime

    @property
    def notices_used(self) -> bool:
        """Tell whether the unit's new plans bring it no more notices until the day is over."""
        overlaps, amendments = self.drawn.get(DrawKind.OVERLAP, 0), self.drawn.get(DrawKind.AMENDMENT, 0)
        return overlaps >= self.limits.overlaps or amendments > self.limits.amendments


@dataclass(frozen=True)
class Silence:
    """Of that version of a patrol its own party is told nothing until then; `hours` are those the desk was told of."""

    patrol: UUID
    party: PartyId
    version: int
    until: datetime
    hours: tuple[int, ...]


@dataclass(frozen=True)
class Question:
    """A what-if as the checker answers it; `cover` as `separation.cover` packs it."""

    id: WhatIfId
    party: PartyId
    cover: bytes


class WhatIfState(StrEnum):
    """Where a question stands. Withheld is no all-clear: what it was answered with may be told no longer."""

    PENDING = "pending"
    ANSWERED = "answered"
    WITHHELD = "withheld"


@dataclass(frozen=True)
class SharedWith:
    """The cell-hours that would be shared with one rival at level 2."""

    rival: PartyId
    cells: bytes


@dataclass(frozen=True)
class WhatIf:
    """A question and, once its tick has come, its answer: hours since 1970, at level 2 cells as well."""

    id: WhatIfId
    party: PartyId
    unit: UnitId
    asked_at: datetime
    answer_by: datetime
    state: WhatIfState
    hours: tuple[int, ...] = ()
    areas: tuple[SharedWith, ...] = ()


@dataclass(frozen=True)
class Conduct:
    """How one party used the service in a time (PRB-03).

    withdrawn: after a notice. finished: plans of the time whose life is over; ghosts: those of them never driven.
    acknowledged_within_s: the median from a ringing notice to its acknowledgement.
    """

    party: PartyId
    name: str
    registered: int
    withdrawn: int
    finished: int
    ghosts: int
    questions: int
    budgets_used: int
    acknowledged_within_s: float | None

    @property
    def ghost_ratio(self) -> float | None:
        """The share of its finished plans that were never driven; None without one."""
        return self.ghosts / self.finished if self.finished else None
