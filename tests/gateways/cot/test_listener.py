"""Whoever connects shows who they are; what one stream says or does the others never notice."""

import asyncio
from typing import Any

import pytest

from deconflict.flows.enrol_device import revoke_device
from deconflict.flows.raise_sos import raise_sos
from deconflict.flows.recognise import recognise_device
from deconflict.gateways.cot import listener as listening
from deconflict.runtime.errors import DatabaseUnavailable
from deconflict.runtime.places import Places

CALLS = "SELECT count(*) FROM sos"
STORED = "SELECT count(*) FROM last_position"
HOSTILE = [
    b"<event></event>",
    b"\x00\xff\xfe</event>",
    b'<!DOCTYPE e [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><event>&b;</event>',
    b'<!DOCTYPE e SYSTEM "file:///etc/passwd"><event>&x;</event>',
    b"<event>" * 4000 + b"</event>" * 4000,
    b'<event type="a-f-G" uid="A" time="2026-12-01T08:00:00Z" start="x"></event>',
    b'<event type="a-f-G" uid="A" time="NaN" start="NaN"><point lat="NaN" lon="1e999"/></event>',
    b'<auth><cot username="x" password="y"/></auth>',
]
PING = b'<event type="t-x-c-t" uid="A"></event>'


@pytest.mark.rule("LIV-01")
async def test_a_device_shows_its_secret_reports_and_is_told(
    world: Any, lines: Any, enrol: Any, event: Any
) -> None:
    line = await lines.open(await enrol())
    line.say(event(), PING)
    await line.hear(b"t-x-c-t-r")
    assert world.sql(STORED) == [(1,)]
    await world.act("a", raise_sos, "U2", None, "", world.now())
    await world.engine.tell_distress()
    lines.listener.wake()
    await line.hear(b"b-t-f")


@pytest.mark.rule("SEC-04", "DIS-06")
async def test_whoever_shows_nothing_good_is_cut_off_alike(
    lines: Any, enrol: Any, event: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = await enrol()
    wrong = await lines.open(device, "wrong")
    first = await lines.open()
    first.say(event())
    nonsense = await lines.open()
    nonsense.say(b"<auth></auth>")
    for line in (wrong, first, nonsense):
        assert await line.ended()
        assert line.heard == b""
    monkeypatch.setattr(listening, "SHOWS_WITHIN_S", 0.1)
    assert await (await lines.open()).ended()


@pytest.mark.rule("SEC-04")
async def test_who_guesses_secrets_is_slowed_down(lines: Any, enrol: Any) -> None:
    device = await enrol()
    for _ in range(10):
        assert await (await lines.open(device, "wrong")).ended()
    assert await (await lines.open(device)).ended()  # even the right one has to wait now


@pytest.mark.rule("SEC-04")
async def test_a_revoked_device_is_cut_off_at_once(world: Any, lines: Any, enrol: Any) -> None:
    device = await enrol()
    line = await lines.open(device)
    line.say(PING)
    await line.hear(b"t-x-c-t-r")
    async with world.owner.transaction() as session:
        await revoke_device(session, device.id, world.now())
    lines.listener.wake()
    assert await line.ended()


@pytest.mark.rule("SEC-02", "SEC-03")
@pytest.mark.parametrize("hostile", HOSTILE)
async def test_what_is_malformed_is_left_and_both_that_stream_and_the_others_go_on(
    world: Any, lines: Any, enrol: Any, event: Any, hostile: bytes
) -> None:
    one, other = await lines.open(await enrol("a")), await lines.open(await enrol("b"))
    one.say(hostile, PING)
    await one.hear(b"t-x-c-t-r")
    for line in (one, other):
        line.say(event(), PING)
    await other.hear(b"t-x-c-t-r")
    one.heard = b""
    one.say(PING)
    await one.hear(b"t-x-c-t-r")
    assert world.sql(STORED) == [(2,)]


@pytest.mark.rule("SEC-02")
async def test_what_never_ends_is_cut_off_and_the_others_go_on(lines: Any, enrol: Any) -> None:
    one, other = await lines.open(await enrol("a")), await lines.open(await enrol("b"))
    one.say(b"<event>" + b"x" * 70_000)
    assert await one.ended()
    other.say(PING)
    await other.hear(b"t-x-c-t-r")


async def says_on_and_on(line: Any) -> None:
    """Ask whether somebody is there, without ever hearing the answer."""
    async with asyncio.timeout(60):
        while True:
            line.say(PING * 500)
            await line.writer.drain()


@pytest.mark.rule("ALR-07")
async def test_who_does_not_read_is_cut_off(lines: Any, enrol: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "DRAINS_WITHIN_S", 0.2)
    line = await lines.open(await enrol())
    line.writer.transport.pause_reading()  # a client that stops reading
    with pytest.raises(ConnectionError):
        await says_on_and_on(line)


@pytest.mark.rule("SEC-02")
async def test_there_are_only_so_many(lines: Any, enrol: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    device = await enrol()
    first = await lines.open(device)
    first.say(PING)
    await first.hear(b"t-x-c-t-r")
    monkeypatch.setattr(listening, "MOST_STREAMS", 1)
    assert await (await lines.open(device)).ended()


class Doors:
    """Recognises devices, except while the database is away."""

    def __init__(self, recognise: Any) -> None:
        self.recognise = recognise
        self.open = True
        self.knocked = asyncio.Event()

    async def __call__(self, *knock: Any) -> Any:
        if self.open:
            return await self.recognise(*knock)
        self.knocked.set()
        raise DatabaseUnavailable


@pytest.fixture
def doors(monkeypatch: pytest.MonkeyPatch) -> Doors:
    """The door of the database, which a test may shut."""
    made = Doors(recognise_device)
    monkeypatch.setattr(listening, "recognise_device", made)
    monkeypatch.setattr(listening, "POLL_S", 600.0)  # only what is said knocks
    monkeypatch.setattr(listening, "FIRST_WAIT_S", 0.001)
    return made


async def while_away(doors: Doors, act: Any) -> None:
    """Do something while the database is away, and wait until it was asked in vain."""
    doors.open = False
    act()
    async with asyncio.timeout(30):
        await doors.knocked.wait()


@pytest.mark.rule("LIV-07")
async def test_a_call_for_help_is_stored_when_the_database_is_back_and_the_stream_goes_on(
    world: Any, lines: Any, enrol: Any, event: Any, doors: Doors
) -> None:
    line = await lines.open(await enrol())
    line.say(PING)
    await line.hear(b"t-x-c-t-r")
    line.heard = b""
    await while_away(doors, lambda: line.say(event("b-a-o-tbl"), PING))
    assert world.sql(CALLS) == [(0,)]
    doors.open = True
    await line.hear(b"t-x-c-t-r")
    assert world.sql(CALLS) == [(1,)]


@pytest.mark.rule("LIV-07")
async def test_a_call_for_help_that_waits_for_the_database_outlives_its_line(
    world: Any, lines: Any, enrol: Any, event: Any, doors: Doors
) -> None:
    line = await lines.open(await enrol())
    line.say(PING)
    await line.hear(b"t-x-c-t-r")
    await while_away(doors, lambda: line.say(event("b-a-o-tbl")))
    [stream], [call] = lines.listener._streams, lines.listener._doing
    stream.cancel()  # as when what it is told cannot be sent any more
    assert await line.ended()
    doors.open = True
    async with asyncio.timeout(30):
        assert await call
    assert world.sql(CALLS) == [(1,)]


async def test_who_connects_while_the_database_is_away_is_recognised_when_it_is_back(
    lines: Any, enrol: Any, doors: Doors
) -> None:
    device = await enrol()
    doors.open = False
    line = await lines.open(device)
    line.say(PING)
    async with asyncio.timeout(30):
        await doors.knocked.wait()
    doors.open = True
    await line.hear(b"t-x-c-t-r")


@pytest.mark.rule("SEC-02", "SEC-04")
async def test_who_connects_and_says_nothing_keeps_nobody_else_out(
    world: Any, lines: Any, enrol: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = await enrol()
    monkeypatch.setattr(listening, "MOST_STREAMS", 8)
    monkeypatch.setattr(listening, "MOST_WAITING_OF_ADDRESS", 8)
    lines.listener._arriving = Places(8, 4)
    for _ in range(8):
        await lines.open()
    assert await (await lines.open(device)).ended()  # one more than may wait at that address
    other = await lines.open(device, address="127.0.0.2")
    other.say(PING)
    await other.hear(b"t-x-c-t-r")


@pytest.mark.rule("SEC-02")
async def test_of_one_device_the_newest_streams_are_kept(
    lines: Any, enrol: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when it comes back again and again, and nobody notices that its lines died."""
    monkeypatch.setattr(listening, "MOST_OF_DEVICE", 2)
    one, other = await enrol("a"), await enrol("b")
    streams = []
    for device in (other, one, one, one):
        line = await lines.open(device)
        line.say(PING)
        await line.hear(b"t-x-c-t-r")
        streams.append(line)
    assert await streams[1].ended()
    for line in (streams[0], *streams[2:]):
        line.heard = b""
        line.say(PING)
        await line.hear(b"t-x-c-t-r")
