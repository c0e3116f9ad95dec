"""Silence and leaving the plan: the unit's own side first, the desk, and nobody else (LIV-03, LIV-04)."""

from typing import Any

import pytest

from deconflict.patrols.model import PatrolState


async def set_out(world: Any, who: str = "a", **other: Any) -> Any:
    """A patrol that has started."""
    patrol = (await world.register(who, minutes=0, **other)).patrol
    await world.move(who, patrol.id, PatrolState.ACTIVE)
    return patrol


def along(seconds: float) -> tuple[float, float]:
    """The drive of 0.1° eastwards in ten minutes."""
    return 15.0 + 0.1 * seconds / 600.0, 32.0


@pytest.mark.rule("LIV-03")
async def test_a_silent_unit_under_way_is_overdue_then_beyond_reach_then_heard(
    world: Any, live: Any, heard: Any
) -> None:
    await set_out(world)
    await live.at_place("crew", "U1", 15.0, 32.0)
    await live.tick()
    for seconds in (170, 20, 1700):
        world.clock.advance(seconds)
        await live.tick()
    for who in ("a", "desk"):
        assert [change for kind, change, _ in await heard(who) if kind == "overdue"] == [
            "opened",
            "beyond_reach",
        ], who
    assert await heard("crew") == await heard("b") == []
    await live.at_place("crew", "U1", 15.0, 32.0)
    await live.tick()
    assert (await heard("a"))[-1] == ("all_clear", "heard", False)


@pytest.mark.rule("LIV-03")
async def test_a_unit_with_nothing_under_way_may_switch_off(world: Any, live: Any, heard: Any) -> None:
    await live.at_place("crew", "U1", 15.0, 32.0)
    await live.tick()
    world.clock.advance(1000)
    await live.tick()
    assert await heard("a") == await heard("desk") == []


@pytest.mark.rule("LIV-03", "LIV-06")
async def test_a_rival_near_a_silent_unit_is_told_at_level_3_that_it_is_silence_not_sight(
    world: Any, live: Any, heard: Any, agreeing: Any
) -> None:
    """Story 19: A's unit falls silent 2 km before B's post on its way; its reach comes to the post."""
    await agreeing.ratify(3)
    await world.tick()
    await set_out(world)
    await live.drive(120, {("crew", "U1"): along})
    for _ in range(12):
        world.clock.advance(30)
        await live.at_place("b", "U2", 15.05, 32.0)
        await live.tick()
    told = [item for item in await world.feed("b") if item.kind.value == "encounter"]
    assert told
    assert told[0].body.closeness.value in {"reach", "predicted"}
    reach = [item for item in told if item.body.closeness.value == "reach"]
    for item in reach:
        assert item.body.other.bearing_deg is None


@pytest.mark.rule("LIV-04", "PAT-07")
async def test_whoever_strays_hears_it_first_and_after_the_grace_the_plan_counts_as_left(
    world: Any, live: Any, heard: Any
) -> None:
    patrol = await set_out(world)
    await live.drive(30, {("crew", "U1"): along})
    aside = {("crew", "U1"): lambda seconds: (along(seconds)[0], 32.01)}
    await live.drive(20, aside)
    assert await heard("crew") == await heard("a") == [("patrol", "straying", True)]
    assert await heard("desk") == []
    await live.drive(140, aside)
    assert (await heard("crew"))[-1] == ("patrol", "off_plan", True)
    assert await heard("desk") == [("patrol", "off_plan", True)]
    assert world.sql("SELECT state FROM patrol WHERE id = %s", patrol.id) == [("off_plan",)]
    assert world.sql("SELECT count(*) FROM check_due WHERE patrol = %s", patrol.id) != [(0,)]
    assert await heard("b") == []


@pytest.mark.rule("LIV-04")
async def test_whoever_came_back_while_no_engine_ran_is_told_so_and_told_again_when_it_strays_again(
    world: Any, live: Any, heard: Any
) -> None:
    await set_out(world)
    aside = {("crew", "U1"): lambda seconds: (along(seconds)[0], 32.01)}
    await live.drive(30, {("crew", "U1"): along})
    await live.drive(20, aside)
    live.restart()
    for _ in range(12):
        world.clock.advance(5)
        await live.at_place("crew", "U1", *along(live.seconds))
    await live.drive(30, {("crew", "U1"): along})
    await live.drive(20, aside)
    assert [change for _, change, _ in await heard("crew")] == ["straying", "back_on_plan", "straying"]


@pytest.mark.rule("LIV-04", "PAT-07")
async def test_the_grace_of_whoever_strays_does_not_begin_anew_with_the_engine(
    world: Any, live: Any, heard: Any
) -> None:
    await set_out(world)
    aside = {("crew", "U1"): lambda seconds: (along(seconds)[0], 32.01)}
    await live.drive(30, {("crew", "U1"): along})
    await live.drive(80, aside)
    live.restart()
    await live.drive(60, aside)
    assert [change for _, change, _ in await heard("crew")] == ["straying", "off_plan"]


@pytest.mark.rule("LIV-04")
async def test_back_in_time_nothing_is_left_and_its_own_side_is_told(
    world: Any, live: Any, heard: Any
) -> None:
    patrol = await set_out(world)
    await live.drive(30, {("crew", "U1"): along})
    await live.drive(30, {("crew", "U1"): lambda seconds: (along(seconds)[0], 32.01)})
    live.restart()
    await live.drive(60, {("crew", "U1"): along})
    assert [change for _, change, _ in await heard("a")][:1] == ["straying"]
    assert world.sql("SELECT state FROM patrol WHERE id = %s", patrol.id) == [("active",)]
