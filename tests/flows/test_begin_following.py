"""After a start the live engine goes on where the tables stand (LIV-01, ALR-04)."""

from typing import Any

import pytest

from deconflict.encounters.model import Sight
from deconflict.patrols.model import PatrolState


@pytest.mark.rule("LIV-02")
async def test_what_is_open_told_and_silent_is_known_again(world: Any, live: Any) -> None:
    patrol = (await world.register("a", unit="U2", minutes=0, lat=33.0)).patrol
    await world.move("a", patrol.id, PatrolState.ACTIVE)
    await live.at_place("a", "U2", 15.0, 33.0)
    await live.tick()
    world.clock.advance(300)
    await live.at_place("crew", "U1", 15.0, 32.0)
    await live.at_place("b", "U1", 15.0021, 32.0)
    await live.tick()
    before = live.at
    live.restart()
    done = await live.tick()
    assert done.said == 0
    assert list(live.at.encounters.values()) == list(before.encounters.values())
    [views] = live.at.shown.values()
    assert {sight for _, sight in views} == {Sight.EXACT, Sight.STOP}
    assert list(live.at.overdue.values()) == list(before.overdue.values())
    assert len(live.at.overdue) == 1
    assert live.at.spent == set(live.at.shown)


@pytest.mark.rule("LIV-03")
async def test_a_unit_silent_for_longer_than_tracks_are_kept_is_still_overdue_and_heard_again(
    world: Any, live: Any, heard: Any
) -> None:
    patrol = (await world.register("a", minutes=0)).patrol
    await world.move("a", patrol.id, PatrolState.ACTIVE)
    await live.at_place("crew", "U1", 15.0, 32.0)
    await live.tick()
    world.clock.advance(900)
    live.restart()
    await live.tick()
    assert await heard("a") == [("overdue", "opened", True)]
    await live.at_place("crew", "U1", 15.0, 32.0)
    await live.tick()
    assert (await heard("a"))[-1] == ("all_clear", "heard", False)


@pytest.mark.rule("LIV-03", "ALR-02")
async def test_a_unit_that_fell_silent_while_no_engine_ran_is_overdue_however_long_that_was(
    world: Any, live: Any, heard: Any
) -> None:
    patrol = (await world.register("a", minutes=0)).patrol
    await world.move("a", patrol.id, PatrolState.ACTIVE)
    await live.at_place("crew", "U1", 15.0, 32.0)
    await live.at_place("a", "U2", 15.0, 33.0)
    await live.tick()
    live.restart()
    world.clock.advance(5 * 3600)
    await live.tick()
    for who in ("a", "desk"):
        assert await heard(who) == [("overdue", "opened", True)], who
    assert world.sql("SELECT unit, beyond_reach FROM overdue") == [(patrol.unit, True)], (
        "one has nothing under way"
    )
