"""Whose devices keep still, and who has to be called again when the quiet is over."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.alerts import snooze_store as snoozes
from deconflict.alerts.model import Snooze
from deconflict.flows.escalate import escalate
from deconflict.flows.snooze_alerts import snooze_alerts


@pytest.fixture
async def told(world: Any) -> Any:
    """A and B share hours, everybody was told, and everybody's devices have been called."""
    await world.register("a", minutes=185)
    await world.register("b", minutes=185)
    await world.tick()
    async with world.checker.transaction() as checker:
        await escalate(checker, {}, world.now() + timedelta(seconds=120))
    return world


async def end(world: Any, minutes: float) -> set[str]:
    """Who has to be called again so many minutes from now."""
    logins = {viewer.person: who for who, viewer in world.viewers.items()}
    async with world.checker.transaction() as checker:
        ended = await snoozes.end(checker, world.now() + timedelta(minutes=minutes))
    return {logins[item.person] for item in ended}


@pytest.mark.rule("ALR-05")
async def test_a_snooze_is_one_s_own_and_the_last_counts(told: Any) -> None:
    for minutes in (5, 10):
        await told.act("a", snooze_alerts, minutes, told.now())
    until = told.now() + timedelta(minutes=10)
    assert await told.read("a", snoozes.own, told.now()) == Snooze(1, until)
    assert await told.read("a2", snoozes.own, told.now()) is None
    assert await told.read("a", snoozes.own, until) is None
    async with told.database.hub() as hub:
        people = [viewer.person for viewer in told.viewers.values()]
        assert await snoozes.of_people(hub, people) == {told.viewers["a"].person: Snooze(1, until)}
    await told.read("a", snoozes.lift)
    assert await told.read("a", snoozes.own, told.now()) is None


@pytest.mark.rule("SEC-01")
async def test_nobody_lifts_or_reads_another_s_snooze(told: Any) -> None:
    await told.act("a", snooze_alerts, 5, told.now())
    for who in ("a2", "b", "desk", "operator"):
        await told.read(who, snoozes.lift)
    assert told.sql("SELECT count(*) FROM snooze") == [(1,)]


@pytest.mark.rule("ALR-05")
async def test_who_slept_over_what_still_climbs_is_called_again_once(told: Any) -> None:
    for who in ("a", "b", "c", "desk"):
        await told.act(who, snooze_alerts, 5, told.now())
    assert await end(told, 4.9) == set()
    told.sql(
        "UPDATE ladder SET ended_at = service_now() WHERE party = %s", told.parties["b"].id
    )  # somebody of B's has acknowledged
    assert await end(told, 5) == {"a", "desk"}
    assert await end(told, 6) == set()
