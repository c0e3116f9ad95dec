"""Who moves, on the wire: who is to adjust, and the shifts that clear a patrol (CON-05, SEP-11)."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from deconflict.api.wire import In, Out, example
from deconflict.parties.model import PartyId
from deconflict.resolving.model import ShiftOffer

PARTY: Final = "9a1c7f60-33c5-4f0e-8b60-7d5f9f1c2b3a"
EXAMPLE_SHIFT: Final = {
    "patrol": "5e0f3d0a-6a53-4d2c-9a0e-8f7f0a1b2c3d",
    "asked_at": "2026-11-30T17:12:14Z",
    "answered_at": "2026-11-30T17:12:20Z",
    "basis": "grid",
    "later_s": 3600,
    "earlier_s": None,
}


class AssignIn(In):
    """Which side of a conflict adjusts; null: the desk takes back what it said."""

    model_config = example({"party": PARTY})

    party: UUID | None

    @property
    def adjusting(self) -> PartyId | None:
        """The party."""
        return None if self.party is None else PartyId(self.party)


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
