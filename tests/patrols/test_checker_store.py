"""What the checker takes to do, what it compares with what, and whom it lets expire."""

import math
import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from typing import Any
from uuid import uuid4

import pytest

from deconflict.flows.administer import add_unit
from deconflict.flows.set_zones import add_zone
from deconflict.patrols import checker_store as patrols
from deconflict.patrols.model import Due, PatrolState, Standing
from deconflict.separation.area import Area, ZoneKind
from deconflict.separation.check import find
from deconflict.separation.cover import shared, unpack
from deconflict.separation.window import ALWAYS

TEN = datetime(2026, 12, 1, 10, tzinfo=UTC)


async def as_checker(world: Any, reading: Any, *arguments: Any, **named: Any) -> Any:
    async with world.checker.transaction() as checker:
        return await reading(checker, *arguments, **named)


@pytest.mark.rule("CON-01")
async def test_to_dos_are_taken_oldest_first_and_come_back_when_nothing_came_of_them(world: Any) -> None:
    made = []
    for number in (1, 2, 3):
        made.append((await world.register("a", unit=f"U{number}", lat=31 + number)).patrol.id)
        world.clock.advance(1)
    started = world.now() - timedelta(seconds=3)
    assert await as_checker(world, patrols.waiting) == frozenset(made)

    async def take_and_fail() -> None:
        async with world.checker.transaction() as checker:
            due = await patrols.take_due(checker, world.now(), 2)
            assert due == Due(frozenset(made[:2]), frozenset(), frozenset(), 2, started)
            raise LookupError

    with pytest.raises(LookupError):
        await take_and_fail()
    assert (await as_checker(world, patrols.take_due, world.now(), 1)).patrols == {made[0]}
    assert (await as_checker(world, patrols.take_due, world.now(), 9)).patrols == set(made[1:])
    assert await as_checker(world, patrols.take_due, world.now(), 9) is None


async def test_of_to_dos_of_one_moment_the_same_one_is_always_the_oldest(world: Any) -> None:
    for number in (1, 2, 3):
        await world.register("a", unit=f"U{number}", lat=31 + number)
    for _ in range(3):
        world.sql(
            "UPDATE check_due SET queued_at = queued_at WHERE id = (SELECT max(id::text)::uuid FROM check_due)"
        )
        [(least,)] = world.sql("SELECT patrol FROM check_due ORDER BY id LIMIT 1")
        due = await as_checker(world, patrols.take_due, world.now(), 1)
        assert due.patrols == {least}
        await as_checker(world, patrols.queue_check, world.now(), least, world.parties["a"].id)


@pytest.mark.rule("CON-01")
async def test_what_was_put_off_waits_keeps_its_place_and_is_not_lost(world: Any) -> None:
    first = (await world.register("a")).patrol.id
    due = await as_checker(world, patrols.take_due, world.now(), 9)
    later = world.now() + timedelta(minutes=1)
    zone = uuid4()
    await as_checker(
        world, patrols.put_off, Due(due.patrols, frozenset({zone}), frozenset(), 2, due.queued_at), later
    )
    world.clock.advance(1)
    second = (await world.register("a", unit="U2", lat=33)).patrol.id
    assert (await as_checker(world, patrols.take_due, world.now(), 9)).patrols == {second}
    assert await as_checker(world, patrols.waiting) == {first}
    again = await as_checker(world, patrols.take_due, later, 9)
    assert (again.patrols, again.zones, again.queued_at) == ({first}, {zone}, due.queued_at)


def wander(at: random.Random, lon: float, lat: float) -> dict[str, Any]:
    """A drive of a few legs within some twenty kilometres, in the same hours as all the others."""
    per_degree = math.cos(math.radians(lat))
    legs = at.randint(1, 3)
    minutes = sorted(at.sample(range(180), legs + 1))
    places = [(lon + at.uniform(-0.1, 0.1) / per_degree, lat + at.uniform(-0.1, 0.1))]
    for before, after in pairwise(minutes):
        reach = min(0.1, (after - before) * 0.02)
        places.append(
            (
                places[-1][0] + at.uniform(-reach, reach) / per_degree,
                places[-1][1] + at.uniform(-reach, reach),
            )
        )
    return {
        "waypoints": tuple(((east + 180) % 360 - 180, north) for east, north in places),
        "times": tuple(TEN + timedelta(minutes=minute) for minute in minutes),
        "time_tolerance_s": at.choice([0.0, 300.0, 3600.0]),
        "lateral_tolerance_m": at.choice([0.0, 50.0, 1000.0]),
    }


@pytest.mark.rule("SEP-07", "CON-01", "DIS-04")
@pytest.mark.parametrize(
    ("lon", "lat"), [(15.0, 32.0), (179.95, -17.0), (20.0, 79.8)], ids=["sirte", "180", "north"]
)
async def test_nothing_that_comes_close_or_shares_a_cell_hour_is_left_out(
    world: Any, lon: float, lat: float
) -> None:
    at = random.Random(f"{lon} {lat}")
    async with world.owner.transaction() as owner:
        for slug, number in product("ab", range(8)):
            await add_unit(owner, world.parties[slug].id, f"W{number}", world.now())
    for slug, number in product("ab", range(8)):
        await world.register(slug, unit=f"W{number}", **wander(at, lon, min(lat, 79.8)))
    readable, unreadable = await as_checker(world, patrols.everything)
    everyone = {item.patrol: item for item in readable}
    assert unreadable == frozenset()
    standing, candidates = await as_checker(world, patrols.around, list(everyone))
    assert {patrol: item.cover for patrol, item in standing.items()} == {
        patrol: item.cover for patrol, item in everyone.items()
    }
    near = 0
    for one, two in product(everyone.values(), repeat=2):
        found = two.patrol in {item.patrol for item in candidates.get(one.patrol, [])}
        if one.party == two.party:
            assert not found
        elif matters(world, one, two):
            assert found
            near += 1
    assert near > 10


def matters(world: Any, one: Standing, two: Standing) -> bool:
    largest = world.deployment.terms.max_minimum_m
    close = find(one.track, two.track, largest)
    return close is not None or len(shared(unpack(one.cover), unpack(two.cover))) > 0


async def test_what_is_not_on_record_stands_nowhere(world: Any) -> None:
    on_record = (await world.register("a")).patrol.id
    draft = (await world.register("b", draft=True)).patrol.id
    gone = (await world.register("b")).patrol.id
    await world.move("b", gone, PatrolState.WITHDRAWN)
    standing, candidates = await as_checker(world, patrols.around, [on_record, draft, gone, uuid4()])
    assert (set(standing), candidates) == ({on_record}, {})
    states = await as_checker(world, patrols.states, [on_record, draft, gone, uuid4()])
    assert states == {
        on_record: PatrolState.REGISTERED,
        draft: PatrolState.DRAFT,
        gone: PatrolState.WITHDRAWN,
    }


async def test_a_zone_has_the_patrols_around_it_and_in_its_time(world: Any) -> None:
    near = (await world.register("a")).patrol.id
    await world.register("b", lat=33)
    ring = ((15.05, 31.97), (15.06, 31.97), (15.06, 31.98), (15.05, 31.97))
    zone = await world.act("desk", add_zone, "camp", Area((ring,), ZoneKind.BASE, ALWAYS), world.now())
    assert await as_checker(world, patrols.near_zones, [zone.id]) == {near}
    assert await as_checker(world, patrols.near_zones, [uuid4()]) == frozenset()


@pytest.mark.rule("PAT-01")
async def test_only_registered_patrols_that_are_over_expire(world: Any) -> None:
    over = (await world.register("a", minutes=0, time_tolerance_s=60.0)).patrol
    active = (await world.register("a", unit="U2", minutes=0)).patrol.id
    await world.move("a", active, PatrolState.ACTIVE)
    await world.register("b", minutes=5)
    await world.register("b", unit="U2", minutes=-30)
    end = world.now() + timedelta(minutes=11)
    assert await as_checker(world, patrols.expire, end) == []
    assert await as_checker(world, patrols.expire, end + timedelta(seconds=1)) == [(over.id, over.party)]
    assert world.sql("SELECT state FROM patrol WHERE id = %s", over.id) == [("expired",)]
    assert world.sql("SELECT current FROM plan WHERE patrol = %s", over.id) == [(False,)]
    assert await as_checker(world, patrols.expire, end + timedelta(seconds=1)) == []
