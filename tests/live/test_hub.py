"""The hub keeps every socket up to date, and no person's trouble becomes another's."""

import asyncio
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.flows import administer
from deconflict.flows.acknowledge_subject import acknowledge_overlap
from deconflict.flows.snooze_alerts import snooze_alerts
from deconflict.live import hub as hub_module
from deconflict.live.feed import Follower, deliver
from deconflict.live.hub import PRESENT_EVERY_S, SEEN_EVERY_S, Hub
from deconflict.live.protocol import CloseCode
from deconflict.parties import session_store as sessions
from deconflict.runtime.errors import DatabaseBusy, DatabaseUnavailable
from deconflict.runtime.metrics import REGISTRY


async def meet(world, unit: str = "U1", lat: float = 32.0) -> None:
    """Let A and B plan to meet, and tell them at the tick."""
    for who in ("a", "b"):
        await world.register(who, unit=unit, lat=lat)
    await world.tick()


@pytest.mark.rule("ALR-01", "IDN-03")
async def test_every_socket_hears_its_own_feed_and_no_other(served) -> None:
    lines = {who: await served.line(who) for who in ("a", "a2", "b", "c", "desk", "desk2")}
    also_a = await served.line("a")
    for line in (*lines.values(), also_a):
        await line.greet()
    await meet(served.world)
    heard = {who: await lines[who].hear("alert") for who in ("a", "a2", "b", "desk", "desk2")}
    assert {who: alert["kind"] for who, alert in heard.items()} == {
        "a": "overlap",
        "a2": "overlap",
        "b": "overlap",
        "desk": "conflict",
        "desk2": "conflict",
    }
    assert await also_a.hear("alert") == heard["a"]
    assert heard["desk"] == heard["desk2"]
    assert heard["a"]["overlap"] == heard["a2"]["overlap"] != heard["b"]["overlap"]
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await lines["c"].hear()


async def test_a_notification_is_enough(served, monkeypatch: pytest.MonkeyPatch) -> None:
    line = await served.line("a")
    await line.greet()
    monkeypatch.setattr(served.hub, "_poll_s", 3600.0)
    await meet(served.world)
    assert (await line.hear("alert"))["seq"] == 1
    await meet(served.world, "U2", 33.0)
    assert (await line.hear("alert"))["seq"] == 2


@pytest.mark.rule("ALR-05", "IDN-03")
async def test_one_acknowledgement_silences_the_partys_other_devices(served) -> None:
    world = served.world
    phone, laptop, duty = [await served.line(who) for who in ("a", "a", "a2")]
    rival = await served.line("b")
    for line in (phone, laptop, duty, rival):
        epoch = (await line.greet())["epoch"]
    await meet(world)
    for line in (phone, laptop, duty, rival):
        await line.hear("alert")
    await phone.state("acknowledge", epoch, 1)
    for line in (phone, laptop, duty):
        receipt = await line.hear("receipt")
        assert (receipt["seq"], receipt["by"]) == (1, "a")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await rival.hear()


@pytest.mark.rule("ALR-05")
async def test_an_acknowledgement_from_elsewhere_is_told_also_of_what_was_heard_before(served) -> None:
    """Made in another process: only the tables know of it. The socket that hears of it resumed after the alert."""
    world = served.world
    await meet(world)
    line = await served.line("a2")
    assert (await line.greet(world.sql("SELECT epoch FROM deployment")[0][0], 1))["recovered"] is True
    overlap = world.sql("SELECT id FROM overlap WHERE party = %s", world.parties["a"].id)[0][0]
    await world.act("a", acknowledge_overlap, overlap, world.deployment, world.now())
    assert (await line.hear("receipt"))["by"] == "a"


@pytest.mark.rule("SEC-04")
async def test_the_sockets_of_an_ended_session_are_closed_and_others_stay(served) -> None:
    world = served.world
    bearer = {"Authorization": f"Bearer {await served.another_token('a', uuid4())}"}
    ends, stays = await served.dial(bearer), await served.line("a")
    silent = await served.dial(bearer)
    for line in (ends, stays):
        await line.greet()
    started = asyncio.get_running_loop().time()
    world.sql(
        "UPDATE session SET ended_at = now() WHERE person = %s AND id <> %s",
        world.viewers["a"].person,
        world.viewers["a"].session,
    )
    assert [await line.closed() for line in (ends, silent)] == [4001, 4001]
    assert asyncio.get_running_loop().time() - started < 5
    await meet(world)
    assert (await stays.hear("alert"))["seq"] == 1


@pytest.mark.rule("SEC-04")
async def test_a_session_ended_on_another_device_loses_its_socket_within_a_second(served) -> None:
    world, lost = served.world, uuid4()
    line = await served.dial({"Authorization": f"Bearer {await served.another_token('a', lost)}"})
    await line.greet()
    own = await served.line("a")
    await own.greet()
    started = asyncio.get_running_loop().time()
    viewer = world.viewers["a"]
    assert await world.read("a", sessions.end_others, viewer, world.now()) == 1
    assert await line.closed() == 4001
    assert (
        asyncio.get_running_loop().time() - started < 5
    )  # half a second, on a machine that has nothing else to do
    assert own.connection.close_code is None


async def test_who_follows_a_socket_is_seen_though_it_asks_for_nothing(served) -> None:
    line = await served.line("a")
    await line.greet()
    served.world.clock.advance(600)
    served.hub._seen_at = -SEEN_EVERY_S  # a minute passes
    now = served.world.now()
    await served.until(lambda: served.world.sql("SELECT last_seen_at FROM session") == [(now,)])


async def test_who_comes_is_noted_at_once_and_then_with_the_beat(served) -> None:
    """Two sockets of one session are one; a beat later it is seen again."""
    line, again = await served.line("a"), await served.line("a")
    for each in (line, again):
        await each.greet()
    noted = "SELECT person, since, seen_at FROM presence"
    person, first = served.world.viewers["a"].person, served.world.now()
    await served.until(lambda: served.world.sql(noted) == [(person, first, first)])
    served.world.clock.advance(15)
    now = served.world.now()
    served.hub._present_at = -PRESENT_EVERY_S
    await served.until(lambda: served.world.sql(noted) == [(person, first, now)])


@pytest.mark.rule("SEC-04")
@pytest.mark.parametrize("how", ["the person is disabled", "the device is revoked", "the session expires"])
async def test_whatever_ends_a_session_ends_its_sockets(served, how: str) -> None:
    world, person = served.world, served.world.viewers["a"].person
    async with world.owner.transaction() as owner:
        phone = await administer.add_device(owner, person, "phone", world.now())
    line = await served.line("a")
    await line.greet()
    world.sql("UPDATE session SET device = %s WHERE person = %s", phone.device.id, person)
    if how == "the person is disabled":
        world.sql("UPDATE person SET disabled_at = now() WHERE id = %s", person)
    elif how == "the device is revoked":
        world.sql("UPDATE device SET revoked_at = now() WHERE id = %s", phone.device.id)
    else:
        world.clock.advance(13 * 3600)
    assert await line.closed() == 4001


@pytest.mark.rule("DIS-02")
async def test_what_one_side_takes_back_ends_both_sides_sockets_and_no_others(served, agreeing) -> None:
    ours, theirs, others = [await served.line(who) for who in ("a", "b", "c")]
    for line in (ours, theirs, others):
        await line.greet()
    await served.until(lambda: len(served.hub.audiences) == 3)
    await agreeing.lower("b", "a", 0)
    assert [await line.closed() for line in (ours, theirs)] == [4003, 4003]
    again = await served.line("a")
    await again.greet()
    await meet(served.world, lat=33.0)
    await served.world.register("c", lat=33.0)
    await served.world.tick()
    assert (await others.hear("alert"))["seq"] == 1, "the third party's socket went on"


async def test_the_beat_goes_to_everybody_who_follows(served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "BEAT_S", 0.05)
    hub = Hub(served.app.state.edge, 3600.0)
    follower = Follower(served.world.viewers["a"])
    hub.follow(follower, uuid4(), "e1", ())
    async with hub.running():
        first, second = [json.loads((await follower.outbox.take()).text) for _ in range(2)]
    assert first == second == {"type": "tick", "at": "2026-12-01T08:00:00Z"}


async def test_a_feed_that_cannot_be_read_ends_its_own_sockets_only(
    served, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = await served.line("a"), await served.line("b")
    for line in (a, b):
        await line.greet()

    async def broken(edge: Any, audience: Any, head: int) -> None:
        if audience.viewer.person == served.world.viewers["a"].person:
            raise RuntimeError("a bug")
        await deliver(edge, audience, head)

    monkeypatch.setattr(hub_module, "deliver", broken)
    await meet(served.world)
    assert (await b.hear("alert"))["seq"] == 1
    assert await a.closed() == 1011
    assert served.hub.alive


async def test_a_new_epoch_ends_the_sockets_it_concerns(served) -> None:
    a = await served.line("a")
    await a.greet()
    served.world.sql("UPDATE deployment SET epoch = gen_random_uuid()::text")
    await meet(served.world)
    assert await a.closed() == 1012


@pytest.mark.parametrize("trouble", [DatabaseBusy, DatabaseUnavailable])
async def test_a_database_in_trouble_delays_and_loses_nothing(
    served, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    line, failed = await served.line("a"), []
    await line.greet()

    async def in_trouble(*_: Any, **__: Any) -> None:
        failed.append(True)
        raise trouble

    with monkeypatch.context() as during:
        during.setattr(served.hub, "_ask", in_trouble)
        await meet(served.world)
        await served.until(lambda: len(failed) > 2)
    assert (await line.hear("alert"))["seq"] == 1


async def test_a_hub_that_fails_ends_every_socket_and_lets_nobody_in(
    served, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = await served.line("a")
    await line.greet()

    async def bug(*_: Any, **__: Any) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(served.hub, "look", bug)
    assert await line.closed() == 1012
    assert not served.hub.alive
    with pytest.raises(DatabaseUnavailable):
        served.hub.enter(Follower(served.world.viewers["b"]))


async def test_shutting_down_tells_every_socket_to_come_back(served) -> None:
    line = await served.line("a")
    await line.greet()
    async with asyncio.timeout(20):
        await served.stop()
    assert await line.closed() == CloseCode.RESTART


async def test_sockets_and_what_waits_for_them_are_counted(served) -> None:
    before = REGISTRY.get_sample_value("deconflict_sockets")
    line = await served.line("a")
    await line.greet()
    assert REGISTRY.get_sample_value("deconflict_sockets") == before + 1
    assert REGISTRY.get_sample_value("deconflict_outbox_messages") == 0
    pushed = REGISTRY.get_sample_value("deconflict_alert_push_seconds_count")
    await meet(served.world)
    await line.hear("alert")
    await served.until(lambda: REGISTRY.get_sample_value("deconflict_alert_push_seconds_count") == pushed + 1)
    await line.connection.close()
    await served.until(lambda: REGISTRY.get_sample_value("deconflict_sockets") == before)


async def test_nothing_is_asked_while_nobody_listens(served, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(served.hub, "_ask", lambda **_: asked.append(True))
    await served.hub.look()
    assert asked == []
    assert served.hub.alive


@pytest.mark.rule("ALR-05")
async def test_a_snooze_on_one_device_keeps_the_person_s_others_still_and_nobody_else_s(served) -> None:
    world = served.world
    phone, laptop, duty = [await served.line(who) for who in ("a", "a", "a2")]
    for line in (phone, laptop, duty):
        await line.greet()
    await meet(world)
    for line in (phone, laptop, duty):
        await line.hear("alert")
    await world.act("a", snooze_alerts, 5, world.now())
    for line in (phone, laptop):
        told = await line.hear("snooze")
        assert (told["up_to"], told["until"]) == (
            1,
            (world.now() + timedelta(minutes=5)).isoformat().replace("+00:00", "Z"),
        )
    world.clock.advance(301)
    for line in (phone, laptop):
        assert (await line.hear("snooze"))["until"] is None
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await duty.hear()
