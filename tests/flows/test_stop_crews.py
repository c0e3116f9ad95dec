"""The safety clause: the one thing told below level 3 as it is, once, coarsely, and never without end (LIV-06)."""

from dataclasses import replace
from typing import Any

import pytest

from deconflict.flows.deployment import Safety
from deconflict.flows.suspend_party import suspend_as
from tests.flows.conftest import east_of


async def stand(live: Any, metres: float, unit: str = "U1", lat: float = 32.0) -> None:
    """A unit of A's and one of B's stand so far apart."""
    await live.at_place("crew", unit, 15.0, lat)
    await live.at_place("b", unit, east_of(15.0, metres, lat), lat)
    await live.tick()


@pytest.mark.rule("LIV-06", "DIS-03")
async def test_also_sealed_sides_are_stopped_with_an_octant_and_a_band_and_no_name(
    world: Any, live: Any, heard: Any, agreeing: Any
) -> None:
    await agreeing.ratify(0)
    await world.tick()
    await stand(live, 250.0)
    for who in ("a", "crew", "b"):
        assert await heard(who) == [("encounter", "opened", True)]
    [alert] = await world.feed("b")
    shown = alert.body
    assert (alert.level, shown.octant.value, shown.within_m) == (0, "w", 300)
    assert (shown.other, shown.own, shown.distance_m, shown.closest_at, shown.nearby) == (
        None, None, None, None, (),
    )  # fmt: skip
    await live.tick()
    assert len(await heard("b")) == 1


@pytest.mark.rule("LIV-06")
@pytest.mark.parametrize("metres", [301.0, 700.0])
async def test_outside_the_safety_distance_nobody_is_stopped(
    metres: float, world: Any, live: Any, heard: Any
) -> None:
    await stand(live, metres)
    assert await heard("crew") == []
    assert await heard("desk") == [("encounter", "opened", True)]


@pytest.mark.rule("LIV-06")
async def test_either_side_drops_the_clause_by_signing_a_text_without_it(
    world: Any, live: Any, heard: Any, agreeing: Any
) -> None:
    await agreeing.ratify(1)
    await world.tick()
    world.clock.advance(1)
    draft = replace(agreeing.asked(1), safety_clause=False)
    await agreeing.sign("b", await agreeing.draft_of("b", draft))
    await world.tick()
    await stand(live, 200.0)
    assert [kind for kind, _, _ in await heard("crew") if kind == "encounter"] == []


@pytest.mark.rule("LIV-06", "PRB-02")
async def test_beyond_the_budget_only_the_desk_is_told(world: Any, live: Any, heard: Any) -> None:
    world.deployment = replace(world.deployment, safety=Safety(300.0, 1))
    await stand(live, 200.0)
    await stand(live, 200.0, "U2", 33.0)
    assert len(await heard("b")) == 1
    assert [change for _, change, _ in await heard("desk")] == ["opened", "opened"]


@pytest.mark.rule("LIV-06", "ALR-06", "DIS-05")
async def test_that_it_is_over_is_told_at_the_tick_and_not_when_it_is(
    world: Any, live: Any, heard: Any
) -> None:
    await stand(live, 200.0)
    for _ in range(20):
        world.clock.advance(5)
        await stand(live, 3000.0)
    assert (await heard("desk"))[-1] == ("all_clear", "resolved", False)
    assert await heard("crew") == await heard("b") == [("encounter", "opened", True)]
    live.restart()
    await live.tick(areas=True)
    for who in ("crew", "b"):
        assert await heard(who) == [("encounter", "opened", True), ("all_clear", "resolved", False)]
    await live.tick(areas=True)
    assert len(await heard("b")) == 2


@pytest.mark.rule("LIV-02", "LIV-06")
async def test_where_level_3_has_told_of_it_nobody_is_stopped_when_it_ends(
    world: Any, live: Any, heard: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await stand(live, 200.0)
    for _ in range(20):
        world.clock.advance(5)
        await stand(live, 3000.0)
    for who in ("crew", "b", "desk"):
        assert [change for _, change, _ in await heard(who)] == ["opened", "resolved"], who


@pytest.mark.rule("DIS-06", "IDN-04")
@pytest.mark.parametrize("first", ["b", "c"])
async def test_stops_of_one_tick_are_told_in_an_order_that_shows_nothing_of_the_others(
    first: str, world: Any, live: Any
) -> None:
    """U1 of A is 200 m from B's, U2 of A's 250 m from C's; whichever of these reported first."""
    places = {"b": (east_of(15.0, 200.0), 32.0), "c": (east_of(15.0, 250.0), 33.0)}
    units = {"b": "U1", "c": "U2"}
    for who in sorted(places, key=lambda one: one != first):
        await live.at_place(who, units[who], *places[who])
        await live.tick()
    await live.at_place("crew", "U1", 15.0, 32.0)
    await live.at_place("crew", "U2", 15.0, 33.0)
    await live.tick()
    told = [alert.body.unit for alert in await world.feed("a")]
    assert told == sorted(told)
    assert len(told) == 2


@pytest.mark.rule("PAT-02", "LIV-06")
async def test_a_suspended_partys_crew_is_not_stopped_but_the_other_is(
    world: Any, live: Any, heard: Any
) -> None:
    await world.act("desk", suspend_as, world.parties["b"].id, "why", world.now())
    await stand(live, 200.0)
    assert await heard("crew") == [("encounter", "opened", True)]
    assert await heard("b") == []
    world.deployment = replace(world.deployment, safety=Safety(300.0, 1))
    await stand(live, 200.0, "U2", 33.0)
    assert len(await heard("crew")) == 1, "it counts on the budget of the two"
