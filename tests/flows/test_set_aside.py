"""A to-do that fails again and again holds up no other, comes back, and is told to the desk."""

from typing import Any

import pytest

from deconflict.flows.set_aside import TRY_AGAIN_AFTER, set_aside
from deconflict.flows.set_zones import add_zone
from deconflict.patrols.model import Due
from deconflict.separation.area import Area, ZoneKind
from deconflict.separation.window import ALWAYS

pytestmark = pytest.mark.rule("CON-01")
RING = ((15.0, 31.9), (15.1, 31.9), (15.1, 32.1), (15.0, 32.1), (15.0, 31.9))


async def put_aside(world: Any) -> Due | None:
    async with world.checker.transaction() as checker:
        return await set_aside(checker, world.now())


async def test_nothing_to_do_is_nothing_to_set_aside(world: Any) -> None:
    assert await put_aside(world) is None
    assert world.sql("SELECT count(*) FROM notice") == [(0,)]


async def test_the_oldest_alone_is_set_aside_and_the_desk_alone_is_told(world: Any) -> None:
    oldest = (await world.register("a")).patrol.id
    world.clock.advance(1)
    await world.register("b", lat=33)
    due = await put_aside(world)
    assert due is not None
    assert due.patrols == {oldest}
    later = world.now() + TRY_AGAIN_AFTER
    assert world.sql("SELECT patrol, not_before FROM check_due WHERE not_before IS NOT NULL") == [
        (oldest, later)
    ]
    notices = world.sql("SELECT party, kind, change, rings, patrol FROM notice")
    assert notices == [(None, "patrol", "unchecked", True, oldest)]
    assert await world.engine.check_all() == 1


async def test_what_was_set_aside_is_tried_again_after_a_minute_in_its_old_place(world: Any) -> None:
    patrol = (await world.register("a")).patrol.id
    await put_aside(world)
    assert await world.engine.check() is None
    assert await put_aside(world) is None, "it is not due, so it is not set aside once more"
    world.clock.advance(TRY_AGAIN_AFTER.total_seconds() - 1)
    assert await world.engine.check() is None
    world.clock.advance(1)
    await world.register("b", lat=33)
    again = await put_aside(world)
    assert again is not None
    assert again.patrols == {patrol}, "it still waits the longest"


async def test_a_zone_at_fault_is_set_aside_as_well_and_is_still_done_later(world: Any) -> None:
    area = Area((RING,), ZoneKind.NO_GO, ALWAYS)
    zone = await world.act("desk", add_zone, "hospital", area, world.now())
    world.clock.advance(1)
    await world.register("a", lat=33)
    due = await put_aside(world)
    assert due is not None
    assert due.zones == {zone.id}
    assert await world.engine.check_all() == 1
    world.clock.advance(TRY_AGAIN_AFTER.total_seconds())
    assert await world.engine.check_all() == 1
    assert world.sql("SELECT count(*) FROM check_due") == [(0,)]
