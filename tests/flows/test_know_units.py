"""Who is who for the live tick: what raises nothing, and whose distance holds (LIV-05, SEP-04, SEP-10)."""

from typing import Any

import pytest

from deconflict.flows.set_zones import add_zone
from deconflict.separation.area import Area, ZoneKind
from deconflict.separation.window import UNBOUNDED, Window


def square(lon: float, lat: float, half: float = 0.02) -> Area:
    """A base around that place."""
    ring = [
        (lon - half, lat - half),
        (lon + half, lat - half),
        (lon + half, lat + half),
        (lon - half, lat + half),
    ]
    return Area(((*ring, ring[0]),), ZoneKind.BASE, Window(UNBOUNDED, UNBOUNDED))


async def stand(live: Any, apart_deg: float) -> None:
    """A unit of A's and one of B's stand so far apart."""
    await live.at_place("crew", "U1", 15.0, 32.0)
    await live.at_place("b", "U1", 15.0 + apart_deg, 32.0)
    await live.tick()


@pytest.mark.rule("LIV-05")
async def test_a_unit_in_its_own_base_raises_nothing(world: Any, live: Any, heard: Any) -> None:
    await world.act("a", add_zone, "camp", square(15.0, 32.0), world.now())
    await stand(live, 0.002)
    assert await heard("desk") == []


@pytest.mark.rule("LIV-05")
async def test_a_rivals_base_is_no_shelter(world: Any, live: Any, heard: Any) -> None:
    await world.act("c", add_zone, "camp", square(15.0, 32.0), world.now())
    await stand(live, 0.002)
    assert await heard("desk") == [("encounter", "opened", True)]


@pytest.mark.rule("SEP-04", "LIV-02")
@pytest.mark.parametrize(("minimum_m", "meets"), [(500, False), (2000, True)])
async def test_the_distance_is_what_the_two_agreed_on(
    minimum_m: int, meets: bool, world: Any, live: Any, heard: Any, agreeing: Any
) -> None:
    """About 1 420 m apart."""
    await agreeing.ratify(1, minimum_m=minimum_m)
    await world.tick()
    await stand(live, 0.015)
    assert bool(await heard("desk")) is meets


async def test_a_unit_that_is_new_in_the_middle_gets_a_number_and_the_others_keep_theirs(
    world: Any, live: Any
) -> None:
    await live.at_place("b", "U2", 16.0, 32.0)
    await live.tick()
    first = live.at.known.units[0]
    await stand(live, 0.002)
    assert live.at.known.units[0] == first
    assert len(live.at.known.units) == len(live.at.state.roster) == 3
    assert len(live.at.encounters) == 1
