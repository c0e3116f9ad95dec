"""What budgets and figures say of themselves."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from deconflict.parties.model import PartyId, UnitId
from deconflict.probing.model import Budget, Conduct, DrawKind, Limits

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("overlaps", "amendments", "used"), [(1, 2, False), (2, 0, True), (0, 3, True), (0, 0, False)]
)
def test_a_budget_says_whether_new_plans_still_bring_notices(
    overlaps: int, amendments: int, used: bool
) -> None:
    drawn = {DrawKind.OVERLAP: overlaps, DrawKind.AMENDMENT: amendments, DrawKind.WHAT_IF: 9}
    budget = Budget(UnitId(UUID(int=1)), "U1", Limits(2, 9, 2), drawn, NOON)
    assert budget.notices_used is used


@pytest.mark.rule("PRB-03")
def test_the_ghost_ratio_is_of_plans_whose_life_is_over() -> None:
    def conduct(finished: int, ghosts: int) -> Conduct:
        return Conduct(PartyId(UUID(int=1)), "A", 9, 0, finished, ghosts, 0, 0, None)

    assert conduct(4, 1).ghost_ratio == 0.25
    assert conduct(0, 0).ghost_ratio is None
