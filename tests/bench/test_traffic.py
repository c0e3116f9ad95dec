"""Crowds and streams of requests."""

from collections import deque

from deconflict.bench.traffic import Traffic


async def done(_: int) -> str:
    return ""


async def test_a_crowd_sends_everything_there_is() -> None:
    traffic = Traffic(done, deque(range(100)))
    await traffic.crowd(writers=4, seconds=5)
    assert traffic.milliseconds.count == 100
    assert traffic.per_s > 0
    assert traffic.own_share > 0


async def test_a_stream_sends_so_many_a_second() -> None:
    traffic = Traffic(done, deque(range(100)))
    await traffic.stream(per_s=200, seconds=0.1)
    assert traffic.milliseconds.count == 20


async def test_refusals_are_counted_by_their_code_and_not_timed() -> None:
    async def refuse_odd(number: int) -> str:
        return "odd" if number % 2 else ""

    traffic = Traffic(refuse_odd, deque(range(10)))
    await traffic.crowd(writers=2, seconds=5)
    assert traffic.refused == {"odd": 5}
    assert traffic.milliseconds.count == 5
