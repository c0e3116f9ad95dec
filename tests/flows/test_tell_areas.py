"""Below live level 3 parties are told on the grid, at the tick, of units that keep to their plans (LIV-06)."""

from typing import Any

import pytest

from deconflict.flows.suspend_party import suspend_as
from deconflict.patrols.model import PatrolState


async def set_out(world: Any, *, b_lat: float = 32.02) -> Any:
    """A and B drive registered plans side by side, 2.2 km apart, and keep to them; B's patrol."""
    ours = (await world.register("a", minutes=0)).patrol
    theirs = (await world.register("b", minutes=0, lat=b_lat)).patrol
    await world.move("a", ours.id, PatrolState.ACTIVE)
    await world.move("b", theirs.id, PatrolState.ACTIVE)
    return theirs.id


def along(lat: float) -> Any:
    """The drive of 0.1° eastwards in ten minutes."""
    return lambda seconds: (15.0 + 0.1 * seconds / 600.0, lat)


async def drive(live: Any, seconds: int, *, areas: bool = True, b_lat: float = 32.02) -> None:
    places = {("crew", "U1"): along(32.0), ("b", "U1"): along(b_lat)}
    await live.drive(seconds, places, areas=areas)


@pytest.mark.rule("LIV-06", "DIS-05")
async def test_at_level_1_a_party_learns_at_the_tick_that_others_are_in_the_area_and_no_more(
    world: Any, live: Any, heard: Any
) -> None:
    await set_out(world)
    await drive(live, 30, areas=False)
    assert await heard("crew") == []
    await drive(live, 20)
    for who in ("a", "crew", "b"):
        assert await heard(who) == [("encounter", "opened", True)], who
    [alert] = await world.feed("crew")
    shown = alert.body
    assert (alert.level, shown.sight.value, shown.nearby) == (1, "area", ())
    assert (shown.other, shown.distance_m, shown.octant) == (None, None, None)
    await drive(live, 60)
    assert len(await heard("crew")) == 1, "a move within the level tells nothing"
    assert await heard("desk") == []


@pytest.mark.rule("LIV-06", "DIS-03")
async def test_at_level_2_also_whose_they_are_and_which_cells(
    world: Any, live: Any, heard: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    await world.tick()
    await set_out(world)
    await drive(live, 20)
    alert, *later = [item for item in await world.feed("crew") if item.kind.value == "encounter"]
    assert not any(item.rings for item in later), "other cells of the same rival are no alarm"
    [near] = alert.body.nearby
    assert (alert.level, near.party) == (2, world.parties["b"].id)
    assert near.cells
    [(level, to)] = world.sql(
        "SELECT (payload ->> 'level')::int, payload ->> 'to' FROM ledger_entry"
        " WHERE payload ->> 'matter' = 'live' AND party = %s",
        world.parties["b"].id,
    )
    assert (level, to) == (2, str(world.parties["a"].id))


@pytest.mark.rule("LIV-06", "PRB-01")
async def test_a_unit_without_a_registered_plan_learns_nothing_wherever_it_says_it_is(
    world: Any, live: Any, heard: Any
) -> None:
    """B's unit keeps to its plan; A's only claims to be beside it."""
    theirs = (await world.register("b", minutes=0)).patrol
    await world.move("b", theirs.id, PatrolState.ACTIVE)
    places = {("b", "U1"): along(32.0), ("crew", "U2"): along(32.02)}
    await live.drive(60, places, areas=True)
    assert await heard("crew") == await heard("b") == []


@pytest.mark.rule("ALR-06", "LIV-03", "DIS-06")
@pytest.mark.parametrize("how", ["silent", "far away", "patrol ended"])
async def test_when_others_are_reported_no_more_everyone_told_is_told_that_and_not_why(
    how: str, world: Any, live: Any, heard: Any
) -> None:
    """It may have driven away, or stand there with an empty battery: it reads the same, and is no all-clear."""
    theirs = await set_out(world)
    await drive(live, 20)
    assert len(await heard("crew")) == 1
    places = {("crew", "U1"): along(32.0)}
    if how == "far away":
        places[("b", "U1")] = along(32.2)
    if how == "patrol ended":
        await world.move("b", theirs, PatrolState.ENDED)
        places[("b", "U1")] = along(32.02)
    await live.drive(240, places, areas=True)
    assert await heard("crew") == [("encounter", "opened", True), ("encounter", "lost", False)]
    [_, over] = await world.feed("crew")
    assert (over.body.sight.value, over.body.state.value, over.body.other) == ("area", "ended", None)


@pytest.mark.rule("DIS-02", "LIV-06")
async def test_sealed_in_the_middle_says_withheld_and_is_no_all_clear(
    world: Any, live: Any, heard: Any, agreeing: Any
) -> None:
    await agreeing.ratify(1)
    await world.tick()
    await set_out(world)
    await drive(live, 20)
    await agreeing.lower("b", "a", 0)
    await drive(live, 20)
    assert [kind for kind, _, _ in await heard("crew")] == ["withheld", "withheld"]


async def test_kilometres_apart_nothing_is_shared(world: Any, live: Any, heard: Any) -> None:
    await set_out(world, b_lat=32.2)
    await drive(live, 30, b_lat=32.2)
    assert await heard("crew") == []


@pytest.mark.rule("DIS-03", "DIS-06", "LIV-06")
@pytest.mark.parametrize("sealed_stays", [True, False])
async def test_a_rival_that_was_sealed_all_along_makes_no_difference_to_how_it_ends(
    sealed_stays: bool, world: Any, live: Any, heard: Any, agreeing: Any
) -> None:
    """B, at level 1, drives beside A and is gone; C, sealed from A, is there as well, or is not."""
    await agreeing.lower("a", "c", 0)
    await world.tick()
    await set_out(world)
    third = (await world.register("c", minutes=0, lat=32.02)).patrol
    await world.move("c", third.id, PatrolState.ACTIVE)
    await drive(live, 20)
    places = {("crew", "U1"): along(32.0)} | ({("c", "U1"): along(32.02)} if sealed_stays else {})
    await live.drive(110, places, areas=True)
    assert await heard("crew") == [("encounter", "opened", True)], "not silent for long enough yet"
    await live.drive(100, places, areas=True)
    assert await heard("crew") == [("encounter", "opened", True), ("encounter", "lost", False)]


@pytest.mark.rule("DIS-02", "DIS-06", "ALR-06")
async def test_that_it_is_withheld_is_said_whether_or_not_the_rival_is_still_there(
    world: Any, live: Any, heard: Any, agreeing: Any
) -> None:
    await agreeing.ratify(1)
    await world.tick()
    await set_out(world)
    await drive(live, 20)
    await agreeing.lower("b", "a", 0)
    world.clock.advance(110)
    await live.drive(10, {("crew", "U1"): along(32.0)}, areas=True)
    assert [(kind, change) for kind, change, _ in await heard("crew")][-1] == ("withheld", "withheld")
    assert live.at.areas == {}


@pytest.mark.rule("DIS-02", "ALR-06")
async def test_at_level_2_a_rival_that_becomes_sealed_is_withheld_and_the_others_stay_without_alarm(
    world: Any, live: Any, heard: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    await agreeing.ratify(2, between=("a", "c"))
    await world.tick()
    await set_out(world)
    third = (await world.register("c", minutes=0, lat=32.02)).patrol
    await world.move("c", third.id, PatrolState.ACTIVE)
    places = {("crew", "U1"): along(32.0), ("b", "U1"): along(32.02), ("c", "U1"): along(32.02)}
    await live.drive(20, places, areas=True)
    await agreeing.lower("a", "b", 0)
    await live.drive(10, places, areas=True)
    withheld, opened = (await world.feed("crew"))[-2:]
    assert (withheld.kind.value, withheld.change) == ("withheld", "withheld")
    assert (opened.change, opened.rings) == ("opened", False)
    assert [near.party for near in opened.body.nearby] == [world.parties["c"].id]


@pytest.mark.rule("PAT-02", "LIV-06", "DIS-07")
async def test_a_suspended_party_is_told_nothing_and_its_rival_all(world: Any, live: Any, heard: Any) -> None:
    await set_out(world)
    await drive(live, 20)
    await world.act("desk", suspend_as, world.parties["b"].id, "why", world.now())
    await drive(live, 20)
    assert [change for _, change, _ in await heard("b")] == ["opened", "withheld"]
    assert await heard("crew") == [("encounter", "opened", True)]
    ours = world.parties["a"].id
    rows = world.sql(
        "SELECT party, payload ->> 'level' FROM ledger_entry WHERE payload ->> 'matter' = 'live'"
    )
    assert (ours, "1") in rows


@pytest.mark.rule("DIS-04", "DIS-07")
async def test_the_ledger_counts_no_rivals_at_level_1(world: Any, live: Any) -> None:
    await set_out(world)
    third = (await world.register("c", minutes=0, lat=32.02)).patrol
    await world.move("c", third.id, PatrolState.ACTIVE)
    places = {("crew", "U1"): along(32.0), ("b", "U1"): along(32.02), ("c", "U1"): along(32.02)}
    await live.drive(20, places, areas=True)
    ours = world.parties["a"].id
    rows = world.sql(
        "SELECT payload ->> 'to' FROM ledger_entry WHERE payload ->> 'matter' = 'live' AND party = %s", ours
    )
    assert rows == [(None,)]
