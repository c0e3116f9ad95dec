"""What a party is not told of rivals around units of its own, though these are told of them (PAT-02, PRB-02)."""

from typing import Any

import pytest

from deconflict.patrols.model import PatrolState
from tests.flows.test_tell_areas import along


async def use_up(world: Any) -> None:
    """A's unit has been told of as many overlaps today as it may be."""
    world.sql(
        "INSERT INTO budget_draw (id, party, unit, kind, subject, at)"
        " SELECT gen_random_uuid(), party, unit, 'overlap', id, %s FROM patrol, generate_series(1, %s)"
        " WHERE party = %s",
        world.now(),
        world.deployment.budget.overlaps,
        world.parties["a"].id,
    )


@pytest.mark.rule("PRB-02", "LIV-06")
async def test_beyond_the_budget_a_plan_nobody_started_tells_its_submitter_nothing_by_faked_positions(
    world: Any, live: Any, heard: Any
) -> None:
    ours = (await world.register("a", minutes=0)).patrol
    theirs = (await world.register("b", minutes=0, lat=32.02)).patrol
    await world.move("b", theirs.id, PatrolState.ACTIVE)
    await use_up(world)
    places = {("crew", "U1"): along(32.0), ("b", "U1"): along(32.02)}
    await live.drive(30, places, areas=True)
    assert await heard("crew") == []
    assert await heard("b") == [("encounter", "opened", True)]
    await world.move("a", ours.id, PatrolState.ACTIVE)
    await live.drive(20, places, areas=True)
    assert await heard("crew") == [("encounter", "opened", True)], "under way people are there"


@pytest.mark.rule("PRB-02")
async def test_within_the_budget_a_plan_that_is_kept_to_is_enough(world: Any, live: Any, heard: Any) -> None:
    await world.register("a", minutes=0)
    await world.register("b", minutes=0, lat=32.02)
    await live.drive(30, {("crew", "U1"): along(32.0), ("b", "U1"): along(32.02)}, areas=True)
    assert await heard("crew") == [("encounter", "opened", True)]
