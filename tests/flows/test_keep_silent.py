"""Budgets at work: beyond them a unit's new plans bring it nothing, its rivals and the desk everything (PRB-02)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from deconflict.engine.engine import Engine
from deconflict.patrols.model import PatrolState
from deconflict.probing.model import Limits

DAY_MINUTES = 24 * 60


@pytest.fixture
def tight(world: Any) -> Any:
    """A world in which a unit may cause two overlaps and make one amendment after a notice in a day."""
    world.deployment = replace(world.deployment, budget=Limits(overlaps=2, what_ifs=2, amendments=1))
    world.engine = Engine(world.checker, world.deployment, world.clock)
    return world


async def changes(world: Any, who: str) -> list[tuple[str, str]]:
    return [(alert.kind.value, alert.change) for alert in await world.feed(who)]


async def decoys(world: Any, count: int, **other: Any) -> list[Any]:
    """Register so many plans of one unit of A's where a plan of B's is, one after the other."""
    done = []
    for number in range(count):
        world.clock.advance(0.1)
        done.append(await world.register("a", minutes=120 + 20 * number, **other))
    return done


async def sitting_duck(world: Any) -> Any:
    """B has a post where A is going to look for it, the whole morning."""
    start = world.submission().times[0]
    times = (start, start + timedelta(hours=4))
    return await world.register("b", waypoints=((15.05, 32.0), (15.06, 32.0)), times=times)


@pytest.mark.rule("PRB-02", "PAT-02")
async def test_beyond_the_budget_plans_are_recorded_and_bring_no_more_notices(tight: Any) -> None:
    await sitting_duck(tight)
    await tight.tick()
    done = await decoys(tight, 3)
    await tight.tick()
    assert await changes(tight, "a") == [("overlap", "opened")] * 2
    told = {alert.body.patrol for alert in await tight.feed("a")}
    assert told == {item.patrol.id for item in done[:2]}
    assert [mark.value for mark in done[2].findings] == []  # nobody could know yet
    after = await tight.register("a", minutes=120 + 20 * 3)
    assert [mark.value for mark in after.findings] == ["budget_used"]
    await tight.tick()
    assert len(await changes(tight, "a")) == 2
    assert tight.sql("SELECT count(*) FROM patrol WHERE state = 'registered'") == [(5,)]


@pytest.mark.rule("PRB-02", "PRB-03")
async def test_the_probed_side_and_the_desk_are_told_all_the_same(tight: Any) -> None:
    await sitting_duck(tight)
    await tight.tick()
    await decoys(tight, 2)
    await tight.tick()
    conflicts = len([change for change in await changes(tight, "desk") if change[0] == "conflict"])
    before = len(await changes(tight, "b"))
    silent = await tight.register("a", minutes=300)
    await tight.tick()
    await tight.engine.release_at_once()
    desk = await tight.feed("desk")
    assert [alert.body.patrol for alert in desk if alert.kind == "budget"] == [silent.patrol.id]
    assert all(alert.rings for alert in desk if alert.kind == "budget")
    assert len([alert for alert in desk if alert.kind == "conflict"]) == conflicts + 1
    assert (await changes(tight, "b"))[before:] == [("overlap", "worse")]


@pytest.mark.rule("PRB-02")
async def test_a_hundred_at_once_gain_no_more_than_one_by_one(tight: Any) -> None:
    await sitting_duck(tight)
    await tight.tick()
    await decoys(tight, 8)
    await tight.tick()
    assert await changes(tight, "a") == [("overlap", "opened")] * 2


@pytest.mark.rule("PRB-02")
async def test_drafts_kept_for_later_draw_on_the_day_they_are_registered(tight: Any) -> None:
    await sitting_duck(tight)
    kept = await decoys(tight, 4, draft=True)
    await tight.tick()
    tight.clock.advance(600)
    for draft in kept:
        await tight.move("a", draft.patrol.id, PatrolState.REGISTERED)
    await tight.tick()
    assert await changes(tight, "a") == [("overlap", "opened")] * 2


@pytest.mark.rule("PRB-02", "ALR-06")
async def test_an_amendment_too_many_withholds_what_was_told_whatever_is_there(tight: Any) -> None:
    await sitting_duck(tight)
    there = await tight.register("a")
    await tight.tick()
    for version, lat in ((1, 32.001), (2, 60.0)):
        await tight.amend("a", there.patrol.id, version, lat=lat)
        await tight.tick()
    assert await changes(tight, "a") == [("overlap", "opened"), ("overlap", "withheld")]
    assert (await tight.feed("a"))[-1].body.hours == ()


@pytest.mark.rule("PRB-02")
async def test_what_a_rival_causes_draws_on_nobodys_budget_but_its_own(tight: Any) -> None:
    for number in range(4):
        await tight.register("a", minutes=120 + 20 * number, unit="U1")
    await tight.tick()
    tight.clock.advance(120)
    await sitting_duck(tight)
    await tight.tick()
    assert await changes(tight, "a") == [("overlap", "opened")] * 4
    assert tight.sql("SELECT count(*) FROM budget_draw WHERE party = %s", tight.parties["a"].id) == [(0,)]


@pytest.mark.rule("PRB-02")
async def test_the_next_day_tells_what_was_kept_back_and_draws_for_it(tight: Any) -> None:
    noon = DAY_MINUTES + 240
    start = tight.submission(minutes=noon).times[0]
    way = {"waypoints": ((15.05, 32.0), (15.06, 32.0)), "times": (start, start + timedelta(hours=4))}
    await tight.register("b", **way)
    await tight.tick()
    for number in range(3):
        await tight.register("a", minutes=noon + 20 * number)
    await tight.tick()
    assert len(await changes(tight, "a")) == 2
    tight.clock.at = tight.clock.at.replace(hour=0, minute=0, second=5) + timedelta(days=1)
    await tight.engine.let_time_pass()
    await tight.tick()
    assert await changes(tight, "a") == [("overlap", "opened")] * 3
    assert tight.sql("SELECT count(*) FROM silence") == [(0,)]
    assert tight.sql("SELECT count(*) FROM budget_draw") == [(4,)]  # three of A's, one of B's amended nothing


@pytest.mark.rule("PRB-02")
async def test_whoever_is_under_way_is_told(tight: Any) -> None:
    await sitting_duck(tight)
    await tight.tick()
    *_, silent = await decoys(tight, 3)
    await tight.tick()
    assert len(await changes(tight, "a")) == 2
    await tight.move("a", silent.patrol.id, PatrolState.ACTIVE)
    await tight.tick()
    assert len(await changes(tight, "a")) == 2  # started, but its time has not begun
    tight.clock.at = silent.plan.path.start
    await tight.engine.let_time_pass()
    await tight.tick()
    assert (await tight.feed("a"))[-1].body.patrol == silent.patrol.id


async def test_the_silence_about_a_patrol_ends_with_it(tight: Any) -> None:
    await sitting_duck(tight)
    await tight.tick()
    *_, silent = await decoys(tight, 3)
    await tight.tick()
    assert tight.sql("SELECT patrol FROM silence") == [(silent.patrol.id,)]
    await tight.move("a", silent.patrol.id, PatrolState.WITHDRAWN)
    await tight.tick()
    assert tight.sql("SELECT count(*) FROM silence") == [(0,)]
    assert len(await changes(tight, "a")) == 2
