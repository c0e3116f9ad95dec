"""2. Straight into the field: A starts a patrol that it never registered before into B's active one (hot pursuit)."""

from datetime import timedelta
from typing import Any

import pytest

NOW = timedelta(0)


@pytest.mark.rule("PAT-02", "PAT-06")
async def test_a_hot_pursuit_is_accepted_at_once_told_like_any_other_and_reviewed(stage: Any) -> None:
    theirs = await stage["b"].register(stage.plan(at=timedelta(minutes=90)))
    stage.clock.advance(90 * 60)
    theirs = await stage["b"].start(theirs.id)

    ours = await stage["a"].register(stage.plan(at=NOW, purpose="hot_pursuit"))
    assert (ours.state, ours.late, theirs.state) == ("active", True, "active")

    await stage.tick()
    assert await stage.kinds("a") == await stage.kinds("b") == [("overlap", "opened")]
    assert sorted(await stage.kinds("room")) == [("conflict", "opened"), ("review", "opened")]
    (task,) = await stage["room"].reviews()
    assert (task.reason, task.patrol) == ("hot_pursuit", ours.id)
    closed = await stage["room"].close_review(task.id, "justified")
    assert closed.outcome == "justified"
    assert await stage.kinds("c") == []
