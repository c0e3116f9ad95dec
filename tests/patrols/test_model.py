"""The whole table of a patrol's moves."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from uuid import uuid4

import pytest

from deconflict.patrols.errors import MoveRefused
from deconflict.patrols.model import AMENDABLE, ON_RECORD, Patrol, PatrolClass, PatrolState

TABLE = {
    "draft": "registered",
    "registered": "active withdrawn expired",
    "active": "off_plan contingent ended",
    "off_plan": "active contingent ended",
    "contingent": "ended",
    "ended": "",
    "withdrawn": "",
    "expired": "",
}
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


def patrol(state: PatrolState) -> Patrol:
    return Patrol(
        uuid4(),
        "K7-2M4Q",
        uuid4(),
        uuid4(),
        "U1",
        state,
        1,
        PatrolClass.ROUTINE,
        "",
        False,
        False,
        uuid4(),
        NOW,
    )


@pytest.mark.rule("PAT-01")
@pytest.mark.parametrize(("state", "to"), list(product(PatrolState, PatrolState)))
def test_every_move_of_the_table_is_made_and_every_other_refused(state: PatrolState, to: PatrolState) -> None:
    before = patrol(state)
    if to.value in TABLE[state.value].split():
        assert before.moved(to) == replace(before, state=to)
    else:
        with pytest.raises(MoveRefused) as refused:
            before.moved(to)
        assert refused.value.fields() == {"state": state.value, "move": to.value}
    assert before.state is state


@pytest.mark.rule("PAT-01")
def test_what_is_over_is_neither_compared_nor_amended() -> None:
    over = {PatrolState.ENDED, PatrolState.WITHDRAWN, PatrolState.EXPIRED}
    assert not over & (ON_RECORD | AMENDABLE)
    assert PatrolState.DRAFT not in ON_RECORD
    assert PatrolState.CONTINGENT not in AMENDABLE
