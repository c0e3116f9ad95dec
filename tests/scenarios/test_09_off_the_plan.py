"""9. Off the plan: B's crew declares off-plan, or its positions do: accepted without a check, and others look out.

A and the Room learn what the level allows; only B or the Room may declare it for B.
"""

from datetime import timedelta
from typing import Any

import pytest

from deconflict_client import EncounterAlert, NotFound, Plan, Waypoint
from tests.scenarios.conftest import Place, spot

NORTH_M = 8000


async def under_way(stage: Any, level: int) -> Any:
    """B drives east at 10 m/s as planned, with a phone; A's unit stands on a post of its own, 8 km north of it."""
    if level > 1:
        await stage.agree(level)
    start = stage.clock.now() + timedelta(seconds=60)
    end = start + timedelta(hours=1)
    east = (Waypoint(*spot(0, 0), start), Waypoint(*spot(36_000, 0), end))
    stands = (Waypoint(*post(0), start), Waypoint(*post(0), end))
    patrol = await stage["b"].register(Plan("U1", east, time_tolerance_s=120, lateral_tolerance_m=50))
    ours = await stage["a"].register(Plan("U1", stands))
    await stage.tick()
    stage.clock.at = start
    await stage["b"].start(patrol.id)
    await stage["a"].start(ours.id)
    await stage.crew("a", "U1")
    await stage.crew("b", "U1")
    await stage.tick()
    return patrol


def post(_second: float) -> Place:
    """Where A's unit stands."""
    return spot(0, NORTH_M)


def north(second: float) -> Place:
    """Where B's unit is once it has turned off its path towards A's: 15 m/s, north."""
    return spot(0, 15 * second)


async def patrol_news(stage: Any, who: str) -> list[str]:
    """What somebody was told of patrols that left their plan."""
    return [item.change for item in await stage.alerts(who) if item.kind == "patrol"]


@pytest.mark.rule("PAT-07", "DIS-06", "LIV-02")
async def test_the_crews_word_is_enough_and_the_others_crew_is_warned_by_where_it_really_drives(
    stage: Any,
) -> None:
    patrol = await under_way(stage, 3)
    for who in ("a", "a-U1", "c", "facilitator"):
        with pytest.raises(NotFound):
            await stage[who].off_plan(patrol.id)
    declared = await stage["b-U1"].off_plan(patrol.id)
    assert (declared.state, declared.version) == ("off_plan", patrol.version)
    await stage.check()
    assert await patrol_news(stage, "room") == ["off_plan"]
    assert await patrol_news(stage, "a") == await patrol_news(stage, "c") == []

    await stage.drive(300, {("a-U1", "U1"): post, ("b-U1", "U1"): north})
    for who in ("a", "a-U1", "b", "b-U1", "room"):
        warned, *closer = [item for item in await stage.alerts(who) if isinstance(item, EncounterAlert)]
        assert (warned.change, warned.closeness, warned.rings) == ("opened", "predicted", True), who
        assert {item.change for item in closer} <= {"updated"}, who
        assert warned.closest_at > stage.clock.now() + timedelta(seconds=60), "in time to act"
    assert await stage.alerts("c") == []


@pytest.mark.rule("PAT-07", "DIS-03")
async def test_at_level_4_the_others_see_that_the_plan_holds_no_more_and_below_they_see_nothing_change(
    stage: Any,
) -> None:
    patrol = await under_way(stage, 4)
    await stage["c"].register(stage.plan("U1", at=timedelta(minutes=30)))
    await stage.tick()
    before = await stage.alerts("c")
    [seen] = await stage["a"].shared_plans()
    assert seen.state == "active"
    await stage["room"].off_plan(patrol.id)
    await stage.tick()
    [seen] = await stage["a"].shared_plans()
    assert seen.state == "off_plan"
    assert await stage.alerts("c") == before


@pytest.mark.slow
@pytest.mark.rule("LIV-04", "LIV-06", "PAT-07")
async def test_who_leaves_its_path_without_a_word_is_told_first_and_after_the_grace_the_plan_counts_as_left(
    stage: Any,
) -> None:
    patrol = await under_way(stage, 3)
    await stage.report("a-U1", "U1", post(0))
    await stage.report("b-U1", "U1", spot(0, 0))
    await stage.follow()
    turned = {("a-U1", "U1"): post, ("b-U1", "U1"): north}
    await stage.drive(60, turned)
    for who in ("b", "b2", "b-U1"):
        assert await patrol_news(stage, who) == ["straying"], who
    for who in ("a", "a-U1", "room"):
        assert await patrol_news(stage, who) == [], who
    assert (await stage["b"].patrol(patrol.id)).state == "active"

    await stage.drive(120, {("a-U1", "U1"): post, ("b-U1", "U1"): lambda second: north(60 + second)})
    for who in ("b", "b-U1"):
        assert await patrol_news(stage, who) == ["straying", "off_plan"], who
    assert await patrol_news(stage, "room") == ["off_plan"]
    assert await patrol_news(stage, "a") == await patrol_news(stage, "c") == []
    assert (await stage["b"].patrol(patrol.id)).state == "off_plan"
