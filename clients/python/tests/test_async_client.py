"""The async client against a real service on loopback. `test_client.py` compares it with the blocking one."""

from datetime import UTC, datetime

import pytest

from deconflict_client.agreements import Levels, Terms
from deconflict_client.alerts import OverlapAlert, Receipt
from deconflict_client.async_client import AsyncClient
from deconflict_client.base_alert import BaseAlert, Cursor
from deconflict_client.errors import SignedOut, Unavailable
from deconflict_client.events import Live, Offline, Refreshed, RefreshReason
from deconflict_client.following import Pace
from deconflict_client.http import Manner
from deconflict_client.plan import Plan, Waypoint
from deconflict_client.retrying import Backoff, Retrying
from deconflict_client.signing import SigningKey

AT_EIGHT = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
PLAN = Plan("K-1", (Waypoint(13.19, 32.88, AT_EIGHT), Waypoint(13.52, 32.74, AT_EIGHT.replace(hour=9))))
AT_ONCE = Pace(backoff=Backoff(base_s=0.0, cap_s=0.0))


async def test_it_signs_in_registers_and_reads_to_the_end(service) -> None:
    async with AsyncClient(service.url) as client:
        await client.sign_in("salem@east", "right")
        for _ in range(3):
            await client.register(PLAN)
        assert [patrol.id for patrol in await client.patrols()] == ["p1", "p2", "p3"]
        await client.sign_out()
        assert client.token is None


@pytest.mark.rule("DIS-02")
async def test_it_drafts_signs_and_takes_back(service) -> None:
    async with AsyncClient(service.url, token=service.token) as client:
        private = SigningKey.new()
        key = SigningKey(private.private, (await client.register_key("laptop", private.public)).id)
        terms = Terms(("east", "west"), Levels(2), {"east": 1000, "west": 1000}, AT_EIGHT)
        signed = await client.sign(await client.draft_agreement(terms), key)
        assert await client.agreements() == [await client.agreement(signed.id)] == [signed]
        assert (await client.withdraw_agreement(signed.id)).state == "withdrawn"
        lowered = await client.lower("west", Levels(0))
        assert (await client.levels("west")).lowered == (lowered,)
        assert [item.id for item in await client.keys()] == [key.id]
        assert (await client.revoke_key(str(key.id))).revoked_at is not None


async def test_it_retries_and_then_says_that_the_service_is_away(service) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    manner = Manner(retrying=Retrying(attempts=3), async_sleep=sleep, chance=lambda: 1.0)
    async with AsyncClient("http://127.0.0.1:9", token="t", manner=manner) as client:
        with pytest.raises(Unavailable) as away:
            await client.picture()
    assert away.value.code == "unreachable"
    assert waits == [0.25, 0.5]


@pytest.mark.rule("ALR-01", "ALR-03")
async def test_alerts_arrive_in_order_and_are_acknowledged_over_the_socket(service) -> None:
    for _ in range(3):
        service.release()
    async with AsyncClient(service.url, token=service.token) as client, client.watch() as feed:
        assert await anext(feed) == Live(Cursor("e1", 0))
        alerts = [await anext(feed) for _ in range(3)]
        assert [alert.seq for alert in alerts] == [1, 2, 3]
        assert isinstance(alerts[0], OverlapAlert)
        await feed.see(alerts[0])
        await feed.acknowledge(alerts[0])
        receipt = await anext(feed)
        assert isinstance(receipt, Receipt)
        assert (receipt.seq, receipt.fact, receipt.by) == (1, "acknowledged", "Salem")
    said = [(message["type"], message.get("seq")) for message in service.spoken]
    assert said == [
        ("hello", None),
        ("received", 1),
        ("received", 2),
        ("received", 3),
        ("seen", 1),
        ("acknowledge", 1),
    ]


async def test_a_line_that_is_cut_resumes_without_a_repeat(service) -> None:
    service.release()
    service.closing.append(4008)
    async with AsyncClient(service.url, token=service.token) as client, client.watch(pace=AT_ONCE) as feed:
        events = [await anext(feed) for _ in range(4)]
    assert [type(event).__name__ for event in events] == ["Live", "OverlapAlert", "Offline", "Live"]
    assert events[2] == Offline(4008, "")
    assert [message["after"] for message in service.spoken if message["type"] == "hello"] == [0, 1]


@pytest.mark.rule("IDN-05")
async def test_a_restored_service_is_noticed_and_read_from_its_beginning(service) -> None:
    service.epoch = "e2"
    for _ in range(3):
        service.release()
    place = Cursor("e1", 9)
    async with (
        AsyncClient(service.url, token=service.token) as client,
        client.watch(place, pace=AT_ONCE) as feed,
    ):
        events = [await anext(feed) for _ in range(6)]
    assert isinstance(events[0], Offline)
    assert isinstance(events[1], Refreshed)
    assert events[1].reason is RefreshReason.NEW_EPOCH
    assert [event.seq for event in events if isinstance(event, BaseAlert)] == [1, 2, 3]
    assert events[-1] == Live(Cursor("e2", 3))


async def test_a_feed_without_a_valid_token_stops(service) -> None:
    async with AsyncClient(service.url, token="revoked") as client, client.watch() as feed:
        with pytest.raises(SignedOut):
            await anext(feed)


async def test_a_session_that_ends_stops_its_feed(service) -> None:
    service.closing.append(4001)
    async with AsyncClient(service.url, token=service.token) as client, client.watch() as feed:
        assert isinstance(await anext(feed), Live)
        for _ in range(2):
            with pytest.raises(SignedOut):
                await anext(feed)
