"""What of an overlap each side is told at the level that holds, and what a fallen level leaves of it (DIS-01…04)."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.agreements.model import Cell, Clause, Level
from deconflict.alerts.model import AlertKind
from deconflict.errors import NotFound
from deconflict.flows.acknowledge_subject import acknowledge_overlap
from deconflict.patrols.model import PatrolState


def cells(alert: Any) -> dict[str, set[tuple[int, int]]]:
    return {area.party_name: {(cell.column, cell.row) for cell in area.cells} for area in alert.body.areas}


@pytest.mark.rule("DIS-03", "DIS-04")
async def test_at_level_two_each_side_is_told_the_shared_cells_and_whose_they_are(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    await world.register("a")
    await world.register("b")
    await world.register("c")
    await world.tick()
    [for_a], [for_b], [for_c] = [await world.feed(who) for who in ("a", "b", "c")]
    assert (for_a.level, for_b.level, for_c.level) == (2, 2, 1)
    assert cells(for_a).keys() == {"Party b"}
    assert cells(for_b).keys() == {"Party a"}
    assert cells(for_a)["Party b"] == cells(for_b)["Party a"] != set()
    assert for_c.body.areas == ()
    assert for_a.body.hours == for_c.body.hours, "the hours are of all rivals together"


@pytest.mark.rule("DIS-01", "DIS-03")
async def test_a_level_for_some_cells_tells_of_those_alone(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(2)
    await world.register("a")
    await world.register("b")
    await world.tick()
    everywhere = cells((await world.feed("a"))[0])["Party b"]
    column, row = sorted(everywhere)[0]
    clause = Clause(Level.AREA, frozenset({Cell(14, column, row)}))
    await agreeing.ratify(1, clause)
    await world.tick()
    [first, second] = await world.feed("a")
    assert (second.change, second.rings) == ("updated", False)
    assert cells(second)["Party b"] == {(column, row)}
    assert cells(first)["Party b"] == {(column, row)}, "what was told before tells no more than holds now"


@pytest.mark.rule("DIS-02", "ALR-01")
async def test_a_raise_shows_more_at_the_next_tick_without_ringing(world: Any, agreeing: Any) -> None:
    await world.register("a")
    await world.register("b")
    await world.tick()
    await agreeing.ratify(2)
    assert [alert.level for alert in await world.feed("a")] == [1]
    await world.tick()
    told = await world.feed("a")
    assert [(alert.level, alert.change, alert.rings) for alert in told] == [
        (1, "opened", True),
        (2, "updated", False),
    ]
    assert len(await world.feed("b")) == 2


@pytest.mark.rule("DIS-02", "DIS-06")
@pytest.mark.parametrize("before", [1, 2])
async def test_once_one_side_seals_nothing_of_it_is_read_any_more(
    world: Any, agreeing: Any, before: int
) -> None:
    await agreeing.ratify(before)
    await world.register("a")
    await world.register("b")
    await world.tick()
    [told] = await world.feed("a")
    await agreeing.lower("b", "a", 0)
    for who in ("a", "b"):
        assert [alert.kind for alert in await world.feed(who)] == [AlertKind.WITHHELD], "at once"
        assert (await world.picture(who)).overlaps == ()
    with pytest.raises(NotFound):
        await world.act("a", acknowledge_overlap, told.body.id, world.deployment, world.now())
    await world.tick()
    for who in ("a", "b"):
        first, second = await world.feed(who)
        assert first.kind is AlertKind.WITHHELD
        assert (second.change, second.rings, second.body.hours) == ("withheld", False, ()), "no all-clear"
        assert second.kind is AlertKind.OVERLAP
    world.clock.advance(60)
    await world.tick()
    assert [alert.kind for alert in await world.feed("a")] == [AlertKind.WITHHELD, AlertKind.OVERLAP]
    assert world.sql("SELECT count(*) FROM lowering WHERE applied_at IS NULL") == [(0,)]
    assert len(await world.feed("desk")) == 1


@pytest.mark.rule("DIS-02", "DIS-03")
async def test_lowered_from_two_to_one_the_hours_stay_and_the_cells_are_gone_at_once(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    await world.register("a")
    await world.register("b")
    await world.tick()
    await agreeing.lower("b", "a", 1)
    [at_once] = await world.feed("a")
    assert (at_once.level, at_once.body.areas) == (1, ())
    assert at_once.body.hours != ()
    await world.tick()
    first, second = await world.feed("a")
    assert (first.level, first.body.areas) == (1, ())
    assert (second.level, second.change, second.rings) == (1, "updated", False)
    assert second.body.hours == first.body.hours


@pytest.mark.rule("DIS-03", "DIS-04")
async def test_what_other_rivals_share_is_still_told_when_one_is_sealed(world: Any, agreeing: Any) -> None:
    await world.register("a")
    await world.register("b")
    await world.tick()
    await world.register("c")
    await world.tick()
    await agreeing.lower("b", "a", 0)
    await world.tick()
    told = await world.feed("a")
    assert [(alert.kind, alert.change) for alert in told] == [(AlertKind.OVERLAP, "opened")], (
        "c is as near as b"
    )
    assert [alert.change for alert in await world.feed("c")] == ["opened"]


@pytest.mark.rule("DIS-03")
async def test_what_becomes_of_something_sealed_is_not_told_by_a_number(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(1)
    await world.register("a")
    theirs = (await world.register("b")).patrol.id
    await world.tick()
    await agreeing.lower("a", "b", 0)
    await world.tick()
    before = len(await world.feed("a"))
    await world.move("b", theirs, PatrolState.WITHDRAWN)
    await world.tick()
    await world.register("b", unit="U2")
    await world.tick()
    assert len(await world.feed("a")) == before


@pytest.mark.rule("DIS-02", "PAT-09")
async def test_an_agreement_that_runs_out_tells_no_more_than_the_default(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(2, days=1)
    hours = 30 * 60
    await world.register("a", minutes=hours)
    await world.register("b", minutes=hours)
    await world.tick()
    assert (await world.feed("a"))[0].level == 2
    world.clock.advance(timedelta(days=1).total_seconds())
    await world.engine.let_time_pass()
    await world.tick()
    assert [alert.level for alert in await world.feed("a")] == [1, 1]


@pytest.mark.rule("SEP-04", "PAT-09")
async def test_a_larger_minimum_finds_conflicts_among_plans_that_stand_already(
    world: Any, agreeing: Any
) -> None:
    await world.register("a")
    await world.register("b", lat=32.02)
    await world.tick()
    assert world.sql("SELECT count(*) FROM conflict") == [(0,)]
    await agreeing.ratify(1, minimum_m=3000)
    await world.tick()
    assert world.sql("SELECT state FROM conflict") == [("open",)]
    assert (await world.engine.ask_oracle()).size == 0
    await agreeing.ratify(1, minimum_m=500)
    await world.tick()
    assert world.sql("SELECT state, resolution FROM conflict") == [("resolved", "amended_clear")]
    assert (await world.engine.ask_oracle()).size == 0
