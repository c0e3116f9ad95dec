"""Budgets on the wire."""

from datetime import UTC, datetime
from uuid import uuid4

from deconflict.api.wire_checks import BudgetsOut
from deconflict.probing.model import Budget, DrawKind, Limits


def test_a_budget_is_shown_with_what_was_drawn_of_how_much() -> None:
    drawn = {DrawKind.OVERLAP: 2, DrawKind.WHAT_IF: 1, DrawKind.AMENDMENT: 0, DrawKind.PASSAGE: 4}
    budget = Budget(uuid4(), "U1", Limits(2, 3, 4, 5), drawn, datetime(2026, 12, 2, tzinfo=UTC))
    assert BudgetsOut.of([budget]).model_dump(mode="json")["budgets"] == [
        {
            "unit": str(budget.unit),
            "callsign": "U1",
            "overlaps": {"drawn": 2, "limit": 2},
            "what_ifs": {"drawn": 1, "limit": 3},
            "amendments": {"drawn": 0, "limit": 4},
            "passages": {"drawn": 4, "limit": 5},
            "notices_used": True,
            "until": "2026-12-02T00:00:00Z",
        }
    ]
