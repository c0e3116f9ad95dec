"""Which patrols the live tick holds units against, and that one leaves its plan only while it is active (PAT-07)."""

from typing import Any

import pytest

from deconflict.patrols.live_store import driven, driven_then, leave_plan, units_under_way
from deconflict.patrols.model import PatrolState


async def now_driven(world: Any, known: Any = None) -> list[tuple[Any, str]]:
    """The patrols whose time it is, with where they stand."""
    async with world.checker.transaction() as checker:
        return [(item.patrol, str(item.state)) for item in await driven(checker, world.now(), known or {})]


async def test_those_whose_time_it_is_and_those_under_way_count_and_no_others(world: Any) -> None:
    later = (await world.register("a", unit="U2", minutes=600)).patrol
    due = (await world.register("a", minutes=0)).patrol
    assert await now_driven(world) == [(due.id, "registered")]
    await world.move("a", later.id, PatrolState.ACTIVE)
    await world.move("a", due.id, PatrolState.WITHDRAWN)
    assert await now_driven(world) == [(later.id, "active")]


async def test_a_plan_that_cannot_be_read_is_held_against_nobody(world: Any) -> None:
    await world.register("a", minutes=0)
    world.sql("UPDATE plan SET track = 'broken'")
    assert await now_driven(world) == []


async def test_a_track_that_is_known_is_not_read_again(world: Any) -> None:
    patrol = (await world.register("a", minutes=0)).patrol
    async with world.checker.transaction() as checker:
        [item] = await driven(checker, world.now(), {})
    world.sql("UPDATE plan SET track = 'broken'")
    assert await now_driven(world, {(patrol.id, 1): item.track}) == [(patrol.id, "registered")]


async def test_at_a_moment_that_is_past_what_has_ended_since_counts_too(world: Any) -> None:
    patrol = (await world.register("a", minutes=1)).patrol
    await world.register("a", minutes=600)
    await world.move("a", patrol.id, PatrolState.ACTIVE)
    world.clock.advance(120)
    then = world.now()
    world.clock.advance(60)
    await world.move("a", patrol.id, PatrolState.ENDED)
    world.clock.advance(3600)
    async with world.checker.transaction() as checker:
        assert await driven_then(checker, [patrol.unit], then) == [(patrol.unit, (patrol.id, 1))]
        assert await driven_then(checker, [patrol.unit], world.now()) == []


@pytest.mark.rule("LIV-03")
async def test_units_under_way_have_started_and_not_ended_whatever_their_plan_said(world: Any) -> None:
    begun = ("U1", (PatrolState.ACTIVE,)), ("U2", (PatrolState.ACTIVE, PatrolState.ENDED))
    for unit, states in begun:
        patrol = (await world.register("a", unit=unit, minutes=0)).patrol
        for state in states:
            await world.move("a", patrol.id, state)
    await world.register("b", unit="U1", minutes=0)
    world.clock.advance(24 * 3600)
    async with world.checker.transaction() as checker:
        found = await units_under_way(checker)
    [(active,)] = world.sql(
        "SELECT plan.unit FROM plan JOIN patrol p ON p.id = patrol WHERE p.state = 'active'"
    )
    assert found == [active]


@pytest.mark.rule("PAT-07")
async def test_only_an_active_patrol_leaves_its_plan(world: Any) -> None:
    patrol = (await world.register("a")).patrol
    async with world.checker.transaction() as checker:
        assert not await leave_plan(checker, patrol.id)
    await world.move("a", patrol.id, PatrolState.ACTIVE)
    async with world.checker.transaction() as checker:
        assert await leave_plan(checker, patrol.id)
        assert not await leave_plan(checker, patrol.id)
    assert world.sql("SELECT state FROM patrol") == [("off_plan",)]
