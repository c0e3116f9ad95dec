"""When each of the engine's steps is due, with an engine that only notes what it was asked."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from deconflict.engine.loop import (
    ESCALATES_EVERY,
    HOURS_AGAIN,
    HOURS_EVERY,
    HUSH,
    LEAD,
    LONG_HUSH,
    ORACLE_EVERY,
    ORACLE_SLICE,
    TIME_PASSES_EVERY,
    Loop,
)
from deconflict.flows.check_plans import Checked
from deconflict.flows.compare_with_oracle import Difference
from deconflict.flows.deployment import CHECKED_WITHIN_S
from deconflict.flows.keep_hours import AHEAD
from deconflict.runtime.errors import DatabaseUnavailable
from deconflict.runtime.settings import Settings

TICK = timedelta(seconds=Settings().tick_s)


class Noting:
    """Stands in for the engine: `due` batches wait to be checked, full ones or not."""

    def __init__(self) -> None:
        self.due = 0
        self.full = True
        self.begun: list[datetime] = []
        self.done: list[Any] = []
        self.fails = 0
        self.hours_fail = False
        self.calls = 0

    async def tell_distress(self) -> int:
        self.calls -= 1
        if self.calls >= 0:
            self.done.append("distress")
        return 0

    async def form(self) -> int:
        return 0

    async def carry(self) -> int:
        return 0

    async def check(self) -> Checked | None:
        if self.fails:
            self.fails -= 1
            raise DatabaseUnavailable
        if not self.due:
            return None
        self.due -= 1
        return Checked(1, 1, datetime.min, 0, more=self.full)  # noqa: DTZ901  (a value that nobody reads)

    async def share_positions(self) -> int:
        return 0

    async def release_at_once(self) -> int:
        self.done.append("at once")
        return 0

    async def release_at_tick(self, tick: datetime, come: Callable[[], Awaitable[None]]) -> int:
        self.begun.append(tick)
        await come()
        self.done.append(tick)
        return 0

    async def escalate(self) -> int:
        self.done.append("escalates")
        return 0

    async def let_time_pass(self) -> int:
        self.done.append("time passes")
        return 0

    async def keep_hours(self) -> int | None:
        self.done.append("hours")
        return None if self.hours_fail else 0

    async def ask_oracle(self, first: int, count: int) -> Difference:
        self.done.append(("oracle", first))
        return Difference(count, frozenset(), frozenset(), more=first == 0)


class Leading:
    """Holds the lock for a number of rounds."""

    def __init__(self, rounds: int) -> None:
        self.rounds = rounds

    async def holds(self) -> bool:
        self.rounds -= 1
        return self.rounds >= 0


@pytest.fixture
def engine() -> Noting:
    """An engine with nothing due."""
    return Noting()


@pytest.fixture
def loop(engine: Any, clock: Any) -> Any:
    """A loop that has just begun, at eight sharp."""
    return Loop(engine, Settings(), clock, Leading(3))


@pytest.mark.rule("DIS-05")
async def test_each_tick_releases_once_and_at_the_tick_s_own_time(loop: Any, engine: Any, clock: Any) -> None:
    began = clock.now()
    for _ in range(4):
        await loop.step()
        clock.advance(4)
    ticks = [done for done in engine.done if isinstance(done, datetime)]
    assert ticks == [began, began + TICK]


async def test_a_tick_waits_for_what_came_before_it_to_be_checked_but_not_for_ever(
    loop: Any, engine: Any, clock: Any
) -> None:
    await loop.step()
    engine.done.clear()
    clock.advance(TICK.total_seconds())
    engine.due = 1000
    assert await loop.step() is True
    assert not any(isinstance(done, datetime) for done in engine.done)
    clock.advance(1.5)
    await loop.step()
    assert clock.now() - timedelta(seconds=1.5) in engine.done


@pytest.mark.rule("DIS-05")
async def test_a_tick_does_not_wait_for_plans_that_it_was_not_promised_for(
    loop: Any, engine: Any, clock: Any
) -> None:
    clock.advance(TICK.total_seconds() - CHECKED_WITHIN_S)
    await loop.step()
    clock.advance(CHECKED_WITHIN_S)
    engine.due = 1000
    engine.done.clear()
    assert await loop.step() is True
    assert engine.done[:2] == [clock.now(), "at once"], "released before anything else is begun"


@pytest.mark.rule("DIS-05")
async def test_a_tick_waits_when_the_checker_was_last_done_before_what_it_was_promised_for(
    loop: Any, engine: Any, clock: Any
) -> None:
    clock.advance(TICK.total_seconds() - CHECKED_WITHIN_S - 0.001)
    await loop.step()
    clock.advance(CHECKED_WITHIN_S + 0.001)
    engine.due, engine.full = 1, False
    engine.done.clear()
    await loop.step()
    assert engine.done[:2] == ["at once", clock.now()], "checked first"


async def test_nothing_is_begun_just_before_a_tick(
    loop: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[float] = []

    async def rest(seconds: float) -> None:
        rests.append(seconds)
        clock.advance(seconds)

    monkeypatch.setattr("deconflict.engine.loop.asyncio.sleep", rest)
    poll = Settings().poll_ms / 1000
    lead, hush = LEAD.total_seconds(), HUSH.total_seconds()
    clock.advance(TICK.total_seconds() - lead - 2 * poll - hush / 2)
    await loop.work()
    assert rests == pytest.approx([poll, poll + hush / 2, lead, poll])


@pytest.mark.rule("DIS-05")
async def test_a_tick_is_made_ready_before_it_and_released_when_it_has_come(
    loop: Any, engine: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    async def wait(seconds: float) -> None:
        waited.append(seconds)
        clock.advance(seconds)

    monkeypatch.setattr("deconflict.engine.loop.asyncio.sleep", wait)
    await loop.step()
    coming = clock.now() + TICK
    clock.at = coming - LEAD - timedelta(milliseconds=1)
    await loop.step()
    assert coming not in engine.begun
    clock.at = coming - LEAD
    engine.done.clear()
    await loop.step()
    assert waited == [LEAD.total_seconds()]
    assert engine.done[0] == clock.now() == coming
    await loop.step()
    assert engine.begun.count(coming) == 1


@pytest.mark.rule("DIS-05")
async def test_a_tick_is_not_made_ready_before_what_it_was_promised_for_is_checked(
    loop: Any, engine: Any, clock: Any
) -> None:
    await loop.step()
    coming = clock.now() + TICK
    clock.at = coming - LEAD
    engine.due = 1000
    assert await loop.step() is True
    assert coming not in engine.begun


async def test_what_comes_in_meanwhile_waits_for_the_next_poll_and_holds_up_no_tick(
    loop: Any, engine: Any
) -> None:
    engine.due, engine.full = 1000, False
    assert await loop.step() is False
    assert any(isinstance(done, datetime) for done in engine.done)


async def test_time_passes_and_the_oracle_is_asked_slice_by_slice(loop: Any, engine: Any, clock: Any) -> None:
    await loop.step()
    await loop.step()
    assert engine.done.count("time passes") == 1
    clock.advance(TIME_PASSES_EVERY.total_seconds())
    await loop.step()
    assert engine.done.count("time passes") == 2
    for _ in range(3):
        clock.advance(ORACLE_EVERY.total_seconds())
        await loop.step()
        await loop.hear_oracle()
    asked = [done[1] for done in engine.done if isinstance(done, tuple)]
    assert asked == [0, ORACLE_SLICE, 0], "after the last slice it begins again"


async def test_nothing_long_is_begun_shortly_before_a_tick(loop: Any, engine: Any, clock: Any) -> None:
    clock.advance(TICK.total_seconds() - LONG_HUSH.total_seconds() + 0.001)
    await loop.step()
    assert "time passes" not in engine.done
    clock.advance(LONG_HUSH.total_seconds() - 0.001)
    await loop.step()
    assert engine.done[-1] == "time passes"


async def test_hours_are_made_at_once_and_again_long_before_they_are_used_up(
    loop: Any, engine: Any, clock: Any
) -> None:
    for _ in range(2):
        await loop.step()
        await loop.step()
        clock.advance(HOURS_EVERY.total_seconds())
    assert engine.done.count("hours") == 2
    assert AHEAD > 2 * HOURS_EVERY


async def test_hours_that_were_not_made_are_tried_again_soon(loop: Any, engine: Any, clock: Any) -> None:
    engine.hours_fail = True
    await loop.step()
    clock.advance(HOURS_AGAIN.total_seconds())
    engine.hours_fail = False
    await loop.step()
    clock.advance(HOURS_AGAIN.total_seconds())
    await loop.step()
    assert engine.done.count("hours") == 2
    assert HOURS_AGAIN < HOURS_EVERY


async def test_the_oracle_holds_up_nobody_and_is_not_asked_twice_at_once(
    loop: Any, engine: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = asyncio.Event()

    async def think(first: int, count: int) -> Difference:
        engine.done.append(("oracle", first))
        await answers.wait()
        return Difference(0, frozenset(), frozenset())

    monkeypatch.setattr(engine, "ask_oracle", think)
    engine.due = 10
    for _ in range(3):
        clock.advance(ORACLE_EVERY.total_seconds())
        assert await loop.step() is True, "a plan is checked meanwhile"
        await asyncio.sleep(0)
    assert engine.done.count(("oracle", 0)) == 1
    answers.set()
    await loop.hear_oracle()
    clock.advance(ORACLE_EVERY.total_seconds())
    await loop.step()
    await loop.hear_oracle()
    assert engine.done.count(("oracle", 0)) == 2


async def test_a_fault_of_the_oracle_is_not_hushed_up_and_the_end_leaves_none_behind(
    loop: Any, engine: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(first: int, count: int) -> Difference:
        raise KeyError

    monkeypatch.setattr(engine, "ask_oracle", fail)
    clock.advance(ORACLE_EVERY.total_seconds())
    await loop.step()
    with pytest.raises(KeyError):
        await loop.hear_oracle()

    asked = asyncio.Event()

    async def think(first: int, count: int) -> Difference:
        asked.set()
        return await asyncio.Future()

    monkeypatch.setattr(engine, "ask_oracle", think)
    clock.advance(ORACLE_EVERY.total_seconds())
    await loop.work()
    assert asked.is_set()
    assert len(asyncio.all_tasks()) == 1


async def test_a_fault_of_the_database_passes_and_a_lost_lock_ends_the_work(
    loop: Any, engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[float] = []

    async def rest(seconds: float) -> None:
        rests.append(seconds)

    monkeypatch.setattr("deconflict.engine.loop.asyncio.sleep", rest)
    engine.fails = 1
    await loop.work()
    assert rests[0] == 1.0
    assert len(rests) == 3
    assert all(0 < seconds <= Settings().poll_ms / 1000 for seconds in rests[1:])
    assert "at once" in engine.done


@pytest.mark.rule("LIV-07")
async def test_who_calls_for_help_is_heard_before_and_after_each_batch(loop: Any, engine: Any) -> None:
    engine.due, engine.calls = 1, 2
    await loop.step()
    first = engine.done.index("distress")
    assert engine.done[first + 1 :].index("distress") < engine.done[first + 1 :].index("at once")


@pytest.mark.rule("LIV-07")
async def test_a_resting_loop_is_woken_by_a_call(loop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def for_ever(_seconds: float) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("deconflict.engine.loop.asyncio.sleep", for_ever)
    working = asyncio.create_task(loop.work())
    for _ in range(3):
        loop.wake()
        await asyncio.wait((working,), timeout=0.05)
    await asyncio.wait_for(working, 5)


@pytest.mark.rule("ALR-04")
async def test_what_nobody_acknowledges_is_looked_at_every_second_also_near_a_tick_and_behind(
    loop: Any, engine: Any, clock: Any
) -> None:
    engine.due = 1000
    for _ in range(20):
        await loop.step()
        clock.advance(ESCALATES_EVERY.total_seconds() / 2)
    assert engine.done.count("escalates") == 10
