"""One live connection's shell: reads, writes, keeps time, and carries out what the protocol says.

Reading, writing, storing what the client states and catching up are tasks of their own: none waits for another.
"""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from itertools import groupby
from typing import Any, Final

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from deconflict.alerts.errors import EpochChanged
from deconflict.alerts.model import Fact
from deconflict.api.edge import Edge
from deconflict.api.strictjson import Json
from deconflict.errors import NotFound
from deconflict.flows.acknowledge_alert import acknowledge_alert
from deconflict.flows.note_alerts import note_alerts
from deconflict.live import messages, uploads
from deconflict.live.catching_up import Missed
from deconflict.live.feed import Follower
from deconflict.live.hub import PASSING, Hub
from deconflict.live.measures import PUSH_SECONDS
from deconflict.live.outbox import Letter
from deconflict.live.protocol import (
    MAX_SEQ,
    CloseCode,
    Fault,
    Follow,
    Note,
    Phase,
    Place,
    Refuse,
    Report,
    Step,
    Welcome,
)
from deconflict.live.storing import Storing
from deconflict.live.uploads import Said
from deconflict.runtime.metrics import ALERTS_SENT, SOCKETS_CLOSED

LOG: Final = structlog.stdlib.get_logger(__name__)

HELLO_WITHIN_S: Final = 10.0
HELLO_AGAIN_WITHIN_S: Final = 60.0
"""After a welcome that did not recover, the client reads the picture first."""
LAST_WORDS_S: Final = 5.0
"""How long a socket that has to go may take to read what is left for it."""
NOTES: Final = 256
"""How many statements may wait to be stored, and how many acknowledgements; beyond that the client is not read from."""
NOTES_WAIT_S: Final = 2.0
"""How long `received` and `seen` give way to clients that are catching up."""


class Connection:
    """The shell around one follower's protocol and outbox."""

    def __init__(self, websocket: WebSocket, edge: Edge, hub: Hub, follower: Follower) -> None:
        self._websocket = websocket
        self._edge = edge
        self._hub = hub
        self._follower = follower
        self._protocol = follower.protocol
        self._outbox = follower.outbox
        self._storing: Storing | None = None
        self._notes: asyncio.Queue[Note] | None = None
        self._answers: asyncio.Queue[Note] | None = None
        self._tasks: list[asyncio.Task[Any]] = []
        self._hello_by: asyncio.TimerHandle | None = None

    async def run(self) -> None:
        """Read and write until the client is gone, or until the outbox is at its end."""
        reading, writing = self._start(self._read()), self._start(self._write())
        try:
            await asyncio.wait([reading, self._outbox.when_ended()], return_when=asyncio.FIRST_COMPLETED)
            if self._outbox.close_code is not None:
                await asyncio.wait([writing], timeout=LAST_WORDS_S)
        finally:
            failures = await self._stop()
        if self._outbox.close_code is not None:
            await self._close(self._outbox.close_code)
        for failure in failures:
            raise failure

    def _start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run part of the work beside the others; if it fails, the connection ends."""
        task = asyncio.create_task(work)
        task.add_done_callback(self._done)
        self._tasks.append(task)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        if not task.cancelled() and task.exception() is not None:
            self._outbox.end(CloseCode.FAILED, at_once=True)

    async def _stop(self) -> list[Exception]:
        """End all work and return what went wrong in it."""
        self._expect_hello(None)
        for task in self._tasks:
            task.cancel()
        results = await asyncio.gather(*self._tasks, return_exceptions=True)
        return [each for each in results if isinstance(each, Exception)]

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
        """Write until the end; that the client is gone is for the reader to find, after all it said."""
        with suppress(WebSocketDisconnect):
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
                    async with asyncio.timeout(LAST_WORDS_S):
                        await self._all_stored()
                return
            said = received.get("text")
            if (upload := self._plain_upload(said)) is not None:
                await self._report(upload)
                continue
            for step in self._protocol.heard(received["bytes"] if said is None else said):
                await self._do(step)

    async def _all_stored(self) -> None:
        for waiting in (self._answers, self._notes):
            if waiting is not None:
                await waiting.join()
        if self._storing is not None:
            await self._storing.done()

    async def _do(self, step: Step) -> None:
        match step:
            case Place(after):
                with self._ending():
                    await self._place(after)
            case Note():
                await self._line_of(step.fact).put(step)
            case Report(said):
                if (upload := uploads.strictly(said)) is None:
                    self._outbox.put(Letter(messages.refused(_id_of(said), Fault.MALFORMED_MESSAGE)))
                else:
                    await self._report(upload)
            case Refuse():
                self._refuse([step])

    def _expect_hello(self, within_s: float | None) -> None:
        if self._hello_by is not None:
            self._hello_by.cancel()
            self._hello_by = None
        if within_s is not None:
            overdue = lambda: self._refuse(self._protocol.hello_overdue())  # noqa: E731
            self._hello_by = asyncio.get_running_loop().call_later(within_s, overdue)

    # Storing where units were

    def _plain_upload(self, said: str | None) -> Said | None:
        """Return what most messages of a device are, past the strict parser: it takes twice as long as all the rest."""
        live = self._protocol.phase is Phase.LIVE and said is not None and said.startswith(uploads.FIRST)
        return uploads.quickly(said) if live and said is not None else None

    async def _report(self, upload: Said) -> None:
        if self._storing is None:
            turns = self._hub.storing
            self._storing = Storing(self._edge, turns, self._follower.viewer, self._outbox)
            self._start(self._store_positions(self._storing))
        await self._storing.put(upload)

    async def _store_positions(self, storing: Storing) -> None:
        while True:
            with self._ending():
                await storing.store_next()

    # Storing what became of alerts

    def _line_of(self, fact: Fact) -> asyncio.Queue[Note]:
        """Return where such statements wait: acknowledgements apart, since others are told of them."""
        if fact is Fact.ACKNOWLEDGED:
            if self._answers is None:
                self._answers = asyncio.Queue(NOTES)
                self._start(self._answer(self._answers))
            return self._answers
        if self._notes is None:
            self._notes = asyncio.Queue(NOTES)
            self._start(self._store(self._notes))
        return self._notes

    async def _answer(self, waiting: asyncio.Queue[Note]) -> None:
        """Store acknowledgements in order."""
        while True:
            note = await waiting.get()
            if self._outbox.close_code is None:
                with self._ending():
                    await self._acknowledge(note.epoch, note.seq)
            waiting.task_done()

    async def _store(self, waiting: asyncio.Queue[Note]) -> None:
        """Store all else in order, runs of the same fact together: a page brings a hundred `received`."""
        while True:
            notes = [await waiting.get()]
            await self._hub.catching_up.quiet(NOTES_WAIT_S)
            while not waiting.empty():
                notes.append(waiting.get_nowait())
            for (fact, epoch), run in groupby(notes, lambda note: (note.fact, note.epoch)):
                if self._outbox.close_code is None:
                    with self._ending():
                        await self._state(fact, epoch, [note.seq for note in run])
            for _ in notes:
                waiting.task_done()

    async def _state(self, fact: Fact, epoch: str, seqs: list[int]) -> None:
        viewer, turn = self._follower.viewer, self._hub.noting
        async with turn, self._edge.database.transaction(viewer.context) as session:
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
        follower = self._follower
        missed = await self._hub.catching_up.read(follower.viewer, None, after, gives_way=not follower.known)
        follower.notice(missed.times_agreed)
        for step in self._protocol.placed(missed.epoch, missed.last):
            match step:
                case Welcome():
                    self._outbox.put(Letter(messages.welcome(step)))
                    self._expect_hello(None if step.recovered else HELLO_AGAIN_WITHIN_S)
                case Follow():
                    self._start(self._catch_up(missed))

    async def _catch_up(self, missed: Missed) -> None:
        """Send what was missed, at the client's own pace, then follow the feed with the person's other sockets."""
        viewer, watched = self._follower.viewer, set(missed.unanswered)
        with self._ending():
            while True:
                for seq, letter in missed.letters:
                    self._follower.hand(seq, letter)
                if self._protocol.sent >= missed.last or self._outbox.close_code is not None:
                    break
                await self._outbox.room()
                missed = await self._hub.catching_up.read(viewer, missed.epoch, self._protocol.sent)
                self._follower.notice(missed.times_agreed)
                watched |= missed.unanswered
            self._hub.follow(self._follower, missed.feed, missed.epoch, watched)


def _id_of(said: dict[str, Json]) -> int | None:
    """Return the number by which a client knows what it said, if it gave one."""
    number = said.get("id")
    return (
        number
        if isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= MAX_SEQ
        else None
    )
