"""The people of the story at their places: each signed in, with an open socket, hearing and acknowledging.

Through the client alone, like anybody's program. What a seat hears is kept as it came, nothing is left out.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar, Final

from deconflict.demo.model import Member
from deconflict.errors import DeconflictError
from deconflict_client import Acknowledgement, Alert, AsyncClient, BaseAlert, Cursor, Live, Manner, Receipt
from deconflict_client.following import AsyncFeed
from deconflict_client.texts import Language, line

Say = Callable[[str], None]
OPEN_S: Final = 60.0
PATIENT: Final = Manner(timeout_s=60.0)
"""Everybody signs in at once, and passwords are slow to check on purpose."""


@dataclass(eq=False)
class SocketsNotOpen(DeconflictError):
    """Not every member of the story got a live socket in time."""

    code: ClassVar[str] = "sockets_not_open"
    within_s: float


@dataclass
class Hearing:
    """An alert, when the socket brought it, and the first acknowledgement that the service confirmed."""

    alert: Alert
    at: datetime
    acknowledged: Acknowledgement | None


@dataclass
class Seat:
    """A member with a session and a socket; `start` is where their feed stood when they sat down.

    `hold_s`: how long an alert waits for a visitor's answer before the member's own.
    """

    member: Member
    client: AsyncClient
    start: Cursor
    hold_s: float = 0.0
    hearings: list[Hearing] = field(default_factory=list)
    live: bool = False

    async def listen(self, news: asyncio.Event, say: Say) -> None:
        """Hear and acknowledge until cancelled."""
        async with self.client.watch(self.start) as feed, asyncio.TaskGroup() as answers:
            async for event in feed:
                if isinstance(event, BaseAlert):
                    hearing = Hearing(event, datetime.now(UTC), event.acknowledged)
                    self.hearings.append(hearing)
                    say(f"    {self.member.login} hears: {line(event, Language.ENGLISH)}")
                    if self.hold_s > 0:
                        answers.create_task(self._answer(feed, hearing, self.hold_s))
                    else:
                        await feed.acknowledge(event)
                elif isinstance(event, Receipt):
                    self._confirm(event)
                elif isinstance(event, Live):
                    self.live = True
                news.set()

    async def numbers(self) -> frozenset[int]:
        """Return the numbers that the service has put into this feed since the seat was taken."""
        found: set[int] = set()
        after = self.start.seq
        while page := (await self.client.alerts(self.start.epoch, after)).alerts:
            found |= {alert.seq for alert in page}
            after = page[-1].seq
        return frozenset(found)

    def forget_answered(self) -> None:
        """Keep only what still waits for an answer."""
        self.hearings = [hearing for hearing in self.hearings if hearing.acknowledged is None]

    async def _answer(self, feed: AsyncFeed, hearing: Hearing, after_s: float) -> None:
        """Give a visitor time, then acknowledge unless somebody of the side has."""
        await asyncio.sleep(after_s)
        if hearing.acknowledged is None:
            await feed.acknowledge(hearing.alert)

    def _confirm(self, receipt: Receipt) -> None:
        for hearing in self.hearings:
            is_it = hearing.alert.cursor == Cursor(receipt.epoch, receipt.seq)
            if is_it and receipt.fact == "acknowledged" and hearing.acknowledged is None:
                hearing.acknowledged = Acknowledgement(receipt.by, receipt.at)


@dataclass(frozen=True)
class Table:
    """All seats, the event that is set whenever one of them hears something, and what goes on beside the story."""

    seats: Mapping[str, Seat]
    news: asyncio.Event
    beside: asyncio.TaskGroup | None = None
    going_on: list["asyncio.Task[None]"] = field(default_factory=list)

    def go_on(self, work: Coroutine[object, object, None]) -> None:
        """Let something go on until everybody leaves; if it fails, all do."""
        assert self.beside is not None  # noqa: S101  (nobody moves at a table that is not open)
        self.going_on.append(self.beside.create_task(work))

    def client(self, member: Member) -> AsyncClient:
        """Return the client of a member."""
        return self.seats[member.login].client

    async def until(self, holds: Callable[[], bool], limit_s: float) -> bool:
        """Wait until something holds; False if it does not within the limit."""
        try:
            async with asyncio.timeout(limit_s):
                while not holds():
                    self.news.clear()
                    await self.news.wait()
        except TimeoutError:
            return False
        return True


@asynccontextmanager
async def signed_in(
    url: str, members: Sequence[Member], passwords: Mapping[str, str]
) -> AsyncIterator[Mapping[str, AsyncClient]]:
    """Sign everybody in at once; yield their clients by login."""
    async with AsyncExitStack() as leave:
        clients = {
            member.login: await leave.enter_async_context(AsyncClient(url, manner=PATIENT))
            for member in members
        }
        await asyncio.gather(*(client.sign_in(login, passwords[login]) for login, client in clients.items()))
        yield clients


@asynccontextmanager
async def seated(
    members: Sequence[Member], clients: Mapping[str, AsyncClient], say: Say, hold_s: float = 0.0
) -> AsyncIterator[Table]:
    """Open everybody's socket and keep all of them open; a seat that fails ends it all."""
    seats = {}
    for member in members:
        client = clients[member.login]
        picture = await client.picture()
        seats[member.login] = Seat(member, client, Cursor(picture.epoch, picture.seq), hold_s)
    async with asyncio.TaskGroup() as group:
        table = Table(seats, asyncio.Event(), group)
        listening = [group.create_task(seat.listen(table.news, say)) for seat in seats.values()]
        all_open = await table.until(lambda: all(seat.live for seat in seats.values()), OPEN_S)
        if all_open:
            yield table
        for task in (*listening, *table.going_on):
            task.cancel()
    if not all_open:
        raise SocketsNotOpen(OPEN_S)
