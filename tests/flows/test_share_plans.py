"""Whole plans are shown at level 4, each viewer its own copy, as they are now, and taken back with the level."""

from typing import Any

import pytest

from deconflict.agreements.model import Cell, Clause, Level
from deconflict.patrols import shared_store as sharing
from deconflict.patrols.model import PatrolState

SHOWN = (
    "SELECT y.slug, o.slug FROM shared_plan s JOIN party y ON y.id = s.party JOIN party o ON o.id = s.owner"
)


async def shared(world: Any, who: str) -> list[Any]:
    """The rivals' plans that person sees."""
    return await world.read(who, sharing.page, 10, None)


@pytest.mark.rule("DIS-03", "IDN-04")
async def test_at_level_4_either_side_sees_the_others_whole_plan_under_a_name_of_its_own(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(4)
    ours, theirs = await world.register("a"), await world.register("b", lat=35.0, note="for ourselves")
    await world.tick()
    [mine], [his] = await shared(world, "a"), await shared(world, "b")
    assert (mine.owner, his.owner) == (theirs.patrol.party, ours.patrol.party)
    assert [(point.lon, point.lat) for point in mine.waypoints] == [(15.0, 35.0), (15.1, 35.0)]
    assert [point.time for point in mine.waypoints] == list(world.submission().times)
    assert mine.id != theirs.patrol.id
    assert mine.reference != theirs.patrol.reference
    for who in ("c", "desk"):
        assert await shared(world, who) == []
    [picture] = (await world.picture("a")).shared_plans
    assert (picture.value.callsign, picture.value.owner_name) == ("U1", "Party b")
    assert "for ourselves" not in repr(picture)


@pytest.mark.rule("DIS-03")
@pytest.mark.parametrize("level", range(4))
async def test_below_level_4_no_plan_is_shown(world: Any, agreeing: Any, level: int) -> None:
    await agreeing.ratify(level)
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    assert world.sql(SHOWN) == []


@pytest.mark.rule("DIS-03", "CON-02")
async def test_an_amended_plan_is_shown_as_it_is_now_and_one_that_is_over_no_more(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(4)
    theirs = (await world.register("b")).patrol
    await world.tick()
    [before] = await shared(world, "a")
    await world.amend("b", theirs.id, 1, lat=33.0)
    await world.tick()
    [after] = await shared(world, "a")
    assert (after.id, after.reference, after.version) == (before.id, before.reference, 2)
    assert {point.lat for point in after.waypoints} == {33.0}
    await world.move("b", theirs.id, PatrolState.ACTIVE)
    await world.tick()
    assert [item.state for item in await shared(world, "a")] == [PatrolState.ACTIVE]
    await world.move("b", theirs.id, PatrolState.ENDED)
    await world.tick()
    assert await shared(world, "a") == []


@pytest.mark.rule("DIS-02")
async def test_raised_what_is_planned_already_is_shown_lowered_nothing_of_it_at_once(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(1)
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    world.clock.advance(1)
    await agreeing.ratify(4)
    await world.tick()
    assert [len(await shared(world, who)) for who in ("a", "b")] == [1, 1]
    await agreeing.lower("b", "a", 3)
    assert [len(await shared(world, who)) for who in ("a", "b")] == [0, 0], "at once, on both sides"
    await world.tick()
    assert world.sql(SHOWN) == []
    assert world.sql("SELECT count(*) FROM lowering WHERE applied_at IS NULL") == [(0,)]


@pytest.mark.rule("DIS-02")
async def test_what_has_run_out_shows_nothing_from_that_moment_on(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(4, days=0.01)
    await world.register("b")
    await world.tick()
    world.clock.advance(15 * 60)
    # By the database's own clock, which the world's hands do not move.
    world.sql("UPDATE agreement SET expires_at = service_now() - interval '1 second'")
    assert await shared(world, "a") == []


@pytest.mark.rule("DIS-01")
@pytest.mark.parametrize(("lat", "count"), [(32.0, 1), (36.0, 0)])
async def test_a_plan_is_one_fact_and_is_shown_only_if_the_level_is_4_wherever_it_goes(
    world: Any, agreeing: Any, lat: float, count: int
) -> None:
    here = frozenset(Cell(8, column, row) for column in (138, 139) for row in (103, 104))
    await agreeing.ratify(1, Clause(Level.SHARED, cells=here))
    await world.register("b", lat=lat)
    await world.tick()
    assert len(await shared(world, "a")) == count


@pytest.mark.rule("DIS-07")
async def test_every_version_shown_is_on_the_ledger_of_its_owner_once(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(4)
    theirs = (await world.register("b")).patrol
    await world.tick()
    await world.tick()
    await world.amend("b", theirs.id, 1, lat=33.0)
    await world.tick()
    entries = world.sql(
        "SELECT party, subject, payload ->> 'to', payload -> 'version' FROM ledger_entry"
        " WHERE kind = 'disclosure' AND payload ->> 'level' = '4' ORDER BY at"
    )
    to = str(world.parties["a"].id)
    assert entries == [(theirs.party, theirs.id, to, 1), (theirs.party, theirs.id, to, 2)]
