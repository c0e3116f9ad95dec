"""What a device received or a person saw is kept for many alerts at once (ALR-03)."""

import pytest

from deconflict.alerts.errors import EpochChanged
from deconflict.alerts.model import Fact
from deconflict.errors import NotFound
from deconflict.flows.note_alerts import note_alerts


@pytest.fixture
async def told(world):
    """A and B were told twice, and the epoch."""
    for number in (1, 2):
        for who in ("a", "b"):
            await world.register(who, unit=f"U{number}", lat=32.0 + number)
        await world.tick()
    return world.sql("SELECT epoch FROM deployment")[0][0]


@pytest.mark.rule("ALR-03")
async def test_many_are_noted_at_once_and_the_first_time_counts(world, told: str) -> None:
    for _ in range(2):
        await world.act("a", note_alerts, told, [2, 1, 2], Fact.RECEIVED, world.now())
        world.clock.advance(60)
    alerts = await world.feed("a")
    assert [(alert.received, alert.seen, alert.acknowledged) for alert in alerts] == [(True, False, None)] * 2
    assert {at for (at,) in world.sql("SELECT at::text FROM receipt")} == {"2026-12-01 08:00:20+00"}


@pytest.mark.rule("DIS-06")
async def test_one_unknown_number_and_nothing_is_noted(world, told: str) -> None:
    with pytest.raises(NotFound):
        await world.act("a", note_alerts, told, [1, 3], Fact.SEEN, world.now())
    with pytest.raises(NotFound):
        await world.act("c", note_alerts, told, [1], Fact.SEEN, world.now())
    assert world.sql("SELECT 1 FROM receipt") == []


@pytest.mark.rule("IDN-05")
async def test_nothing_is_noted_in_another_epoch(world, told: str) -> None:
    with pytest.raises(EpochChanged):
        await world.act("a", note_alerts, "yesterday", [1], Fact.SEEN, world.now())
