"""Rivals' plans as a party at level 4 reads them: its own copies, page by page."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.patrols import shared_store as sharing


@pytest.fixture
async def partners(world: Any, agreeing: Any) -> Any:
    """A sees two plans of B's, the second a minute younger."""
    await agreeing.ratify(4)
    await world.register("b")
    await world.tick()
    world.clock.advance(60)
    await world.register("b", unit="U2", lat=33.0)
    await world.tick()
    return world


@pytest.mark.rule("DIS-03", "DIS-06")
async def test_pages_go_from_the_newest_on_and_are_the_viewers_alone(partners: Any) -> None:
    [newest] = await partners.read("a", sharing.page, 1, None)
    [older] = await partners.read("a", sharing.page, 5, (newest.shared_at, newest.id))
    assert (newest.callsign, older.callsign) == ("U2", "U1")
    assert await partners.read("a", sharing.shared_plan_with, older.id) == older
    for who in ("b", "c", "desk"):
        assert await partners.read(who, sharing.shared_plan_with, older.id) is None
        assert await partners.read(who, sharing.page, 5, None) == []
    assert await partners.read("a", sharing.shared_plan_with, uuid4()) is None
