"""Who was assigned to adjust, what a side was advised, and the shifts that clear a patrol, as values. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from deconflict.parties.model import PartyId, PersonId
from deconflict.separation.path import Track

ShiftOfferId = NewType("ShiftOfferId", UUID)
ProposalId = NewType("ProposalId", UUID)


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


class Mover(StrEnum):
    """Whose patrol would move, from the side of the end that holds the proposal. The desk has none."""

    SELF = "self"
    OTHER = "other"


class ProposalState(StrEnum):
    """Where a proposal stands. Undelivered: the other end may not be told of it."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    UNDELIVERED = "undelivered"


class Answer(StrEnum):
    """What an end says to it: the one that received it accepts or refuses, the one that made it withdraws."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


BECOMES: Mapping[Answer, ProposalState] = {
    Answer.ACCEPT: ProposalState.ACCEPTED,
    Answer.REFUSE: ProposalState.REFUSED,
    Answer.WITHDRAW: ProposalState.WITHDRAWN,
}


@dataclass(frozen=True)
class Proposal:
    """ "The one shifts by so much": as one of its ends holds it; a party None is the neutral desk.

    overlaps: of `party` (the desk shares the ids of both sides). said: what this end answered, until the checker has
    settled it. chosen: the overlap of the patrol that moves, named by whoever accepts.
    """

    id: ProposalId
    party: PartyId | None
    other: PartyId | None
    received: bool
    mover: Mover
    shift_s: int
    overlaps: tuple[UUID, ...]
    conflict: UUID | None
    state: ProposalState
    at: datetime
    expires_at: datetime
    carried_at: datetime | None = None
    said: Answer | None = None
    said_at: datetime | None = None
    chosen: UUID | None = None
    settled_at: datetime | None = None

    def answerable(self, answer: Answer, now: datetime) -> bool:
        """Tell whether this end may say so now."""
        own_turn = self.received == (answer is not Answer.WITHDRAW)
        open_still = self.state is ProposalState.PROPOSED and self.said is None and now < self.expires_at
        return own_turn and open_still


@dataclass(frozen=True, eq=False)
class Slot:
    """Where and when a patrol will be once its plan is amended as agreed: it counts as a plan on record until then."""

    patrol: UUID
    party: PartyId
    version: int
    shift_s: int
    track: Track
    cover: bytes
    until: datetime
