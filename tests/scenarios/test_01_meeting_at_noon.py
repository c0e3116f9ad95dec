"""1. Meeting at noon: B has registered; A registers a path that comes within the minimum at the same time."""

from typing import Any

import pytest


@pytest.mark.rule("CON-01", "DIS-05")
async def test_both_patrols_stand_and_each_side_is_told_of_its_own_overlap_at_the_same_tick(
    stage: Any,
) -> None:
    theirs = await stage["b"].register(stage.plan())
    ours = await stage["a"].register(stage.plan())
    assert (ours.state, theirs.state) == ("registered", "registered")

    await stage.check()
    (told_room,) = await stage.alerts("room")
    assert (told_room.kind, told_room.change, told_room.finding.grade) == ("conflict", "opened", "critical")
    assert await stage.kinds("a") == await stage.kinds("b") == []

    tick = await stage.tick()
    (told_a,), (told_b,) = await stage.alerts("a"), await stage.alerts("b")
    assert (told_a.kind, told_b.kind) == ("overlap", "overlap")
    assert told_a.released_at == told_b.released_at == tick
    assert (told_a.patrol, told_b.patrol) == (ours.id, theirs.id)
    assert told_a.overlap != told_b.overlap
    assert await stage.kinds("a2") == await stage.kinds("b2") == [("overlap", "opened")]

    assert await stage.kinds("c") == await stage.kinds("facilitator") == []
    assert len(await stage.alerts("room")) == 1
