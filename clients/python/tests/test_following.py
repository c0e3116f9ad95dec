"""The shell around the feed's state machine, on a fake line and a clock that only the test moves."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from deconflict_client import following
from deconflict_client.alerts import AlertPage
from deconflict_client.base_alert import Cursor
from deconflict_client.errors import EpochChanged, ProtocolRefused, SignedOut, Unavailable
from deconflict_client.events import Live, Offline, StaleFeed
from deconflict_client.following import AsyncFeed, Pace
from deconflict_client.models import Picture
from deconflict_client.positions import Fix
from deconflict_client.retrying import Backoff
from deconflict_client.sockets import LineClosed


class FakeSocket:
    """A line whose far end is the test."""

    def __init__(self) -> None:
        self.said: list[dict] = []
        self.closed: str | None = None
        self.deaf = False
        self._coming: asyncio.Queue[str | LineClosed] = asyncio.Queue()

    def put(self, **message: object) -> None:
        self._coming.put_nowait(json.dumps(message))

    def cut(self, code: int | None = 1006, reason: str = "cut") -> None:
        self._coming.put_nowait(LineClosed(code, reason))

    async def send(self, text: str) -> None:
        if self.deaf:
            raise LineClosed(1006, "cut")
        self.said.append(json.loads(text))

    async def receive(self) -> str | bytes:
        coming = await self._coming.get()
        if isinstance(coming, LineClosed):
            raise coming
        return coming

    async def close(self, reason: str) -> None:
        if self.closed is None:
            self.closed = reason
            self.cut(1000, "closed")


class FakeService:
    """Lines and REST answers that the test prepares; a missing line is a refused connection."""

    def __init__(self) -> None:
        self.lines: list[FakeSocket | Exception] = []
        self.dialled: list[float] = []
        self.pages: list[AlertPage | Exception] = []
        self.pictures: list[Picture | Exception] = []
        self.asked: list[tuple[Cursor, bool]] = []
        self.now: Callable[[], float] = lambda: 0.0

    async def dial(self) -> FakeSocket:
        self.dialled.append(self.now())
        line = self.lines.pop(0) if self.lines else LineClosed(None, "refused")
        if isinstance(line, Exception):
            raise line
        return line

    async def picture(self) -> Picture:
        return _given(self.pictures.pop(0))

    async def alerts_after(self, cursor: Cursor, *, patient: bool) -> AlertPage:
        self.asked.append((cursor, patient))
        return (
            _given(self.pages.pop(0)) if self.pages else AlertPage(cursor.epoch, cursor.seq, (), cursor.seq)
        )


def _given(value):
    if isinstance(value, Exception):
        raise value
    return value


@pytest.fixture
def far(time) -> FakeService:
    service = FakeService()
    service.now = time.now
    return service


@pytest.fixture
def follow(far, time) -> Callable[..., AsyncFeed]:
    pace = Pace(
        stale_after_s=15.0,
        backoff=Backoff(base_s=1.0, cap_s=8.0),
        clock=time.now,
        sleep=time.sleep,
        chance=lambda: 1.0,
    )
    return lambda start=None: AsyncFeed(far, far.dial, start, pace)


def greeted(**rest: object) -> FakeSocket:
    line = FakeSocket()
    line.put(type="welcome", epoch="e1", recovered=True, **rest)
    return line


def picture(epoch: str, seq: int) -> Picture:
    return Picture(epoch, seq, at=None, patrols=(), overlaps=(), conflicts=(), shared_plans=(), zones=())  # type: ignore[arg-type]  # unread


async def test_the_feed_is_only_followed_inside_its_block(follow) -> None:
    with pytest.raises(RuntimeError):
        await anext(follow())


async def test_a_feed_that_was_left_says_so(far, follow) -> None:
    async with follow() as feed:
        await anext(feed)
    with pytest.raises(RuntimeError, match="left"):
        await anext(feed)


async def test_leaving_is_not_kept_by_a_line_that_does_not_close(
    far, follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "LEAVE_WITHIN_S", 0.01)
    told, closed = asyncio.Event(), asyncio.Event()

    async def dial() -> FakeSocket:
        try:
            await closed.wait()
        finally:
            told.set()
            await closed.wait()
        raise LineClosed(None, "refused")

    monkeypatch.setattr(far, "dial", dial)
    async with asyncio.timeout(30), follow() as feed:
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert told.is_set()
    closed.set()
    await asyncio.wait([feed._work])


async def test_alerts_pass_from_the_line_to_the_caller(far, follow, wire) -> None:
    line = greeted()
    far.lines.append(line)
    async with follow() as feed:
        line.put(**wire(1))
        assert await anext(feed) == Live(Cursor("e1", 0))
        assert (await anext(feed)).seq == 1
        assert feed.fresh
    assert [message["type"] for message in line.said] == ["hello", "received"]
    assert line.closed == "done"


async def test_connecting_again_waits_longer_each_time_up_to_a_cap(far, follow, time) -> None:
    async with follow() as feed:
        await time.advance(40.0)
        assert await anext(feed) == Offline(None, "refused")
    assert far.dialled == [0.0, 1.0, 3.0, 7.0, 15.0, 23.0, 31.0, 39.0]


async def test_a_good_line_brings_the_wait_back_to_its_beginning(far, follow, time, wire) -> None:
    line = greeted()
    far.lines += [LineClosed(None, "refused"), LineClosed(None, "refused"), line]
    async with follow():
        await time.advance(3.0)
        line.put(**wire(1))
        line.cut()
        await time.advance(1.0)
    assert far.dialled == [0.0, 1.0, 3.0, 4.0]


@pytest.mark.rule("ALR-07")
async def test_a_line_that_falls_silent_is_told_and_made_again(far, follow, time) -> None:
    silent, good = greeted(), greeted()
    far.lines += [silent, good]
    async with follow() as feed:
        await time.advance(15.5)
        events = [await anext(feed) for _ in range(3)]
        assert [type(event) for event in events] == [Live, StaleFeed, Offline]
        assert not feed.fresh
        assert silent.closed == "the line fell silent"
        await time.advance(1.0)
        assert isinstance(await anext(feed), Live)
        assert feed.fresh


async def test_what_cannot_be_resumed_is_read_by_rest_before_the_next_line(far, follow, time, alert) -> None:
    line = FakeSocket()
    line.put(type="welcome", epoch="e2", recovered=False)
    far.lines += [line, greeted()]
    far.pictures += [Unavailable("http_503", 503), picture("e1", 2), picture("e1", 2)]
    far.pages += [EpochChanged("epoch_changed", 409), AlertPage("e1", 0, (alert(1), alert(2)), last=2)]
    async with follow() as feed:
        await time.advance(60.0)
        events = [await anext(feed) for _ in range(7)]
    names = [type(event).__name__ for event in events if not isinstance(event, StaleFeed)]
    assert names == ["Offline", "Refreshed", "Refreshed", "OverlapAlert", "OverlapAlert", "Live"]
    assert [cursor.seq for cursor, _ in far.asked] == [0, 0, 2, 0]


async def test_a_token_that_no_longer_holds_while_catching_up_stops_the_feed(far, follow, time) -> None:
    line = greeted()
    line.cut(4003)
    far.lines.append(line)
    far.pictures.append(SignedOut("signed_out", 401))
    async with follow() as feed:
        await time.advance(5.0)
        assert isinstance(await anext(feed), Live)
        assert isinstance(await anext(feed), Offline)
        with pytest.raises(SignedOut):
            await anext(feed)


async def test_a_refused_token_stops_the_feed(far, follow) -> None:
    far.lines.append(SignedOut("signed_out", 401))
    async with follow() as feed:
        with pytest.raises(SignedOut):
            await anext(feed)


async def test_a_refused_message_stops_the_feed(far, follow) -> None:
    line = greeted()
    line.cut(4400, "bad")
    far.lines.append(line)
    async with follow() as feed:
        await anext(feed)
        with pytest.raises(ProtocolRefused):
            await anext(feed)


async def test_an_acknowledgement_into_a_dead_line_is_sent_on_the_next(far, follow, time, wire) -> None:
    first, second = greeted(), greeted()
    far.lines += [first, second]
    async with follow() as feed:
        first.put(**wire(1, rings=False))
        await anext(feed)
        alert = await anext(feed)
        first.deaf = True
        await feed.acknowledge(alert)
        first.cut()
        await time.advance(2.0)
        await feed.see(alert.cursor)
    said = [message["type"] for message in second.said]
    assert said == ["hello", "received", "acknowledge", "seen"]


@pytest.mark.rule("ALR-05")
async def test_receipts_missed_while_cut_are_read_and_asked_again_when_that_fails(
    far, follow, time, wire, alert
) -> None:
    first, second = greeted(), greeted()
    far.lines += [first, second]
    answered = alert(1, acknowledged={"by": "huda", "at": "2026-12-01T12:02:00Z"})
    far.pages += [Unavailable("http_503", 503), AlertPage("e1", 0, (answered,), last=1)]
    async with follow() as feed:
        first.put(**wire(1))
        first.cut()
        await time.advance(2.0)
        second.put(type="tick")
        await time.advance(1.0)
        events = [await anext(feed) for _ in range(5)]
    assert [type(event).__name__ for event in events] == [
        "Live",
        "OverlapAlert",
        "Offline",
        "Live",
        "Receipt",
    ]
    assert far.asked == [(Cursor("e1", 0), False)] * 2


class Kept:
    """A store in memory."""

    def __init__(self, cursor: Cursor | None = None) -> None:
        self.cursor = cursor

    def load(self) -> Cursor | None:
        return self.cursor

    def save(self, cursor: Cursor) -> None:
        self.cursor = cursor


async def test_the_place_is_kept_once_the_caller_is_done_with_an_alert(far, follow, wire) -> None:
    line, store = greeted(), Kept(Cursor("e1", 4))
    far.lines.append(line)
    async with follow(store) as feed:
        line.put(**wire(5))
        line.put(**wire(6))
        await anext(feed)
        assert (await anext(feed)).seq == 5
        assert store.cursor == Cursor("e1", 4)
        assert (await anext(feed)).seq == 6
        assert store.cursor == Cursor("e1", 5)
    assert store.cursor == Cursor("e1", 6)


async def test_an_alert_whose_caller_failed_comes_again(far, follow, wire) -> None:
    line, store = greeted(), Kept()
    far.lines.append(line)
    line.put(**wire(1))

    async def fail_with_the_alert() -> None:
        async with follow(store) as feed:
            await anext(feed)
            raise ZeroDivisionError(await anext(feed))

    with pytest.raises(ZeroDivisionError):
        await fail_with_the_alert()
    assert store.cursor is None


async def test_a_busy_caller_holds_up_the_line_and_loses_nothing(far, follow, time, wire) -> None:
    line = greeted()
    far.lines.append(line)
    async with follow() as feed:
        for seq in range(1, 201):
            line.put(**wire(seq))
        await time.advance(0.0)
        assert len(line.said) < 70
        await anext(feed)
        assert [(await anext(feed)).seq for _ in range(200)] == list(range(1, 201))


async def test_a_fault_of_the_shell_reaches_the_caller(far, follow) -> None:
    far.lines.append(ZeroDivisionError())
    async with follow() as feed:
        with pytest.raises(ZeroDivisionError):
            await anext(feed)


async def test_fixes_leave_while_the_line_is_live_each_upload_by_its_number(far, follow) -> None:
    line = greeted()
    far.lines = [line]
    fix = Fix(datetime(2026, 12, 1, 8, tzinfo=UTC), 13.19, 32.88)
    async with follow() as feed:
        assert await feed.report("Falcon 2", [fix]) is None
        assert isinstance(await anext(feed), Live)
        assert [await feed.report("Falcon 2", [fix]) for _ in range(2)] == [1, 2]
    sent = [message for message in line.said if message["type"] == "position"]
    assert [message["id"] for message in sent] == [1, 2]
    assert sent[0]["fixes"] == [{"at": "2026-12-01T08:00:00+00:00", "lon": 13.19, "lat": 32.88}]
