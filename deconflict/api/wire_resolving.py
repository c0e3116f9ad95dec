"""Who moves, on the wire: who is to adjust, and the shifts that clear a patrol (CON-05, SEP-11)."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from deconflict.api.wire import In, Out, example
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.said_views import ProposalView
from deconflict.flows.propose_shift import Proposing
from deconflict.parties.model import PartyId
from deconflict.resolving.model import Answer, Mover, ProposalState, ShiftOffer
from deconflict.separation.shift import MINUTE_S

PARTY: Final = "9a1c7f60-33c5-4f0e-8b60-7d5f9f1c2b3a"
EXAMPLE_SHIFT: Final = {
    "patrol": "5e0f3d0a-6a53-4d2c-9a0e-8f7f0a1b2c3d",
    "asked_at": "2026-11-30T17:12:14Z",
    "answered_at": "2026-11-30T17:12:20Z",
    "basis": "grid",
    "later_s": 3600,
    "earlier_s": None,
}


EXAMPLE_PROPOSAL: Final[dict[str, Any]] = {
    "id": "6d1f0c9b-8a79-4683-9574-63524130f2e1",
    "party": PARTY,
    "party_name": "Eastern Command",
    "incoming": True,
    "mover": "other",
    "shift_s": 1500,
    "overlaps": ["c3b1f5de-58c1-49b5-8f0c-07a1c2d3e4f5"],
    "conflict": None,
    "state": "proposed",
    "said": None,
    "at": "2026-11-30T17:20:00Z",
    "expires_at": "2026-11-30T17:50:00Z",
    "settled_at": None,
}


class AssignIn(In):
    """Which side of a conflict adjusts; null: the desk takes back what it said."""

    model_config = example({"party": PARTY})

    party: UUID | None

    @property
    def adjusting(self) -> PartyId | None:
        """The party."""
        return None if self.party is None else PartyId(self.party)


class ProposalIn(In):
    """Whose patrol would shift by how many whole minutes, said to whom; null: the desk. The desk itself never moves."""

    model_config = example({"to": PARTY, "mover": "self", "shift_minutes": 25})

    shift_minutes: Annotated[int, Field(strict=True, ge=-720, le=720)]
    mover: Mover = Mover.OTHER
    to: UUID | None = None

    @field_validator("shift_minutes")
    @classmethod
    def some_shift(cls, minutes: int) -> int:
        """Refuse to propose that nothing changes."""
        if minutes == 0:
            raise PydanticCustomError("value_error", "no shift")
        return minutes

    @property
    def proposing(self) -> Proposing:
        """What is proposed."""
        return Proposing(
            None if self.to is None else PartyId(self.to), self.mover, self.shift_minutes * MINUTE_S
        )


class AcceptIn(In):
    """Which of one's own overlaps' patrols moves, where several could be meant."""

    model_config = example({"overlap": EXAMPLE_PROPOSAL["overlaps"][0]})

    overlap: UUID | None = None


class ProposalFields(Out):
    """A shift that one end proposes to the other. `mover`: the reader's own patrol or the other's."""

    party: UUID | None
    party_name: str | None
    incoming: bool
    mover: Mover
    shift_s: int
    overlaps: tuple[UUID, ...]
    state: ProposalState
    said: Answer | None
    expires_at: datetime


class ProposalOut(ProposalFields):
    """A proposal as its reader's end holds it; `said` is what that end answered, until it is settled."""

    model_config = example(EXAMPLE_PROPOSAL)

    id: UUID
    conflict: UUID | None
    at: datetime
    settled_at: datetime | None

    @classmethod
    def of(cls, shown: Disclosed[ProposalView]) -> Self:
        """Show a proposal."""
        return cls(**{name: getattr(shown.value, name) for name in cls.model_fields})


class ProposalPage(Out):
    """Proposals, newest first."""

    proposals: list[ProposalOut]


class Basis(StrEnum):
    """What a shift was worked out from: plans, or the cells and hours that were told."""

    EXACT = "exact"
    GRID = "grid"


class ShiftOut(Out):
    """By how many seconds, in whole minutes, a patrol would have to shift to be clear; 0: it is clear as it is.

    Before `answered_at` nothing is known; after it null says that there is no such shift within half a day.
    """

    model_config = example(EXAMPLE_SHIFT)

    patrol: UUID
    asked_at: datetime
    answered_at: datetime | None
    basis: Basis | None
    later_s: int | None
    earlier_s: int | None

    @classmethod
    def of(cls, asked: ShiftOffer) -> Self:
        """Show a question and its answer."""
        basis = None if asked.exact is None else Basis.EXACT if asked.exact else Basis.GRID
        return cls(
            patrol=asked.patrol,
            asked_at=asked.asked_at,
            answered_at=asked.answered_at,
            basis=basis,
            later_s=asked.later_s,
            earlier_s=asked.earlier_s,
        )


class ShiftsOut(Out):
    """The shifts of both sides of a conflict, each as if the other kept its plan."""

    model_config = example({"shifts": [EXAMPLE_SHIFT | {"basis": "exact"}]})

    shifts: list[ShiftOut]

    @classmethod
    def of(cls, asked: Iterable[ShiftOffer]) -> Self:
        """Show the questions and their answers."""
        return cls(shifts=[ShiftOut.of(item) for item in asked])
