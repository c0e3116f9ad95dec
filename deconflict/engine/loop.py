"""The engine's loop: check what changed, release at once, at the tick, let time pass, ask the oracle.

Stand by if not alone.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Final

import structlog

from deconflict.engine.engine import Engine
from deconflict.flows.deployment import Deployment
from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.clock import Clock, SystemClock
from deconflict.runtime.errors import DatabaseBusy, DatabaseUnavailable, TransactionConflict
from deconflict.runtime.leader import Leadership, leadership
from deconflict.runtime.settings import Settings

log = structlog.get_logger()

PASSES: Final = (DatabaseBusy, DatabaseUnavailable, TransactionConflict)
"""What may pass by itself: the step was undone as a whole and is done again."""

PATIENCE_S: Final = 1.0
TIME_PASSES_EVERY: Final = timedelta(seconds=30)
ORACLE_EVERY: Final = timedelta(minutes=1)
ORACLE_SLICE: Final = 50
"""Plans compared in one run, beside the checker: with 100 000 plans in force a run takes a few seconds of one core."""


async def run(settings: Settings) -> None:
    """Be the active engine, or stand by until the active one is gone; runs until cancelled."""
    url = settings.url
    clock = SystemClock()
    async with CheckerDatabase(url) as database:
        while True:
            async with leadership(url) as leader:
                log.info("engine_active")
                engine = Engine(database, Deployment.of(settings), clock)
                await Loop(engine, settings, clock, leader).work()
                log.warning("engine_lost_lock")


class Loop:
    """When each of the engine's steps is due. `work` returns when the lock is lost."""

    def __init__(self, engine: Engine, settings: Settings, clock: Clock, leader: Leadership) -> None:
        self._engine = engine
        self._deployment = Deployment.of(settings)
        self._clock = clock
        self._leader = leader
        self._poll = timedelta(milliseconds=settings.poll_ms)
        now = clock.now()
        self._released = self._deployment.tick_before(now) - timedelta(seconds=settings.tick_s)
        self._time_passes_at = now
        self._oracle_at = now + ORACLE_EVERY
        self._oracle_next = 0
        self._oracle: asyncio.Task[None] | None = None

    async def work(self) -> None:
        """Do what is due, again and again."""
        try:
            while await self._leader.holds():
                try:
                    busy = await self.step()
                except PASSES as error:
                    log.warning("engine_waits", code=error.code)
                    await asyncio.sleep(PATIENCE_S)
                    continue
                if not busy:
                    await asyncio.sleep(self._rest().total_seconds())
        finally:
            await self._leave_oracle()

    async def step(self) -> bool:
        """Do the steps that are due, each once; return whether more is waiting to be checked.

        What comes in while a batch is not full waits for the next poll: sharing a batch costs less than being early.
        """
        await self._engine.form()
        checked = await self._engine.check()
        behind = checked is not None and checked.more
        await self._engine.release_at_once()
        await self._engine.carry()
        now = self._clock.now()
        if (tick := self._deployment.tick_before(now)) > self._released and (
            not behind or self._overdue(now)
        ):
            await self._engine.release_at_tick(tick)
            self._released = tick
        if now >= self._time_passes_at:
            self._time_passes_at = now + TIME_PASSES_EVERY
            await self._engine.let_time_pass()
        if now >= self._oracle_at and (self._oracle is None or self._oracle.done()):
            self._oracle_at = now + ORACLE_EVERY
            await self.hear_oracle()
            self._oracle = asyncio.create_task(self._ask_oracle())
        return behind

    async def hear_oracle(self) -> None:
        """Wait for the oracle's answer if it was asked; what went wrong with it goes wrong here."""
        if self._oracle is not None:
            asked, self._oracle = self._oracle, None
            await asked

    def _overdue(self, now: datetime) -> bool:
        """Tell whether a tick has waited long enough for the checker to be done with what came before it."""
        return now - self._deployment.tick_before(now) > timedelta(seconds=PATIENCE_S)

    async def _ask_oracle(self) -> None:
        """Let the oracle look at the next plans. It only reads, so the checker need not wait for it."""
        difference = await self._engine.ask_oracle(self._oracle_next, ORACLE_SLICE)
        self._oracle_next = self._oracle_next + ORACLE_SLICE if difference.more else 0

    async def _leave_oracle(self) -> None:
        if self._oracle is not None:
            self._oracle.cancel()
            await asyncio.wait([self._oracle])

    def _rest(self) -> timedelta:
        """Return how long to rest: until the next poll, or the next tick if that is sooner."""
        now = self._clock.now()
        tick = self._deployment.tick_after(now + timedelta(microseconds=1))
        return max(min(self._poll, tick - now), timedelta(milliseconds=1))
