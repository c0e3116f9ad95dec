"""The checker makes and drops hours; what is in them stays or goes whole."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.flows.import_track import import_track
from deconflict.flows.report_positions import report_positions
from deconflict.tracking import checker_store, packing
from deconflict.tracking.checker_store import Most
from deconflict.tracking.model import Fix
from deconflict.tracking.rules import BEHIND_AFTER, unpack
from deconflict.tracking.tables import BEHIND

HOUR = timedelta(hours=1)


@pytest.mark.rule("SEC-05", "SEC-01")
async def test_the_checker_makes_the_hours_that_it_may_not_write(world: Any) -> None:
    now = world.now()
    async with world.checker.transaction() as checker:
        assert await checker_store.keep_hours(checker, now, now + HOUR, now - HOUR) == 2
        assert await checker_store.keep_hours(checker, now, now + HOUR, now - HOUR) == 0
        assert await checker_store.keep_hours(checker, now, now - HOUR, now + 3 * HOUR) == 2


async def imported(world: Any, who: str, at: Any, unit: str = "U1") -> None:
    await world.act(who, import_track, [(unit, Fix(at, 15.0, 32.0))], world.now())


@pytest.mark.rule("LIV-01")
async def test_what_is_behind_comes_in_the_order_in_which_it_came_until_it_is_compared(world: Any) -> None:
    old = world.now() - HOUR
    await imported(world, "crew", old)
    world.clock.advance(1)
    await imported(world, "b", old - HOUR)
    await imported(world, "c", world.now())
    units = []
    async with world.checker.transaction() as checker:
        while (item := await checker_store.next_behind(checker, old)) is not None:
            units.append((item.party, item.compared_to))
            last = packing.fixes(unpack(item.fixes))[-1].at
            if item.compared_to is None:
                await checker_store.note_compared(checker, item, last - HOUR)
            else:
                await checker_store.note_compared(checker, item, last)
    ours, theirs = (world.parties[slug].id for slug in ("a", "b"))
    assert units == [(ours, None), (ours, old - HOUR), (theirs, None), (theirs, old - 2 * HOUR)]


@pytest.mark.rule("LIV-01")
async def test_around_a_late_track_is_what_others_reported_of_its_time_in_time_or_behind(world: Any) -> None:
    then = world.now()
    for who, unit in (("b", "U1"), ("b", "U2"), ("c", "U2")):
        await world.act(who, report_positions, unit, [Fix(then, 15.0, 32.0)], then, then)
    world.clock.advance(7200)
    for who in ("c", "b", "crew"):
        world.clock.advance(1)
        await imported(world, who, then)
    await imported(world, "b", then + HOUR, "U3")
    async with world.checker.transaction() as checker:
        item = await checker_store.next_behind(checker, then)
        assert item is not None
        in_time, _ = await checker_store.in_time_around(checker, item, then, then, BEHIND_AFTER)
        behind, _ = await checker_store.behind_around(checker, item, then, then)
    assert [packing.fixes(unpack(fixes)) for fixes in in_time.values()] == [(Fix(then, 15.0, 32.0),)] * 2
    whose = dict(world.sql("SELECT unit.id, slug FROM unit JOIN party ON party.id = unit.party"))
    assert [whose[unit] for unit in in_time] == ["b"] * 2
    assert [whose[each.unit] for each in behind] == ["c", "b", "a"]


@pytest.mark.rule("LIV-01")
async def test_what_another_cluster_wrote_is_not_new_at_each_tick(world: Any) -> None:
    """Its transactions had numbers that this cluster has yet to come to."""
    await world.act("crew", report_positions, "U1", [Fix(world.now(), 15.0, 32.0)], world.now(), world.now())
    since = world.now() - HOUR
    async with world.checker.transaction() as checker:
        [_], seen = await checker_store.newcomers(checker, "1:1:", since)
    world.sql("UPDATE upload SET written = written + 1000000")
    async with world.checker.transaction() as checker:
        found, _ = await checker_store.newcomers(checker, seen, since)
    assert found == []


def test_how_long_is_too_late_is_one_number() -> None:
    assert f"interval '{BEHIND_AFTER // timedelta(minutes=1)} minutes'" in BEHIND


@pytest.mark.rule("LIV-01")
async def test_who_reports_without_end_is_cut_short_and_leaves_the_others_as_they_are(world: Any) -> None:
    """B came first and ten times; C came once. Of either as many as there is room for, by turns."""
    then = world.now()
    for second in range(10):
        await world.act("b", report_positions, "U1", [Fix(then, 15.0, 32.0)], world.now(), world.now())
        world.clock.advance(1 + second % 2)
    await world.act("c", report_positions, "U1", [Fix(then, 15.0, 32.0)], world.now(), world.now())
    world.clock.advance(7200)
    for who in (*("b",) * 10, "c", "crew"):
        world.clock.advance(1)
        await imported(world, who, then)
    async with world.checker.transaction() as checker:
        around = await item_of(world, checker), then, then
        few = Most(of_unit=48 * 3, size=48 * 4, uploads=4)
        in_time, left = await checker_store.in_time_around(checker, *around, BEHIND_AFTER, few)
        behind, behind_left = await checker_store.behind_around(checker, *around, few)
        tight, tight_left = await checker_store.behind_around(checker, *around, Most(size=48 * 3))
        tiny, tiny_left = await checker_store.in_time_around(checker, *around, BEHIND_AFTER, Most(size=48))
    whose = dict(world.sql("SELECT unit.id, slug FROM unit JOIN party ON party.id = unit.party"))
    assert ({whose[unit]: len(fixes) // 48 for unit, fixes in in_time.items()}, left) == (
        {"b": 3, "c": 1},
        48 * 7,
    )
    assert ([whose[each.unit] for each in behind], behind_left) == (["b", "b", "c", "a"], 8)
    assert ([whose[each.unit] for each in tight], tight_left) == (["b", "c", "a"], 9)
    assert ({whose[unit] for unit in tiny}, tiny_left) == ({"c"}, 48 * 10)


async def item_of(world: Any, checker: Any) -> checker_store.Behind:
    """What A handed in."""
    [key] = await checker.packed(
        "SELECT id, party, unit, received_at, fixes, compared_to, received_at FROM upload WHERE party = %s",
        world.parties["a"].id,
    )
    return checker_store.Behind(*key)


@pytest.mark.rule("LIV-03")
async def test_where_units_were_last_is_known_of_a_time_and_of_those_asked_for_from_before_it_too(
    world: Any,
) -> None:
    began = world.now()
    for who, unit, hours in (("b", "U1", 0), ("b", "U2", 0), ("a", "U1", 1), ("a", "U2", 1)):
        world.clock.at = began + hours * HOUR
        await world.act(who, report_positions, unit, [Fix(world.now(), 15.0, 32.0)], world.now(), world.now())
    [(asked,)] = world.sql("SELECT id FROM unit WHERE callsign = 'U2' AND party = %s", world.parties["b"].id)
    async with world.checker.transaction() as checker:
        of_a_time = began + HOUR, began + 2 * HOUR
        found = await checker_store.last_known(checker, *of_a_time)
        more = await checker_store.last_known(checker, *of_a_time, [asked])
        none = await checker_store.last_known(checker, began + HOUR / 2, began + HOUR)
    assert {fix.at for _, fix in found} == {began + HOUR}
    assert {unit for unit, _ in more} - {unit for unit, _ in found} == {asked}
    assert none == []
