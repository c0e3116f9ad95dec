"""Where units are is shown at live level 4, each viewer its own copy, and taken back with the level."""

from math import asinh, pi, radians, tan
from typing import Any

import pytest

from deconflict.agreements.model import Cell, Clause, Level, Matter
from deconflict.flows.last_positions import last_positions, moved_since
from deconflict.flows.report_positions import report_positions
from deconflict.flows.share_positions import FRESH
from deconflict.tracking.model import Fix


async def reported(world: Any, who: str, unit: str = "U1", lon: float = 15.0, **about: float) -> None:
    """That person's unit is there now, and the engine gets round to showing it."""
    fix = Fix(world.now(), lon, 32.0, **about)
    await world.act(who, report_positions, unit, [fix], world.now(), world.now())
    await world.engine.share_positions()


async def seen(world: Any, who: str) -> list[Any]:
    """Rivals' positions as that person reads them."""
    found = await world.act(who, last_positions, 100, None)
    return [item.value for _, item in found if not hasattr(item, "unit")]


def cell(lon: float, lat: float = 32.0) -> Cell:
    """The grid cell of a place."""
    column = int((lon / 360 + 0.5) * 2**14)
    return Cell(14, column, int((1 - asinh(tan(radians(lat))) / pi) / 2 * 2**14))


@pytest.mark.rule("DIS-03", "IDN-04")
async def test_at_level_4_either_side_sees_where_the_other_is_by_an_id_of_its_own(world, agreeing) -> None:
    await agreeing.ratify(4)
    await world.tick()
    await reported(world, "a", accuracy_m=8.0, speed_m_s=3.0, course_deg=90.0)
    await reported(world, "b", lon=15.1)
    [mine], [his] = await seen(world, "a"), await seen(world, "b")
    assert (mine.fix.lon, his.fix.lon, his.fix.speed_m_s) == (15.1, 15.0, 3.0)
    assert (mine.callsign, mine.owner) == ("U1", world.parties["b"].id)
    assert world.sql("SELECT count(*) FROM unit WHERE id IN (%s, %s)", mine.id, his.id) == [(0,)]
    for who in ("c", "facilitator", "oversight"):
        assert await world.act(who, last_positions, 100, None) == []
    assert len((await world.picture("a")).positions) == 2


@pytest.mark.rule("DIS-03")
@pytest.mark.parametrize("level", range(4))
async def test_below_level_4_no_position_is_shown(world, agreeing, level: int) -> None:
    await agreeing.ratify(level)
    await world.tick()
    for who in ("a", "b"):
        await reported(world, who)
    assert world.sql("SELECT count(*) FROM shared_position") == [(0,)]


@pytest.mark.rule("DIS-01")
@pytest.mark.parametrize(("matter", "shown"), [(Matter.PLANS, 1), (Matter.LIVE, 0), (Matter.INCIDENTS, 1)])
async def test_it_is_the_level_of_what_is_live_that_counts(
    world, agreeing, matter: Matter, shown: int
) -> None:
    await agreeing.ratify(4, Clause(Level.SEGMENT, matter=matter))
    await world.tick()
    await reported(world, "a")
    assert len(await seen(world, "b")) == shown


@pytest.mark.rule("DIS-01")
async def test_where_the_level_is_lower_a_unit_is_seen_no_more(world, agreeing) -> None:
    await agreeing.ratify(4, Clause(Level.AREA, cells=frozenset({cell(15.05)})))
    await world.tick()
    await reported(world, "a")
    assert len(await seen(world, "b")) == 1
    world.clock.advance(60)
    await reported(world, "a", lon=15.05)
    assert await seen(world, "b") == []
    world.clock.advance(60)
    await reported(world, "a", lon=15.1)
    assert len(await seen(world, "b")) == 1


@pytest.mark.rule("DIS-01")
async def test_who_may_be_across_the_border_of_a_lower_level_is_not_shown(world, agreeing) -> None:
    await agreeing.ratify(4, Clause(Level.AREA, cells=frozenset({cell(15.05)})))
    await world.tick()
    for accuracy_m, shown in ((10.0, 1), (3000.0, 0)):
        world.clock.advance(1)
        await reported(world, "a", lon=15.08, accuracy_m=accuracy_m)
        assert len(await seen(world, "b")) == shown


@pytest.mark.rule("DIS-02")
async def test_lowered_nothing_of_it_is_read_at_once_and_raised_again_it_is(world, agreeing) -> None:
    await agreeing.ratify(4)
    await world.tick()
    await reported(world, "a")
    assert len(await seen(world, "b")) == 1
    await agreeing.lower("a", "b", 3)
    assert world.sql("SELECT count(*) FROM shared_position") == [(1,)]
    assert await seen(world, "b") == []
    await world.tick()
    assert world.sql("SELECT count(*) FROM shared_position") == [(0,)]
    world.clock.advance(1)
    await agreeing.ratify(4)
    await world.tick()
    await world.engine.share_positions()
    assert len(await seen(world, "b")) == 1


@pytest.mark.rule("DIS-02")
async def test_an_agreement_that_runs_out_takes_positions_with_it(world, agreeing) -> None:
    await agreeing.ratify(4)
    await world.tick()
    await reported(world, "a")
    world.sql("UPDATE agreement SET expires_at = service_now() - interval '1 second'")
    assert await seen(world, "b") == []


async def test_what_is_old_is_no_live_position(world, agreeing) -> None:
    await agreeing.ratify(4)
    await world.tick()
    await reported(world, "a")
    world.clock.advance(FRESH.total_seconds() + 1)
    await world.engine.share_positions()
    assert world.sql("SELECT count(*) FROM shared_position") == [(0,)]


@pytest.mark.rule("DIS-07")
async def test_the_ledger_tells_once_for_as_long_as_it_is_shown_and_no_place(world, agreeing) -> None:
    await agreeing.ratify(4)
    await world.tick()
    for _ in range(3):
        world.clock.advance(10)
        await reported(world, "a")
    entries = world.sql("SELECT payload FROM ledger_entry WHERE payload->>'what' = 'position'")
    assert [entry["to"] for (entry,) in entries] == [str(world.parties["b"].id)]
    assert set(entries[0][0]) == {"level", "to", "what"}


@pytest.mark.rule("PAT-02")
async def test_a_suspended_party_is_shown_nothing_new_and_shows_nothing(world, agreeing) -> None:
    await agreeing.ratify(4)
    await world.tick()
    for who in ("a", "b"):
        await reported(world, who)
    world.sql(
        "INSERT INTO suspension (id, party, reason, suspended_at) VALUES (gen_random_uuid(), %s, 'why', service_now())",
        world.parties["a"].id,
    )
    world.clock.advance(60)
    await reported(world, "b", lon=15.2)
    assert [item.fix.lon for item in await seen(world, "a")] == [15.0]
    assert await seen(world, "b") == []


async def test_what_moved_is_told_with_its_newest_fix(world, agreeing) -> None:
    await agreeing.ratify(4)
    await world.tick()
    await reported(world, "a")
    since = world.now()
    world.clock.advance(30)
    await reported(world, "a", lon=15.01)
    assert [item.value.fix.lon for _, item in await world.act("b", moved_since, since, 10)] == [15.01]
    assert await world.act("b", moved_since, world.now(), 10) == []
