"""What came too late goes beside the live tick: one part at a time, and a failure costs neither it nor the tick."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from deconflict.engine import after as after_module
from deconflict.engine.after import AfterTheFact
from deconflict.engine.live import LiveLoop
from deconflict.runtime.errors import ConstraintViolated, DatabaseBusy, DatabaseFailure, DatabaseUnavailable
from deconflict.runtime.settings import Settings
from tests.flows.conftest import east_of
from tests.flows.test_look_back import imported, standing

LATE = ["late"]


async def went_on(after: AfterTheFact, world: Any, times: int = 1) -> int:
    """How many passages were recorded when what was begun so many times is done, each time a second later."""
    recorded = 0
    for _ in range(times):
        world.clock.advance(1)
        before = asyncio.all_tasks()
        recorded += await after.go_on(world.now())
        if begun := asyncio.all_tasks() - before:
            await asyncio.wait({task for task in begun if task.get_coro().__name__ == "_compare"})  # type: ignore[union-attr]
        recorded += await after.go_on(world.now())
    return recorded


async def two_files(world: Any) -> None:
    await imported(world, "b", standing(world, 3, east_of(15.0, 200.0)))
    await imported(world, "crew", standing(world, 3))


async def changes(world: Any) -> list[str]:
    return [item.change for item in await world.feed("desk")]


class Untold:
    """A lock that is held until the desk has been told."""

    def __init__(self, world: Any) -> None:
        self.world = world

    async def holds(self) -> bool:
        return not await changes(self.world)


@pytest.fixture(autouse=True)
def asks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deconflict.engine.live.LEVELS_EVERY", timedelta(milliseconds=1))


@pytest.mark.rule("LIV-01", "ALR-02")
async def test_the_live_loop_works_off_what_waits_and_goes_on_ticking(world: Any) -> None:
    await two_files(world)
    loop = LiveLoop(world.checker, Settings(live_tick_ms=20), world.clock, Untold(world))  # type: ignore[arg-type]
    await asyncio.wait_for(loop.work(), 30)
    assert await changes(world) == LATE


@pytest.mark.rule("LIV-01", "ALR-02")
async def test_nothing_is_lost_nor_told_twice_when_the_engine_dies_at_any_point(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It dies while comparing; then while recording; the third goes through, and a fourth has nothing to do."""
    await two_files(world)
    dies = AfterTheFact(world.checker, world.deployment)
    assert await dies.go_on(world.now()) == 0
    await dies.stop()
    whole = after_module.record_passages

    async def fails(*arguments: Any) -> int:
        await whole(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(after_module, "record_passages", fails)
        with pytest.raises(KeyboardInterrupt):
            await went_on(AfterTheFact(world.checker, world.deployment), world)
    assert await changes(world) == []
    assert await went_on(AfterTheFact(world.checker, world.deployment), world, 3) == 1
    assert await went_on(AfterTheFact(world.checker, world.deployment), world, 2) == 0
    assert await changes(world) == LATE


@pytest.mark.rule("LIV-01")
async def test_what_cannot_be_recorded_is_tried_again_and_then_holds_up_nobody(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await imported(world, "b", standing(world, 3, east_of(15.0, 200.0)))
    after = AfterTheFact(world.checker, world.deployment)
    assert await went_on(after, world) == 0, "there is nobody else yet"
    await imported(world, "crew", standing(world, 3))
    failures = iter(range(2))
    whole = after_module.record_passages

    async def refused(*arguments: Any) -> int:
        if next(failures, None) is not None:
            raise ConstraintViolated(constraint="encounter_pair")
        return await whole(*arguments)

    monkeypatch.setattr(after_module, "record_passages", refused)
    assert await went_on(after, world) == 0
    assert world.sql("SELECT count(*) FROM upload WHERE compared_to IS NULL") == [(1,)]
    assert await went_on(after, world) == 0
    assert world.sql("SELECT count(*) FROM upload WHERE compared_to IS NULL") == [(0,)]
    await imported(world, "crew", standing(world, 3), "U2")
    assert await went_on(after, world, 2) == 1


@pytest.mark.rule("LIV-01")
async def test_what_cannot_be_compared_is_passed(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> list[Any]:
        raise ZeroDivisionError

    await imported(world, "crew", standing(world, 3))
    monkeypatch.setattr("deconflict.flows.look_back.look_back", fails)
    after = AfterTheFact(world.checker, world.deployment)
    assert await went_on(after, world) == 0
    assert world.sql("SELECT count(*) FROM upload WHERE compared_to IS NULL") == [(0,)]


@pytest.mark.rule("LIV-01")
async def test_what_cannot_be_read_is_seen_and_asked_for_again(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: Any) -> Any:
        raise LookupError

    await imported(world, "crew", standing(world, 3))
    after = AfterTheFact(world.checker, world.deployment)
    with monkeypatch.context() as patched:
        patched.setattr(after_module, "gather", fails)
        assert await went_on(after, world) == 0
    assert await went_on(after, world) == 0
    assert world.sql("SELECT count(*) FROM upload WHERE compared_to IS NULL") == [(0,)]


@pytest.mark.rule("LIV-01", "LIV-02")
@pytest.mark.parametrize("step", ["gather", "record_passages"])
@pytest.mark.parametrize("error", [MemoryError(), DatabaseFailure("54000"), DatabaseBusy(), OSError()])
async def test_whatever_a_part_breaks_the_live_loop_goes_on_and_the_part_is_passed(
    world: Any, monkeypatch: pytest.MonkeyPatch, step: str, error: Exception
) -> None:
    async def fails(*_: Any) -> Any:
        raise error

    await imported(world, "crew", standing(world, 3))
    after = AfterTheFact(world.checker, world.deployment)
    with monkeypatch.context() as patched:
        patched.setattr(after_module, step, fails)
        assert await went_on(after, world) == 0
        assert world.sql("SELECT count(*) FROM upload WHERE compared_to IS NULL") == [(1,)]
        assert await went_on(after, world) == 0
    assert world.sql("SELECT count(*) FROM upload WHERE compared_to IS NULL") == [(0,)]


@pytest.mark.rule("LIV-01")
async def test_what_breaks_while_it_is_compared_is_passed(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> Any:
        raise MemoryError

    await imported(world, "crew", standing(world, 3))
    monkeypatch.setattr("deconflict.flows.look_back.look_back", fails)
    assert await went_on(AfterTheFact(world.checker, world.deployment), world) == 0
    assert world.sql("SELECT count(*) FROM upload WHERE compared_to IS NULL") == [(0,)]


@pytest.mark.rule("LIV-01")
@pytest.mark.parametrize("step", ["next_part", "gather", "record_passages"])
async def test_no_part_is_to_blame_for_a_database_that_is_away(
    world: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    async def fails(*_: Any) -> Any:
        raise DatabaseUnavailable

    await two_files(world)
    after = AfterTheFact(world.checker, world.deployment)
    with monkeypatch.context() as patched:
        patched.setattr(after_module, step, fails)
        for _ in range(3):
            assert await went_on(after, world) == 0
            world.clock.advance(10)
    assert world.sql("SELECT count(*) FROM upload WHERE compared_to IS NULL") == [(2,)]
    assert await went_on(after, world, 2) == 1


@pytest.mark.rule("LIV-01")
async def test_two_parties_parts_that_break_in_turn_are_both_passed(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: Any) -> Any:
        raise MemoryError

    await two_files(world)
    monkeypatch.setattr(after_module, "gather", fails)
    after = AfterTheFact(world.checker, world.deployment)
    assert await went_on(after, world, 4) == 0
    assert world.sql("SELECT count(*) FROM upload WHERE compared_to IS NULL") == [(0,)]


@pytest.mark.rule("LIV-01")
async def test_how_long_the_oldest_has_waited_is_known_and_warned_of_above_an_hour(world: Any) -> None:
    await two_files(world)
    world.clock.advance(3601)
    after = AfterTheFact(world.checker, world.deployment)
    with capture_logs() as logs:
        await went_on(after, world)
        assert after.waits_s == pytest.approx(3602, abs=1)
        await went_on(after, world)
    assert [entry["event"] for entry in logs].count("after_the_fact_is_behind") == 1
    await went_on(after, world)
    assert after.waits_s == 0.0


@pytest.mark.rule("LIV-01")
async def test_fixes_of_which_nothing_can_be_known_are_noted_without_reading_anybodys(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(after_module, "gather")
    await imported(world, "crew", standing(world, 0))
    assert await went_on(AfterTheFact(world.checker, world.deployment), world) == 0
    assert world.sql("SELECT count(*) FROM upload WHERE compared_to IS NULL") == [(0,)]
