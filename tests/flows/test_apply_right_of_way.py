"""The agreement's right of way decides who adjusts; the desk's word stands above it, and no overlap shows it."""

from typing import Any

import pytest

from deconflict.flows.assign_conflict import assign_conflict


async def assigned(world: Any) -> tuple[Any, Any]:
    """Who adjusts in the one conflict, as the desk reads it, and who said so."""
    [conflict] = (await world.picture("desk")).conflicts
    return conflict.value.adjusts, conflict.value.assigned_by


async def meet(world: Any) -> None:
    """Two patrols that meet are registered, checked and told."""
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()


@pytest.mark.rule("CON-05")
async def test_who_has_no_right_of_way_adjusts_from_the_moment_the_conflict_is_found(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(1, right_of_way="b")
    await meet(world)
    assert await assigned(world) == (world.parties["a"].id, "agreement")
    facilitated = (await world.picture("facilitator")).conflicts[0].value
    assert (facilitated.adjusts, facilitated.assigned_by) == (world.parties["a"].id, "agreement")


@pytest.mark.rule("CON-05", "DIS-04")
async def test_below_level_3_nothing_of_it_shows(world: Any, agreeing: Any) -> None:
    """It follows from an exact conflict, and overlaps depend on covers and levels alone."""
    await agreeing.ratify(2, right_of_way="b")
    await meet(world)
    before = [len(await world.feed(who)) for who in ("a", "b")]
    await world.engine.carry()
    for who, others in (("a", before[0]), ("b", before[1])):
        [overlap] = (await world.picture(who)).overlaps
        assert (overlap.value.advice, len(await world.feed(who))) == ("hold_or_adjust", others)


@pytest.mark.rule("CON-05", "PAT-09")
async def test_an_agreement_that_comes_changes_or_ends_is_applied_to_what_is_open(
    world: Any, agreeing: Any
) -> None:
    await meet(world)
    assert await assigned(world) == (None, None)
    await agreeing.ratify(1, right_of_way="a")
    await world.tick()
    assert (await assigned(world))[0] == world.parties["b"].id
    await agreeing.ratify(1, right_of_way="b")
    await world.tick()
    assert (await assigned(world))[0] == world.parties["a"].id
    await agreeing.ratify(1)
    await world.tick()
    assert await assigned(world) == (None, None)


@pytest.mark.rule("CON-05")
async def test_the_desks_word_stands_above_it(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(1, right_of_way="b")
    await meet(world)
    [(conflict,)] = world.sql("SELECT id FROM conflict")
    await world.act("desk", assign_conflict, conflict, world.parties["b"].id, world.now())
    [(patrol,)] = world.sql("SELECT id FROM patrol WHERE party = %s", world.parties["b"].id)
    await world.amend("b", patrol, 1, minutes=121)
    await world.tick()
    assert await assigned(world) == (world.parties["b"].id, "desk")


@pytest.mark.rule("CON-05", "IDN-02")
async def test_each_episode_is_assigned_anew(world: Any, agreeing: Any) -> None:
    await meet(world)
    [(conflict,)] = world.sql("SELECT id FROM conflict")
    await world.act("desk", assign_conflict, conflict, world.parties["b"].id, world.now())
    [(patrol,)] = world.sql("SELECT id FROM patrol WHERE party = %s", world.parties["b"].id)
    await agreeing.ratify(1, right_of_way="b")
    await world.amend("b", patrol, 1, lat=34.0)
    await world.tick()
    await world.amend("b", patrol, 2)
    await world.tick()
    assert await assigned(world) == (world.parties["a"].id, "agreement")
