"""What both clients can do about places: one method per request of `places_calls.py`."""

from abc import ABC, abstractmethod
from typing import TypeVar

from deconflict_client import places_calls
from deconflict_client.calls import Call, Page
from deconflict_client.places import NamedPlace

T = TypeVar("T")


class PlacesClient(ABC):
    """The part of the blocking client that is about places."""

    @abstractmethod
    def _all(self, first: Call[Page[T]]) -> list[T]: ...

    def find_places(self, typed: str, *, limit: int = 10) -> list[NamedPlace]:
        """Find towns, districts and airfields by their names in Arabic or English, the likeliest first."""
        return self._all(places_calls.find(typed, limit))


class AsyncPlacesClient(ABC):
    """The part of the asyncio client that is about places."""

    @abstractmethod
    async def _all(self, first: Call[Page[T]]) -> list[T]: ...

    async def find_places(self, typed: str, *, limit: int = 10) -> list[NamedPlace]:
        """Find towns, districts and airfields by their names in Arabic or English, the likeliest first."""
        return await self._all(places_calls.find(typed, limit))
