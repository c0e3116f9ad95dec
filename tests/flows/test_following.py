"""What the live engine holds in memory is told apart by pair and by viewer."""

from typing import Any

from deconflict.encounters.model import Sight


async def test_a_pair_is_known_by_its_numbers_in_order_and_views_by_whose_they_are(
    world: Any, live: Any
) -> None:
    await live.at_place("b", "U1", 15.0021, 32.0)
    await live.tick()
    await live.at_place("crew", "U1", 15.0, 32.0)
    await live.tick()
    [(pair, encounter)] = live.at.encounters.items()
    assert pair == live.at.pair_of(encounter) == (0, 1)
    ours, theirs = (world.parties[slug].id for slug in ("a", "b"))
    stops = {(ours, Sight.STOP), (theirs, Sight.STOP)}
    assert set(live.at.views(encounter.id)) == {(None, Sight.EXACT), *stops}
