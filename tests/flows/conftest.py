"""What tests of the live tick share: units that drive, and the live engine stepped by hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import cos, radians
from typing import Any

import pytest

from deconflict.flows.begin_following import begin_following
from deconflict.flows.follow_units import Due, follow_units
from deconflict.flows.following import Following
from deconflict.flows.report_positions import report_positions
from deconflict.tracking.model import Fix

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
METRES_PER_DEGREE = 110_900.0
"""Of latitude at 32° north, near enough for a story."""


def north_of(lat: float, metres: float) -> float:
    """The latitude so many metres further north."""
    return lat + metres / METRES_PER_DEGREE


def east_of(lon: float, metres: float, lat: float = 32.0) -> float:
    """The longitude so many metres further east."""
    return lon + metres / (111_320.0 * cos(radians(lat)))


@dataclass
class Live:
    """The live engine of a world, whose clock moves with it."""

    world: Any
    at: Following | None = None

    @property
    def seconds(self) -> float:
        """How long after eight o'clock it is."""
        return float((self.world.now() - EIGHT).total_seconds())

    async def report(self, who: str, unit: str, *fixes: Fix) -> None:
        """That person reports where the unit is."""
        await self.world.act(who, report_positions, unit, fixes, self.world.now(), self.world.now())

    async def at_place(self, who: str, unit: str, lon: float, lat: float, **said: Any) -> None:
        """That person reports the unit there, now."""
        await self.report(who, unit, Fix(self.world.now(), lon, lat, 5.0, **said))

    async def tick(self, *, known: bool = True, levels: bool = True, areas: bool = False) -> Any:
        """One live tick at this moment."""
        world = self.world
        if self.at is None:
            async with world.checker.transaction(snapshot=True) as checker:
                self.at = await begin_following(checker, world.deployment, world.now())
        due = Due(known=known, levels=levels, areas=areas)
        async with world.checker.transaction() as checker:
            return await follow_units(checker, self.at, world.deployment, due, world.now())

    def restart(self) -> None:
        """Forget what is in memory, as a crash does."""
        self.at = None

    async def drive(
        self,
        seconds: int,
        places: dict[tuple[str, str], Callable[[float], tuple[float, float]]],
        *,
        step: int = 5,
        areas: bool = False,
    ) -> None:
        """Units report from where a function of time puts them, every few seconds, each looked at at once."""
        for _ in range(0, seconds, step):
            self.world.clock.advance(step)
            for (who, unit), place in places.items():
                await self.at_place(who, unit, *place(self.seconds))
            await self.tick(areas=areas and self.seconds % 10 == 0)


@pytest.fixture
def live(world: Any) -> Live:
    """The live engine, not begun yet."""
    return Live(world)


def said_of(alerts: Sequence[Any]) -> list[tuple[str, str, bool]]:
    """The kind, the change and whether it rings of each alert."""
    return [(item.kind.value, item.change, item.rings) for item in alerts]


@pytest.fixture
def heard(world: Any) -> Callable[..., Any]:
    """What is in somebody's feed: kind, change, rings."""

    async def of(who: str, after: int = 0) -> list[tuple[str, str, bool]]:
        return said_of(await world.feed(who, after))

    return of
