"""Conflicts and findings as they are kept: once for a pair, closed with their versions, read page by page."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.conflicts import store as conflicts
from deconflict.conflicts.model import Change, Conflict, ConflictState, Pair, Resolution, Side, ZoneSide
from deconflict.flows.set_zones import add_zone
from deconflict.separation.area import Area, ZoneFinding, ZoneKind
from deconflict.separation.check import Grade, PointInTime
from deconflict.separation.window import ALWAYS

HOUR = timedelta(hours=1)
Make = Callable[..., Conflict]


@pytest.fixture
async def pairs(world: Any) -> list[Pair]:
    """Three pairs of real patrols, none of which anybody has checked."""
    sides = {}
    for who in ("a", "b"):
        for number in (1, 2, 3):
            patrol = (await world.register(who, unit=f"U{number}")).patrol
            sides[who, number] = Side(patrol.party, patrol.id, 1, patrol.callsign, patrol.reference)
    made = []
    for number in (1, 2, 3):
        one, two = sorted((sides["a", number], sides["b", number]), key=lambda side: side.patrol.int)
        made.append(Pair(one, two, None))
    return made


async def record(world: Any, new: list[Conflict], changed: list[Conflict]) -> None:
    async with world.checker.transaction() as checker:
        await conflicts.record(checker, new, changed, world.now())


async def as_checker(world: Any, reading: Any, *arguments: Any) -> Any:
    async with world.checker.transaction() as checker:
        return await reading(checker, *arguments)


@pytest.mark.rule("IDN-02", "CON-02")
async def test_a_conflict_comes_back_as_it_went_in_with_the_finding_that_holds(
    world: Any, pairs: list[Pair], conflict: Make, finding: Any
) -> None:
    first = conflict(pair=pairs[0], opened_at=world.now(), updated_at=world.now())
    await record(world, [first], [])
    assert await as_checker(world, conflicts.of_patrols, [pairs[0].a.patrol]) == {pairs[0].key: first}
    assert await as_checker(world, conflicts.of_patrols, [first.pair.b.patrol]) == {pairs[0].key: first}  # type: ignore[union-attr]
    assert await as_checker(world, conflicts.of_patrols, [pairs[1].a.patrol]) == {}
    world.clock.advance(60)
    versions = Pair(replace(pairs[0].a, version=2), pairs[0].b, None)
    worse = finding(grade=Grade.CRITICAL, nominal_distance_m=None)
    second = first.found_again(uuid4(), worse, first.over_at + HOUR, versions, Change.WORSE, world.now())
    await record(world, [], [second])
    assert await world.read("desk", conflicts.conflict_with, first.id) == second
    assert await world.read("facilitator", conflicts.conflict_with, first.id) == second
    for who in ("a", "b", "c", "oversight", "operator"):
        assert await world.read(who, conflicts.conflict_with, first.id) is None
    told = await world.read("desk", conflicts.findings, [first.finding_id, second.finding_id, uuid4()])
    assert told == {first.finding_id: first.finding, second.finding_id: worse}
    assert world.sql("SELECT closed_at IS NULL FROM finding ORDER BY found_at") == [(False,), (True,)]
    resolved = second.resolved(Resolution.WITHDRAWN, world.now())
    await record(world, [], [resolved])
    assert await world.read("desk", conflicts.conflict_with, first.id) == resolved
    assert world.sql("SELECT count(*), count(closed_at) FROM finding") == [(2, 2)]
    await record(world, [], [])


@pytest.mark.rule("IDN-02")
async def test_the_database_has_a_pair_once(world: Any, pairs: list[Pair], conflict: Make) -> None:
    await record(world, [conflict(pair=pairs[0])], [])
    with pytest.raises(Exception, match="conflict_patrols"):
        await record(world, [conflict(pair=pairs[0])], [])


@pytest.mark.rule("CON-02", "CON-03")
async def test_what_is_over_what_is_open_and_what_is_settled(
    world: Any, pairs: list[Pair], conflict: Make
) -> None:
    now = world.now()
    over = conflict(pair=pairs[0], opened_at=now, over_at=now + HOUR)
    lasts = conflict(pair=pairs[1], opened_at=now, over_at=now + 3 * HOUR)
    afterwards = conflict(pair=pairs[2], opened_at=now, over_at=now - HOUR)
    await record(world, [over, lasts, afterwards], [])
    assert await as_checker(world, conflicts.over, now + HOUR) == []
    assert await as_checker(world, conflicts.over, now + HOUR + timedelta(seconds=1)) == [over]
    assert await as_checker(world, conflicts.open_pairs) == {
        item.pair.key: item.over_at for item in (over, lasts, afterwards)
    }
    accepted = lasts.resolved(Resolution.ACCEPTED, now)
    cleared = afterwards.resolved(Resolution.AMENDED_CLEAR, now)
    passed = over.resolved(Resolution.PASSED, now)
    await record(world, [], [accepted, cleared, passed])
    assert await as_checker(world, conflicts.open_pairs) == {}
    assert await as_checker(world, conflicts.settled_pairs) == {pairs[0].key, pairs[1].key}


async def test_pages_hold_every_conflict_once_newest_first(
    world: Any, pairs: list[Pair], conflict: Make
) -> None:
    made = [conflict(pair=pair, opened_at=world.now()) for pair in pairs[:2]]
    made.append(conflict(pair=pairs[2], opened_at=world.now() + HOUR))
    await record(world, made, [])
    await record(world, [], [made[2].resolved(Resolution.ENDED, world.now())])
    paged: list[Conflict] = []
    after = None
    while page := await world.read("desk", conflicts.page, 1, after):
        paged += page
        after = (page[-1].opened_at, page[-1].id)
    newest_first = sorted(made, key=lambda item: (item.opened_at, item.id), reverse=True)
    assert [item.id for item in paged] == [item.id for item in newest_first]
    still_open = await world.read("desk", conflicts.page, 9, None, open_only=True)
    assert {item.id for item in still_open} == {item.id for item in made[:2]}
    assert await world.read("a", conflicts.page, 9, None) == []
    assert set(await world.read("desk", conflicts.with_ids, [made[0].id, uuid4()])) == {made[0].id}


@pytest.mark.rule("SEP-09", "IDN-02")
async def test_a_conflict_with_a_zone_is_one_of_the_patrol_alone(
    world: Any, pairs: list[Pair], conflict: Make
) -> None:
    ring = ((16.0, 32.0), (16.1, 32.0), (16.1, 32.1), (16.0, 32.0))
    zone = await world.act("desk", add_zone, "camp", Area((ring,), ZoneKind.BASE, ALWAYS), world.now())
    point = PointInTime(16.0, 32.0, world.now())
    met = ZoneFinding(ZoneKind.BASE, Grade.CAUTION, 3.21, None, world.now(), world.now() + HOUR, point)
    pair = Pair(pairs[0].a, None, ZoneSide(zone.id, "camp", None))
    made = conflict(pair=pair, finding=met)
    await record(world, [made], [])
    assert await as_checker(world, conflicts.of_patrols, [pair.a.patrol]) == {pair.key: made}
    assert await as_checker(world, conflicts.of_zones, [zone.id]) == {pair.a.patrol}
    assert await as_checker(world, conflicts.open_pairs) == {}
    await record(world, [], [made.resolved(Resolution.ENDED, world.now())])
    assert await as_checker(world, conflicts.of_zones, [zone.id]) == frozenset()


@pytest.mark.rule("CON-04", "SEC-01")
async def test_only_the_desk_changes_a_conflict(world: Any, pairs: list[Pair], conflict: Make) -> None:
    made = conflict(pair=pairs[0])
    await record(world, [made], [])
    acknowledged = made.acknowledged(world.now())
    for who in ("a", "facilitator", "operator"):
        assert await world.read(who, conflicts.conflict_to_change, made.id) is None
        await world.read(who, conflicts.set_state, acknowledged)
    assert await world.read("desk", conflicts.conflict_to_change, made.id) == made
    await world.read("desk", conflicts.set_state, acknowledged)
    stored = await world.read("desk", conflicts.conflict_with, made.id)
    assert (stored.state, stored.updated_at) == (ConflictState.ACKNOWLEDGED, world.now())


async def test_the_oracles_last_run_is_kept(world: Any) -> None:
    assert await world.read("c", conflicts.oracle_difference) is None
    await as_checker(world, conflicts.report_oracle, 10, 2, world.now())
    await as_checker(world, conflicts.report_oracle, 10, 0, world.now() + HOUR)
    assert await world.read("c", conflicts.oracle_difference) == 0
