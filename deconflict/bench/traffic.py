"""Sends requests the way a crowd does: so many at a time without a pause, or so many a second whatever comes back."""

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import perf_counter, process_time
from typing import Generic, TypeVar

from deconflict.bench.timing import Spread, ratio

T = TypeVar("T")
Send = Callable[[T], Awaitable[str]]
"""Sends one; returns "" when it was done, else the code it was refused with."""


@dataclass
class Traffic(Generic[T]):
    """What was sent, and how that went. `at` is when each answer came, on the clock of `perf_counter`."""

    send: Send[T]
    waiting: deque[T]
    latencies: list[float] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    own_cpu_s: float = 0.0

    async def crowd(self, writers: int, seconds: float) -> None:
        """Let so many writers send one after the other, for so long."""
        end = perf_counter() + seconds

        async def write() -> None:
            while perf_counter() < end and self.waiting:
                await self._one(perf_counter())

        await self._timed(asyncio.gather(*(write() for _ in range(writers))))

    async def stream(self, per_s: float, seconds: float) -> None:
        """Send so many a second; a slow answer does not hold up the next, and waiting for its turn counts."""
        begin = perf_counter()

        async def all_() -> None:
            async with asyncio.TaskGroup() as group:
                for number in range(round(per_s * seconds)):
                    due = begin + number / per_s
                    await asyncio.sleep(max(due - perf_counter(), 0.0))
                    if self.waiting:
                        group.create_task(self._one(due))

        await self._timed(all_())

    @property
    def per_s(self) -> float:
        """How many were done in a second."""
        return ratio(len(self.latencies), self.seconds)

    @property
    def milliseconds(self) -> Spread:
        """How long they took."""
        return Spread.of(self.latencies, 1e3)

    @property
    def own_share(self) -> float:
        """How much of one core the sending itself took."""
        return ratio(self.own_cpu_s, self.seconds)

    async def _one(self, begin: float) -> None:
        code = await self.send(self.waiting.popleft())
        if code:
            self.refused[code] += 1
        else:
            self.latencies.append(perf_counter() - begin)

    async def _timed(self, work: Awaitable[object]) -> None:
        begin, own = perf_counter(), process_time()
        await work
        self.seconds, self.own_cpu_s = perf_counter() - begin, process_time() - own
