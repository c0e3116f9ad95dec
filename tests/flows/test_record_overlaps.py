"""Which plans share cell-hours, and whose overlap has to be looked at."""

from typing import Any

import pytest

from deconflict.patrols.model import PatrolState
from deconflict.separation.cover import cover, hours, shared, unpack

SHARED = "SELECT patrol_a, patrol_b, hours, cells FROM shared_cover"
COMPARED = "SELECT patrol FROM notice WHERE kind = 'overlap' AND released_at IS NULL"


@pytest.mark.rule("DIS-04")
async def test_two_covers_that_share_a_cell_hour_are_an_overlap_also_where_nothing_comes_close(
    world: Any,
) -> None:
    ours = await world.register("a")
    theirs = await world.register("b", lat=32.04)
    await world.register("c", lat=32.2)
    await world.engine.check_all()
    [(a, b, shared_hours, cells)] = world.sql(SHARED)
    assert {a, b} == {ours.patrol.id, theirs.patrol.id}
    largest = world.deployment.terms.max_minimum_m
    expected = shared(cover(ours.plan.path.track, largest), cover(theirs.plan.path.track, largest))
    assert unpack(cells).tolist() == expected.tolist()
    assert shared_hours == hours(expected)
    assert world.sql("SELECT count(*) FROM conflict") == [(0,)]
    assert {row[0] for row in world.sql(COMPARED)} == {a, b}


@pytest.mark.rule("DIS-04", "DIS-05")
async def test_a_change_that_shares_the_same_cell_hours_has_nobody_looked_at(world: Any) -> None:
    await world.register("a")
    theirs = (await world.register("b")).patrol.id
    await world.tick()
    before = world.sql(SHARED)
    await world.amend("b", theirs, 1, lat=32.0001)
    await world.engine.check_all()
    assert world.sql(SHARED) == before
    assert world.sql(COMPARED) == []
    assert world.sql("SELECT count(*) FROM finding") == [(2,)]


@pytest.mark.rule("DIS-04")
async def test_units_of_one_party_share_nothing(world: Any) -> None:
    for unit in ("U1", "U2", "U3"):
        await world.register("a", unit=unit)
    await world.tick()
    assert world.sql(SHARED) == world.sql("SELECT id FROM conflict") == []


@pytest.mark.rule("DIS-04")
async def test_one_more_rival_in_hours_that_were_told_has_only_its_own_side_looked_at(world: Any) -> None:
    await world.register("a")
    await world.register("b")
    await world.tick()
    third = (await world.register("c", lat=32.001)).patrol.id
    await world.engine.check_all()
    assert len(world.sql(SHARED)) == 3
    assert {row[0] for row in world.sql(COMPARED)} == {third}


@pytest.mark.rule("DIS-04", "ALR-05")
async def test_a_rival_in_an_hour_that_was_not_told_or_is_told_no_more_has_both_sides_looked_at(
    world: Any,
) -> None:
    ours = (await world.register("a", time_tolerance_s=3600)).patrol.id
    theirs = (await world.register("b")).patrol.id
    await world.tick()
    later = (await world.register("c", minutes=180)).patrol.id
    await world.engine.check_all()
    assert {ours, later} <= {row[0] for row in world.sql(COMPARED)}
    for who, patrol in (("b", theirs), ("c", later)):
        await world.move(who, patrol, PatrolState.WITHDRAWN)
    await world.tick()
    again = (await world.register("b", unit="U2")).patrol.id
    await world.engine.check_all()
    assert {row[0] for row in world.sql(COMPARED)} == {ours, again}
