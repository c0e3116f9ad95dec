"""A clock that stands still until a test moves it."""

import asyncio
import heapq
import itertools


class ManualTime:
    """A steady clock that stands still until a test moves it; sleepers wake in their order."""

    def __init__(self) -> None:
        self.at = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> float:
        """Return the seconds it shows."""
        return self.at

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock has been moved that far."""
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.at + seconds, next(self._order), woken))
        await woken

    async def advance(self, seconds: float) -> None:
        """Move the clock, waking sleepers one after the other, each with time to act."""
        end = self.at + seconds
        await settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            self.at, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                woken.set_result(None)
            await settle()
        self.at = end


async def settle() -> None:
    """Let every task run until nothing moves without the clock or the wire."""
    for _ in range(50):
        await asyncio.sleep(0)
