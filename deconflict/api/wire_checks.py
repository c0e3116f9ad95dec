"""Questions, budgets and figures on the wire (PRB-02, PRB-03)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, Self
from uuid import UUID

from pydantic import Field

from deconflict.api.wire import Out, example
from deconflict.api.wire_disclosed import AreaOut
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.views import WhatIfView
from deconflict.probing.model import Budget, DrawKind, WhatIf, WhatIfState

EXAMPLE_UNIT: Final = "0b6f2a56-2a3b-4a55-8a0f-0d6f6f0c9e11"
EXAMPLE_ASKED: Final[dict[str, Any]] = {
    "id": "7d1b4c5e-0f3a-4a8e-9a51-3c2d1e0f9a8b",
    "unit": EXAMPLE_UNIT,
    "state": "pending",
    "asked_at": "2026-11-30T17:12:09.120000Z",
    "answer_by": "2026-11-30T17:12:20Z",
}


class AskedOut(Out):
    """A question that is taken; nothing in this answer depends on another party (CON-01)."""

    model_config = example(EXAMPLE_ASKED)

    id: UUID
    unit: UUID
    state: WhatIfState
    asked_at: datetime
    answer_by: datetime = Field(description="The tick by which the answer is out.")

    @classmethod
    def of(cls, asked: WhatIf) -> Self:
        """Show a question that was just asked."""
        return cls.model_validate(asked)


class CheckOut(AskedOut):
    """A question and its answer: the hours such a plan would share with others now; at level 2 where and with whom."""

    model_config = example(
        EXAMPLE_ASKED | {"state": "answered", "hours": ["2026-12-01T08:00:00Z"], "areas": []}
    )

    hours: tuple[datetime, ...]
    areas: tuple[AreaOut, ...]

    @classmethod
    def of_view(cls, shown: Disclosed[WhatIfView]) -> Self:
        """Show a question as far as it is answered."""
        return cls.model_validate(shown.value)


class DrawnOut(Out):
    """How much was drawn, of how much."""

    drawn: int
    limit: int


class BudgetOut(Out):
    """What a unit has drawn on its budget in this UTC day."""

    model_config = example(
        {
            "unit": EXAMPLE_UNIT,
            "callsign": "Falcon 2",
            "overlaps": {"drawn": 3, "limit": 20},
            "what_ifs": {"drawn": 0, "limit": 10},
            "amendments": {"drawn": 1, "limit": 20},
            "passages": {"drawn": 0, "limit": 20},
            "notices_used": False,
            "until": "2026-12-01T00:00:00Z",
        }
    )

    unit: UUID
    callsign: str
    overlaps: DrawnOut
    what_ifs: DrawnOut
    amendments: DrawnOut
    passages: DrawnOut = Field(description="What was found in its late tracks and told to its side (LIV-01).")
    notices_used: bool = Field(description="Plans of this unit bring it no more notices until then.")
    until: datetime

    @classmethod
    def of(cls, budget: Budget) -> Self:
        """Show a budget."""
        limits, drawn = budget.limits, budget.drawn
        return cls(
            unit=budget.unit,
            callsign=budget.callsign,
            overlaps=DrawnOut(drawn=drawn[DrawKind.OVERLAP], limit=limits.overlaps),
            what_ifs=DrawnOut(drawn=drawn[DrawKind.WHAT_IF], limit=limits.what_ifs),
            amendments=DrawnOut(drawn=drawn[DrawKind.AMENDMENT], limit=limits.amendments),
            passages=DrawnOut(drawn=drawn[DrawKind.PASSAGE], limit=limits.passages),
            notices_used=budget.notices_used,
            until=budget.until,
        )


class BudgetsOut(Out):
    """The budgets of one's own units, by callsign."""

    budgets: list[BudgetOut]

    @classmethod
    def of(cls, budgets: Iterable[Budget]) -> Self:
        """Show budgets."""
        return cls(budgets=[BudgetOut.of(budget) for budget in budgets])
