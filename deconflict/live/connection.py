"""One live connection's shell: reads, writes, keeps time, and carries out what the protocol says.

Reading, writing, storing what the client states and catching up are tasks of their own: none waits for another.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import groupby
from typing import Any, Final

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from deconflict.alerts.errors import EpochChanged
from deconflict.alerts.model import Fact, FeedId
from deconflict.api.edge import Edge
from deconflict.errors import NotFound
from deconflict.flows.acknowledge_alert import acknowledge_alert
from deconflict.flows.note_alerts import note_alerts
from deconflict.flows.read_feed import FeedPage
from deconflict.live import messages
from deconflict.live.feed import Follower, read_on, unanswered, unanswered_before
from deconflict.live.hub import PASSING, Hub
from deconflict.live.measures import PUSH_SECONDS
from deconflict.live.outbox import Letter
from deconflict.live.protocol import CloseCode, Fault, Follow, Note, Place, Refuse, Step, Welcome
from deconflict.runtime.metrics import ALERTS_SENT, SOCKETS_CLOSED

LOG: Final = structlog.stdlib.get_logger(__name__)

HELLO_WITHIN_S: Final = 10.0
HELLO_AGAIN_WITHIN_S: Final = 60.0
"""After a welcome that did not recover, the client reads the picture first."""
LAST_WORDS_S: Final = 5.0
"""How long a socket that has to go may take to read what is left for it."""
NOTES: Final = 256
"""How many statements may wait to be stored; beyond that the client is not read from."""


class Connection:
    """The shell around one follower's protocol and outbox."""

    def __init__(self, websocket: WebSocket, edge: Edge, hub: Hub, follower: Follower) -> None:
        self._websocket = websocket
        self._edge = edge
        self._hub = hub
        self._follower = follower
        self._protocol = follower.protocol
        self._outbox = follower.outbox
        self._notes: asyncio.Queue[Note] = asyncio.Queue(NOTES)
        self._catching_up: asyncio.Task[None] | None = None
        self._hello_by: asyncio.TimerHandle | None = None

    async def run(self) -> None:
        """Read and write until the client is gone, or until the outbox is at its end."""
        work = (self._read(), self._write(), self._store(), self._outbox.ended.wait())
        tasks: list[asyncio.Task[Any]] = [asyncio.create_task(each) for each in work]
        writing = tasks[1]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if self._outbox.close_code is not None:
                await asyncio.wait([writing], timeout=LAST_WORDS_S)
        finally:
            failures = await self._stop(tasks)
        if self._outbox.close_code is not None or failures:
            await self._close(self._outbox.close_code or CloseCode.FAILED)
        for failure in failures:
            raise failure

    async def _stop(self, tasks: list[asyncio.Task[Any]]) -> list[Exception]:
        """End every task and return what went wrong in them, a client that left not being wrong."""
        self._expect_hello(None)
        every = [*tasks, *([self._catching_up] if self._catching_up else ())]
        for task in every:
            task.cancel()
        results = await asyncio.gather(*every, return_exceptions=True)
        return [
            each
            for each in results
            if isinstance(each, Exception) and not isinstance(each, WebSocketDisconnect)
        ]

    async def _close(self, code: CloseCode) -> None:
        SOCKETS_CLOSED.labels(str(int(code))).inc()
        with suppress(TimeoutError, WebSocketDisconnect, RuntimeError):  # gone, or not reading any more
            async with asyncio.timeout(LAST_WORDS_S):
                await self._websocket.close(code, messages.CLOSINGS[code])

    @contextmanager
    def _ending(self) -> Iterator[None]:
        """Turn what the client has to know, or what may pass, into the end of the connection."""
        try:
            yield
        except NotFound:
            self._refuse(self._protocol.refuse(Fault.NOT_FOUND))
        except EpochChanged:
            self._outbox.end(CloseCode.RESTART, at_once=True)
        except PASSING as error:
            LOG.warning("socket waits for the database", code=error.code)
            self._outbox.end(CloseCode.FAILED, at_once=True)

    # Writing

    async def _write(self) -> None:
        while (letter := await self._outbox.take()) is not None:
            await self._websocket.send_text(letter.text)
            if letter.released_at is not None:
                ALERTS_SENT.inc()
                PUSH_SECONDS.observe((self._edge.clock.now() - letter.released_at).total_seconds())

    def _refuse(self, steps: list[Refuse]) -> None:
        for step in steps:
            self._outbox.put(Letter(messages.refusal(step)))
            self._outbox.end(step.close, at_once=False)

    # Reading

    async def _read(self) -> None:
        """Take messages until the client is gone, and then see to it that what it stated last is stored."""
        self._expect_hello(HELLO_WITHIN_S)
        while self._outbox.close_code is None:
            received = await self._websocket.receive()
            if received["type"] == "websocket.disconnect":
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._notes.join(), LAST_WORDS_S)
                return
            said = received.get("text")
            for step in self._protocol.heard(received["bytes"] if said is None else said):
                await self._do(step)

    async def _do(self, step: Step) -> None:
        match step:
            case Place(after):
                with self._ending():
                    await self._place(after)
            case Note():
                await self._notes.put(step)
            case Refuse():
                self._refuse([step])

    def _expect_hello(self, within_s: float | None) -> None:
        if self._hello_by is not None:
            self._hello_by.cancel()
            self._hello_by = None
        if within_s is not None:
            overdue = lambda: self._refuse(self._protocol.hello_overdue())  # noqa: E731
            self._hello_by = asyncio.get_running_loop().call_later(within_s, overdue)

    # Storing what became of alerts

    async def _store(self) -> None:
        """Store statements in order, runs of the same fact together: a page brings a hundred `received`."""
        while True:
            notes = [await self._notes.get()]
            while not self._notes.empty():
                notes.append(self._notes.get_nowait())
            for (fact, epoch), run in groupby(notes, lambda note: (note.fact, note.epoch)):
                if self._outbox.close_code is None:
                    with self._ending():
                        await self._state(fact, epoch, [note.seq for note in run])
            for _ in notes:
                self._notes.task_done()

    async def _state(self, fact: Fact, epoch: str, seqs: list[int]) -> None:
        viewer = self._follower.viewer
        if fact is Fact.ACKNOWLEDGED:
            for seq in seqs:
                await self._acknowledge(epoch, seq)
            return
        async with self._edge.database.transaction(viewer.context) as session:
            await note_alerts(session, viewer, epoch, seqs, fact, self._edge.clock.now())

    async def _acknowledge(self, epoch: str, seq: int) -> None:
        edge, viewer = self._edge, self._follower.viewer
        async with edge.database.transaction(viewer.context) as session:
            shown = await acknowledge_alert(
                session, viewer, epoch, seq, Fact.ACKNOWLEDGED, edge.deployment, edge.clock.now()
            )
        if by_at := shown.value.acknowledged:
            self._hub.settle(self._follower, (seq, *by_at))

    # Following the feed

    async def _place(self, after: int) -> None:
        feed, page = await read_on(self._edge, self._follower.viewer, None, after)
        for step in self._protocol.placed(page.epoch, page.last):
            match step:
                case Welcome():
                    self._outbox.put(Letter(messages.welcome(step)))
                    self._expect_hello(None if step.recovered else HELLO_AGAIN_WITHIN_S)
                case Follow():
                    self._catching_up = asyncio.create_task(self._catch_up(feed, page))
                    self._catching_up.add_done_callback(self._caught_up)

    async def _catch_up(self, feed: FeedId, page: FeedPage) -> None:
        """Send what was missed, at the client's own pace, then follow the feed with the person's other sockets."""
        edge, viewer = self._edge, self._follower.viewer
        with self._ending():
            watched = unanswered(page) | await unanswered_before(edge, viewer, feed, self._protocol.sent)
            while True:
                for shown in page.alerts:
                    self._follower.hand(shown.value.seq, messages.alert(shown), None)
                if self._protocol.sent >= page.last or self._outbox.close_code is not None:
                    break
                await self._outbox.room()
                feed, page = await read_on(edge, viewer, page.epoch, self._protocol.sent)
                watched |= unanswered(page)
            self._hub.follow(self._follower, feed, page.epoch, watched)

    def _caught_up(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and task.exception() is not None:
            self._outbox.end(CloseCode.FAILED, at_once=True)
