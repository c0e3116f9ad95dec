"""A gateway's fixes are stored as any others; what can never be stored is taken as done, and counted."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.gateways.credential import joined, viewer_of
from deconflict.gateways.measures import FIXES
from deconflict.gateways.reporting import report
from deconflict.tracking.model import Fix


def counted(outcome: str) -> float:
    return FIXES.labels("test", outcome)._value.get()


@pytest.mark.rule("LIV-01")
async def test_what_comes_of_fixes_is_counted_and_nothing_raised(world: Any, app: Any, enrol: Any) -> None:
    edge, now = app.state.edge, world.now()
    viewer = await viewer_of(edge, joined((await enrol()).identifier))
    before = {outcome: counted(outcome) for outcome in ("stored", "too_old", "clock_off")}
    await report(edge, viewer, [Fix(now, 15.0, 32.0), Fix(now - timedelta(days=40), 15.0, 32.0)], "test")
    await report(edge, viewer, [Fix(now + timedelta(days=40), 15.0, 32.0)], "test")
    await report(edge, viewer, [], "test")
    assert {outcome: counted(outcome) - was for outcome, was in before.items()} == {
        "stored": 1,
        "too_old": 1,
        "clock_off": 1,
    }
    assert world.sql("SELECT at FROM last_position") == [(now,)]
    assert world.sql("SELECT device FROM upload") == [(viewer.device,)]


@pytest.mark.rule("LIV-01")
async def test_a_clock_that_is_ahead_is_set_right_by_its_newest_fix(world: Any, app: Any, enrol: Any) -> None:
    edge, now = app.state.edge, world.now()
    viewer = await viewer_of(edge, joined((await enrol()).identifier))
    ahead = now + timedelta(hours=2)
    await report(
        edge, viewer, [Fix(ahead, 15.0, 32.0), Fix(ahead - timedelta(minutes=1), 14.9, 32.0)], "test"
    )
    assert world.sql("SELECT first_at, last_at FROM upload") == [(now - timedelta(minutes=1), now)]
