"""Fixes are kept for their time, and as long as a conflict is open that they may be needed for (SEC-05)."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.flows.report_positions import report_positions
from deconflict.tracking.model import Fix

KEPT = "SELECT count(*) FROM upload"
LAST = "SELECT count(*) FROM last_position"
BEYOND = "SELECT count(*) FROM upload_beyond"
KEEP = "SELECT keep_upload_hours(%s, %s, %s)"


@pytest.mark.rule("SEC-05")
async def test_fixes_go_when_their_time_is_over_unless_a_conflict_is_open(world: Any) -> None:
    await world.act("a", report_positions, "U1", [Fix(world.now(), 15.0, 32.0)], world.now(), world.now())
    await world.register("a")
    await world.register("b")
    await world.tick()
    try:
        kept = timedelta(hours=world.deployment.fixes_kept_hours)
        world.clock.advance((kept - timedelta(minutes=1)).total_seconds())
        assert await world.engine.keep_hours() > 0
        assert world.sql(KEPT) == [(1,)]
        world.clock.advance(timedelta(hours=2).total_seconds())
        await world.engine.keep_hours()
        assert world.sql(KEPT) == world.sql(LAST) == [(1,)], "a conflict is open"
        await world.engine.let_time_pass()
        await world.engine.keep_hours()
        assert world.sql(KEPT) == world.sql(LAST) == [(0,)]
    finally:  # another world may stand in this database
        world.sql(KEEP, world.now(), world.now() - kept, world.now() + 2 * kept)


@pytest.mark.rule("SEC-05", "LIV-01")
async def test_hours_wait_for_no_upload_under_way_and_are_made_when_it_is_over(world: Any) -> None:
    now, viewer = world.now(), world.viewers["a"]
    try:
        async with world.database.transaction(viewer.context) as session:
            await report_positions(session, viewer, "U1", [Fix(now, 15.0, 32.0)], now, now)
            assert await world.engine.keep_hours() is None
        assert await world.engine.keep_hours() == 2, "all but the hour that it came in"
        assert world.sql(BEYOND) == world.sql(KEPT) == [(1,)]
    finally:
        world.sql(KEEP, now, now - timedelta(hours=1), now + timedelta(hours=1000))
