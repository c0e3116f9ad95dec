"""What of encounters a viewer's own transaction reads, with the level as it is at that moment."""

from typing import Any

import pytest

from deconflict.encounters import store as encounters
from deconflict.patrols.model import PatrolState
from tests.flows.conftest import Live


async def meet(world: Any) -> Live:
    """Units of A and B stand 200 m apart."""
    live = Live(world)
    await live.at_place("crew", "U1", 15.0, 32.0)
    await live.at_place("b", "U1", 15.0021, 32.0)
    await live.tick()
    return live


async def told_to(world: Any, who: str) -> list[tuple[str, int]]:
    """How each of that person's sightings is told, and at which level."""
    found = await world.read(who, encounters.page, 10, None, open_only=False)
    told = await world.read(who, encounters.told, [(item.id, item.revision) for item in found])
    return [(item.sight.value, int(one.level)) for item in found for one in told[item.id, item.revision]]


@pytest.mark.rule("LIV-06", "DIS-06")
async def test_each_viewer_reads_its_own_and_nobody_else_anything(world: Any) -> None:
    await meet(world)
    for who in ("desk", "facilitator"):
        assert await told_to(world, who) == [("exact", 3)]
    for who in ("a", "crew", "b"):
        assert await told_to(world, who) == [("stop", 0)]
    for who in ("c", "oversight", "operator"):
        assert await told_to(world, who) == []
    [(theirs,)] = world.sql("SELECT id FROM sighting WHERE party = %s", world.parties["b"].id)
    assert await world.read("a", encounters.with_ids, [theirs]) == {}
    assert await world.read("a", encounters.told, [(theirs, 1)]) == {}


@pytest.mark.rule("DIS-02", "LIV-06")
async def test_what_was_told_at_level_3_is_read_no_more_from_a_lowerings_commit_on(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await meet(world)
    assert await told_to(world, "a") == [("exact", 3)]
    await agreeing.lower("b", "a", 2)
    assert await told_to(world, "a") == []
    assert await told_to(world, "desk") == [("exact", 3)]


@pytest.mark.rule("LIV-03")
async def test_a_silent_unit_is_its_own_partys_and_the_desks_matter(world: Any) -> None:
    patrol = (await world.register("a", minutes=0)).patrol
    await world.move("a", patrol.id, PatrolState.ACTIVE)
    live = Live(world)
    await live.at_place("a", "U1", 15.0, 32.0)
    await live.tick()
    world.clock.advance(200)
    await live.tick()
    [(silent,)] = world.sql("SELECT id FROM overdue")
    for who, seen in (("a", True), ("crew", True), ("desk", True), ("b", False), ("facilitator", False)):
        assert bool(await world.read(who, encounters.overdue_with, [silent])) is seen, who
