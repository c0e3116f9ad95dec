"""One snapshot of what a viewer may see, and the number of its feed that it is true at."""

from typing import Any

import pytest

from deconflict.flows import take_picture as picturing
from deconflict.flows.set_zones import add_zone
from deconflict.patrols.model import PatrolClass, PatrolState
from deconflict.separation.area import Area, ZoneKind
from deconflict.separation.window import ALWAYS


def area(lat: float) -> Area:
    ring = ((16.0, lat), (16.1, lat), (16.1, lat + 0.1), (16.0, lat))
    return Area((ring,), ZoneKind.BASE, ALWAYS)


@pytest.mark.rule("DIS-03", "DIS-06")
async def test_each_viewer_has_its_own_picture_and_strangers_an_empty_one(world: Any) -> None:
    ours = (await world.register("a")).patrol.id
    await world.register("a", unit="U2", draft=True, lat=35)
    gone = (await world.register("a", unit="U3", lat=36)).patrol.id
    await world.move("a", gone, PatrolState.WITHDRAWN)
    theirs = (await world.register("b", purpose=PatrolClass.ESCORT)).patrol.id
    await world.act("desk", add_zone, "square", area(20), world.now())
    await world.act("b", add_zone, "camp", area(21), world.now())
    await world.tick()
    a, b, c = [await world.picture(who) for who in ("a", "b", "c")]
    desk, facilitator, operator = [await world.picture(who) for who in ("desk", "facilitator", "operator")]
    assert [patrol.id for patrol, _ in a.patrols] == [ours]
    assert [patrol.id for patrol, _ in b.patrols] == [theirs]
    assert {patrol.id for patrol, _ in desk.patrols} == {ours, theirs}
    assert all(plan.version == patrol.version for patrol, plan in desk.patrols)
    assert [len(picture.overlaps) for picture in (a, b, c, desk)] == [1, 1, 0, 2]
    assert [len(picture.conflicts) for picture in (a, b, c, desk, facilitator, operator)] == [
        0,
        0,
        0,
        1,
        1,
        0,
    ]
    zones = [{zone.name for zone in picture.zones} for picture in (a, b, c, desk, facilitator)]
    assert zones == [{"square"}, {"square", "camp"}, {"square"}, {"square", "camp"}, {"square"}]
    assert [picture.seq for picture in (a, b, c, desk)] == [1, 1, 0, 1]
    assert c.patrols == facilitator.patrols == operator.patrols == operator.overlaps == ()
    assert {picture.epoch for picture in (a, b, c, desk)} == {a.epoch}
    assert a.at == world.now()


async def test_a_picture_holds_so_many_patrols_and_no_more(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picturing, "MOST", 2)
    newest = []
    for number in (1, 2, 3):
        newest.append((await world.register("a", unit=f"U{number}")).patrol.id)
        world.clock.advance(1)
    assert [patrol.id for patrol, _ in (await world.picture("a")).patrols] == newest[:0:-1]
