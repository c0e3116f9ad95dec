"""A box fills up by itself alone: whoever fills it never waits, and overflow ends the connection (ALR-07)."""

import asyncio

import pytest

from deconflict.live import outbox
from deconflict.live.outbox import Letter, Outbox
from deconflict.live.protocol import CloseCode


async def drained(box: Outbox) -> list[str]:
    """Everything that is left, up to the end."""
    texts = []
    while (letter := await box.take()) is not None:
        texts.append(letter.text)
    return texts


async def test_letters_come_out_in_order_and_then_the_end() -> None:
    box = Outbox()
    for text in "abc":
        box.put(Letter(text))
    box.end(CloseCode.BAD_MESSAGE, at_once=False)
    box.put(Letter("too late"))
    assert len(box) == 3
    assert await drained(box) == ["a", "b", "c"]
    assert box.close_code is CloseCode.BAD_MESSAGE


@pytest.mark.rule("ALR-07")
async def test_a_box_that_overflows_ends_at_once() -> None:
    box = Outbox(limit=2)
    for text in "abc":
        box.put(Letter(text))
    assert box.close_code is CloseCode.TOO_SLOW
    assert box.when_ended().done()
    assert await drained(box) == []


async def test_the_first_reason_counts() -> None:
    box = Outbox()
    box.end(CloseCode.SIGNED_OUT, at_once=True)
    box.end(CloseCode.TOO_SLOW, at_once=False)
    assert box.close_code is CloseCode.SIGNED_OUT


async def test_the_end_can_be_waited_for() -> None:
    box = Outbox()
    ended = box.when_ended()
    assert box.when_ended() is ended
    assert not ended.done()
    box.end(CloseCode.RESTART, at_once=False)
    await asyncio.wait_for(ended, 1)


async def test_the_reader_waits_for_news() -> None:
    box = Outbox()
    reading = asyncio.create_task(box.take())
    await asyncio.sleep(0)
    assert not reading.done()
    box.put(Letter("a"))
    assert (await reading) == Letter("a")
    reading = asyncio.create_task(box.take())
    await asyncio.sleep(0)
    box.end(CloseCode.RESTART, at_once=True)
    assert await reading is None


async def test_room_is_there_below_half() -> None:
    box = Outbox(limit=4)
    box.put(Letter("a"))
    await asyncio.wait_for(box.room(), 1)
    box.put(Letter("b"))
    waiting = asyncio.create_task(box.room())
    await asyncio.sleep(0)
    assert not waiting.done()
    await box.take()
    await asyncio.wait_for(waiting, 1)


async def test_who_waits_for_room_is_let_go_at_the_end() -> None:
    box = Outbox(limit=2)
    box.put(Letter("a"))
    waiting = asyncio.create_task(box.room())
    await asyncio.sleep(0)
    box.end(CloseCode.RESTART, at_once=False)
    await asyncio.wait_for(waiting, 1)


@pytest.mark.rule("ALR-07")
async def test_of_each_unit_the_latest_place_leaves_behind_all_letters() -> None:
    box = Outbox()
    for whose, text in (("U1", "here"), ("U2", "there"), ("U1", "farther")):
        box.place(whose, Letter(text))
    box.put(Letter("alert"))
    assert [(await box.take()).text for _ in range(3)] == ["alert", "farther", "there"]


@pytest.mark.rule("ALR-07")
async def test_places_never_make_a_box_overflow_and_those_that_wait_longest_are_left_out(monkeypatch) -> None:
    monkeypatch.setattr(outbox, "MOST_PLACES", 2)
    box = Outbox(limit=1)
    for number in range(5):
        box.place(number, Letter(str(number)))
    assert box.close_code is None
    assert [(await box.take()).text for _ in range(2)] == ["3", "4"]


async def test_a_box_at_its_end_gives_out_no_place() -> None:
    box = Outbox()
    box.place("U1", Letter("here"))
    box.end(CloseCode.AGREEMENT_CHANGED, at_once=False)
    box.place("U1", Letter("there"))
    assert await drained(box) == []
