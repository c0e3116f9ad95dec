"""Overlaps as the checker stores them, for the tests of both its stores."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest

from deconflict.overlaps.checker_store import SharedCover
from deconflict.overlaps.model import Overlap, OverlapChange, OverlapId, OverlapState, Told

HOUR = 494_000


@dataclass
class Telling:
    """Makes what there is to store, in one world."""

    world: Any

    def between(self, one: Any, two: Any, hours: tuple[int, ...]) -> SharedCover:
        """What two patrols share."""
        a, b = sorted((one, two), key=lambda patrol: patrol.id.int)
        return SharedCover(a.id, b.id, a.party, b.party, hours, b"\x00\xffcells")

    def overlap(self, of: Any, **other: Any) -> Overlap:
        """The overlap of a patrol."""
        values = {
            "id": OverlapId(uuid4()),
            "reference": "RX-9C3H",
            "party": of.party,
            "patrol": of.id,
            "state": OverlapState.OPEN,
            "revision": 1,
            "hours": (HOUR, HOUR + 1),
            "change": OverlapChange.OPENED,
            "released_at": self.world.now(),
        }
        return Overlap(**{**values, **other})

    def of(self, *made: Overlap) -> dict[UUID, list[Told]]:
        """Each told on account of its own party, which stands for any rival."""
        return {item.id: [Told(item.party, agreed=False, hours=item.hours)] for item in made}

    async def as_checker(self, doing: Any, *arguments: Any) -> Any:
        """Run one of the checker's functions."""
        async with self.world.checker.transaction() as checker:
            return await doing(checker, *arguments)


@pytest.fixture
def telling(world: Any) -> Telling:
    """Overlaps of a world of the test's own."""
    return Telling(world)


@pytest.fixture
async def patrols(world: Any) -> dict[str, Any]:
    """A patrol of each party, which nobody has checked."""
    return {who: (await world.register(who)).patrol for who in ("a", "b", "c")}
