"""What both clients can do about duty rosters and out of band: one method per request of `delivery_calls.py`."""

from abc import ABC, abstractmethod
from datetime import datetime
from typing import TypeVar

from deconflict_client import delivery_calls
from deconflict_client.calls import Call, Page
from deconflict_client.delivery import Shift, Snooze, Subscription, Subscriptions, Summons

T = TypeVar("T")


class DeliveryClient(ABC):
    """The part of the blocking client that is about duty, summons and quiet."""

    @abstractmethod
    def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    def _all(self, first: Call[Page[T]]) -> list[T]: ...

    def duty_roster(self) -> list[Shift]:
        """Read who is on duty now and later, of one's own party; as the desk of all."""
        return self._all(delivery_calls.roster())

    def add_shift(self, login: str, start: datetime, end: datetime) -> Shift:
        """Put an officer of one's own party on duty: who is called for what nobody acknowledges (ALR-04)."""
        return self._send(delivery_calls.add_shift(login, start, end))

    def remove_shift(self, shift: str) -> None:
        """Take a shift off the roster."""
        self._send(delivery_calls.remove_shift(shift))

    def summons(self) -> list[Summons]:
        """Read what was sent out of band to one's own party, and what became of it; as the desk what failed."""
        return self._all(delivery_calls.log())

    def snooze(self, minutes: int) -> Snooze:
        """Let one's own devices keep still, at most 15 minutes; what is told from now on rings (ALR-05)."""
        return self._send(delivery_calls.snooze(minutes))

    def snoozed(self) -> Snooze:
        """Read whether one's own devices keep still."""
        return self._send(delivery_calls.snoozed())

    def wake(self) -> None:
        """Let one's own devices ring again."""
        self._send(delivery_calls.wake())

    def push_subscriptions(self) -> Subscriptions:
        """Read one's own push subscriptions, and the key to subscribe with."""
        return self._send(delivery_calls.subscriptions())

    def subscribe_push(self, endpoint: str) -> Subscription:
        """Be told by web push, which carries no content, to open the app."""
        return self._send(delivery_calls.subscribe(endpoint))

    def unsubscribe_push(self, subscription: str) -> None:
        """End a push subscription of one's own."""
        self._send(delivery_calls.unsubscribe(subscription))


class AsyncDeliveryClient(ABC):
    """The part of the asyncio client that is about duty, summons and quiet."""

    @abstractmethod
    async def _send(self, call: Call[T]) -> T: ...

    @abstractmethod
    async def _all(self, first: Call[Page[T]]) -> list[T]: ...

    async def duty_roster(self) -> list[Shift]:
        """Read who is on duty now and later, of one's own party; as the desk of all."""
        return await self._all(delivery_calls.roster())

    async def add_shift(self, login: str, start: datetime, end: datetime) -> Shift:
        """Put an officer of one's own party on duty: who is called for what nobody acknowledges (ALR-04)."""
        return await self._send(delivery_calls.add_shift(login, start, end))

    async def remove_shift(self, shift: str) -> None:
        """Take a shift off the roster."""
        await self._send(delivery_calls.remove_shift(shift))

    async def summons(self) -> list[Summons]:
        """Read what was sent out of band to one's own party, and what became of it; as the desk what failed."""
        return await self._all(delivery_calls.log())

    async def snooze(self, minutes: int) -> Snooze:
        """Let one's own devices keep still, at most 15 minutes; what is told from now on rings (ALR-05)."""
        return await self._send(delivery_calls.snooze(minutes))

    async def snoozed(self) -> Snooze:
        """Read whether one's own devices keep still."""
        return await self._send(delivery_calls.snoozed())

    async def wake(self) -> None:
        """Let one's own devices ring again."""
        await self._send(delivery_calls.wake())

    async def push_subscriptions(self) -> Subscriptions:
        """Read one's own push subscriptions, and the key to subscribe with."""
        return await self._send(delivery_calls.subscriptions())

    async def subscribe_push(self, endpoint: str) -> Subscription:
        """Be told by web push, which carries no content, to open the app."""
        return await self._send(delivery_calls.subscribe(endpoint))

    async def unsubscribe_push(self, subscription: str) -> None:
        """End a push subscription of one's own."""
        await self._send(delivery_calls.unsubscribe(subscription))
