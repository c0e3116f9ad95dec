"""What a party at live level 4 reads of rivals' positions: its own copies, in order, and nobody else's."""

import pytest

from deconflict.flows.report_positions import report_positions
from deconflict.tracking import shared_store as sharing
from deconflict.tracking.model import Fix


@pytest.mark.rule("DIS-03", "SEC-01")
async def test_copies_are_read_by_their_viewer_alone_and_page_by_page(world, agreeing) -> None:
    await agreeing.ratify(4)
    await world.tick()
    for unit in ("U1", "U2"):
        fix = Fix(world.now(), 15.0, 32.0)
        await world.act("a", report_positions, unit, [fix], world.now(), world.now())
    await world.engine.share_positions()
    [first] = await world.read("b", sharing.page, 1, None)
    [second] = await world.read("b", sharing.page, 10, first.id)
    assert first.id < second.id
    assert {first.callsign, second.callsign} == {"U1", "U2"}
    for who in ("a", "c", "desk"):
        assert await world.read(who, sharing.page, 10, None) == []
