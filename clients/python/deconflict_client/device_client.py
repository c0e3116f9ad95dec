"""What both clients can do about units' devices: one method per request of `device_calls.py`."""

from abc import ABC, abstractmethod
from typing import TypeVar

from deconflict_client import device_calls
from deconflict_client.calls import Call, Page
from deconflict_client.devices import EnrolledDevice, ListedDevice, OfferedDevice

T = TypeVar("T")


class DeviceClient(ABC):
    """The part of the blocking client that is about units' devices."""

    @abstractmethod
    def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    def _all(self, first: Call[Page[T]]) -> list[T]: ...

    def offer_device(self, unit: str, name: str, password: str, code: str | None = None) -> OfferedDevice:
        """Add a device of a unit of one's own party, as its officer, and learn the code it enrols by.

        `password` is one's own, `code` of one's second factor.
        """
        return self._send(device_calls.offer(unit, name, password, code))

    def enrol_device(self, code: str) -> EnrolledDevice:
        """Trade a code, once, for the secret that the device signs in with; needs no session."""
        return self._send(device_calls.enrol(code))

    def devices(self) -> list[ListedDevice]:
        """Read one's own devices; as an officer those of one's party."""
        return self._all(device_calls.all_devices())

    def revoke_device(self, device: str) -> ListedDevice:
        """Revoke a lost device: what it holds is of no use within a second (SEC-04)."""
        return self._send(device_calls.revoke(device))


class AsyncDeviceClient(ABC):
    """The part of the asyncio client that is about units' devices."""

    @abstractmethod
    async def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    async def _all(self, first: Call[Page[T]]) -> list[T]: ...

    async def offer_device(
        self, unit: str, name: str, password: str, code: str | None = None
    ) -> OfferedDevice:
        """Add a device of a unit of one's own party, as its officer, and learn the code it enrols by.

        `password` is one's own, `code` of one's second factor.
        """
        return await self._send(device_calls.offer(unit, name, password, code))

    async def enrol_device(self, code: str) -> EnrolledDevice:
        """Trade a code, once, for the secret that the device signs in with; needs no session."""
        return await self._send(device_calls.enrol(code))

    async def devices(self) -> list[ListedDevice]:
        """Read one's own devices; as an officer those of one's party."""
        return await self._all(device_calls.all_devices())

    async def revoke_device(self, device: str) -> ListedDevice:
        """Revoke a lost device: what it holds is of no use within a second (SEC-04)."""
        return await self._send(device_calls.revoke(device))
