"""A rendezvous and its moves, as values: a disc and a window in which two parties mean to be close. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from deconflict.parties.model import PartyId
from deconflict.rendezvous.errors import RendezvousMoveRefused

RendezvousId = NewType("RendezvousId", UUID)


class RendezvousState(StrEnum):
    """Where it stands. Only a confirmed one takes anything out of the check.

    Asked, passed on: what a party that does not know its rival leaves with the desk (level 1), which then proposes it.
    """

    ASKED = "asked"
    PASSED_ON = "passed_on"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    OVER = "over"  # never stored: what an open one is read as once its window has closed


MOVES: Mapping[RendezvousState, frozenset[RendezvousState]] = {
    RendezvousState.ASKED: frozenset(
        {RendezvousState.PASSED_ON, RendezvousState.REFUSED, RendezvousState.WITHDRAWN}
    ),
    RendezvousState.PASSED_ON: frozenset(),
    RendezvousState.PROPOSED: frozenset(
        {RendezvousState.CONFIRMED, RendezvousState.REFUSED, RendezvousState.WITHDRAWN}
    ),
    RendezvousState.CONFIRMED: frozenset({RendezvousState.ENDED}),
    RendezvousState.REFUSED: frozenset(),
    RendezvousState.WITHDRAWN: frozenset(),
    RendezvousState.ENDED: frozenset(),
    RendezvousState.OVER: frozenset(),
}
"""Every move there is; a test walks the whole table."""

OPEN = frozenset({RendezvousState.ASKED, RendezvousState.PROPOSED, RendezvousState.CONFIRMED})


@dataclass(frozen=True)
class Where:
    """A disc in degrees and metres, and a window in aware UTC; both closed (SEP-10)."""

    lon: float
    lat: float
    radius_m: float
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Rendezvous:
    """Between `one`, and `other` (None: left with the desk, not passed on yet). Both know it by this id.

    `proposer` is None when the neutral staff proposed it to both. `confirmed`: the sides that have; whoever proposes
    for itself has. `hidden_from`: the side that left it with the desk is not told whom it reached until they confirm.
    `of_overlap`: the overlap it was asked about, for the desk. `asked`: what a passed on one came from.
    """

    id: RendezvousId
    reference: str
    one: PartyId
    other: PartyId | None
    proposer: PartyId | None
    where: Where
    state: RendezvousState
    proposed_at: datetime
    confirmed: frozenset[PartyId] = frozenset()
    hidden_from: PartyId | None = None
    of_overlap: UUID | None = None
    asked: RendezvousId | None = None
    ended_by: PartyId | None = None
    ended_at: datetime | None = None

    @property
    def sides(self) -> tuple[PartyId, ...]:
        """The parties it is between, as far as there are two yet."""
        return (self.one,) if self.other is None else (self.one, self.other)

    def standing(self, now: datetime) -> RendezvousState:
        """Return where it stands at that moment, also before anybody has noted that its window has closed."""
        return RendezvousState.OVER if self.state in OPEN and now > self.where.end else self.state

    def moved(self, to: RendezvousState, now: datetime) -> "Rendezvous":
        """Return it after the move, or raise RendezvousMoveRefused."""
        standing = self.standing(now)
        if to not in MOVES[standing]:
            raise RendezvousMoveRefused(state=standing.value, move=to.value)
        return replace(self, state=to)


@dataclass(frozen=True)
class Meant:
    """What both sides confirmed, as the checker takes it; `only`: the one patrol that a side means it for, if one."""

    sides: frozenset[PartyId]
    where: Where
    only: Mapping[PartyId, UUID]

    def is_for(self, party: PartyId, patrol: UUID) -> bool:
        """Tell whether a side's patrol is among those it is meant for."""
        return party in self.sides and self.only.get(party, patrol) == patrol
