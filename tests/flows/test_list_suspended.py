"""What the desk makes of a suspended party's patrols (PAT-02)."""

from typing import Any

import pytest

from deconflict.flows.list_suspended import list_suspended
from deconflict.flows.suspend_party import restore_as, suspend_as
from deconflict.patrols.model import PatrolState


@pytest.mark.rule("PAT-02")
async def test_waiting_ones_are_unverified_driving_ones_widen_and_new_ones_are_for_the_room(
    world: Any,
) -> None:
    waiting = await world.register("b")
    driving = await world.register("b", unit="U2", minutes=1)
    await world.move("b", driving.patrol.id, PatrolState.ACTIVE)
    world.clock.advance(1)
    b = world.parties["b"].id
    stands = await world.act("desk", suspend_as, b, "why", world.now())
    new = await world.register("b", unit="U3")
    await world.amend("b", waiting.patrol.id, 1, lat=40)
    world.clock.advance(100)
    found = {item.patrol: item for item in await world.read("desk", list_suspended, stands, world.now())}
    assert found[driving.patrol.id].standing == "widening"
    assert found[driving.patrol.id].reach_m == 1500.0
    assert found[new.patrol.id].standing == "for_the_room"
    assert found[waiting.patrol.id].standing == "for_the_room"  # its plan of now was handed in since
    assert await world.read("a", list_suspended, stands, world.now()) == []
    over = await world.act("desk", restore_as, b, world.now())
    assert await world.read("desk", list_suspended, over, world.now()) == []
