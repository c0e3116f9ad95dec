"""What is found after the fact is on record once, marked late; who may know is told, and nothing rings (LIV-01)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from deconflict.agreements.model import Cell, Clause, Level, Matter
from deconflict.flows.suspend_party import suspend_as
from deconflict.separation.cover import cells, of_place
from tests.flows.conftest import east_of
from tests.flows.test_look_back import HOUR, imported, parts, standing

LATE = ("encounter", "late", False)


async def both(world: Any, minutes: int = 3, **other: Any) -> None:
    """Files say that a unit of A's and one of B's stood 200 m apart, an hour ago; A's comes last."""
    await imported(world, "b", standing(world, minutes, east_of(15.0, 200.0), **other))
    await parts(world)
    world.clock.advance(1)
    await imported(world, "crew", standing(world, minutes, **other))
    await parts(world)


@pytest.mark.rule("LIV-01", "LIV-06", "DIS-07")
async def test_at_live_level_3_both_sides_are_told_and_the_desk_with_places(
    world: Any, heard: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await both(world)
    for who in ("a", "b", "desk"):
        assert (await heard(who))[-1] == LATE, who
    assert await heard("c") == []
    ours, theirs = (await world.feed("a"))[-1].body, (await world.feed("desk"))[-1].body
    assert (ours.late, ours.state.value, ours.distance_m) == (True, "ended", pytest.approx(200, abs=1))
    assert (ours.other.callsign, ours.other.lon, ours.other.at, ours.other.bearing_deg) == (
        "U1",
        None,
        None,
        None,
    )
    assert theirs.own.lon is not None
    assert theirs.own.at == theirs.closest_at == ours.closest_at
    rows = world.sql("SELECT party FROM ledger_entry WHERE payload ->> 'matter' = 'live'")
    assert sorted(party for (party,) in rows) == sorted(world.parties[slug].id for slug in ("a", "b"))


@pytest.mark.rule("LIV-06", "DIS-04")
@pytest.mark.parametrize("level", [0, 1, 2])
async def test_below_live_level_3_the_desk_alone_is_told(
    world: Any, heard: Any, agreeing: Any, level: int
) -> None:
    await agreeing.ratify(level)
    await world.tick()
    before = [await heard(who) for who in ("a", "b", "c", "crew")]
    entries = world.sql("SELECT count(*) FROM ledger_entry WHERE kind = 'disclosure'")
    await both(world)
    assert [await heard(who) for who in ("a", "b", "c", "crew")] == before
    assert await heard("desk") == [LATE]
    assert world.sql("SELECT count(*) FROM ledger_entry WHERE kind = 'disclosure'") == entries
    assert world.sql("SELECT count(*) FROM budget_draw") == [(0,)]


@pytest.mark.rule("DIS-01", "LIV-06")
async def test_what_counts_is_the_level_where_it_was(world: Any, heard: Any, agreeing: Any) -> None:
    """Level 3 elsewhere, sealed in that one cell."""
    [(column, row)] = cells(of_place(15.0, 32.0, 0.0))
    await agreeing.ratify(3, Clause(Level.SEALED, frozenset({Cell(14, column, row)}), Matter.LIVE))
    await world.tick()
    before = await heard("a")
    await both(world)
    assert await heard("a") == before
    assert await heard("desk") == [LATE]


@pytest.mark.rule("LIV-01", "ALR-02")
async def test_the_same_again_and_what_the_live_tick_told_is_not_told_twice(
    world: Any, live: Any, heard: Any
) -> None:
    await both(world, minutes=12)
    await both(world, minutes=12)
    assert await heard("desk") == [LATE]
    assert world.sql("SELECT count(*) FROM encounter") == [(1,)]
    [(lasted,)] = world.sql("SELECT updated_at - opened_at FROM encounter")
    assert lasted >= timedelta(minutes=11)
    await live.at_place("crew", "U1", 15.0, 32.0)
    await live.at_place("b", "U1", 15.0021, 32.0)
    await live.tick()
    world.clock.advance(1000)
    world.sql("UPDATE encounter SET state = 'ended', updated_at = service_now() WHERE state = 'open'")
    await both(world, before=timedelta(seconds=1000 - 60))
    assert await heard("desk") == [LATE, ("encounter", "opened", True)]


@pytest.mark.rule("PRB-02", "PRB-03")
async def test_beyond_the_units_budget_who_hands_in_tracks_is_told_no_more_and_the_others_are(
    world: Any, heard: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    world.deployment = replace(world.deployment, budget=replace(world.deployment.budget, passages=1))
    await both(world)
    await both(world, before=2 * HOUR)
    told = {who: [item for item in await heard(who) if item == LATE] for who in ("a", "b", "desk")}
    assert {who: len(items) for who, items in told.items()} == {"a": 1, "b": 2, "desk": 2}
    assert world.sql("SELECT kind, party FROM budget_draw") == [("passage", world.parties["a"].id)]


@pytest.mark.rule("PRB-02", "DIS-06")
async def test_the_file_that_came_last_draws_on_the_budget_whichever_is_compared_first(
    world: Any, heard: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await imported(world, "b", standing(world, 3, east_of(15.0, 200.0)))
    world.clock.advance(1)
    await imported(world, "crew", standing(world, 3))
    first, *_ = await parts(world)
    assert first.upload.party == world.parties["b"].id
    assert LATE in await heard("a")
    assert world.sql("SELECT kind, party FROM budget_draw") == [("passage", world.parties["a"].id)]


@pytest.mark.rule("PAT-02")
async def test_a_suspended_party_is_told_nothing_of_it(world: Any, heard: Any, agreeing: Any) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await world.act("desk", suspend_as, world.parties["a"].id, "why", world.now())
    before = await heard("a")
    await both(world)
    assert await heard("a") == before
    assert (await heard("b"))[-1] == (await heard("desk"))[-1] == LATE


@pytest.mark.rule("LIV-01")
async def test_two_units_of_a_rival_are_two_encounters(world: Any, heard: Any) -> None:
    await imported(world, "b", standing(world, 3, east_of(15.0, 200.0)))
    await imported(world, "b", standing(world, 3, east_of(15.0, 300.0)), "U2")
    await imported(world, "crew", standing(world, 3))
    await parts(world)
    assert await heard("desk") == [LATE, LATE]


async def stood(world: Any, who: str, minutes: int, lon: float, since: int) -> None:
    """A file says that a unit stood there for some minutes, from so many minutes after an hour and a half ago."""
    before = timedelta(minutes=90 - since)
    await imported(world, who, standing(world, minutes, lon, before=before))
    await parts(world)
    world.clock.advance(1)  # of two that come at once nobody knows which was first


@pytest.mark.rule("LIV-01", "ALR-02")
async def test_much_closer_than_what_was_told_is_told_again_and_a_little_closer_is_not(
    world: Any, heard: Any
) -> None:
    """B stood for half an hour; files say, one after the other, that A did: at 300 m, then at 280 m, then at 100 m."""
    await stood(world, "b", 30, 15.0, 0)
    for times, (since, apart_m) in enumerate(((0, 300.0), (10, 280.0), (20, 100.0)), 1):
        await stood(world, "crew", 9, east_of(15.0, apart_m), since)
        assert await heard("desk") == [LATE] * max(times - 1, 1)
    assert [
        round(distance_m, -1)
        for (distance_m,) in world.sql("SELECT distance_m FROM encounter ORDER BY opened_at, 1 DESC")
    ] == [300.0, 100.0]


@pytest.mark.rule("LIV-01", "ALR-02")
async def test_what_was_earlier_makes_a_late_encounter_longer_backwards(world: Any, heard: Any) -> None:
    await stood(world, "b", 30, 15.0, 0)
    await stood(world, "crew", 9, east_of(15.0, 200.0), 10)
    await stood(world, "crew", 4, east_of(15.0, 200.0), 5)
    assert await heard("desk") == [LATE]
    [(lasted,)] = world.sql("SELECT updated_at - opened_at FROM encounter")
    assert lasted >= timedelta(minutes=13)
