"""Zones come back as they went in, and none that could matter is left out."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from deconflict.flows.set_zones import add_zone, remove_zone
from deconflict.separation.area import Area, ZoneKind
from deconflict.separation.window import ALWAYS, UNBOUNDED, Window
from deconflict.zones import store as zones

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
Corners = tuple[tuple[float, float], ...]


def box(west: float, south: float, east: float, north: float) -> Corners:
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


ODD = {
    "plain": Area((box(15.0, 32.0, 15.1, 32.1),), ZoneKind.BASE, ALWAYS),
    "with holes": Area(
        (box(15.0, 32.0, 16.0, 33.0), box(15.1, 32.1, 15.2, 32.2), box(15.5, 32.5, 15.6, 32.6)),
        ZoneKind.BUFFER,
        ALWAYS,
    ),
    "clockwise": Area((box(15.0, 32.0, 15.1, 32.1)[::-1],), ZoneKind.NO_GO, ALWAYS),
    "from": Area((box(15.0, 32.0, 15.1, 32.1),), ZoneKind.NO_GO, Window(EIGHT, UNBOUNDED)),
    "until": Area((box(15.0, 32.0, 15.1, 32.1),), ZoneKind.NO_GO, Window(UNBOUNDED, EIGHT)),
    "for a microsecond": Area(
        (box(15.0, 32.0, 15.1, 32.1),), ZoneKind.NO_GO, Window(EIGHT, EIGHT + timedelta(microseconds=1))
    ),
    "to the micrometre": Area((box(0.123456789012, 0.2, 0.3, 0.987654321098),), ZoneKind.CHECKPOINT, ALWAYS),
    "across the antimeridian": Area((box(179.9, -17.0, -179.9, -16.9),), ZoneKind.SHARED_AREA, ALWAYS),
}


async def add(world: Any, area: Area, who: str = "desk", name: str = "zone") -> UUID:
    return (await world.act(who, add_zone, name, area, world.now())).id


async def around(world: Any, who: str, *degrees: float) -> set[str]:
    return {zone.name for zone in await world.read(who, zones.around, *degrees)}


@pytest.mark.parametrize("odd", ODD)
async def test_a_zone_comes_back_as_it_went_in(world: Any, odd: str) -> None:
    wanted = await add(world, ODD[odd])
    for stored in (await world.read("a", zones.zone_with, wanted), *await world.read("a", zones.zones)):
        assert (stored.area, stored.party, stored.created_at) == (ODD[odd], None, world.now())


@pytest.mark.rule("SEP-07")
async def test_around_a_place_are_the_zones_that_touch_it_removed_and_hidden_ones_left_out(
    world: Any,
) -> None:
    """
    15.0      15.1      15.2
     |  west   |  east   |      the box looked at ends where the eastern one begins
    """
    await add(world, Area((box(15.0, 32.0, 15.1, 32.1),), ZoneKind.BASE, ALWAYS), "a", "west")
    await add(world, Area((box(15.1, 32.0, 15.2, 32.1),), ZoneKind.BASE, ALWAYS), "desk", "east")
    gone = await add(world, ODD["plain"], "a", "gone")
    await world.act("a", remove_zone, gone, world.now())
    assert await around(world, "a", 15.0, 32.0, 15.1, 32.1) == {"west", "east"}
    assert await around(world, "b", 15.0, 32.0, 15.1, 32.1) == {"east"}
    assert await around(world, "a", 14.0, 32.0, 14.9, 32.1) == set()
    assert gone in await world.read("a", zones.with_ids, [gone]), "what was told of it can still be shown"
    assert await world.read("b", zones.with_ids, [gone]) == {}
    assert await world.read("a", zones.zone_with, gone) is None


@pytest.mark.rule("SEP-01", "SEP-07")
async def test_a_zone_across_the_antimeridian_is_found_from_both_sides(world: Any) -> None:
    await add(world, ODD["across the antimeridian"])
    assert await around(world, "a", 179.95, -17.0, 180.0, -16.0) == {"zone"}
    assert await around(world, "a", -180.0, -17.0, -179.95, -16.0) == {"zone"}
    assert await around(world, "a", 179.95, -15.0, 180.0, -14.0) == set()


@pytest.mark.rule("SEP-07", "SEP-09")
async def test_the_checker_gets_every_zone_that_meets_a_plan_in_place_and_time(world: Any) -> None:
    start, end = EIGHT + timedelta(minutes=120), EIGHT + timedelta(minutes=130)
    patrol = (await world.register("a")).patrol.id
    here = (box(15.05, 31.95, 15.06, 32.05),)
    meeting = [
        await add(world, Area(here, ZoneKind.NO_GO, window), who)
        for who in ("a", "b", "desk")
        for window in (ALWAYS, Window(end, UNBOUNDED), Window(start, start + timedelta(seconds=1)))
    ]
    await add(world, Area((box(17.0, 31.95, 17.1, 32.05),), ZoneKind.NO_GO, ALWAYS))
    await add(world, Area(here, ZoneKind.NO_GO, Window(UNBOUNDED, EIGHT)))
    gone = await add(world, Area(here, ZoneKind.NO_GO, ALWAYS))
    await world.act("desk", remove_zone, gone, world.now())
    assert await met(world, [patrol]) == {patrol: set(meeting)}
    assert await met(world, [UUID(int=1)]) == {}


async def met(world: Any, patrols: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    async with world.checker.transaction() as checker:
        found = await zones.of_patrols(checker, list(patrols))
    return {patrol: {zone.id for zone in items} for patrol, items in found.items()}
