"""What both clients can do about calls for help and halts: one method per request of `distress_calls.py`."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TypeVar

from deconflict_client import distress_calls
from deconflict_client.calls import Call, Page
from deconflict_client.distress import Halt, Sos, Standing

T = TypeVar("T")


class DistressClient(ABC):
    """The part of the blocking client that is about calls for help and halts."""

    @abstractmethod
    def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    def _all(self, first: Call[Page[T]]) -> list[T]: ...

    def call_for_help(self, unit: str, place: Standing | None = None, note: str = "") -> Sos:
        """Call for help for a unit of one's own party (LIV-07)."""
        return self._send(distress_calls.call_for_help(unit, place, note))

    def calls_for_help(self) -> list[Sos]:
        """Read the calls that one may see, the newest first."""
        return self._all(distress_calls.calls())

    def call_with(self, wanted: str) -> Sos:
        """Read one call."""
        return self._send(distress_calls.call(wanted))

    def end_call(self, wanted: str) -> Sos:
        """End a call, as its own party or the desk."""
        return self._send(distress_calls.end_call(wanted))

    def order_halt(self, area: Sequence[tuple[float, float]], note: str = "") -> Halt:
        """Order that everybody in an area stands still, as the desk or the facilitator."""
        return self._send(distress_calls.order_halt(area, note))

    def halts(self) -> list[Halt]:
        """Read the halts that one may see, the newest first."""
        return self._all(distress_calls.halts())

    def halt(self, wanted: str) -> Halt:
        """Read one halt; for the desk with who acknowledged it and who has not."""
        return self._send(distress_calls.halt(wanted))

    def lift_halt(self, wanted: str) -> Halt:
        """Lift a halt."""
        return self._send(distress_calls.lift_halt(wanted))


class AsyncDistressClient(ABC):
    """The part of the asyncio client that is about calls for help and halts."""

    @abstractmethod
    async def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    async def _all(self, first: Call[Page[T]]) -> list[T]: ...

    async def call_for_help(self, unit: str, place: Standing | None = None, note: str = "") -> Sos:
        """Call for help for a unit of one's own party (LIV-07)."""
        return await self._send(distress_calls.call_for_help(unit, place, note))

    async def calls_for_help(self) -> list[Sos]:
        """Read the calls that one may see, the newest first."""
        return await self._all(distress_calls.calls())

    async def call_with(self, wanted: str) -> Sos:
        """Read one call."""
        return await self._send(distress_calls.call(wanted))

    async def end_call(self, wanted: str) -> Sos:
        """End a call, as its own party or the desk."""
        return await self._send(distress_calls.end_call(wanted))

    async def order_halt(self, area: Sequence[tuple[float, float]], note: str = "") -> Halt:
        """Order that everybody in an area stands still, as the desk or the facilitator."""
        return await self._send(distress_calls.order_halt(area, note))

    async def halts(self) -> list[Halt]:
        """Read the halts that one may see, the newest first."""
        return await self._all(distress_calls.halts())

    async def halt(self, wanted: str) -> Halt:
        """Read one halt; for the desk with who acknowledged it and who has not."""
        return await self._send(distress_calls.halt(wanted))

    async def lift_halt(self, wanted: str) -> Halt:
        """Lift a halt."""
        return await self._send(distress_calls.lift_halt(wanted))
