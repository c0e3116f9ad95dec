"""The live loop: what is due when, and that a tick that fails costs nothing (LIV-02, ALR-02)."""

from dataclasses import dataclass
from typing import Any

import pytest

from deconflict.encounters.store import last_run
from deconflict.engine import live as live_module
from deconflict.engine.live import LiveLoop
from deconflict.patrols.model import PatrolState
from deconflict.runtime.settings import Settings
from tests.flows.conftest import Live, east_of


@dataclass
class Held:
    """A lock that is lost after so many questions."""

    times: int = 1

    async def holds(self) -> bool:
        self.times -= 1
        return self.times >= 0


def loop_of(world: Any, held: Held | None = None) -> LiveLoop:
    return LiveLoop(world.checker, Settings(live_tick_ms=20), world.clock, held or Held())  # type: ignore[arg-type]


@pytest.mark.rule("LIV-02")
async def test_a_tick_takes_in_what_came_since_the_last_one(world: Any) -> None:
    loop, units = loop_of(world), Live(world)
    await units.at_place("crew", "U1", 15.0, 32.0)
    first = await loop.step()
    await units.at_place("b", "U1", 15.0021, 32.0)
    second, third = await loop.step(), await loop.step()
    assert first is not None
    assert second is not None
    assert third is not None
    assert (first.fixes, second.fixes, third.fixes) == (1, 1, 0)
    assert len(await world.feed("desk")) == 1


@pytest.mark.rule("ALR-02", "LIV-02")
async def test_a_tick_that_fails_is_undone_and_done_again_from_the_tables(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, units = loop_of(world), Live(world)
    await units.at_place("crew", "U1", 15.0, 32.0)
    await loop.step()
    whole = live_module.follow_units

    async def fails(*arguments: Any) -> Any:
        await whole(*arguments)
        raise ZeroDivisionError

    await units.at_place("b", "U1", 15.0021, 32.0)
    monkeypatch.setattr(live_module, "follow_units", fails)
    monkeypatch.setattr(live_module, "PATIENCE_S", 0.0)
    assert await loop.step() is None
    assert await world.feed("desk") == []
    monkeypatch.setattr(live_module, "follow_units", whole)
    assert await loop.step() is not None
    assert [item.change for item in await world.feed("desk")] == ["opened"]


async def test_it_ends_when_the_lock_is_lost(world: Any) -> None:
    await loop_of(world, Held(0)).work()


async def test_every_ten_seconds_it_says_how_it_does_to_nobody_but_the_machine(world: Any) -> None:
    loop, units = loop_of(world), Live(world)
    await units.at_place("crew", "U1", 15.0, 32.0)
    await units.at_place("b", "U1", 15.0021, 32.0)
    await loop.step()
    async with world.database.hub() as hub:
        assert await last_run(hub) is None
    world.clock.advance(10)
    await loop.step()
    async with world.database.hub() as hub:
        run = await last_run(hub)
    assert run is not None
    assert (run.ticks, run.units, run.pairs, run.clusters) == (2, 2, 1, 1)
    assert 0 < run.mean_s <= run.worst_s
    for who in ("a", "desk", "operator"):
        assert await world.read(who, last_run) is None, who


@pytest.mark.rule("LIV-01", "LIV-02")
async def test_an_engine_that_was_away_marks_what_it_missed_before_it_begins(world: Any) -> None:
    """The old one said how it does and died; two met ten minutes later; another began twenty minutes after that."""
    loop, units = loop_of(world), Live(world)
    await units.at_place("crew", "U1", 15.0, 32.0)
    await loop.step()
    world.clock.advance(100)
    await loop.step()
    world.clock.advance(600)
    await units.at_place("crew", "U1", 15.0, 32.0)
    await units.at_place("b", "U1", 15.0001, 32.0)
    world.clock.advance(1200)
    assert await loop_of(world).step() is not None
    assert world.sql("SELECT missed, count(*) FROM upload GROUP BY 1 ORDER BY 1") == [(False, 1), (True, 2)]


@pytest.mark.rule("LIV-01", "LIV-02", "LIV-03")
async def test_when_the_clock_is_set_back_two_that_come_near_alarm_as_ever(world: Any) -> None:
    """The clock was an hour ahead for ten minutes, then somebody sets it right: one stands, the other comes to it."""
    loop, units = loop_of(world), Live(world)
    for _ in range(10):
        world.clock.advance(60)
        await units.at_place("crew", "U1", 15.0, 32.0)
        await units.at_place("b", "U1", east_of(15.0, 6000.0), 32.0)
        await loop.step()
    world.clock.advance(-3600)
    await loop.step()
    assert await world.feed("desk") == []
    for metres in range(5500, 0, -500):
        world.clock.advance(20)
        await units.at_place("crew", "U1", 15.0, 32.0)
        await units.at_place("b", "U1", east_of(15.0, float(metres)), 32.0)
        await loop.step()
    changes = [item.change for item in await world.feed("desk")]
    assert changes[0] == "opened"
    assert world.sql("SELECT max(at) <= %s FROM last_position", world.now()) == [(True,)]


@pytest.mark.rule("LIV-02")
async def test_an_encounter_that_ended_by_a_clock_that_was_ahead_opens_again(world: Any) -> None:
    loop, units = loop_of(world), Live(world)

    async def stand(metres: float, times: int) -> None:
        for _ in range(times):
            world.clock.advance(20)
            await units.at_place("crew", "U1", 15.0, 32.0)
            await units.at_place("b", "U1", east_of(15.0, metres), 32.0)
            await loop.step()

    await stand(200.0, 2)
    await stand(1400.0, 6)
    assert [item.change for item in await world.feed("desk")] == ["opened", "resolved"]
    world.clock.advance(-3600)
    await stand(1400.0, 2)
    await stand(200.0, 2)
    assert [item.change for item in await world.feed("desk")][2:] == ["opened"]


@pytest.mark.rule("LIV-03")
async def test_a_unit_that_was_heard_last_by_a_clock_that_was_ahead_is_overdue_and_heard_again(
    world: Any,
) -> None:
    loop, units = loop_of(world), Live(world)
    patrol = (await world.register("a", minutes=0)).patrol
    await world.move("a", patrol.id, PatrolState.ACTIVE)
    await units.at_place("crew", "U1", 15.0, 32.0)
    await loop.step()
    world.clock.advance(-3600)
    for _ in range(4):
        await loop.step()
        world.clock.advance(60)
    assert [item.change for item in await world.feed("a")] == ["opened"]
    world.clock.advance(-3600)
    await loop.step()
    world.clock.advance(1)
    await units.at_place("crew", "U1", 15.0, 32.0)
    await loop.step()
    assert [item.change for item in await world.feed("a")] == ["opened", "heard"]
