"""The checker makes copies of positions, changes them in place, and takes back those of a pair alone."""

import pytest

from deconflict.flows.report_positions import report_positions
from deconflict.tracking import shared_checker_store as sharing
from deconflict.tracking.model import Fix


@pytest.mark.rule("IDN-04", "DIS-02")
async def test_a_copy_keeps_its_id_and_goes_with_its_pair(world, agreeing) -> None:
    await agreeing.ratify(4)
    await world.tick()
    a, b, c = (world.parties[slug].id for slug in "abc")
    names = []
    for lon in (15.0, 15.1):
        world.clock.advance(5)
        fix = Fix(world.now(), lon, 32.0)
        await world.act("a", report_positions, "U1", [fix], world.now(), world.now())
        await world.engine.share_positions()
        names += [name for (name,) in world.sql("SELECT id FROM shared_position WHERE lon = %s", lon)]
    assert names == [names[0]] * 2
    async with world.checker.transaction() as checker:
        await sharing.unshare_between(checker, a, c)
        assert len(await sharing.shown(checker)) == 1
        await sharing.unshare_between(checker, b, a)
        assert await sharing.shown(checker) == {}
