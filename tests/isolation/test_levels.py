"""What the level lets a party learn, also when it was lowered after something was told (DIS-01, DIS-03)."""

from typing import Any

import pytest

from deconflict.engine.engine import Engine
from deconflict.patrols.model import PatrolState


@pytest.mark.rule("DIS-03", "DIS-06")
async def test_at_level_zero_no_number_tells_that_a_rival_did_something(world: Any) -> None:
    ours, theirs = await world.register("a"), await world.register("b")
    await world.tick()
    told = len(await world.feed("a"))
    assert told == 1
    sealed = world.at_level(0)
    world.engine = Engine(world.checker, sealed, world.clock)
    await world.move("b", theirs.patrol.id, PatrolState.WITHDRAWN)
    await world.tick()
    assert len(await world.feed("a", deployment=sealed)) == told
    assert (await world.picture("a", deployment=sealed)).overlaps == ()
    await world.register("b")
    await world.tick()
    assert len(await world.feed("a", deployment=sealed)) == told
    assert [patrol.id for patrol, _ in (await world.picture("a")).patrols] == [ours.patrol.id]
