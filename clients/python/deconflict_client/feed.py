"""The feed for callers without asyncio: the async feed on a loop of its own, in one background thread."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine, Sequence
from types import TracebackType
from typing import Protocol, Self, TypeVar

from deconflict_client.alerts import Alert
from deconflict_client.base_alert import Cursor
from deconflict_client.events import Event
from deconflict_client.following import AsyncFeed
from deconflict_client.positions import Fix

T = TypeVar("T")


class Closable(Protocol):
    """Whatever has to be closed on the loop after the feed."""

    async def close(self) -> None:
        """Close it."""


class Background:
    """An event loop in a thread; runs one coroutine at a time for the caller."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="deconflict-feed", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[object, object, T]) -> T:
        """Run it to its end; when the caller is interrupted meanwhile, it is cancelled."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def close(self) -> None:
        """End the thread."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class Feed:
    """An endless iterator of events: `with client.watch() as feed: for event in feed: …`."""

    def __init__(self, open_feed: Callable[[], tuple[AsyncFeed, Closable]]) -> None:
        self._open_feed = open_feed
        self._leave = contextlib.AsyncExitStack()
        self._followed: tuple[Background, AsyncFeed] | None = None

    @property
    def fresh(self) -> bool:
        """False while the stream is cut or silent (ALR-07)."""
        return self._followed is not None and self._followed[1].fresh

    def see(self, alert: Alert | Cursor) -> None:
        """State that a person saw the alert."""
        background, feed = self._entered()
        background.run(feed.see(alert))

    def acknowledge(self, alert: Alert | Cursor) -> None:
        """Acknowledge over the socket, now or as soon as the line is back; a Receipt confirms it."""
        background, feed = self._entered()
        background.run(feed.acknowledge(alert))

    def report(self, unit: str, fixes: Sequence[Fix]) -> int | None:
        """Send fixes of a unit over the socket and return their number; None while the line is not live."""
        background, feed = self._entered()
        return background.run(feed.report(unit, fixes))

    def next_within(self, timeout_s: float) -> Event | None:
        """Return the next event, or None when none comes in time; nothing is lost by waiting in vain."""
        background, feed = self._entered()
        return background.run(_next_within(feed, timeout_s))

    def __enter__(self) -> Self:
        background = Background()
        try:
            self._followed = background, background.run(self._open())
        except BaseException:
            background.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        background, _ = self._entered()
        self._followed = None
        try:
            background.run(self._leave.__aexit__(kind, value, trace))
        finally:
            background.close()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Event:
        background, feed = self._entered()
        return background.run(feed.__anext__())

    async def _open(self) -> AsyncFeed:
        feed, opened = self._open_feed()
        self._leave.push_async_callback(opened.close)
        return await self._leave.enter_async_context(feed)

    def _entered(self) -> tuple[Background, AsyncFeed]:
        if self._followed is None:
            raise RuntimeError("follow a feed inside `with`")
        return self._followed


async def _next_within(feed: AsyncFeed, timeout_s: float) -> Event | None:
    try:
        async with asyncio.timeout(timeout_s):
            return await anext(feed)
    except TimeoutError:
        return None
