"""Follows a feed over the socket for as long as the caller wants: the thin shell around `FeedSession`.

It connects, reads, waits and carries out effects; every decision is the session's. Events go through a small
queue, so a caller who is busy holds up the line (and is resumed after a 4008), never the service.
"""

import asyncio
import contextlib
import json
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Protocol, Self

from deconflict_client.alerts import Alert, AlertPage
from deconflict_client.base_alert import BaseAlert, Cursor
from deconflict_client.cursors import CursorStore
from deconflict_client.effects import (
    AskReceipts,
    Deliver,
    Effect,
    HangUp,
    NeedAlerts,
    NeedPicture,
    Send,
    Stop,
)
from deconflict_client.errors import EpochChanged, Problem, SignedOut
from deconflict_client.events import Event
from deconflict_client.models import Picture
from deconflict_client.positions import Fix, upload
from deconflict_client.retrying import Backoff
from deconflict_client.session import FeedSession
from deconflict_client.sockets import LineClosed, Socket
from deconflict_client.statements import Fact

QUEUE = 64
"""Events read ahead of the caller."""

RECONNECTING = Backoff(base_s=0.5, cap_s=8.0)
"""However long a line was cut, the client is back within 10 s of its return; five hundred ask so 125 times a second."""

LEAVE_WITHIN_S = 10.0
"""How long leaving waits for the line to be closed in order: whoever pressed Ctrl-C must not be kept by it."""

LOOK_EVERY_S = 1.0
"""How often silence is looked for."""


class Reading(Protocol):
    """What the shell reads by REST."""

    async def picture(self) -> Picture:
        """Everything the viewer may see."""

    async def alerts_after(self, cursor: Cursor, *, patient: bool) -> AlertPage:
        """The feed after a place; only `patient` reading is retried."""


@dataclass(frozen=True)
class Pace:
    """How a feed waits: when it is stale, how fast it connects again; tests put their own clock in."""

    stale_after_s: float = 15.0
    backoff: Backoff = RECONNECTING
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random


STEADY = Pace()


class AsyncFeed:
    """An endless async iterator of events: `async with client.watch() as feed: async for event in feed: …`.

    Ends only by leaving the block, or with SignedOut or ProtocolRefused.
    """

    def __init__(
        self,
        reading: Reading,
        dial: Callable[[], Awaitable[Socket]],
        start: Cursor | CursorStore | None,
        pace: Pace,
        *,
        positions: bool = False,
    ) -> None:
        self._reading = reading
        self._dial = dial
        self._pace = pace
        self._store = None if isinstance(start, Cursor) else start
        cursor = start if isinstance(start, Cursor) else None if start is None else start.load()
        stale_after_s, now = pace.stale_after_s, pace.clock()
        self._session = FeedSession(cursor, stale_after_s=stale_after_s, now=now, positions=positions)
        self._reports = 0
        self._socket: Socket | None = None
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()
        self._space = asyncio.Semaphore(QUEUE)
        self._taken: Cursor | None = None
        self._work: asyncio.Task[None] | None = None
        self._why_ended: BaseException | None = None

    @property
    def fresh(self) -> bool:
        """False while the stream is cut or silent: say so on the face of the application (ALR-07)."""
        return self._session.fresh

    async def see(self, alert: Alert | Cursor) -> None:
        """State that a person saw the alert."""
        await self._state(Fact.SEEN, alert)

    async def acknowledge(self, alert: Alert | Cursor) -> None:
        """Acknowledge over the socket: now or as soon as the line is back, until the service confirms.

        The confirmation arrives as a Receipt. Acknowledging is never consent (ALR-03).
        """
        await self._state(Fact.ACKNOWLEDGE, alert)

    async def report(self, unit: str, fixes: Sequence[Fix]) -> int | None:
        """Send at most 100 fixes of a unit of one's own party, and return their number: Stored or NotStored answers it.

        None while the line is not live: keep them, or send them by `report_positions`.
        """
        effects = self._session.report(self._reports + 1, upload(unit, fixes, datetime.now(UTC)))
        if not effects:
            return None
        self._reports += 1
        await self._perform(effects)
        return self._reports

    async def __aenter__(self) -> Self:
        self._work = asyncio.create_task(self._run())
        self._work.add_done_callback(self._ended)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._work is not None:
            self._work.cancel()
            await asyncio.wait([self._work], timeout=LEAVE_WITHIN_S)
        if kind is None:
            await self._keep_place()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Event:
        if self._work is None:
            raise RuntimeError("follow a feed inside `async with`")
        await self._keep_place()
        event = await self._events.get()
        if event is None:
            self._events.put_nowait(None)
            raise _first(self._why_ended) or RuntimeError("the feed was left")
        self._space.release()
        if isinstance(event, BaseAlert):
            self._taken = event.cursor
        return event

    async def _state(self, fact: Fact, alert: Alert | Cursor) -> None:
        cursor = alert if isinstance(alert, Cursor) else alert.cursor
        await self._perform(self._session.state(fact, cursor))

    async def _keep_place(self) -> None:
        taken, self._taken = self._taken, None
        if taken is not None and self._store is not None:
            await asyncio.to_thread(self._store.save, taken)

    def _ended(self, work: asyncio.Task[None]) -> None:
        self._why_ended = None if work.cancelled() else work.exception()
        self._events.put_nowait(None)

    # The work

    async def _run(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow())
            group.create_task(self._look_for_silence())

    async def _follow(self) -> None:
        while True:
            await self._catch_up()
            if self._session.need is None:
                await self._live()
            await self._pace.sleep(self._pace.backoff.delay_s(self._session.failures, self._pace.chance()))

    async def _look_for_silence(self) -> None:
        while True:
            await self._pace.sleep(LOOK_EVERY_S)
            await self._perform(self._session.passed(self._pace.clock()))

    async def _catch_up(self) -> None:
        session = self._session
        try:
            if isinstance(session.need, NeedPicture):
                await self._perform(session.pictured(await self._reading.picture()))
            while isinstance(need := session.need, NeedAlerts):
                page = await self._reading.alerts_after(need.after, patient=True)
                await self._perform(session.caught_up(page))
        except SignedOut as problem:
            await self._perform(session.stop(problem))
        except EpochChanged:
            session.epoch_changed()
        except Problem as problem:
            await self._perform(session.closed(None, str(problem)))

    async def _live(self) -> None:
        session = self._session
        try:
            async with self._connected() as socket:
                await self._perform(session.connected(self._pace.clock()))
                while True:
                    await self._perform(session.heard(await socket.receive(), self._pace.clock()))
        except SignedOut as problem:
            await self._perform(session.stop(problem))
        except LineClosed as closed:
            await self._perform(session.closed(closed.code, closed.reason))

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncIterator[Socket]:
        socket = self._socket = await self._dial()
        try:
            yield socket
        finally:
            self._socket = None
            await socket.close("done")

    # Effects

    async def _perform(self, effects: Sequence[Effect]) -> None:
        for effect in effects:
            match effect:
                case Send(message):
                    await self._send(json.dumps(message))
                case Deliver(event):
                    await self._space.acquire()
                    self._events.put_nowait(event)
                case HangUp(reason):
                    await self._hang_up(reason)
                case AskReceipts(after):
                    await self._ask_receipts(after)
                case Stop(problem):
                    raise problem

    async def _send(self, text: str) -> None:
        if self._socket is not None:
            with contextlib.suppress(
                LineClosed
            ):  # the reader meets it too, and then the session owes it again
                await self._socket.send(text)

    async def _hang_up(self, reason: str) -> None:
        if self._socket is not None:
            await self._socket.close(reason)

    async def _ask_receipts(self, after: Cursor) -> None:
        try:
            page = await self._reading.alerts_after(after, patient=False)
        except Problem:
            return  # the session asks again at the next tick
        await self._perform(self._session.asked(page))


def _first(fault: BaseException | None) -> BaseException | None:
    """Return the one fault inside a group of one."""
    while isinstance(fault, BaseExceptionGroup):
        fault = fault.exceptions[0]
    return fault
