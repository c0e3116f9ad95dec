"""What waits to be written to one socket: bounded, so that a slow reader fills its own box and nothing else.

Whoever fills it never waits. A box that overflows ends the connection (4008); the client resumes from its number.
"""

import asyncio
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from deconflict.live.protocol import CloseCode

LIMIT: Final = 256


@dataclass(frozen=True, slots=True)
class Letter:
    """One message, and when the alert in it was released."""

    text: str
    released_at: datetime | None = None


class Outbox:
    """Letters in order, then, once `end` was called, the close code."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._letters: deque[Letter] = deque()
        self._news = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self.ended = asyncio.Event()
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
        self._news.set()
        if len(self._letters) * 2 >= self._limit:
            self._room.clear()

    def end(self, code: CloseCode, *, at_once: bool) -> None:
        """Close the connection, after what still waits or, at once, without it. The first reason counts."""
        if self.close_code is None:
            self.close_code = code
            self.ended.set()
            self._news.set()
            self._room.set()
        if at_once:
            self._letters.clear()

    async def take(self) -> Letter | None:
        """Wait for the next letter; None when there are no more to come."""
        while not self._letters:
            if self.close_code is not None:
                return None
            self._news.clear()
            await self._news.wait()
        letter = self._letters.popleft()
        if len(self._letters) * 2 < self._limit:
            self._room.set()
        return letter

    async def room(self) -> None:
        """Wait until the box is less than half full, or at its end."""
        await self._room.wait()
