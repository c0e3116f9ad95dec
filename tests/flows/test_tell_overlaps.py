"""What of an overlap each side is told at the level that holds, and what a fallen level leaves of it (DIS-01…04)."""

from typing import Any

import pytest

from deconflict.agreements.model import Cell, Clause, Level


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
