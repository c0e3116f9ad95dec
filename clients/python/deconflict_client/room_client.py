"""What both clients can do about joint rooms: one method per request of `room_calls.py`."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TypeVar

from deconflict_client import room_calls
from deconflict_client.calls import Call, Page
from deconflict_client.rooms import Room, Screen

T = TypeVar("T")


class RoomClient(ABC):
    """The part of the blocking client that is about joint rooms."""

    @abstractmethod
    def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    def _all(self, first: Call[Page[T]]) -> list[T]: ...

    def open_room(self, name: str, parties: Sequence[str]) -> Room:
        """Open a joint room as its neutral chair, naming its parties (DIS-09)."""
        return self._send(room_calls.open_room(name, parties))

    def rooms(self) -> list[Room]:
        """Read the rooms that one chairs, or that name one's own party."""
        return self._all(room_calls.all_rooms())

    def take_seat(self, room: str) -> Room:
        """Sit for one's party, as its officer, while this session is open."""
        return self._send(room_calls.move(room, "seat"))

    def leave_seat(self, room: str) -> Room:
        """Leave one's seat."""
        return self._send(room_calls.move(room, "leave"))

    def close_room(self, room: str) -> Room:
        """Close a room as its chair."""
        return self._send(room_calls.move(room, "close"))

    def room_screen(self, room: str) -> Screen:
        """Read what every party present may see."""
        return self._send(room_calls.screen(room))


class AsyncRoomClient(ABC):
    """The part of the asyncio client that is about joint rooms."""

    @abstractmethod
    async def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    async def _all(self, first: Call[Page[T]]) -> list[T]: ...

    async def open_room(self, name: str, parties: Sequence[str]) -> Room:
        """Open a joint room as its neutral chair, naming its parties (DIS-09)."""
        return await self._send(room_calls.open_room(name, parties))

    async def rooms(self) -> list[Room]:
        """Read the rooms that one chairs, or that name one's own party."""
        return await self._all(room_calls.all_rooms())

    async def take_seat(self, room: str) -> Room:
        """Sit for one's party, as its officer, while this session is open."""
        return await self._send(room_calls.move(room, "seat"))

    async def leave_seat(self, room: str) -> Room:
        """Leave one's seat."""
        return await self._send(room_calls.move(room, "leave"))

    async def close_room(self, room: str) -> Room:
        """Close a room as its chair."""
        return await self._send(room_calls.move(room, "close"))

    async def room_screen(self, room: str) -> Screen:
        """Read what every party present may see."""
        return await self._send(room_calls.screen(room))
