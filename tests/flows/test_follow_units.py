"""The live tick end to end on the tables: units draw near, meet, part; who is told what at which level (LIV-02)."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.flows.follow_units import MOST
from deconflict.tracking.model import Fix
from tests.flows.conftest import east_of, north_of
from tests.flows.test_look_back import parts


def towards(lon: float, metres_per_s: float, lat: float = 32.0) -> Any:
    """A drive from there to the east (negative: to the west)."""
    return lambda seconds: (east_of(lon, seconds * metres_per_s), lat)


def standing(lon: float, lat: float) -> Any:
    """A unit that stands there."""
    return lambda seconds: (lon, lat)


HEAD_ON = {
    ("crew", "U1"): towards(15.0, 10.0),
    ("b", "U1"): towards(east_of(15.0, 6000.0), -10.0, north_of(32.0, 150.0)),
}


@pytest.mark.rule("LIV-02", "LIV-06")
async def test_the_desk_is_told_exactly_before_two_units_meet_once_and_again_when_they_are_close(
    world: Any, live: Any, heard: Any
) -> None:
    """Six kilometres apart, at 10 m/s each: they meet after five minutes, 150 m apart."""
    await live.drive(60, HEAD_ON)
    assert await heard("desk") == [("encounter", "opened", True)]
    [alert] = await world.feed("desk")
    body = alert.body
    assert (body.closeness.value, body.level, body.own.callsign) == ("predicted", None, "U1")
    assert body.distance_m == pytest.approx(150, abs=15)
    assert (body.closest_at - world.now()).total_seconds() == pytest.approx(240, abs=30)
    await live.drive(240, HEAD_ON)
    assert (await heard("desk"))[1] == ("encounter", "worse", True)
    await live.drive(200, HEAD_ON)
    assert (await heard("desk"))[-1] == ("all_clear", "resolved", False)
    kinds = [change for _, change, _ in await heard("desk")]
    assert kinds.count("opened") == kinds.count("worse") == kinds.count("resolved") == 1


@pytest.mark.rule("LIV-06", "DIS-03", "IDN-04")
async def test_at_live_level_3_both_crews_and_officers_are_told_each_in_its_own_words(
    world: Any, live: Any, heard: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await live.drive(90, HEAD_ON)
    for who in ("a", "a2", "crew", "b"):
        assert await heard(who) == [("encounter", "opened", True)], who
    assert await heard("c") == []
    [ours], [theirs] = await world.feed("crew"), await world.feed("b")
    assert ours.level == 3
    assert (ours.body.other.callsign, ours.body.other.bearing_deg) == ("U1", pytest.approx(90, abs=5))
    assert theirs.body.other.bearing_deg == pytest.approx(270, abs=5)
    assert ours.body.other.lon is None
    assert (ours.reference, ours.body.id) != (theirs.reference, theirs.body.id)


@pytest.mark.rule("LIV-06")
async def test_below_level_3_the_crews_hear_nothing_of_it_until_the_safety_distance(
    world: Any, live: Any, heard: Any
) -> None:
    await live.drive(240, HEAD_ON)
    assert await heard("crew") == await heard("b") == []
    await live.drive(70, HEAD_ON)
    assert await heard("crew") == await heard("a") == [("encounter", "opened", True)]
    [alert] = await world.feed("crew")
    shown = alert.body
    assert (shown.sight.value, shown.octant.value, shown.within_m) == ("stop", "ne", 300)
    assert (shown.other, shown.distance_m, shown.closest_at, shown.nearby) == (None, None, None, ())
    await live.drive(200, HEAD_ON, areas=True)
    assert (await heard("crew"))[-1] == ("all_clear", "resolved", False)


@pytest.mark.rule("LIV-02", "ALR-04")
async def test_a_restart_in_the_middle_opens_nothing_twice(world: Any, live: Any, heard: Any) -> None:
    await live.drive(60, HEAD_ON)
    live.restart()
    await live.drive(60, HEAD_ON)
    assert [change for _, change, _ in await heard("desk") if change == "opened"] == ["opened"]
    await live.drive(400, HEAD_ON)
    live.restart()
    await live.drive(60, HEAD_ON)
    changes = [change for _, change, _ in await heard("desk")]
    assert [changes.count(one) for one in ("opened", "worse", "resolved", "late")] == [1, 1, 1, 0]


@pytest.mark.rule("LIV-01", "LIV-02")
async def test_a_unit_that_floods_holds_up_nobody_and_what_is_left_out_is_compared_after_the_fact(
    world: Any, live: Any, heard: Any
) -> None:
    """It reports twice a second for four minutes, in one go; a rival was beside it at the beginning, and is now."""
    begun = world.now()
    await live.at_place("b", "U1", 15.0, 32.0)
    await live.tick()
    world.clock.advance(240)
    flood = [Fix(begun + timedelta(seconds=0.5 * number), 15.0, 32.0, 5.0) for number in range(480)]
    await live.report("crew", "U1", *flood)
    await live.at_place("b", "U1", east_of(15.0, 100.0), 32.0)
    done = await live.tick()
    assert done.fixes == MOST + 1
    assert await heard("desk") == [("encounter", "opened", True)]
    assert world.sql("SELECT count(*) FROM upload WHERE missed") == [(1,)]
    assert (await live.tick()).fixes == 0
    world.clock.advance(1200)
    assert [len(part.part) for part in await parts(world)] == [480]


@pytest.mark.rule("LIV-01")
async def test_what_an_engine_that_begins_leaves_out_is_compared_after_the_fact_too(
    world: Any, live: Any
) -> None:
    begun = world.now()
    world.clock.advance(240)
    await live.report(
        "crew",
        "U1",
        *(Fix(begun + timedelta(seconds=0.5 * number), 15.0, 32.0, 5.0) for number in range(480)),
    )
    world.clock.advance(5)
    assert (await live.tick()).fixes == MOST
    assert world.sql("SELECT count(*) FROM upload WHERE missed") == [(1,)]
