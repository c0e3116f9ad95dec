"""The engine's loop: check what changed, release at once, at the tick, let time pass, ask the oracle.

Stand by if not alone.
"""

import asyncio
from datetime import datetime, timedelta
from typing import Final

import structlog

from deconflict.distress.store import URGENT
from deconflict.engine.engine import Engine
from deconflict.flows.deployment import CHECKED_WITHIN_S, Deployment
from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.clock import Clock, Latest, SystemClock
from deconflict.runtime.errors import DatabaseBusy, DatabaseUnavailable, TransactionConflict
from deconflict.runtime.leader import Leadership, leadership
from deconflict.runtime.settings import Settings
from deconflict.runtime.wakeups import call_on_wakeups

log = structlog.get_logger()

PASSES: Final = (DatabaseBusy, DatabaseUnavailable, TransactionConflict)
"""What may pass by itself: the step was undone as a whole and is done again."""

PATIENCE_S: Final = 1.0
INSTANT: Final = timedelta(microseconds=1)
HUSH: Final = timedelta(milliseconds=100)
"""How long before a tick nothing else is begun: a batch that is under way would hold up everybody's notices."""
LEAD: Final = timedelta(milliseconds=200)
"""How long before a tick its notices are made ready: at the tick itself they only have to be committed."""
LONG_HUSH: Final = timedelta(seconds=2)
"""The same for what may take longer than a batch."""
ESCALATES_EVERY: Final = timedelta(seconds=1)
TIME_PASSES_EVERY: Final = timedelta(seconds=30)
POSITIONS_EVERY: Final = timedelta(seconds=1)
HOURS_EVERY: Final = timedelta(minutes=10)
HOURS_AGAIN: Final = timedelta(minutes=1)
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
                loop = Loop(engine, settings, clock, leader)
                listening = asyncio.create_task(call_on_wakeups(url, URGENT, loop.wake))
                try:
                    await loop.work()
                finally:
                    listening.cancel()
                log.warning("engine_lost_lock")


class Loop:
    """When each of the engine's steps is due. `work` returns when the lock is lost."""

    def __init__(self, engine: Engine, settings: Settings, clock: Clock, leader: Leadership) -> None:
        self._engine = engine
        self._deployment = Deployment.of(settings)
        self._clock = clock
        self._leader = leader
        self._poll = timedelta(milliseconds=settings.poll_ms)
        self._lead = min(LEAD, timedelta(seconds=settings.tick_s / 4))
        self._oracle_next = 0
        self._oracle: asyncio.Task[None] | None = None
        self._woken = asyncio.Event()
        self._begin(clock.now())

    def _begin(self, now: datetime) -> None:
        """Let everything be due from now on, whatever a clock that has been set back since showed before."""
        self._latest = Latest(now)
        self._released = self._deployment.tick_before(now) - timedelta(seconds=self._deployment.tick_s)
        self._all_checked: datetime | None = None
        self._time_passes_at = now
        self._hours_at = now
        self._escalates_at = now
        self._positions_at = now
        self._oracle_at = now + ORACLE_EVERY

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
                    await self._doze()
        finally:
            await self._leave_oracle()

    async def step(self) -> bool:
        """Do the steps that are due, each once; return whether more is waiting to be checked.

        What comes in while a batch is not full waits for the next poll: sharing a batch costs less than being early.
        A tick waits for what came in last only if something older may be among it.
        """
        began = self._clock.now()
        if (back := self._latest.set_back(began)) is not None:
            log.warning("engine_clock_set_back", seconds=round(back.total_seconds()))
            self._begin(began)
        await self._engine.tell_distress()
        if self._is_ready(tick := self._tick_at_hand(began)):
            await self._release(tick)
        await self._engine.form()
        checked = await self._engine.check()
        await self._engine.tell_distress()  # a full batch takes as long as they may wait
        behind = checked is not None and checked.more
        if not behind:
            self._all_checked = began
        await self._engine.release_at_once()
        await self._engine.carry()
        now = self._clock.now()
        if now >= self._positions_at:
            self._positions_at = now + POSITIONS_EVERY
            await self._engine.share_positions()
        if not behind or self._overdue(now):
            await self._release(self._tick_at_hand(now))
        if now >= self._escalates_at:
            self._escalates_at = now + ESCALATES_EVERY
            await self._engine.escalate()
        if not self._tick_is_near(now):
            await self._begin_long(now)
        return behind

    def wake(self) -> None:
        """Let what must not wait for the next poll be looked at now."""
        self._woken.set()

    async def hear_oracle(self) -> None:
        """Wait for the oracle's answer if it was asked; what went wrong with it goes wrong here."""
        if self._oracle is not None:
            asked, self._oracle = self._oracle, None
            await asked

    async def _begin_long(self, now: datetime) -> None:
        """Begin what takes longer than a batch, if it is due."""
        if now >= self._hours_at:
            kept = await self._engine.keep_hours()
            self._hours_at = now + (HOURS_AGAIN if kept is None else HOURS_EVERY)
        if now >= self._time_passes_at:
            self._time_passes_at = now + TIME_PASSES_EVERY
            await self._engine.let_time_pass()
        if now >= self._oracle_at and (self._oracle is None or self._oracle.done()):
            self._oracle_at = now + ORACLE_EVERY
            await self.hear_oracle()
            self._oracle = asyncio.create_task(self._ask_oracle())

    async def _release(self, tick: datetime) -> None:
        """Release a tick's notices if that is not done yet, never before it."""
        if tick > self._released:
            await self._engine.release_at_tick(tick, lambda: self._wait_for(tick))
            self._released = tick

    async def _wait_for(self, tick: datetime) -> None:
        rest = min(tick - self._clock.now(), self._lead)  # no longer, should the clock be set back meanwhile
        if rest > timedelta():
            await asyncio.sleep(rest.total_seconds())

    def _tick_at_hand(self, now: datetime) -> datetime:
        """Return the tick that is about to come if all it was promised for is checked, or else the last one."""
        coming = self._deployment.tick_after(now)
        made_ready = coming - now <= self._lead and self._is_ready(coming)
        return coming if made_ready else self._deployment.tick_before(now)

    def _is_ready(self, tick: datetime) -> bool:
        """Tell whether everything that this tick was promised for has been checked (`register_patrol.notices_by`)."""
        promised = tick - timedelta(seconds=CHECKED_WITHIN_S)
        return self._all_checked is not None and self._all_checked >= promised

    def _tick_is_near(self, now: datetime) -> bool:
        """Tell whether what takes longer is left for after the next tick."""
        half = timedelta(seconds=self._deployment.tick_s / 2)
        return self._deployment.tick_after(now + INSTANT) - now < min(LONG_HUSH, half)

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

    async def _doze(self) -> None:
        """Rest until something is due, or somebody calls."""
        resting = asyncio.create_task(asyncio.sleep(self._rest().total_seconds()))
        called = asyncio.create_task(self._woken.wait())
        try:
            await asyncio.wait((resting, called), return_when=asyncio.FIRST_COMPLETED)
        finally:
            resting.cancel()
            called.cancel()
        self._woken.clear()

    def _rest(self) -> timedelta:
        """Return how long to rest: until the next poll, or when the next tick is made ready if that is sooner."""
        now = self._clock.now()
        to_ready = (
            self._deployment.tick_after(max(now, self._released) + self._lead + INSTANT) - self._lead - now
        )
        return max(self._poll if to_ready >= self._poll + HUSH else to_ready, timedelta(milliseconds=1))
