"""A seat keeps what its socket brings, acknowledges it, and knows what the service confirmed."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from deconflict.demo import seats as module
from deconflict.demo.model import Member
from deconflict.demo.seats import Seat, SocketsNotOpen, Table, seated
from deconflict_client import Cursor, Live, Receipt

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
SALEM = Member("salem", "Salem", "liaison", "east")


def receipt(seq: int, fact: str = "acknowledged") -> Receipt:
    return Receipt("e1", seq, fact, "Huda", AT)


async def test_every_alert_is_kept_said_and_acknowledged(alert: Callable, pretended: SimpleNamespace) -> None:
    feed = pretended.Feed([Live(Cursor("e1", 0)), alert(1), alert(2), receipt(1, "seen"), receipt(2)])
    seat, said = Seat(SALEM, pretended.Client(feed), Cursor("e1", 0)), []
    await seat.listen(asyncio.Event(), said.append)
    assert seat.live
    assert feed.acknowledged == [1, 2]
    assert [hearing.alert.seq for hearing in seat.hearings] == [1, 2]
    assert [hearing.acknowledged is not None for hearing in seat.hearings] == [False, True]
    assert len(said) == 2
    assert all("salem@east hears" in line for line in said)


async def test_a_repeated_alert_is_kept_twice(alert: Callable, pretended: SimpleNamespace) -> None:
    seat = Seat(SALEM, pretended.Client(pretended.Feed([alert(1), alert(1)])), Cursor("e1", 0))
    await seat.listen(asyncio.Event(), lambda _: None)
    assert [hearing.alert.seq for hearing in seat.hearings] == [1, 1]


async def test_the_first_acknowledgement_counts(alert: Callable, pretended: SimpleNamespace) -> None:
    again = Receipt("e1", 1, "acknowledged", "Salem", AT)
    seat = Seat(SALEM, pretended.Client(pretended.Feed([alert(1), receipt(1), again])), Cursor("e1", 0))
    await seat.listen(asyncio.Event(), lambda _: None)
    assert seat.hearings[0].acknowledged is not None
    assert seat.hearings[0].acknowledged.by == "Huda"


async def test_the_whole_feed_since_the_seat_was_taken_is_asked_for(
    alert: Callable, pretended: SimpleNamespace
) -> None:
    client = pretended.Client(in_feed=[alert(seq) for seq in range(1, 6)])
    assert await Seat(SALEM, client, Cursor("e1", 2)).numbers() == {3, 4, 5}


async def test_waiting_ends_when_the_news_is_in_or_the_time_is_over() -> None:
    table, heard = Table({}, asyncio.Event()), []

    async def hear() -> None:
        heard.append(1)
        table.news.set()

    task = asyncio.create_task(hear())
    assert await table.until(lambda: bool(heard), 5)
    assert not await table.until(lambda: len(heard) > 1, 0.01)
    await task


async def test_nothing_begins_before_every_socket_is_open(
    pretended: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "OPEN_S", 0.01)
    with pytest.raises(SocketsNotOpen):
        async with seated([SALEM], {SALEM.login: pretended.Client()}, lambda _: None):
            pytest.fail("it began")


async def test_everybody_sits_where_their_feed_stands(pretended: SimpleNamespace) -> None:
    client = pretended.Client(pretended.Feed([Live(Cursor("e1", 0))]))
    async with seated([SALEM], {SALEM.login: client}, lambda _: None) as table:
        assert table.client(SALEM) is client
        assert table.seats[SALEM.login].start == Cursor("e1", 0)


async def test_an_alert_waits_for_a_visitor_and_is_answered_once(
    alert: Callable, pretended: SimpleNamespace
) -> None:
    feed = pretended.Feed([alert(1), alert(2), receipt(2)])
    seat = Seat(SALEM, pretended.Client(feed), Cursor("e1", 0), hold_s=0.01)
    await seat.listen(asyncio.Event(), lambda _: None)
    assert feed.acknowledged == [1]
    seat.forget_answered()
    assert [hearing.alert.seq for hearing in seat.hearings] == [1]
