"""Who was assigned to adjust, what a side was advised, and the shifts that clear a patrol, as values. No I/O."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from deconflict.parties.model import PartyId, PersonId

ShiftOfferId = NewType("ShiftOfferId", UUID)


class Says(StrEnum):
    """What the neutral desk advised a side on one conflict of its patrol's."""

    ADJUST = "adjust"
    HOLD = "hold"


@dataclass(frozen=True)
class Assignment:
    """Who adjusts in one episode of a conflict (CON-05); `party` None: nobody any more, the desk took it back.

    `by` is the desk's person; None: the agreement's right of way says so.
    """

    conflict: UUID
    episode: int
    party: PartyId | None
    by: PersonId | None
    at: datetime


@dataclass(frozen=True)
class Adjusts:
    """Which side of a conflict adjusts, as whoever sees the conflict reads it."""

    party: PartyId
    by_agreement: bool


@dataclass(frozen=True)
class Given:
    """An advice as its own party reads it: it holds for the version of the patrol that it was given on."""

    says: Says
    version: int


@dataclass(frozen=True)
class Advice:
    """What the checker tells a party on its overlap, on account of a conflict with that rival."""

    overlap: UUID
    conflict: UUID
    party: PartyId
    rival: PartyId
    given: Given


@dataclass(frozen=True)
class ShiftOffer:
    """By how much a patrol would have to shift to be clear: asked for, and answered by the checker.

    party: who asked; None: the neutral desk, about one side of a conflict. exact: against plans; else on the grid
    that its party was told of. Seconds, whole minutes; None: there is no such shift within half a day.
    """

    id: ShiftOfferId
    party: PartyId | None
    person: PersonId
    overlap: UUID | None
    conflict: UUID | None
    patrol: UUID
    asked_at: datetime
    answered_at: datetime | None = None
    exact: bool | None = None
    later_s: int | None = None
    earlier_s: int | None = None
