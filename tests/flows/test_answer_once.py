"""The same submission twice: once done, alike answered, also when both come at the same moment (PAT-08)."""

import asyncio
from contextlib import suppress
from typing import Any

import pytest

from deconflict.flows.answer_once import Answer, answer_once
from deconflict.flows.register_patrol import register_patrol
from deconflict.patrols.errors import IdempotencyKeyReused, UnitBusy
from deconflict.runtime.database import PartySession

pytestmark = pytest.mark.rule("PAT-08")

BLOCKED = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


class Undone(Exception):
    """Rolls back what was under way, as a crash would."""


async def submit_in(session: PartySession, world: Any, who: str, key: str | None, unit: str) -> Answer:
    viewer = world.viewers[who]

    async def act() -> Answer:
        submission = world.submission(unit=unit)
        done = await register_patrol(session, viewer, submission, world.deployment, world.now())
        return {"id": str(done.patrol.id), "late": done.patrol.late, "notices_by": [None, 1.5]}

    return await answer_once(session, viewer, key, unit.encode(), world.now(), act)


async def submit(world: Any, who: str, key: str | None, unit: str = "U1") -> Answer:
    """Register a patrol of that unit under a key; the unit is what the submission's fingerprint is made of."""
    async with world.database.transaction(world.viewers[who].context) as session:
        return await submit_in(session, world, who, key, unit)


def registered(world: Any) -> int:
    [(count,)] = world.sql("SELECT count(*) FROM patrol")
    return count


async def test_a_repetition_is_answered_like_the_first_and_does_nothing(world: Any) -> None:
    first = await submit(world, "a", "key")
    world.clock.advance(3600)
    assert await submit(world, "a", "key") == first
    assert registered(world) == 1
    assert world.sql("SELECT count(*) FROM check_due") == world.sql("SELECT count(*) FROM ledger_entry")


async def test_another_submission_under_a_used_key_is_refused_and_does_nothing(world: Any) -> None:
    first = await submit(world, "a", "key")
    with pytest.raises(IdempotencyKeyReused):
        await submit(world, "a", "key", unit="U2")
    assert registered(world) == 1
    assert await submit(world, "a", "key") == first


async def test_a_key_is_its_persons_own(world: Any) -> None:
    answers = [
        await submit(world, who, "key", unit) for who, unit in (("a", "U1"), ("b", "U1"), ("a2", "U2"))
    ]
    assert len({answer["id"] for answer in answers}) == registered(world) == 3


async def test_without_a_key_nothing_is_a_repetition(world: Any) -> None:
    await submit(world, "a", None)
    with pytest.raises(UnitBusy):
        await submit(world, "a", None)
    assert world.sql("SELECT count(*) FROM submission") == [(0,)]


async def test_a_refused_submission_leaves_its_key_free(world: Any) -> None:
    busy = await world.register("a")
    with pytest.raises(UnitBusy):
        await submit(world, "a", "key")
    await world.amend("a", busy.patrol.id, 1, minutes=600)
    answer = await submit(world, "a", "key")
    assert await submit(world, "a", "key") == answer
    assert registered(world) == 2


async def second_waits(world: Any) -> "asyncio.Task[Answer]":
    """Start the same submission, and return once it waits for the open transaction."""
    task = asyncio.ensure_future(submit(world, "a", "key"))
    while not world.sql(BLOCKED):
        assert not task.done(), "it did not wait"
        await asyncio.sleep(0)
    return task


async def test_of_two_at_once_the_second_waits_and_is_answered_like_the_first(world: Any) -> None:
    async with world.database.transaction(world.viewers["a"].context) as session:
        first = await submit_in(session, world, "a", "key", "U1")
        second = await second_waits(world)
        other = asyncio.ensure_future(submit(world, "a", "key", "U2"))
    assert await second == first
    assert registered(world) == 1
    with pytest.raises(IdempotencyKeyReused):
        await other


async def test_of_two_at_once_the_second_does_the_work_when_the_first_fails(world: Any) -> None:
    with suppress(Undone):
        async with world.database.transaction(world.viewers["a"].context) as session:
            await submit_in(session, world, "a", "key", "U1")
            second = await second_waits(world)
            raise Undone
    answer = await second
    assert world.sql("SELECT id::text FROM patrol") == [(answer["id"],)]
    assert await submit(world, "a", "key") == answer
