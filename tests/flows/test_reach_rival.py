"""On which of its own overlaps a rival knows what somebody speaks of."""

from typing import Any

import pytest

from deconflict.agreements import checker_store as agreements
from deconflict.flows.reach_rival import reach_rival, reach_side, still_names


async def reached(world: Any, overlap: Any, one: str, other: str) -> tuple[Any, ...]:
    async with world.checker.transaction() as checker:
        pacts = await agreements.pacts(checker, world.deployment.terms)
        sides = world.parties[one].id, world.parties[other].id
        return await reach_rival(checker, pacts, overlap, *sides, world.now())


@pytest.mark.rule("DIS-03")
async def test_both_sides_reach_each_other_or_neither_does(world: Any, agreeing: Any) -> None:
    for who in ("a", "b", "c"):
        await world.register(who)
    await world.tick()
    ids = {
        slug: world.sql("SELECT id FROM overlap WHERE party = %s", world.parties[slug].id)[0][0]
        for slug in "abc"
    }
    assert await reached(world, ids["a"], "a", "b") == await reached(world, ids["b"], "b", "a") == ()
    await agreeing.ratify(2)
    await world.tick()
    assert await reached(world, ids["a"], "a", "b") == (ids["b"],)
    assert await reached(world, ids["b"], "b", "a") == (ids["a"],)
    assert await reached(world, ids["a"], "a", "c") == ()
    assert await reached(world, ids["b"], "a", "b") == ()
    await agreeing.lower("b", "a", 1)
    assert await reached(world, ids["a"], "a", "b") == await reached(world, ids["b"], "b", "a") == ()


@pytest.mark.rule("DIS-06", "PAT-02")
async def test_what_an_overlap_names_depends_on_what_its_own_party_was_told_alone(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    [(overlap,)] = world.sql("SELECT id FROM overlap WHERE party = %s", world.parties["a"].id)

    async def named(rival: str) -> bool:
        async with world.checker.transaction() as checker:
            pacts = await agreements.pacts(checker, world.deployment.terms)
            sides = world.parties["a"].id, world.parties[rival].id
            return await still_names(checker, pacts, overlap, *sides, world.now())

    world.sql("UPDATE overlap SET state = 'withheld' WHERE id <> %s", overlap)
    assert await reached(world, overlap, "a", "b") == ()
    assert await named("b")
    assert not await named("c")
    await agreeing.lower("b", "a", 1)
    assert not await named("b")


async def test_the_desk_reaches_a_side_on_an_overlap_that_stands(world: Any) -> None:
    patrol = (await world.register("a")).patrol
    async with world.checker.transaction() as checker:
        assert await reach_side(checker, patrol.id, patrol.party) == ()
    await world.register("b")
    await world.tick()
    async with world.checker.transaction() as checker:
        assert len(await reach_side(checker, patrol.id, patrol.party)) == 1
