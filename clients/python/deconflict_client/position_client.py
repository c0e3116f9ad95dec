"""What both clients can do about positions: one method per request of `position_calls.py`."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeVar

from deconflict_client import position_calls
from deconflict_client.calls import Call, Page
from deconflict_client.positions import Fix, Position, Reported

T = TypeVar("T")


class PositionClient(ABC):
    """The part of the blocking client that is about positions."""

    @abstractmethod
    def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    def _all(self, first: Call[Page[T]]) -> list[T]: ...

    def report_positions(
        self, unit: str, fixes: Sequence[Fix], *, late: bool = False, sent_at: datetime | None = None
    ) -> Reported:
        """Report where a unit of one's own party was, at most 1000 fixes at once; `late`: after the fact (LIV-01).

        `sent_at`: what the clock that timed the fixes shows now, when it is not this machine's.
        """
        return self._send(position_calls.report(unit, fixes, sent_at or datetime.now(UTC), late=late))

    def positions(self) -> list[Position]:
        """Read where each unit that one may see was last."""
        return self._all(position_calls.all_positions())


class AsyncPositionClient(ABC):
    """The part of the asyncio client that is about positions."""

    @abstractmethod
    async def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    async def _all(self, first: Call[Page[T]]) -> list[T]: ...

    async def report_positions(
        self, unit: str, fixes: Sequence[Fix], *, late: bool = False, sent_at: datetime | None = None
    ) -> Reported:
        """Report where a unit of one's own party was, at most 1000 fixes at once; `late`: after the fact (LIV-01).

        `sent_at`: what the clock that timed the fixes shows now, when it is not this machine's.
        """
        return await self._send(position_calls.report(unit, fixes, sent_at or datetime.now(UTC), late=late))

    async def positions(self) -> list[Position]:
        """Read where each unit that one may see was last."""
        return await self._all(position_calls.all_positions())
