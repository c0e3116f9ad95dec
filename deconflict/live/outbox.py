"""What waits to be written to one socket: bounded, so that a slow reader fills its own box and nothing else.

Places of units are apart: of each only the latest waits, behind all letters, and none makes the box overflow. Whoever
fills it never waits. A box that overflows ends the connection (4008); the client resumes from its number. An idle box
holds no more than it must: there may be ten thousand of them.
"""

import asyncio
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from deconflict.live.protocol import CloseCode

LIMIT: Final = 256
MOST_PLACES: Final = 10_000
"""Of how many units the latest place may wait for a socket; beyond that the one that waits longest is left out."""

Signal = asyncio.Future[None]


@dataclass(frozen=True, slots=True)
class Letter:
    """One message, and when the alert in it was released."""

    text: str
    released_at: datetime | None = None


class Outbox:
    """Letters in order, then, once `end` was called, the close code. One task writes, one may wait for room."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._letters: deque[Letter] = deque()
        self._places: dict[object, Letter] | None = None
        self._news: Signal | None = None
        self._room: Signal | None = None
        self._ended: Signal | None = None
        self.close_code: CloseCode | None = None

    def __len__(self) -> int:
        return len(self._letters)

    def put(self, letter: Letter) -> None:
        """Add a letter at the end; when there is no room left, the connection is too slow."""
        if self.close_code is not None:
            return
        if len(self._letters) >= self._limit:
            self.end(CloseCode.TOO_SLOW, at_once=True)
            return
        self._letters.append(letter)
        _give(self._news)

    def place(self, whose: object, letter: Letter) -> None:
        """Keep a letter that only counts until the next one about the same; it leaves when nothing else waits."""
        if self.close_code is None:
            self._places = {} if self._places is None else self._places
            if len(self._places) >= MOST_PLACES and whose not in self._places:
                del self._places[next(iter(self._places))]
            self._places[whose] = letter
            _give(self._news)

    def end(self, code: CloseCode, *, at_once: bool) -> None:
        """Close the connection, after what still waits or, at once, without it. The first reason counts."""
        if self.close_code is None:
            self.close_code = code
            for signal in (self._ended, self._news, self._room):
                _give(signal)
        self._places = None
        if at_once:
            self._letters.clear()

    async def take(self) -> Letter | None:
        """Wait for the next letter; None when there are no more to come."""
        while not self._letters:
            if self.close_code is not None:
                return None
            if self._places:
                return self._places.pop(next(iter(self._places)))
            self._news = asyncio.get_running_loop().create_future()
            await self._news
        letter = self._letters.popleft()
        if self._is_roomy:
            _give(self._room)
        return letter

    async def room(self) -> None:
        """Wait until the box is less than half full, or at its end."""
        while not self._is_roomy and self.close_code is None:
            self._room = asyncio.get_running_loop().create_future()
            await self._room

    def when_ended(self) -> Signal:
        """Return what is done once the connection is to be closed."""
        if self._ended is None:
            self._ended = asyncio.get_running_loop().create_future()
            if self.close_code is not None:
                self._ended.set_result(None)
        return self._ended

    @property
    def _is_roomy(self) -> bool:
        return len(self._letters) * 2 < self._limit


def _give(signal: Signal | None) -> None:
    if signal is not None and not signal.done():
        signal.set_result(None)
