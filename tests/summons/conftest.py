"""Addresses of people, and what is on its way to them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.parties.model import PartyId
from deconflict.summons import store
from deconflict.summons.model import Address, AddressId, Channel, Errand


class Reaching:
    """Lets people of a world be reached and summoned, and sends by hand."""

    def __init__(self, world: Any) -> None:
        self.world = world

    async def subscribe(self, who: str, endpoint: str = "https://push.example.org/x") -> Address:
        """A push subscription of somebody's."""
        viewer = self.world.viewers[who]
        new = Address(AddressId(uuid4()), Channel.PUSH, viewer.party, viewer.person, None, self.world.now())
        await self.world.read(who, store.add, new, endpoint)
        return new

    async def name(self, party: PartyId | None, number: str = "+218911234567") -> Address:
        """A number of whoever is on duty for a party, or for the desk."""
        new = Address(AddressId(uuid4()), Channel.SMS, party, None, None, self.world.now())
        async with self.world.owner.transaction() as owner:
            await store.add(owner, new, number)
        return new

    async def summon(
        self, *people: str, at: float = 0, sides: tuple[Any, ...] = (), about: Any = None
    ) -> None:
        """Summon people so many seconds after eight."""
        persons = [self.world.viewers[who].person for who in people]
        async with self.world.checker.transaction() as checker:
            await store.summon(checker, persons, sides, about, self.at(at))

    async def take(self, most: int = 10, lease_s: float = 60) -> list[Errand]:
        """Take what is due by the database's clock."""
        async with self.world.database.sender() as session:
            return await store.take(session, most, lease_s)

    async def settle(
        self, errand: Errand, outcome: str, fault: str | None = None, again_s: float = 5
    ) -> None:
        """Say what came of it."""
        async with self.world.database.sender() as session:
            await store.settle(session, errand.id, outcome, fault, again_s)

    def at(self, seconds: float) -> datetime:
        """So many seconds after eight, at which the database's clock stands."""
        return self.world.now() + timedelta(seconds=seconds)

    def states(self) -> list[tuple[Any, ...]]:
        """The state of every summons, and how long after eight it is due."""
        return self.world.sql(
            "SELECT state, extract(epoch FROM due_at - service_now())::int FROM summons ORDER BY made_at, due_at"
        )


@pytest.fixture
def reaching(world: Any) -> Reaching:
    """People that can be reached, in a world of the test's own."""
    return Reaching(world)
