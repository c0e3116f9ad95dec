"""Once a lowering is applied, nothing that was told earlier is read above what holds now (DIS-02)."""

from typing import Any

import pytest

from deconflict.agreements import checker_store as agreements
from deconflict.agreements.model import Cell, Clause, Level, Matter
from deconflict.flows.withhold_sightings import withhold_sightings
from deconflict.separation.cover import cells, of_place
from tests.flows.conftest import east_of
from tests.flows.test_tell_areas import drive, set_out

UNAPPLIED = "SELECT count(*) FROM lowering WHERE applied_at IS NULL"


async def meet(live: Any, lon: float = 15.0) -> None:
    """A unit of A's and one of B's stand 500 m apart."""
    await live.at_place("crew", "U1", lon, 32.0)
    await live.at_place("b", "U1", east_of(lon, 500.0), 32.0)
    await live.tick()


@pytest.mark.rule("DIS-02", "LIV-06")
@pytest.mark.parametrize("who", ["a", "b"])
async def test_what_level_3_told_stays_withheld_when_the_ceiling_is_lifted(
    who: str, world: Any, live: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await meet(live)
    await agreeing.lower(who, {"a": "b", "b": "a"}[who], 2)
    await world.tick()
    assert world.sql(UNAPPLIED) == [(0,)]
    for reader in ("crew", "b"):
        assert [alert.kind.value for alert in await world.feed(reader)] == ["withheld"], reader
    assert [alert.change for alert in await world.feed("desk")] == ["opened"]


@pytest.mark.rule("DIS-01", "DIS-02")
async def test_what_was_told_where_the_level_has_not_fallen_stays(
    world: Any, live: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await meet(live)
    elsewhere = of_place(16.0, 32.0, world.now().timestamp())
    [(column, row)] = cells(elsewhere)
    await agreeing.lower("a", "b", 3, Clause(Level.NOTICE, frozenset({Cell(14, column, row)}), Matter.LIVE))
    await world.tick()
    assert world.sql(UNAPPLIED) == [(0,)]
    assert [alert.change for alert in await world.feed("crew")] == ["opened"]


@pytest.mark.rule("DIS-02")
async def test_of_an_area_names_and_cells_are_gone_and_that_others_are_there_stays(
    world: Any, live: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    await world.tick()
    await set_out(world)
    await drive(live, 20)
    before = [item for item in await world.feed("crew") if item.kind.value == "encounter"]
    assert before[0].body.nearby
    await agreeing.lower("b", "a", 1)
    await world.tick()
    assert world.sql(UNAPPLIED) == [(0,)]
    after = [item for item in await world.feed("crew") if item.kind.value == "encounter"]
    assert [(item.level, item.body.nearby) for item in after] == [(1, ())] * len(before)


@pytest.mark.rule("DIS-02")
async def test_what_a_live_tick_told_while_a_lowering_was_applied_is_withheld_by_the_next(
    world: Any, live: Any, agreeing: Any
) -> None:
    """The tick began before the lowering and is committed after it was applied."""
    await agreeing.ratify(3)
    await world.tick()
    await meet(live)
    kept = world.sql("SELECT sighting, revision, rival, level, party, facts::text, lies FROM sighting_told")
    await agreeing.lower("b", "a", 1)
    await world.tick()
    for row in kept:
        world.sql(
            "INSERT INTO sighting_told VALUES (%s, %s, %s, %s, %s, %s::jsonb, %s) ON CONFLICT DO NOTHING",
            *row,
        )
    assert [alert.kind.value for alert in await world.feed("crew")] == ["encounter"]
    await live.tick()
    assert [alert.kind.value for alert in await world.feed("crew")] == ["withheld", "withheld"]


async def test_where_nothing_was_signed_nothing_is_forgotten(world: Any, live: Any) -> None:
    await set_out(world)
    await drive(live, 20)
    pair = (world.parties["a"].id, world.parties["b"].id)
    async with world.checker.transaction() as checker:
        pacts = await agreements.pacts(checker, world.deployment.terms)
        await withhold_sightings(checker, pacts.of(*pair), pair, world.now())
    assert [alert.change for alert in await world.feed("crew")] == ["opened"]
