"""Somebody's own devices keep still for a moment; alerts climb as if nobody snoozed, and a rise rings."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.flows.escalate import escalate
from deconflict.flows.snooze_alerts import snooze_alerts
from deconflict.summons import store
from deconflict.summons.model import Address, AddressId, Channel

SCHEDULES = {"routine": (60.0, 120.0, 900.0, 3600.0), "critical": (60.0, 120.0, 900.0, 3600.0)}
SUMMONED = """
    SELECT login FROM summons JOIN person ON person.id = summons.person WHERE state = 'waiting' ORDER BY login
"""


@pytest.fixture
async def told(world: Any) -> Any:
    """A and B share hours, both were told, and A's two officers and the desk have phones."""
    for who in ("a", "a2", "desk"):
        viewer = world.viewers[who]
        new = Address(AddressId(uuid4()), Channel.PUSH, viewer.party, viewer.person, None, world.now())
        await world.read(who, store.add, new, "https://push.example.org/x")
    await world.register("a", minutes=185)
    await world.register("b", minutes=185)
    await world.tick()
    return world


async def later(world: Any, seconds: float) -> list[str]:
    """Escalate so many seconds after eight; return who is to be summoned."""
    async with world.checker.transaction() as checker:
        await escalate(checker, SCHEDULES, world.clock.at.replace(second=0) + timedelta(seconds=seconds))
    return [login for (login,) in world.sql(SUMMONED)]


@pytest.mark.rule("ALR-05")
async def test_who_snoozes_is_not_summoned_and_all_others_are(told: Any) -> None:
    await told.act("a", snooze_alerts, 10, told.now())
    assert await later(told, 61) == ["a2", "desk"]


@pytest.mark.rule("ALR-04", "ALR-05")
async def test_snoozing_holds_up_no_rung(told: Any) -> None:
    for who in ("a", "a2"):
        await told.act(who, snooze_alerts, 15, told.now())
    for seconds in (61, 121, 901, 3601):
        await later(told, seconds)
    rungs = told.sql("SELECT rung FROM escalation WHERE party = %s ORDER BY at", told.parties["a"].id)
    assert [rung for (rung,) in rungs] == ["devices", "duty", "desk", "facilitator"]


@pytest.mark.rule("ALR-05")
async def test_a_rise_is_summoned_for_also_while_somebody_snoozes(told: Any) -> None:
    await told.act("a", snooze_alerts, 10, told.now())
    for who in ("a", "b"):
        await told.register(who, unit="U2", minutes=365)
    await told.tick()
    assert "a" in await later(told, 61)


@pytest.mark.rule("ALR-05")
async def test_when_the_quiet_is_over_it_rings_again_if_nobody_has_answered(told: Any) -> None:
    await told.act("a", snooze_alerts, 5, told.now())
    assert "a" not in await later(told, 61)
    told.sql("UPDATE summons SET state = 'accepted', settled_at = made_at")
    assert "a" not in await later(told, 121)
    assert "a" in await later(told, 311)
