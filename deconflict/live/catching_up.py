"""What sockets missed, read for many of them at once without exhausting the database's connections.

After a cut hundreds of clients resume within a second. Few of their readings are made at a time; the others wait for
their turn, and until that comes a person's devices that resume from the same number share one reading; from other
numbers they wait for each other, so that nobody's devices hold up others. What everybody left is not read. Nobody joins
a reading that has begun: what it shows was true before they asked (DIS-02).
"""

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final
from weakref import WeakValueDictionary

from deconflict.agreements import store as agreements
from deconflict.alerts import store as alerts
from deconflict.alerts.model import FeedId
from deconflict.api.edge import Edge
from deconflict.live import messages
from deconflict.live.feed import WATCHED, read_within, unanswered
from deconflict.live.outbox import Letter
from deconflict.parties.model import PersonId, Viewer
from deconflict.runtime.errors import DatabaseBusy

ARRIVALS_S: Final = 6.0
"""How long a socket's first reading gives way to handshakes: who is not let in within 10 s gives up and comes again."""
AT_ONCE: Final = 4
"""How many readings are made at the same time: one event loop renders no faster with more."""
TURN_WITHIN_S: Final = 30.0
"""After so long a wait the socket is closed and its client comes back; it gives up by itself after 15 s."""

Place = tuple[PersonId, str | None, int]


@dataclass(frozen=True)
class Missed:
    """A run of a feed as letters, by number. `last` is the feed's newest, which may be beyond this page.

    `unanswered`: which of them, and of the newest before them, nobody has acknowledged. `times_agreed`: how
    often was signed or taken back what concerns the reader, as of this reading.
    """

    feed: FeedId
    epoch: str
    last: int
    letters: Sequence[tuple[int, Letter]]
    unanswered: frozenset[int]
    times_agreed: int


@dataclass(eq=False)
class _Reading:
    """One reading, and how many wait for it."""

    task: asyncio.Task[Missed]
    waiters: int = 0


class CatchingUp:
    """The readings of all sockets of this process that wait for their turn, or are being made."""

    def __init__(self, edge: Edge) -> None:
        self._edge = edge
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._of_person: WeakValueDictionary[PersonId, asyncio.Lock] = WeakValueDictionary()
        self._waiting: dict[Place, _Reading] = {}
        self._tasks: set[asyncio.Task[Missed]] = set()
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._arriving = 0
        self._arrived = asyncio.Event()
        self._arrived.set()

    @contextmanager
    def arriving(self) -> Iterator[None]:
        """Let readings give way while somebody is being let in."""
        self._arriving += 1
        self._arrived.clear()
        try:
            yield
        finally:
            self._arriving -= 1
            if self._arriving == 0:
                self._arrived.set()

    @property
    def busy(self) -> bool:
        """True while anybody waits for what they missed: whatever can wait does."""
        return bool(self._tasks)

    async def quiet(self, within_s: float) -> None:
        """Wait until nobody waits for what they missed, but no longer than that."""
        await _until(self._quiet, within_s)

    async def read(self, viewer: Viewer, epoch: str | None, after: int, *, gives_way: bool = False) -> Missed:
        """Return what the viewer's feed has after that number; DatabaseBusy when no turn came in time.

        `gives_way`: only once those who knock are let in. Not twice for a socket, or whoever knocks for ever stops it.
        """
        place = viewer.person, epoch, after
        reading = self._waiting.get(place)
        if reading is None:
            task = self._start(self._in_turn(place, viewer, gives_way=gives_way))
            reading = self._waiting[place] = _Reading(task)
        reading.waiters += 1
        try:
            async with asyncio.timeout(TURN_WITHIN_S):
                return await asyncio.shield(reading.task)  # another device may wait for it as well
        except TimeoutError:
            raise DatabaseBusy from None
        finally:
            self._leave(place, reading)

    async def stop(self) -> None:
        """End what waits and what is being read."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, work: Coroutine[Any, Any, Missed]) -> asyncio.Task[Missed]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        self._quiet.clear()
        task.add_done_callback(self._done)
        return task

    def _leave(self, place: Place, reading: _Reading) -> None:
        """Wait for a reading no longer; whoever is the last ends it, and nobody joins it any more."""
        reading.waiters -= 1
        if reading.waiters == 0:
            if self._waiting.get(place) is reading:
                del self._waiting[place]
            reading.task.cancel()

    def _done(self, task: asyncio.Task[Missed]) -> None:
        self._tasks.discard(task)
        if not self._tasks:
            self._quiet.set()

    async def _in_turn(self, place: Place, viewer: Viewer, *, gives_way: bool) -> Missed:
        if gives_way:
            await _until(self._arrived, ARRIVALS_S)
        own = self._of_person.setdefault(viewer.person, asyncio.Lock())
        async with own, self._turns:
            del self._waiting[place]
            return await self._read(viewer, *place[1:])

    async def _read(self, viewer: Viewer, epoch: str | None, after: int) -> Missed:
        sides = {viewer.party} if viewer.party is not None else set()
        async with self._edge.database.transaction(viewer.context, snapshot=True) as session:
            agreed = await agreements.times_agreed(session, sides) if sides else {}
            page = await read_within(session, viewer, epoch, after, self._edge.deployment)
            before = await alerts.unanswered_before(session, page.feed, after, WATCHED) if after else set()
        letters = [(shown.value.seq, Letter(messages.alert(shown))) for shown in page.alerts]
        answered_by_nobody = frozenset(before | unanswered(page))
        return Missed(page.feed, page.epoch, page.last, letters, answered_by_nobody, sum(agreed.values()))


async def _until(event: asyncio.Event, within_s: float) -> None:
    """Wait for an event, but no longer than that."""
    with suppress(TimeoutError):
        async with asyncio.timeout(within_s):
            await event.wait()
