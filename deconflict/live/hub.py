"""Keeps every live socket of this process up to date: new alerts, others' acknowledgements, the beat, ended sessions.

One loop asks the database which feeds have grown, woken by notifications and, should one be lost, by its own poll:
tables are the truth. What an alert says is read as its viewer (`feed.py`), never here.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Any, Final

import structlog

from deconflict.agreements import store as agreements
from deconflict.alerts import snooze_store as snoozes
from deconflict.alerts import store as alerts
from deconflict.alerts.errors import EpochChanged
from deconflict.alerts.model import FeedId
from deconflict.api.edge import Edge
from deconflict.api.errors import TooManySockets
from deconflict.live import messages
from deconflict.live.catching_up import CatchingUp
from deconflict.live.feed import Audience, Follower, deliver, tell_receipts
from deconflict.live.measures import WAITING
from deconflict.live.outbox import Letter
from deconflict.live.protocol import CloseCode
from deconflict.parties import store as parties
from deconflict.parties.model import PersonId, SessionId
from deconflict.parties.session_store import see_sessions
from deconflict.presence import store as presence
from deconflict.runtime.errors import DatabaseBusy, DatabaseUnavailable, TransactionConflict
from deconflict.runtime.metrics import SOCKETS
from deconflict.runtime.places import Places

LOG: Final = structlog.stdlib.get_logger(__name__)

PASSING: Final = (DatabaseBusy, DatabaseUnavailable, TransactionConflict)
"""What may be over by the next round: nothing is lost, the sockets stay where they are."""

BEAT_S: Final = 5.0
SESSIONS_EVERY_S: Final = 0.5
SEEN_EVERY_S: Final = 60.0
PRESENT_EVERY_S: Final = 15.0
PRESENT_SOON_S: Final = 1.0
"""How often it is noted who is connected, and how soon of who has just come."""
RECEIPTS_EVERY_S: Final = 1.0
RECEIPTS_BUSY_EVERY_S: Final = 5.0
"""How often it is looked what other processes' sockets acknowledged while a storm of clients catches up."""
STALE_AFTER_S: Final = 10.0
MAX_SOCKETS: Final = 16
AT_ONCE: Final = 8
"""How many feeds are read at the same time, so that requests still find a connection."""

AT_ONCE_STORED: Final = 2
"""How many uploads of positions are stored at the same time: they take their turns behind all that tells alerts."""

AT_ONCE_NOTED: Final = 2
"""How many sockets' `received` and `seen` are stored at the same time; what is acknowledged waits for no turn."""

AT_ONCE_ADMITTED: Final = 12
"""How many handshakes are looked into at the same time, so that a storm of them leaves the hub its connections."""

AT_ONCE_OF_ADDRESS: Final = 8
"""How many of these one address may hold: others are looked at however often it knocks."""


class Hub:
    """The live sockets of this process by person. `run` until cancelled."""

    def __init__(self, edge: Edge, poll_s: float) -> None:
        self._edge = edge
        self.storing = asyncio.Semaphore(AT_ONCE_STORED)
        self.noting = asyncio.Semaphore(AT_ONCE_NOTED)
        self.admitting = Places(AT_ONCE_ADMITTED, AT_ONCE_OF_ADDRESS)
        self.catching_up = CatchingUp(edge)
        self._poll_s = poll_s
        self._sockets: dict[PersonId, set[Follower]] = {}
        self._audiences: dict[PersonId, Audience] = {}
        self._woken = asyncio.Event()
        self._working = True
        self._receipts_due = False
        self._sessions_at = 0.0
        self._seen_at = 0.0
        self._present_at = 0.0
        self._present: Collection[SessionId] = frozenset()
        self._receipts_at = 0.0
        self._done_at = 0.0

    # What endpoints do

    def enter(self, follower: Follower) -> None:
        """Count a new socket; TooManySockets when its person holds as many as one may.

        DatabaseUnavailable when the hub does not work (any more): a socket that hears nothing must not open.
        """
        if not self.alive:
            raise DatabaseUnavailable()
        own = self._sockets.setdefault(follower.viewer.person, set())
        if len(own) >= MAX_SOCKETS:
            raise TooManySockets(limit=MAX_SOCKETS)
        own.add(follower)
        SOCKETS.inc()

    def leave(self, follower: Follower) -> None:
        """Forget a socket."""
        person = follower.viewer.person
        SOCKETS.dec()
        self._sockets[person].discard(follower)
        if not self._sockets[person]:
            del self._sockets[person]
        if audience := self._audiences.get(person):
            audience.followers.discard(follower)
            if not audience.followers:
                del self._audiences[person]

    def follow(self, follower: Follower, feed: FeedId, epoch: str, unanswered: Iterable[int]) -> None:
        """Let a socket hear what comes after the last alert it was sent, and who answers those before."""
        viewer = follower.viewer
        audience = self._audiences.setdefault(viewer.person, Audience(feed, epoch, viewer))
        audience.followers.add(follower)
        audience.unanswered.update(unanswered)
        self.wake()

    def settle(self, follower: Follower, receipt: tuple[int, str, datetime]) -> None:
        """Tell the sockets of a person that one of them acknowledged an alert, and look who else was waiting."""
        if audience := self._audiences.get(follower.viewer.person):
            audience.settle(*receipt)
        self.acknowledged()

    def wake(self) -> None:
        """Look now whether a feed has grown."""
        self._woken.set()

    def acknowledged(self) -> None:
        """Look now for acknowledgements: one was made in this process."""
        self._receipts_due = True
        self._woken.set()

    # Its own work

    @property
    def alive(self) -> bool:
        """True while the loop gets round: it has read the tables a moment ago."""
        return self._working and asyncio.get_running_loop().time() - self._done_at < STALE_AFTER_S

    @property
    def waiting(self) -> int:
        """How many messages wait to be written."""
        return sum(len(follower.outbox) for follower in self.followers)

    @property
    def followers(self) -> list[Follower]:
        """Every socket of this process."""
        return [follower for own in self._sockets.values() for follower in own]

    @property
    def audiences(self) -> list[Audience]:
        """Everybody who follows a feed on sockets of this process."""
        return list(self._audiences.values())

    @asynccontextmanager
    async def running(self, *others: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
        """Do the hub's work, and that of others beside it, while the block lasts."""
        self._done_at = asyncio.get_running_loop().time()
        WAITING.set_function(lambda: self.waiting)
        tasks = [asyncio.create_task(work) for work in (self._watch(), self._beat(), *others)]
        for task in tasks:
            task.add_done_callback(self._stopped)
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.catching_up.stop()

    def _stopped(self, task: "asyncio.Task[None]") -> None:
        """End every socket: at shutdown, or because a bug ended the work; then nobody is let in any more."""
        self._working = False
        if not task.cancelled():
            LOG.error("hub failed", exc_info=task.exception())
        for follower in self.followers:
            follower.outbox.end(CloseCode.RESTART, at_once=True)

    async def _watch(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._poll_s):
                    await self._woken.wait()
            self._woken.clear()
            try:
                await self.look()
            except PASSING as error:
                LOG.warning("hub waits for the database", code=error.code)

    async def _beat(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due += BEAT_S
            await asyncio.sleep(due - loop.time())
            beat = Letter(messages.tick(self._edge.clock.now()))
            for audience in self._audiences.values():
                for follower in audience.followers:
                    follower.outbox.put(beat)

    async def look(self) -> None:
        """Go round once: end what has ended, deliver what has grown, tell what was acknowledged."""
        now = asyncio.get_running_loop().time()
        if self._sockets:
            heads = await self._ask(sessions=now >= self._sessions_at + SESSIONS_EVERY_S)
            grown = [each for each in self._audiences.values() if each.reached < heads.get(each.feed, 0)]
            await self._for_each(grown, lambda each: deliver(self._edge, each, heads[each.feed]))
            every_s = RECEIPTS_BUSY_EVERY_S if self.catching_up.busy else RECEIPTS_EVERY_S
            if self._receipts_due or now >= self._receipts_at + every_s:
                self._receipts_due, self._receipts_at = False, now
                rung = [each for each in self._audiences.values() if each.unanswered]
                await self._for_each(rung, lambda each: tell_receipts(self._edge, each))
        self._done_at = asyncio.get_running_loop().time()

    async def _ask(self, *, sessions: bool) -> dict[FeedId, int]:
        audiences = list(self._audiences.values())
        feeds = {audience.feed for audience in audiences}
        followers = self.followers
        bound = [
            (each, each.viewer.party) for each in followers if each.known and each.viewer.party is not None
        ]
        sides = {party for _, party in bound}
        async with self._edge.database.hub() as hub:
            heads = await alerts.heads(hub, feeds) if feeds else {}
            quiet = await snoozes.of_people(hub, self._audiences.keys()) if feeds else {}
            agreed = await agreements.times_agreed(hub, sides) if sides else {}
            if sessions:
                wanted = {follower.viewer.session for follower in followers}
                still_open = await parties.open_sessions(hub, wanted, self._edge.clock.now())
        if sessions:
            self._sessions_at = asyncio.get_running_loop().time()
            for follower in followers:
                if follower.viewer.session not in still_open:
                    follower.outbox.end(CloseCode.SIGNED_OUT, at_once=True)
            await self._see(still_open)
            await self._note_presence(still_open)
        for audience in audiences:
            kept = quiet.get(audience.viewer.person)
            audience.keep_still(kept if kept is not None and kept.until > self._edge.clock.now() else None)
        for follower, party in bound:
            follower.notice(agreed.get(party, 0))
        return heads

    async def _see(self, still_open: Collection[SessionId]) -> None:
        """Let those sessions be seen, now and then: whoever follows a socket asks for nothing by its token."""
        steady_s = asyncio.get_running_loop().time()
        if not still_open or steady_s < self._seen_at + SEEN_EVERY_S:
            return
        self._seen_at = steady_s
        async with self._edge.database.door() as door:
            await see_sessions(door, still_open, self._edge.clock.now())

    async def _note_presence(self, still_open: Collection[SessionId]) -> None:
        """Note who is connected: all of this process in one statement, however much they are told."""
        steady_s = asyncio.get_running_loop().time()
        has_come = any(each not in self._present for each in still_open)
        if not still_open or steady_s < self._present_at + (PRESENT_SOON_S if has_come else PRESENT_EVERY_S):
            return
        self._present_at, self._present = steady_s, still_open
        async with self._edge.database.door() as door:
            await presence.note(door, still_open, self._edge.clock.now())

    async def _for_each(
        self, audiences: list[Audience], work: Callable[[Audience], Coroutine[Any, Any, None]]
    ) -> None:
        """Work on each, some at a time; a failure ends that person's sockets and nobody else's."""
        turns = asyncio.Semaphore(AT_ONCE)

        async def in_turn(audience: Audience) -> None:
            async with turns:
                await work(audience)

        results = await asyncio.gather(*map(in_turn, audiences), return_exceptions=True)
        for audience, result in zip(audiences, results, strict=True):
            if isinstance(result, EpochChanged):
                audience.end(CloseCode.RESTART)
            elif isinstance(result, BaseException) and not isinstance(result, PASSING):
                LOG.error("feed failed", exc_info=result)
                audience.end(CloseCode.FAILED)
