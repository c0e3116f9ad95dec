"""The feed for callers without asyncio: the async feed on a loop of its own, in one background thread."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Protocol, Self, TypeVar

from deconflict_client.alerts import Alert, Cursor
from deconflict_client.events import Event
from deconflict_client.following import AsyncFeed

T = TypeVar("T")


class Opened(Protocol):
    """Whatever has to be closed on the loop after the feed."""

    async def close(self) -> None:
        """Close it."""


class Feed:
    """An endless iterator of events: `with client.watch() as feed: for event in feed: …`."""

    def __init__(self, open_feed: Callable[[], tuple[AsyncFeed, Opened]]) -> None:
        self._open_feed = open_feed
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="deconflict-feed", daemon=True)
        self._leave = contextlib.AsyncExitStack()
        self._feed: AsyncFeed | None = None

    @property
    def fresh(self) -> bool:
        """False while the stream is cut or silent (ALR-07)."""
        return self._feed is not None and self._feed.fresh

    def see(self, alert: Alert | Cursor) -> None:
        """State that a person saw the alert."""
        self._run(self._entered().see(alert))

    def acknowledge(self, alert: Alert | Cursor) -> None:
        """Acknowledge over the socket, now or as soon as the line is back; a Receipt confirms it."""
        self._run(self._entered().acknowledge(alert))

    def next_within(self, timeout_s: float) -> Event | None:
        """Return the next event, or None when none comes in time; nothing is lost by waiting in vain."""
        return self._run(self._next_within(timeout_s))

    def __enter__(self) -> Self:
        self._thread.start()
        self._run(self._open())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._run(self._leave.__aexit__(kind, value, trace))
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Event:
        return self._run(self._entered().__anext__())

    async def _open(self) -> None:
        feed, opened = self._open_feed()
        self._leave.push_async_callback(opened.close)
        self._feed = await self._leave.enter_async_context(feed)

    async def _next_within(self, timeout_s: float) -> Event | None:
        try:
            async with asyncio.timeout(timeout_s):
                return await self._entered().__anext__()
        except TimeoutError:
            return None

    def _entered(self) -> AsyncFeed:
        if self._feed is None:
            raise RuntimeError("follow a feed inside `with`")
        return self._feed

    def _run(self, work: Coroutine[object, object, T]) -> T:
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise
