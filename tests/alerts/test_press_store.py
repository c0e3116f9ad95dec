"""What climbs, by what it is about and by the call that was made for it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.alerts import press_store as presses
from deconflict.flows.escalate import escalate

SCHEDULES = {"routine": (60.0, 300.0, 900.0, 3600.0), "critical": (60.0, 300.0, 900.0, 3600.0)}


@pytest.mark.rule("ALR-04")
async def test_what_climbs_for_a_party_is_found_by_its_matter_and_by_its_call(world: Any) -> None:
    """Never the desk's own alerts; and of each which rung it reached last."""
    await world.register("a", minutes=185)
    await world.register("b", minutes=185)
    await world.tick()
    [(began,)] = world.sql("SELECT DISTINCT begun_at FROM ladder")
    [(matter, notice)] = world.sql(
        "SELECT matter, notice FROM ladder WHERE party = %s", world.parties["a"].id
    )
    [(own,)] = world.sql("SELECT matter FROM ladder WHERE party IS NULL")
    async with world.checker.transaction() as checker:
        for seconds in (61, 301):
            await escalate(checker, SCHEDULES, began + timedelta(seconds=seconds))
        calls = await checker.packed("SELECT escalation, rung FROM escalated WHERE notice = %s", notice)
        assert [item.notice for item in await presses.open_about(checker, [matter, own])] == [notice]
        for call, _ in calls:
            assert notice in [item.notice for item in await presses.open_of_call(checker, call)]
        assert await presses.open_of_call(checker, uuid4()) == []
        [(rung, at)] = (await presses.last_fired(checker, [notice])).values()
        assert (rung.value, at) == ("duty", began + timedelta(seconds=301))
        await checker.packed("UPDATE ladder SET ended_at = begun_at RETURNING 1")
        assert await presses.open_about(checker, [matter]) == []
        assert await presses.open_of_call(checker, calls[0][0]) == []


async def test_what_an_alert_speaks_of_is_read_by_its_number(world: Any) -> None:
    await world.register("a")
    await world.register("b")
    await world.tick()
    [(feed, seq, conflict)] = world.sql("SELECT feed, seq, conflict FROM alert WHERE conflict IS NOT NULL")
    async with world.checker.transaction() as checker:
        assert (await presses.subject_at(checker, feed, seq)).conflict == conflict
