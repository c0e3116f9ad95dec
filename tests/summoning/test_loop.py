"""What is due is sent at least once each, tried again with patience, and given up in the end."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from pydantic import SecretStr

from deconflict.runtime.settings import Settings
from deconflict.summoning.loop import FIRST_WAIT_S, LONGEST_WAIT_S, TRIES, send_due, senders
from deconflict.summoning.sender import Outcome, Report
from deconflict.summons import store
from deconflict.summons.model import Address, AddressId, Channel

STATES = "SELECT state, tries, fault FROM summons"


class Way:
    """Stands in for a way out of the house."""

    def __init__(self, *reports: Report) -> None:
        self.reports = list(reports)
        self.reached: list[str] = []

    async def send(self, reach: str) -> Report:
        self.reached.append(reach)
        return self.reports.pop(0)


@pytest.fixture
async def summoned(world: Any) -> Any:
    """A's liaison has a phone, and is summoned."""
    viewer = world.viewers["a"]
    new = Address(AddressId(uuid4()), Channel.PUSH, viewer.party, viewer.person, None, world.now())
    await world.read("a", store.add, new, "https://push.example.org/x")
    async with world.checker.transaction() as checker:
        await store.summon(checker, [viewer.person], (), viewer.party, world.now())
    return world


@pytest.mark.rule("ALR-04")
async def test_what_is_due_is_sent_once(summoned: Any) -> None:
    way = Way(Report(Outcome.ACCEPTED))
    assert await send_due(summoned.database, {Channel.PUSH: way}) == 1
    assert await send_due(summoned.database, {Channel.PUSH: way}) == 0
    assert way.reached == ["https://push.example.org/x"]
    assert summoned.sql(STATES) == [("accepted", 1, None)]


@pytest.mark.rule("ALR-04")
async def test_it_is_tried_again_ever_later_and_given_up_at_last(summoned: Any) -> None:
    way = Way(*[Report(Outcome.AGAIN, "not_reached")] * TRIES)
    waits = []
    for _ in range(TRIES):
        summoned.sql("UPDATE summons SET due_at = service_now()")
        assert await send_due(summoned.database, {Channel.PUSH: way}) == 1
        waits += summoned.sql(
            "SELECT extract(epoch FROM due_at - service_now())::float FROM summons WHERE state = 'waiting'"
        )
    assert [wait for (wait,) in waits] == [min(FIRST_WAIT_S * 2**n, LONGEST_WAIT_S) for n in range(TRIES - 1)]
    assert summoned.sql(STATES) == [("failed", TRIES, "not_reached")]


@pytest.mark.rule("ALR-04")
async def test_whoever_sent_and_died_before_saying_so_sends_it_again(summoned: Any) -> None:
    async with summoned.database.sender() as session:
        assert len(await store.take(session, 10, 60)) == 1
    summoned.sql("UPDATE summons SET taken_until = service_now()")
    way = Way(Report(Outcome.ACCEPTED))
    assert await send_due(summoned.database, {Channel.PUSH: way}) == 1
    assert summoned.sql(STATES) == [("accepted", 2, None)]


@pytest.mark.rule("ALR-04")
async def test_what_came_of_one_is_stored_while_another_is_still_being_sent(
    summoned: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, settled, settle = summoned.viewers["b"], asyncio.Event(), store.settle
    new = Address(AddressId(uuid4()), Channel.PUSH, officer.party, officer.person, None, summoned.now())
    await summoned.read("b", store.add, new, "https://push.example.org/slow")
    async with summoned.checker.transaction() as checker:
        await store.summon(checker, [officer.person], (), officer.party, summoned.now())

    async def heard(*args: Any) -> None:
        await settle(*args)
        settled.set()

    class Slow:
        async def send(self, reach: str) -> Report:
            if reach.endswith("slow"):
                async with asyncio.timeout(30):
                    await settled.wait()  # for the other's
            return Report(Outcome.ACCEPTED)

    monkeypatch.setattr(store, "settle", heard)
    assert await send_due(summoned.database, {Channel.PUSH: Slow()}) == 2
    assert summoned.sql(STATES) == [("accepted", 1, None)] * 2


async def test_a_way_that_the_operator_closed_fails_where_the_desk_sees_it(summoned: Any) -> None:
    assert await send_due(summoned.database, {}) == 1
    assert summoned.sql(STATES) == [("failed", 1, "channel_closed")]


def test_only_the_ways_that_the_operator_opened_are_there(tmp_path: Any) -> None:
    key = SecretStr("a key that nobody else knows, 32+")
    assert senders(Settings(context_key=key)) == {}
    opened = Settings(context_key=key, push_contact="mailto:ops@example.org", sms_outbox=tmp_path)
    assert set(senders(opened)) == {Channel.PUSH, Channel.SMS}
