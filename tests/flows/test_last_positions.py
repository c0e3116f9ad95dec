"""Own positions and rivals' make one list, in order, page by page."""

import pytest

from deconflict.flows.last_positions import last_positions
from deconflict.flows.report_positions import report_positions
from deconflict.tracking.model import Fix


@pytest.mark.rule("DIS-03", "DIS-08")
async def test_pages_go_through_both_kinds_each_once(world, agreeing) -> None:
    await agreeing.ratify(4)
    await world.tick()
    for who in ("a", "b"):
        for unit in ("U1", "U2", "U3"):
            fix = Fix(world.now(), 15.0, 32.0)
            await world.act(who, report_positions, unit, [fix], world.now(), world.now())
    await world.engine.share_positions()
    names, after = [], None
    while page := await world.act("a", last_positions, 4, after):
        after = page[-1][0]
        names += [name for name, _ in page]
    assert len(names) == 6
    assert names == sorted(set(names))
    assert len(await world.act("desk", last_positions, 100, None)) == 6
