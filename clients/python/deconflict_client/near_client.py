"""What both clients can do about encounters: one method per request of `near_calls.py`."""

from abc import ABC, abstractmethod
from typing import TypeVar

from deconflict_client import near_calls
from deconflict_client.calls import Call, Page
from deconflict_client.near import Encounter

T = TypeVar("T")


class NearClient(ABC):
    """The part of the blocking client that is about encounters."""

    @abstractmethod
    def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    def _all(self, first: Call[Page[T]]) -> list[T]: ...

    def encounters(self, *, open_only: bool = False) -> list[Encounter]:
        """Read the encounters that one is told of, the newest first (LIV-06)."""
        return self._all(near_calls.encounters(open_only=open_only))

    def encounter(self, wanted: str) -> Encounter:
        """Read one encounter."""
        return self._send(near_calls.encounter(wanted))


class AsyncNearClient(ABC):
    """The part of the asyncio client that is about encounters."""

    @abstractmethod
    async def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    async def _all(self, first: Call[Page[T]]) -> list[T]: ...

    async def encounters(self, *, open_only: bool = False) -> list[Encounter]:
        """Read the encounters that one is told of, the newest first (LIV-06)."""
        return await self._all(near_calls.encounters(open_only=open_only))

    async def encounter(self, wanted: str) -> Encounter:
        """Read one encounter."""
        return await self._send(near_calls.encounter(wanted))
