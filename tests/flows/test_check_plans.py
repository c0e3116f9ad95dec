"""The checker, on a real database: what it records and for whom."""

from typing import Any

import pytest

from deconflict.alerts.model import AlertKind


@pytest.mark.rule("CON-01")
async def test_two_plans_too_close_are_told_to_both_sides_and_the_desk(world: Any) -> None:
    await world.register("a", world.submission())
    await world.register("b", world.submission())
    await world.tick()
    assert [alert.kind for alert in await world.feed("desk")] == [AlertKind.CONFLICT]
    assert [alert.kind for alert in await world.feed("a")] == [AlertKind.OVERLAP]
    assert [alert.kind for alert in await world.feed("a2")] == [AlertKind.OVERLAP]
    assert [alert.kind for alert in await world.feed("b")] == [AlertKind.OVERLAP]
    assert await world.feed("facilitator") == []
