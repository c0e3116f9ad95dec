"""One live socket from hello to its end, over a real service and database."""

import asyncio
import json
from contextlib import AsyncExitStack, suppress
from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnect
from websockets.exceptions import ConnectionClosed

from deconflict.flows.note_alerts import note_alerts
from deconflict.live import connection as shell
from deconflict.live.catching_up import CatchingUp
from deconflict.live.connection import Connection
from deconflict.live.feed import PAGE, Follower
from deconflict.live.hub import AT_ONCE_NOTED, Hub
from deconflict.live.outbox import Letter, Outbox
from deconflict.live.protocol import CloseCode
from deconflict.runtime.errors import DatabaseBusy


async def meet(world, unit: str = "U1", lat: float = 32.0) -> None:
    """Let A and B plan to meet, and tell them at the tick."""
    for who in ("a", "b"):
        await world.register(who, unit=unit, lat=lat)
    await world.tick()


def fill(world, who: str, count: int) -> None:
    """Lengthen a feed that has one alert to so many, all about the same."""
    feed = world.sql("SELECT id FROM feed WHERE person = %s", world.viewers[who].person)[0][0]
    columns = "feed, party, notice, kind, change, rings, overlap, revision, released_at"
    world.sql(
        f"INSERT INTO alert (seq, {columns})"
        f" SELECT n, {columns} FROM alert, generate_series(2, {count}) n WHERE feed = %s AND seq = 1",
        feed,
    )
    world.sql("UPDATE feed SET last_seq = %s WHERE id = %s", count, feed)


@pytest.mark.rule("ALR-01")
async def test_what_is_released_is_heard_in_order(served) -> None:
    world, line = served.world, await served.line("a")
    welcome = await line.greet()
    assert (welcome["recovered"], welcome["seq"]) == (True, 0)
    for number in (1, 2, 3):
        await meet(world, f"U{number}", 32.0 + number)
        alert = await line.hear("alert")
        assert (alert["seq"], alert["kind"], alert["epoch"]) == (number, "overlap", welcome["epoch"])
    assert alert["released_at"] == "2026-12-01T08:00:30Z"


@pytest.mark.rule("ALR-01", "ALR-03")
async def test_a_client_resumes_and_hears_what_it_missed_then_what_comes(served) -> None:
    world, first = served.world, await served.line("a")
    epoch = (await first.greet())["epoch"]
    for number in (1, 2):
        await meet(world, f"U{number}", 32.0 + number)
        assert (await first.hear("alert"))["seq"] == number
    await first.state("received", epoch, 1)
    await first.connection.close()
    second = await served.line("a")
    assert (await second.greet(epoch, 1))["seq"] == 2
    await meet(world, "U3", 35.0)
    assert [(await second.hear("alert"))["seq"] for _ in range(2)] == [2, 3]
    rows = world.sql("SELECT seq, fact, person FROM receipt")
    assert rows == [(1, "received", world.viewers["a"].person)]


@pytest.mark.rule("ALR-01")
async def test_a_long_absence_is_caught_up_page_by_page(served) -> None:
    world = served.world
    await meet(world)
    fill(world, "a", 3 * PAGE + 7)
    line = await served.line("a")
    assert (await line.greet())["seq"] == 3 * PAGE + 7
    heard = [(await line.hear("alert"))["seq"] for _ in range(3 * PAGE + 7)]
    assert heard == list(range(1, 3 * PAGE + 8))
    await meet(world, "U2", 33.0)
    assert (await line.hear("alert"))["seq"] == 3 * PAGE + 8


async def test_only_the_first_reading_of_a_line_gives_way_to_who_arrives(
    served, monkeypatch: pytest.MonkeyPatch
) -> None:
    await meet(served.world)
    fill(served.world, "a", 2 * PAGE)
    read, gave_way = CatchingUp.read, []

    async def noted(*arguments: Any, gives_way: bool = False) -> Any:
        gave_way.append(gives_way)
        return await read(*arguments, gives_way=gives_way)

    monkeypatch.setattr(CatchingUp, "read", noted)
    line = await served.line("a")
    assert (await line.greet("yesterday", 1))["recovered"] is False
    assert (await line.greet())["recovered"] is True
    for _ in range(2 * PAGE):
        await line.hear("alert")
    assert gave_way == [True, False, False]


@pytest.mark.rule("IDN-05")
async def test_a_cursor_of_another_epoch_or_ahead_of_the_feed_begins_again(served) -> None:
    line = await served.line("a")
    for epoch, after in (("yesterday", 0), (None, 0)):
        welcome = await line.greet(epoch, after)
        assert welcome["recovered"] is (epoch is None)
    ahead = await served.line("b")
    assert await ahead.greet(welcome["epoch"], 9) == welcome | {"recovered": False}
    assert (await ahead.greet(welcome["epoch"], 0))["recovered"] is True


@pytest.mark.rule("ALR-03")
async def test_statements_are_stored_even_when_the_client_leaves_at_once(served) -> None:
    world, line = served.world, await served.line("a")
    await meet(world)
    fill(world, "a", 3)
    epoch = (await line.greet())["epoch"]
    assert [(await line.hear("alert"))["seq"] for _ in range(3)] == [1, 2, 3]
    for kind, seq in [("received", 1), ("received", 2), ("seen", 2), ("received", 3), ("acknowledge", 3)]:
        await line.state(kind, epoch, seq)
    await line.connection.close()
    await served.until(lambda: len(world.sql("SELECT 1 FROM receipt")) == 7)
    rows = world.sql("SELECT seq, fact FROM receipt ORDER BY seq, fact")
    answered = [
        (seq, "acknowledged") for seq in (1, 2, 3)
    ]  # whoever answers the newest answers all of the same
    stated = [(1, "received"), (2, "received"), (2, "seen"), (3, "received")]
    assert rows == sorted([*answered, *stated])


@pytest.mark.rule("ALR-05")
async def test_who_acknowledges_is_told_that_it_stands(served) -> None:
    world, line = served.world, await served.line("a")
    await meet(world)
    epoch = (await line.greet())["epoch"]
    await line.hear("alert")
    for _ in range(2):
        await line.state("acknowledge", epoch, 1)
        receipt = await line.hear("receipt")
        expected = {"epoch": epoch, "seq": 1, "fact": "acknowledged", "by": "a", "at": "2026-12-01T08:00:10Z"}
        assert receipt == {"type": "receipt", **expected}
        world.clock.advance(5)


@pytest.mark.rule("ALR-05")
@pytest.mark.parametrize("held_up", ["while others catch up", "for a turn"])
async def test_an_acknowledgement_waits_for_nothing_that_was_stated_before_it(
    served, monkeypatch: pytest.MonkeyPatch, held_up: str
) -> None:
    world, line = served.world, await served.line("a")
    await meet(world)
    epoch = (await line.greet())["epoch"]
    await line.hear("alert")
    over = asyncio.Event()

    async def never_quiet(*_: Any) -> None:
        await over.wait()

    async with AsyncExitStack() as before:
        if held_up == "for a turn":
            for _ in range(AT_ONCE_NOTED):
                await before.enter_async_context(served.hub.noting)
        else:
            monkeypatch.setattr(CatchingUp, "quiet", never_quiet)
        await line.state("received", epoch, 1)
        await line.state("acknowledge", epoch, 1)
        assert (await line.hear("receipt"))["seq"] == 1
        assert world.sql("SELECT fact FROM receipt") == [("acknowledged",)]
    over.set()
    await served.until(lambda: len(world.sql("SELECT 1 FROM receipt")) == 2)


@pytest.mark.rule("SEC-03")
@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("{", "malformed_json"),
        (b"{}", "text_expected"),
        ({"type": "seen", "epoch": "e", "seq": 1}, "hello_expected"),
        ({"type": "hello", "epoch": None, "after": 0, "colour": "red"}, "malformed_message"),
    ],
)
async def test_what_is_not_understood_is_told_and_ends_the_line(served, said, code: str) -> None:
    line = await served.line("a")
    await line.say(said)
    assert await line.hear() == {"type": "error", "code": code}
    assert await line.closed() == 4400


@pytest.mark.rule("DIS-06")
async def test_an_alert_that_is_not_ones_own_cannot_be_stated(served) -> None:
    await meet(served.world)
    for kind in ("received", "seen", "acknowledge"):
        line = await served.line("c")
        epoch = (await line.greet())["epoch"]
        await line.state(kind, epoch, 1)
        assert await line.hear() == {"type": "error", "code": "not_found"}
        assert await line.closed() == 4400
    assert served.world.sql("SELECT 1 FROM receipt") == []


async def test_too_long_a_message_ends_the_line(served) -> None:
    line = await served.line("a")
    with suppress(ConnectionClosed):
        await line.say(" " * (64 * 1024 + 1))
    assert await line.closed() == 1009


async def test_a_hello_has_to_come_soon(served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "HELLO_WITHIN_S", 0.05)
    monkeypatch.setattr(shell, "HELLO_AGAIN_WITHIN_S", 0.05)
    silent = await served.line("a")
    assert await silent.hear() == {"type": "error", "code": "hello_expected"}
    assert await silent.closed() == 4008
    lost = await served.line("a")
    assert (await lost.greet("yesterday", 0))["recovered"] is False
    assert await lost.closed() == 4008


async def test_a_database_that_is_busy_ends_the_line_and_the_client_comes_back(
    served, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: Any, **__: Any) -> None:
        raise DatabaseBusy

    line = await served.line("a")
    with monkeypatch.context() as during:
        during.setattr(CatchingUp, "read", busy)
        await line.say({"type": "hello", "epoch": None, "after": 0})
        assert await line.closed() == 1011
    assert (await (await served.line("a")).greet())["recovered"] is True


async def test_a_bug_ends_its_own_line(served, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("a bug")

    line = await served.line("a")
    with monkeypatch.context() as during:
        during.setattr(Hub, "follow", broken)
        await line.greet()
        assert await line.closed() == 1011
    await served.until(lambda: served.hub.followers == [])


async def test_a_new_epoch_ends_the_line(served) -> None:
    world, line = served.world, await served.line("a")
    await meet(world)
    epoch = (await line.greet())["epoch"]
    await line.hear("alert")
    world.sql("UPDATE deployment SET epoch = gen_random_uuid()::text")
    await line.state("acknowledge", epoch, 1)
    assert await line.closed() == 1012
    assert (await (await served.line("a")).greet(epoch, 1))["recovered"] is False
    assert world.sql("SELECT 1 FROM receipt") == []


class LeavingSocket:
    """The wire of a client that states something and is gone before the next alert can be written to it."""

    def __init__(self, *said: dict[str, Any]) -> None:
        self._said = [{"type": "websocket.receive", "text": json.dumps(each)} for each in said]
        self.gone = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        if self._said:
            return self._said.pop(0)
        await self.gone.wait()
        return {"type": "websocket.disconnect", "code": 1006}

    async def send_text(self, text: str) -> None:
        if json.loads(text)["type"] == "alert":
            self.gone.set()
            raise WebSocketDisconnect(1006)


@pytest.mark.rule("ALR-03")
async def test_a_statement_stands_though_the_next_alert_cannot_be_written(
    served, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, hub, storing = served.world, served.hub, asyncio.Event()
    await meet(world)
    epoch = world.sql("SELECT epoch FROM deployment")[0][0]

    async def slowly(*arguments: Any) -> None:
        await storing.wait()
        await note_alerts(*arguments)

    monkeypatch.setattr(shell, "note_alerts", slowly)
    await served.token("a")  # opens the session, or the hub would close its sockets
    follower = Follower(world.viewers["a"])
    hub.enter(follower)
    hello = {"type": "hello", "epoch": epoch, "after": 1}
    socket = LeavingSocket(hello, {"type": "seen", "epoch": epoch, "seq": 1})
    running = asyncio.create_task(Connection(socket, served.app.state.edge, hub, follower).run())
    await meet(world, "U2", 33.0)
    await asyncio.wait_for(socket.gone.wait(), 20)
    storing.set()
    await asyncio.wait_for(running, 20)
    hub.leave(follower)
    assert world.sql("SELECT seq, fact FROM receipt") == [(1, "seen")]


class StuckSocket:
    """The wire of a client that reads nothing more after so many messages."""

    def __init__(self, reads: int) -> None:
        self.sent: list[str] = []
        self.code: int | None = None
        self._reads = reads
        self._pending = [json.dumps({"type": "hello", "epoch": None, "after": 0})]

    async def receive(self) -> dict[str, Any]:
        if not self._pending:
            await asyncio.Event().wait()
        return {"type": "websocket.receive", "text": self._pending.pop()}

    async def send_text(self, text: str) -> None:
        if len(self.sent) >= self._reads:
            await asyncio.Event().wait()
        self.sent.append(text)

    async def close(self, code: int, reason: str) -> None:
        self.code = code
        raise WebSocketDisconnect(1006)


@pytest.mark.rule("ALR-07")
async def test_a_client_that_does_not_read_is_closed_and_holds_up_nobody(
    served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell, "LAST_WORDS_S", 0.05)
    world, hub = served.world, served.hub
    reader = await served.line("a")
    await reader.greet()
    stuck = Follower(world.viewers["a"], outbox=Outbox(limit=2))
    hub.enter(stuck)
    socket = StuckSocket(reads=1)
    running = asyncio.create_task(Connection(socket, served.app.state.edge, hub, stuck).run())
    await served.until(lambda: stuck.protocol.epoch is not None)
    await meet(world)
    fill(world, "a", 10)
    hub.wake()
    assert [(await reader.hear("alert"))["seq"] for _ in range(10)] == list(range(1, 11))
    await asyncio.wait_for(running, 10)
    assert socket.code == CloseCode.TOO_SLOW
    assert len(socket.sent) == 1
    hub.leave(stuck)


@pytest.mark.rule("DIS-02")
async def test_a_client_that_still_catches_up_is_closed_when_a_level_falls(
    served, agreeing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell, "LAST_WORDS_S", 0.05)
    world, hub = served.world, served.hub
    await served.token("a")
    await meet(world)
    fill(world, "a", 3 * PAGE)
    slow, socket = Follower(world.viewers["a"]), StuckSocket(reads=3)
    hub.enter(slow)
    running = asyncio.create_task(Connection(socket, served.app.state.edge, hub, slow).run())
    await served.until(lambda: len(socket.sent) == 3 and slow.protocol.sent == 2 * PAGE)
    assert hub.audiences == [], "it has not caught up"
    await agreeing.lower("b", "a", 0)
    await asyncio.wait_for(running, 10)
    assert socket.code == CloseCode.AGREEMENT_CHANGED
    assert (len(socket.sent), len(slow.outbox)) == (3, 0), "what waited was shown at the old level"
    hub.leave(slow)


@pytest.mark.rule("DIS-02")
async def test_a_level_that_falls_between_what_was_missed_and_following_closes_the_line(
    served, agreeing, monkeypatch: pytest.MonkeyPatch
) -> None:
    await meet(served.world)
    line, read = await served.line("a"), CatchingUp.read

    async def lowered_meanwhile(*arguments: Any, **how: Any) -> Any:
        missed = await read(*arguments, **how)
        await agreeing.lower("b", "a", 0)
        return missed

    monkeypatch.setattr(CatchingUp, "read", lowered_meanwhile)
    await line.greet()
    assert await line.closed() == CloseCode.AGREEMENT_CHANGED


async def test_what_waits_is_written_before_a_close_that_can_wait() -> None:
    follower, socket = Follower(viewer=None), StuckSocket(reads=5)
    socket._pending.clear()
    follower.outbox.put(Letter("last words"))
    follower.outbox.end(CloseCode.BAD_MESSAGE, at_once=False)
    await Connection(socket, None, None, follower).run()
    assert (socket.sent, socket.code) == (["last words"], 4400)
