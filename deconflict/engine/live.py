"""The live loop: takes in positions many times a second, in a process of its own beside the checker (LIV-02).

Stand by if not alone; after any failure, and when its clock was set back, everything is read anew from the tables.
"""

import asyncio
from datetime import datetime, timedelta
from time import perf_counter
from typing import Final

import structlog

from deconflict.encounters.checker_store import report_run
from deconflict.encounters.model import LiveRun
from deconflict.engine.after import AfterTheFact
from deconflict.engine.engine import STOPS
from deconflict.engine.loop import PASSES, PATIENCE_S
from deconflict.flows.begin_following import begin_following
from deconflict.flows.deployment import Deployment
from deconflict.flows.follow_units import Due, Followed, follow_units
from deconflict.flows.following import Following
from deconflict.flows.note_missed import note_missed
from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.clock import Clock, Latest, SystemClock
from deconflict.runtime.leader import Leadership, leadership
from deconflict.runtime.locks import LIVE
from deconflict.runtime.settings import Settings
from deconflict.separation.live.near import clusters
from deconflict.separation.live.warm import warm

log = structlog.get_logger()

KNOWN_EVERY: Final = timedelta(seconds=5)
LEVELS_EVERY: Final = timedelta(seconds=1)
REPORT_EVERY: Final = timedelta(seconds=10)


async def run(settings: Settings) -> None:
    """Be the active live engine, or stand by until the active one is gone; runs until cancelled."""
    warm()  # before the lock is asked for: whoever takes over is ready at once
    async with CheckerDatabase(settings.url, pool_size=2) as database:
        while True:
            async with leadership(settings.url, LIVE) as leader:
                log.info("live_active")
                await LiveLoop(database, settings, SystemClock(), leader).work()
                log.warning("live_lost_lock")


class LiveLoop:
    """When each part of the live tick is due. `work` returns when the lock is lost."""

    def __init__(
        self, database: CheckerDatabase, settings: Settings, clock: Clock, leader: Leadership
    ) -> None:
        self._database = database
        self._deployment = Deployment.of(settings)
        self._period_s = settings.live_tick_ms / 1000
        self._clock = clock
        self._leader = leader
        self._at: Following | None = None
        self._after = AfterTheFact(database, self._deployment)
        self._took_s: list[float] = []
        self._lag_s = 0.0
        self._begin(clock.now())

    def _begin(self, now: datetime) -> None:
        """Let everything be due from now on, whatever a clock that has been set back since showed before."""
        self._at = None
        self._latest = Latest(now)
        self._known_at = self._levels_at = now
        self._report_at = now + REPORT_EVERY
        self._told = self._deployment.tick_before(now)
        self._after.put_off_nothing()

    async def work(self) -> None:
        """Tick again and again, at the period or as fast as a tick takes; beside it goes what came too late for it."""
        try:
            await self._work()
        finally:
            await self._after.stop()

    async def _work(self) -> None:
        held_at = 0.0
        while True:
            began = perf_counter()
            if began - held_at >= LEVELS_EVERY.total_seconds():
                if not await self._leader.holds():
                    return
                held_at = began
            try:
                await self.step()
                await self._after.go_on(self._clock.now())
            except PASSES as error:
                log.warning("live_waits", code=error.code)
                await asyncio.sleep(PATIENCE_S)
            await asyncio.sleep(max(self._period_s - (perf_counter() - began), 0.0))

    async def step(self) -> Followed | None:
        """Do one tick; None when it failed. Then nothing of it is stored, and what is in memory is read anew."""
        if (back := self._latest.set_back(now := self._clock.now())) is not None:
            log.warning("live_clock_set_back", seconds=round(back.total_seconds()))
            self._begin(now)
        at, self._at = self._at, None
        began = perf_counter()
        try:
            if at is None:
                at = await self._begun()
            now = self._clock.now()
            due = self._due(now)
            async with self._database.transaction() as checker:
                done = await follow_units(checker, at, self._deployment, due, now)
        except STOPS:
            log.exception("live_tick_failed")
            await asyncio.sleep(PATIENCE_S)
            return None
        self._note(due, now)
        self._at = at
        await self._measure(at, perf_counter() - began, done.lag_s, now)
        return done

    async def _measure(self, at: Following, took_s: float, lag_s: float, now: datetime) -> None:
        """Count a tick, and every ten seconds put it where `/metrics` shows it."""
        self._took_s.append(took_s)
        self._lag_s = max(self._lag_s, lag_s)
        if now < self._report_at:
            return
        run = LiveRun(
            at=now,
            ticks=len(self._took_s),
            mean_s=sum(self._took_s) / len(self._took_s),
            worst_s=max(self._took_s),
            lag_s=self._lag_s,
            units=len(at.known.units),
            pairs=len(at.encounters),
            clusters=clusters(at.state),
            behind_s=self._after.waits_s,
        )
        self._report_at, self._took_s, self._lag_s = now + REPORT_EVERY, [], 0.0
        async with self._database.transaction() as checker:
            await report_run(checker, run)

    async def _begun(self) -> Following:
        now = self._clock.now()
        async with self._database.transaction() as checker:
            missed = await note_missed(checker, self._deployment, now)
        async with self._database.transaction(snapshot=True) as checker:
            at = await begin_following(checker, self._deployment, now)
        log.info("live_begins", units=len(at.known.units), encounters=len(at.encounters), missed=missed)
        return at

    def _due(self, now: datetime) -> Due:
        return Due(
            known=now >= self._known_at,
            levels=now >= self._levels_at,
            areas=self._deployment.tick_before(now) > self._told,
        )

    def _note(self, due: Due, now: datetime) -> None:
        """Note what was done, once it is committed."""
        if due.known:
            self._known_at = now + KNOWN_EVERY
        if due.levels:
            self._levels_at = now + LEVELS_EVERY
        if due.areas:
            self._told = self._deployment.tick_before(now)
