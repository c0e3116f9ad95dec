"""What both clients can do about the room's own work: one method per request of `desk_calls.py`."""

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Literal, TypeAlias, TypeVar
from uuid import uuid4

from deconflict_client import desk_calls
from deconflict_client.base_alert import Cursor
from deconflict_client.calls import Call, Page
from deconflict_client.desk import Note, Present, Track
from deconflict_client.wire import JsonObject

T = TypeVar("T")
Kind: TypeAlias = Literal["call", "note", "handover"]


def noted(
    kind: Kind, text: str, about: tuple[str, str] | None, called: str | None, answered_by: str | None
) -> JsonObject:
    """Return a note as it is sent."""
    matter = None if about is None else {"kind": about[0], "id": about[1]}
    return {"kind": kind, "text": text, "about": matter, "called": called, "answered_by": answered_by}


class DeskClient(ABC):
    """The part of the blocking client that is about the room's own work."""

    @abstractmethod
    def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    def _all(self, first: Call[Page[T]]) -> list[T]: ...

    def shift_log(self) -> list[Note]:
        """Read the shift log, as the desk or the facilitator, the newest note first."""
        return self._all(desk_calls.notes())

    def write_note(
        self,
        kind: Kind,
        text: str = "",
        *,
        about: tuple[str, str] | None = None,
        called: str | None = None,
        answered_by: str | None = None,
        key: str | None = None,
    ) -> Note:
        """Note a call, a note or a handover; `about` is what kind of matter, and its id."""
        said = noted(kind, text, about, called, answered_by)
        return self._send(desk_calls.write_note(said, key or str(uuid4())))

    def escalate(self, at: Cursor, *, key: str | None = None) -> Note:
        """Raise by hand, as the desk, what parties have not acknowledged of an alert; the log says whom it reached."""
        return self._send(desk_calls.escalate(at, key or str(uuid4())))

    def presence(self) -> list[Present]:
        """Read who is connected, and who was: as an officer of one's own party."""
        return self._all(desk_calls.presence())

    def tracks(
        self, since: datetime, until: datetime, *, unit: str | None = None, every_s: int = 10
    ) -> list[Track]:
        """Read where units were, at most six hours of the last 72; as an officer those of one's own party."""
        return self._all(desk_calls.tracks(since, until, unit, every_s))


class AsyncDeskClient(ABC):
    """The part of the asyncio client that is about the room's own work."""

    @abstractmethod
    async def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    async def _all(self, first: Call[Page[T]]) -> list[T]: ...

    async def shift_log(self) -> list[Note]:
        """Read the shift log, as the desk or the facilitator, the newest note first."""
        return await self._all(desk_calls.notes())

    async def write_note(
        self,
        kind: Kind,
        text: str = "",
        *,
        about: tuple[str, str] | None = None,
        called: str | None = None,
        answered_by: str | None = None,
        key: str | None = None,
    ) -> Note:
        """Note a call, a note or a handover; `about` is what kind of matter, and its id."""
        said = noted(kind, text, about, called, answered_by)
        return await self._send(desk_calls.write_note(said, key or str(uuid4())))

    async def escalate(self, at: Cursor, *, key: str | None = None) -> Note:
        """Raise by hand, as the desk, what parties have not acknowledged of an alert; the log says whom it reached."""
        return await self._send(desk_calls.escalate(at, key or str(uuid4())))

    async def presence(self) -> list[Present]:
        """Read who is connected, and who was: as an officer of one's own party."""
        return await self._all(desk_calls.presence())

    async def tracks(
        self, since: datetime, until: datetime, *, unit: str | None = None, every_s: int = 10
    ) -> list[Track]:
        """Read where units were, at most six hours of the last 72; as an officer those of one's own party."""
        return await self._all(desk_calls.tracks(since, until, unit, every_s))
