"""Where patrols under way go, as the checker reads it."""

from typing import Any

from deconflict.patrols.model import PatrolState
from deconflict.patrols.routes_checker_store import routes_under_way


async def test_only_patrols_under_way_near_the_box_are_found(world: Any) -> None:
    near = (await world.register("a", minutes=30, lateral_tolerance_m=100.0)).patrol
    far = (await world.register("b", minutes=30, lat=36.0)).patrol
    box = (14.9, 31.9, 15.2, 32.1)
    async with world.checker.transaction() as checker:
        assert await routes_under_way(checker, box) == []
    for who, patrol in (("a", near), ("b", far)):
        await world.move(who, patrol.id, PatrolState.ACTIVE)
    async with world.checker.transaction() as checker:
        [route] = await routes_under_way(checker, box)
    assert (route.party, route.lateral_tolerance_m) == (world.parties["a"].id, 100.0)
    assert route.places == ((15.0, 32.0), (15.1, 32.0))
