"""What becomes of two units goes on record once; whoever may know is told in line with the level (LIV-02, DIS-02)."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.agreements.model import Cell, Clause, Level, Matter
from deconflict.flows.suspend_party import suspend_as
from deconflict.separation.cover import cells, of_place
from deconflict.tracking.model import Fix
from tests.flows.conftest import east_of, north_of


async def stand(live: Any) -> None:
    """A unit of A's and one of B's stand 200 m apart."""
    await live.at_place("crew", "U1", 15.0, 32.0)
    await live.at_place("b", "U1", 15.0021, 32.0)
    await live.tick()


@pytest.mark.rule("DIS-07")
async def test_what_level_3_shows_is_on_the_ledger_of_whose_unit_it_is(
    world: Any, live: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await stand(live)
    ours, theirs = (world.parties[slug].id for slug in ("a", "b"))
    rows = world.sql("SELECT party, payload ->> 'to' FROM ledger_entry WHERE payload ->> 'matter' = 'live'")
    assert sorted(rows) == sorted([(ours, str(theirs)), (theirs, str(ours))])


@pytest.mark.rule("DIS-02", "ALR-06", "LIV-06")
async def test_a_lowering_withholds_and_a_raise_opens_what_is_still_there(
    world: Any, live: Any, heard: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await stand(live)
    await agreeing.lower("b", "a", 1)
    world.clock.advance(1)
    await live.tick()
    assert [kind for kind, _, _ in await heard("a")][:2] == ["withheld", "withheld"]
    world.clock.advance(1)
    await agreeing.ratify(3)
    await world.tick()
    await live.at_place("crew", "U1", 15.0, 32.0)
    await live.at_place("b", "U1", 15.0021, 32.0)
    await live.tick()
    assert (await heard("a"))[-1] == ("encounter", "opened", True)


@pytest.mark.rule("LIV-01", "LIV-02")
async def test_two_that_passed_between_fixes_a_minute_apart_are_found_with_when(
    world: Any, live: Any, heard: Any
) -> None:
    """Story 20: each a fix a minute, 10 m/s towards each other on lanes 150 m apart; they pass half-way between."""
    for seconds in (0, 60):
        world.clock.advance(60)
        await live.at_place("crew", "U1", east_of(15.0, 10.0 * seconds), 32.0)
        await live.at_place("b", "U1", east_of(15.0, 600.0 - 10.0 * seconds), north_of(32.0, 150.0))
    live.world.sql("DELETE FROM last_position")
    await live.tick()
    [alert] = await world.feed("desk")
    assert alert.body.closeness.value == "close"
    assert alert.body.distance_m == pytest.approx(150, abs=3)
    assert (world.now() - alert.body.closest_at).total_seconds() == pytest.approx(30, abs=2)


@pytest.mark.rule("LIV-01")
async def test_a_passage_found_long_after_the_fact_is_marked_late_and_rings_nowhere(
    world: Any, live: Any, heard: Any
) -> None:
    now = world.now()
    track = [now - timedelta(seconds=seconds) for seconds in (400, 340, 280)]
    ours = [Fix(at, east_of(15.0, 600.0 * index), 32.0, 5.0) for index, at in enumerate(track)]
    theirs = [
        Fix(at, east_of(15.0, 1200.0 - 600.0 * index), north_of(32.0, 100.0), 5.0)
        for index, at in enumerate(track)
    ]
    await live.report("crew", "U1", *ours)
    await live.report("b", "U1", *theirs)
    world.sql("DELETE FROM last_position")
    await live.tick()
    assert await heard("desk") == [("encounter", "late", False)]
    [alert] = await world.feed("desk")
    assert (alert.body.late, alert.body.state.value) == (True, "ended")
    assert live.at.encounters == {}


@pytest.mark.rule("LIV-02")
async def test_two_posts_at_the_limit_are_one_encounter_not_a_hundred(
    world: Any, live: Any, heard: Any
) -> None:
    """Story 21: 1 000 m apart, give or take 40 m of noise, for half an hour."""
    for turn in range(60):
        world.clock.advance(30)
        wobble = 40.0 if turn % 2 else -40.0
        await live.at_place("crew", "U1", 15.0, 32.0)
        await live.at_place("b", "U1", east_of(15.0, 1000.0 + wobble), 32.0)
        await live.tick()
    assert [change for _, change, _ in await heard("desk")] == ["opened"]


@pytest.mark.rule("PAT-02", "LIV-06")
async def test_of_a_suspended_partys_unit_the_rival_and_the_desk_are_told_and_it_is_not(
    world: Any, live: Any, heard: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await stand(live)
    assert await heard("b") == [("encounter", "opened", True)]
    await world.act("desk", suspend_as, world.parties["b"].id, "why", world.now())
    await live.tick()
    assert (await heard("b"))[1][1] == "withheld"
    for _ in range(20):
        world.clock.advance(5)
        await live.at_place("crew", "U1", 15.0, 32.0)
        await live.at_place("b", "U1", east_of(15.0, 3000.0), 32.0)
        await live.tick()
    for who in ("crew", "desk"):
        assert [change for _, change, _ in await heard(who)] == ["opened", "resolved"]
    assert [change for _, change, _ in await heard("b")] == ["opened", "withheld"]


@pytest.mark.rule("DIS-07", "PAT-02")
async def test_the_ledger_of_the_other_side_does_not_show_that_a_party_is_suspended(
    world: Any, live: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await world.act("desk", suspend_as, world.parties["b"].id, "why", world.now())
    await stand(live)
    ours, theirs = (world.parties[slug].id for slug in ("a", "b"))
    rows = world.sql("SELECT party, payload ->> 'to' FROM ledger_entry WHERE payload ->> 'matter' = 'live'")
    assert sorted(rows, key=str) == sorted([(ours, str(theirs)), (None, str(ours))], key=str)


@pytest.mark.rule("ALR-06", "DIS-02")
async def test_what_ends_in_the_tick_that_sees_a_lowering_is_withheld_and_stays_open_nowhere(
    world: Any, live: Any, heard: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await stand(live)
    await agreeing.lower("b", "a", 1)
    world.clock.advance(1000)
    await live.tick()
    assert (await heard("desk"))[-1][1] == "lost"
    assert world.sql("SELECT DISTINCT state FROM sighting WHERE party IS NOT NULL AND sight = 'exact'") == [
        ("withheld",)
    ]


@pytest.mark.rule("ALR-06", "LIV-02")
async def test_an_encounter_whose_units_nobody_heard_of_during_an_outage_ends(
    world: Any, live: Any, heard: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await stand(live)
    live.restart()
    world.clock.advance(3 * 3600)
    await live.tick()
    # To nobody as withheld: that would say that a side has lowered its level, and none has.
    for who in ("crew", "b", "desk"):
        assert [change for _, change, _ in await heard(who)] == ["opened", "lost"], who


@pytest.mark.rule("DIS-01", "LIV-01")
async def test_a_late_passage_is_told_at_the_level_of_where_it_was(
    world: Any, live: Any, heard: Any, agreeing: Any
) -> None:
    """They passed each other five minutes ago, six kilometres west of where they are now; there it is level 1."""
    now = world.now()
    [(column, row)] = cells(of_place(14.94, 32.0, now.timestamp()))
    await agreeing.ratify(3, Clause(Level.NOTICE, frozenset({Cell(14, column, row)}), Matter.LIVE))
    await world.tick()
    passage = [Fix(now - timedelta(seconds=seconds), 14.94, 32.0, 5.0) for seconds in (400, 380)]
    await live.report("crew", "U1", *passage, Fix(now, 15.0, 32.0, 5.0))
    await live.report("b", "U1", *passage, Fix(now, 15.1, 32.0, 5.0))
    world.sql("DELETE FROM last_position")
    await live.tick()
    assert await heard("desk") == [("encounter", "late", False)]
    assert await heard("crew") == await heard("b") == []


@pytest.mark.rule("DIS-03", "LIV-06")
async def test_once_it_is_over_neither_side_is_told_which_way_the_other_went(
    world: Any, live: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await stand(live)
    for _ in range(3):
        world.clock.advance(60)
        await live.at_place("crew", "U1", 15.0, 32.0)
        await live.at_place("b", "U1", 15.03, 32.02)
        await live.tick()
    for who in ("a", "b"):
        told = [(alert.change, alert.body.other.bearing_deg is None) for alert in await world.feed(who)]
        assert told[-1] == ("resolved", True), who


@pytest.mark.rule("DIS-03", "LIV-01")
async def test_of_a_passage_long_ago_neither_side_is_told_which_way_the_other_is_now(
    world: Any, live: Any, agreeing: Any
) -> None:
    now = world.now()
    await agreeing.ratify(3)
    await world.tick()
    passage = [Fix(now - timedelta(seconds=seconds), 14.94, 32.0, 5.0) for seconds in (400, 380)]
    await live.report("crew", "U1", *passage, Fix(now, 15.0, 32.0, 5.0))
    await live.report("b", "U1", *passage, Fix(now, 15.1, 32.0, 5.0))
    world.sql("DELETE FROM last_position")
    await live.tick()
    [late] = await world.feed("a")
    assert (late.change, late.body.other.bearing_deg) == ("late", None)


@pytest.mark.rule("DIS-06", "IDN-04")
@pytest.mark.parametrize("first", ["b", "c"])
async def test_encounters_of_one_tick_are_told_in_an_order_that_shows_nothing_of_the_others(
    first: str, world: Any, live: Any
) -> None:
    for who, lat in sorted((("b", 32.0), ("c", 33.0)), key=lambda one: one[0] != first):
        await live.at_place(who, "U1", 15.0021, lat)
        await live.tick()
    for callsign, lat in (("U1", 32.0), ("U2", 33.0)):
        await live.at_place("crew", callsign, 15.0, lat)
    await live.tick()
    unit = {(party, sign): id_ for party, sign, id_ in world.sql("SELECT party, callsign, id FROM unit")}
    told = [
        sorted((one.party, unit[one.party, one.callsign]) for one in (alert.body.own, alert.body.other))
        for alert in await world.feed("desk")
    ]
    assert len(told) == 2
    assert told == sorted(told)


@pytest.mark.rule("DIS-02", "LIV-02")
async def test_of_two_of_which_nothing_is_known_any_more_it_ends_by_the_level_by_which_it_was_told(
    world: Any, live: Any, heard: Any, agreeing: Any
) -> None:
    """Withheld says that a side has lowered its level: it is never said while none has."""
    await agreeing.ratify(3)
    await world.tick()
    await stand(live)
    live.restart()
    world.clock.advance(3600)
    world.sql("DELETE FROM last_position")
    await live.tick()
    for who in ("a", "b", "desk"):
        assert (await heard(who))[-1] == ("encounter", "lost", False), who
    assert live.at.encounters == {}


@pytest.mark.rule("DIS-02", "LIV-06")
async def test_of_two_of_which_nothing_is_known_any_more_nothing_more_is_told_below_level_3(
    world: Any, live: Any, heard: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await stand(live)
    live.restart()
    await agreeing.lower("b", "a", 1)
    world.clock.advance(3600)
    world.sql("DELETE FROM last_position")
    await live.tick()
    for who in ("a", "b"):
        assert {kind for kind, _, _ in await heard(who)} == {"withheld"}, who
