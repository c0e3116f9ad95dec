"""The desk or the facilitator orders an all halt of an area and lifts it (LIV-07)."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.distress import store as distress
from deconflict.distress.errors import AreaInvalid, NotStanding
from deconflict.errors import NotFound
from deconflict.flows.order_halt import lift_halt, order_halt
from deconflict.parties.errors import RoleRefused

SQUARE = ((14.9, 31.9), (15.2, 31.9), (15.2, 32.1), (14.9, 32.1))


async def order(world: Any, who: str = "desk", ring: Any = SQUARE) -> Any:
    return await world.act(who, order_halt, ring, "convoy", world.now())


@pytest.mark.rule("LIV-07")
@pytest.mark.parametrize("who", ["desk", "facilitator"])
async def test_the_desk_and_the_facilitator_order_one_and_the_desk_is_told(world: Any, who: str) -> None:
    halt = await order(world, who)
    assert (halt.by.value, halt.raised_at) == (who, world.now())
    await world.engine.tell_distress()
    assert [(alert.kind, alert.change, alert.rings) for alert in await world.feed("desk")] == [
        ("halt", "raised", True)
    ]


@pytest.mark.rule("LIV-07")
async def test_nobody_else_orders_one(world: Any) -> None:
    for who in ("a", "crew", "oversight", "operator"):
        with pytest.raises(RoleRefused):
            await order(world, who)


@pytest.mark.rule("LIV-07", "DIS-06")
async def test_the_desk_lifts_any_and_the_facilitator_its_own(world: Any) -> None:
    theirs, own = await order(world), await order(world, "facilitator")
    with pytest.raises(NotFound):
        await world.act("facilitator", lift_halt, theirs.id, world.now())
    assert list(await world.read("facilitator", distress.page_of_halts, 10, None)) == [own]
    for who, halt in (("facilitator", own), ("desk", theirs)):
        assert (await world.act(who, lift_halt, halt.id, world.now())).lifted_at == world.now()
        with pytest.raises(NotStanding):
            await world.act(who, lift_halt, halt.id, world.now())
    for who in ("a", "oversight", "desk"):
        with pytest.raises(NotFound):
            await world.act(who, lift_halt, uuid4(), world.now())


@pytest.mark.rule("LIV-07")
async def test_an_area_that_is_none_is_refused(world: Any) -> None:
    with pytest.raises(AreaInvalid):
        await order(world, ring=((15.0, 32.0), (15.1, 32.0), (15.2, 32.0)))
    assert world.sql("SELECT count(*) FROM halt") == [(0,)]
