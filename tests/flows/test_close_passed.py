"""Time passes: what never started expires, what is over ends, and everyone who was told is told."""

from typing import Any

import pytest

from deconflict.alerts.model import AlertKind
from deconflict.patrols.model import PatrolState

MINUTE, HOUR = 60, 3600


async def later(world: Any, seconds: float) -> int:
    """Let time pass and the engine do what follows; return how much was over."""
    world.clock.advance(seconds)
    over = await world.engine.let_time_pass()
    await world.tick()
    return over


@pytest.mark.rule("PAT-01", "CON-02", "ALR-06", "DIS-04")
async def test_a_patrol_that_never_started_expires_with_the_hour_in_which_it_is_over_at_the_latest(
    world: Any,
) -> None:
    late = (await world.register("a", minutes=0, time_tolerance_s=600.0)).patrol.id
    active = (await world.register("a", unit="U2", minutes=0)).patrol.id
    await world.register("a", unit="U3", minutes=-60)
    await world.register("b", minutes=0, time_tolerance_s=600.0)
    await world.move("a", active, PatrolState.ACTIVE)
    await world.tick()
    assert await later(world, 19 * MINUTE) == 1  # the conflict of U2, which allows itself no slack
    assert world.sql("SELECT count(*) FROM conflict WHERE state = 'open'") == [(1,)]
    states = dict(world.sql("SELECT id, state FROM patrol"))
    assert sorted(states.values()) == ["active", "registered", "registered", "registered"]
    await later(world, 2 * MINUTE)
    states = dict(world.sql("SELECT id, state FROM patrol"))
    assert states[late] == "registered"  # its end within the hour is nobody's to know
    await later(world, 40 * MINUTE)
    states = dict(world.sql("SELECT id, state FROM patrol"))
    assert (states[late], states[active]) == ("expired", PatrolState.ACTIVE)
    assert sorted(states.values()) == ["active", "expired", "expired", "registered"]
    assert world.sql("SELECT count(*) FROM plan WHERE current") == [(2,)]
    assert world.sql("SELECT DISTINCT state FROM conflict WHERE resolution <> 'passed'") == []
    for who in ("a", "b"):
        assert {alert.kind for alert in (await world.feed(who))[-1:]} == {AlertKind.ALL_CLEAR}
    with pytest.raises(Exception, match="move_refused"):
        await world.move("a", late, PatrolState.ACTIVE)
    assert (await world.engine.ask_oracle()).size == 0


@pytest.mark.rule("CON-04", "ALR-06")
async def test_a_conflict_passes_with_its_time_and_an_overlap_with_its_last_hour(world: Any) -> None:
    """Both drive from 10:00 to 10:10; the overlap is of the hours of nine and ten."""
    for who in ("a", "b"):
        patrol = (await world.register(who)).patrol.id
        await world.move(who, patrol, PatrolState.ACTIVE)
    await world.tick()
    assert await later(world, 2 * HOUR) == 0
    assert world.sql("SELECT state FROM conflict") == [("open",)]
    assert await later(world, 11 * MINUTE) == 1
    assert world.sql("SELECT state, resolution FROM conflict") == [("resolved", "passed")]
    assert [alert.change for alert in await world.feed("desk")] == ["opened", "resolved"]
    assert [len(await world.feed(who)) for who in ("a", "b")] == [1, 1]
    assert await later(world, HOUR) == 2
    for who in ("a", "b"):
        told = await world.feed(who)
        assert [(alert.change, alert.rings) for alert in told] == [("opened", True), ("resolved", False)]
    assert {row[0] for row in world.sql("SELECT state FROM overlap")} == {"ended"}
    assert await later(world, HOUR) == 0
    assert (await world.engine.ask_oracle()).size == 0


@pytest.mark.rule("DIS-04", "ALR-05")
async def test_a_check_after_the_last_hour_opens_nothing_again(world: Any) -> None:
    ours = (await world.register("a")).patrol.id
    theirs = (await world.register("b")).patrol.id
    for who, patrol in (("a", ours), ("b", theirs)):
        await world.move(who, patrol, PatrolState.ACTIVE)
    await world.tick()
    await later(world, 4 * HOUR)
    await world.move("b", theirs, PatrolState.OFF_PLAN)
    await world.tick()
    assert [alert.change for alert in await world.feed("a")] == ["opened", "resolved"]
    assert [alert.change for alert in await world.feed("b")] == ["opened", "resolved"]
    assert [alert.kind for alert in await world.feed("desk")][-1] is AlertKind.PATROL
