"""What both clients can do about incidents: one method per request of `incident_calls.py`."""

from abc import ABC, abstractmethod
from typing import TypeVar
from uuid import uuid4

from deconflict_client import incident_calls
from deconflict_client.calls import Call, Page
from deconflict_client.incidents import Incident, Observation

T = TypeVar("T")


class IncidentClient(ABC):
    """The part of the blocking client that is about incidents."""

    @abstractmethod
    def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    def _all(self, first: Call[Page[T]]) -> list[T]: ...

    def report_incident(
        self, unit: str, seen: Observation, *, patrol: str | None = None, key: str | None = None
    ) -> Incident:
        """Report what a unit of one's own party observed; safe to repeat with the same `key` (INC-01, PAT-08)."""
        return self._send(incident_calls.report(unit, seen, patrol, key or uuid4().hex))

    def incidents(self) -> list[Incident]:
        """Read the incidents that one may see, the newest first."""
        return self._all(incident_calls.page())

    def incident(self, wanted: str) -> Incident:
        """Read one incident."""
        return self._send(incident_calls.incident(wanted))


class AsyncIncidentClient(ABC):
    """The part of the asyncio client that is about incidents."""

    @abstractmethod
    async def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    async def _all(self, first: Call[Page[T]]) -> list[T]: ...

    async def report_incident(
        self, unit: str, seen: Observation, *, patrol: str | None = None, key: str | None = None
    ) -> Incident:
        """Report what a unit of one's own party observed; safe to repeat with the same `key` (INC-01, PAT-08)."""
        return await self._send(incident_calls.report(unit, seen, patrol, key or uuid4().hex))

    async def incidents(self) -> list[Incident]:
        """Read the incidents that one may see, the newest first."""
        return await self._all(incident_calls.page())

    async def incident(self, wanted: str) -> Incident:
        """Read one incident."""
        return await self._send(incident_calls.incident(wanted))
