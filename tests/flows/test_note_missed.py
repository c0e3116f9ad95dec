"""What came in while no live engine ran is found after the fact, once, and nothing else is looked at again (LIV-01)."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.encounters.checker_store import report_run
from deconflict.encounters.model import LiveRun
from deconflict.flows.begin_following import TRACKED
from deconflict.flows.note_missed import note_missed
from tests.flows.conftest import east_of
from tests.flows.test_look_back import imported, parts, standing

MISSED = "SELECT count(*) FROM upload WHERE missed"
HOUR = timedelta(hours=1)


async def noted(world: Any) -> int:
    async with world.checker.transaction() as checker:
        return await note_missed(checker, world.deployment, world.now())


async def ticked(world: Any) -> None:
    """A live tick was committed now."""
    async with world.checker.transaction() as checker:
        await report_run(checker, LiveRun(world.now(), 1, 0.0, 0.0, 0.0, 0, 0, 0, 0.0))


async def meet(world: Any, live: Any, times: int, metres: float = 10.0, others: str = "U1") -> None:
    """Two units stand side by side and report every ten seconds."""
    for _ in range(times):
        world.clock.advance(10)
        await live.at_place("crew", "U1", 15.0, 32.0)
        await live.at_place("b", others, east_of(15.0, metres), 32.0)


@pytest.mark.rule("LIV-01")
async def test_two_that_passed_while_no_engine_ran_are_told_of_once_it_runs(
    world: Any, live: Any, heard: Any
) -> None:
    """They stood side by side for seven minutes, and went on apart long before the engine came back."""
    await ticked(world)
    await meet(world, live, 42)
    world.clock.advance(1200)
    live.restart()
    assert await noted(world) == 84
    await live.tick()
    assert await heard("desk") == []
    compared = await parts(world)
    assert [len(part.part) for part in compared] == [25, 25, 17, 17], (
        "what a unit reported is compared together"
    )
    assert await heard("desk") == [("encounter", "late", False)]


@pytest.mark.rule("LIV-01")
async def test_what_a_tick_has_seen_or_is_about_to_see_is_not_looked_at_again(world: Any, live: Any) -> None:
    await meet(world, live, 1)
    world.clock.advance(120)
    await ticked(world)
    await meet(world, live, 1)
    world.clock.advance(TRACKED.total_seconds() - 1)
    assert await noted(world) == 0
    world.clock.advance(2)
    assert await noted(world) == 2
    assert await noted(world) == 0, "it is marked once"
    await parts(world)
    assert await parts(world) == []


@pytest.mark.rule("LIV-01")
async def test_what_came_too_late_anyway_is_compared_as_it_was(world: Any, live: Any) -> None:
    await ticked(world)
    world.clock.advance(60)
    await imported(world, "crew", standing(world, 3))
    world.clock.advance(3600)
    assert await noted(world) == 0
    assert len(await parts(world)) == 1


@pytest.mark.rule("LIV-01", "SEC-05")
async def test_where_no_tick_is_known_it_is_what_is_kept(world: Any, live: Any) -> None:
    kept = timedelta(hours=world.deployment.fixes_kept_hours)
    await meet(world, live, 1)
    world.clock.at += timedelta(hours=1)
    await meet(world, live, 1)
    world.clock.at += kept - timedelta(minutes=30)
    assert await noted(world) == 2


@pytest.mark.rule("LIV-01")
async def test_where_they_had_been_told_live_nothing_is_told_again(world: Any, live: Any, heard: Any) -> None:
    await meet(world, live, 6)
    await live.tick()
    before = await heard("desk")
    assert len(before) == 1
    world.clock.advance(1800)
    await noted(world)
    await parts(world)
    assert await heard("desk") == before


@pytest.mark.rule("LIV-01")
async def test_who_stayed_apart_is_told_of_to_nobody(world: Any, live: Any, heard: Any) -> None:
    await ticked(world)
    await meet(world, live, 3, metres=90_000.0)
    world.clock.advance(1800)
    assert await noted(world) == 6
    await parts(world)
    assert await heard("desk") == []
