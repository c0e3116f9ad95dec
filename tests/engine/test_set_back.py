"""When the machine's clock is set back, the engine's loop goes by what it shows now (ALR-04, DIS-05)."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest

from deconflict.engine.loop import LEAD, Loop
from deconflict.runtime.settings import Settings
from tests.engine.test_loop import TICK, Leading, Noting


@pytest.fixture
def engine() -> Noting:
    """An engine with nothing due."""
    return Noting()


@pytest.fixture
def loop(engine: Any, clock: Any) -> Any:
    """A loop that has just begun, at eight sharp."""
    return Loop(engine, Settings(), clock, Leading(3))  # type: ignore[arg-type]


@pytest.mark.rule("ALR-04", "DIS-05")
async def test_when_the_clock_is_set_back_everything_is_due_by_what_it_shows_now(
    loop: Any, engine: Any, clock: Any
) -> None:
    await loop.step()
    clock.advance(-3600)
    engine.done.clear()
    await loop.step()
    assert {"escalates", "time passes", "hours"} <= set(engine.done)
    assert clock.now() in engine.done, "the tick"
    clock.advance(TICK.total_seconds())
    await loop.step()
    assert clock.now() in engine.done, "and the next"


async def test_a_tick_that_is_made_ready_while_the_clock_is_set_back_is_not_waited_for_until_it_comes_again(
    loop: Any, engine: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("deconflict.engine.loop.asyncio.sleep", wait)
    await loop.step()
    clock.at += TICK - LEAD
    whole = engine.release_at_tick

    async def set_back(tick: datetime, come: Callable[[], Awaitable[None]]) -> int:
        clock.advance(-3600)
        return int(await whole(tick, come))

    monkeypatch.setattr(engine, "release_at_tick", set_back)
    await loop.step()
    assert waited == [LEAD.total_seconds()]
