"""Either side ends a joint patrol; its own patrol goes with it unless it has started (PAT-10)."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.errors import NotFound
from deconflict.flows.join_joint_patrol import attach_unit, countersign
from deconflict.flows.propose_joint_patrol import Course, propose_joint_patrol
from deconflict.flows.withdraw_joint_patrol import withdraw_joint_patrol
from deconflict.joint_patrols.errors import JointMoveRefused
from deconflict.patrols.model import PatrolState

pytestmark = pytest.mark.rule("PAT-10")


async def proposed(world: Any) -> Any:
    start = world.now() + timedelta(minutes=120)
    times = (start, start + timedelta(minutes=10))
    course = Course(((15.0, 32.0), (15.1, 32.0)), times, 0.0, 0.0, "escort", "")
    others = [world.parties["b"].id]
    return (await world.act("a", propose_joint_patrol, others, course, world.deployment, world.now())).value


async def registered(world: Any) -> Any:
    joint = await proposed(world)
    for who in ("a", "b"):
        await world.act(who, attach_unit, joint.id, "U1", world.now())
        await world.act(who, countersign, joint.id, joint.text.digest, world.deployment, world.now())
    await world.tick()
    return joint


async def withdraw(world: Any, who: str, joint: Any) -> Any:
    return (await world.act(who, withdraw_joint_patrol, joint.id, world.deployment, world.now())).value


def states(world: Any) -> dict[str, str]:
    return dict(world.sql("SELECT p.slug, patrol.state FROM patrol JOIN party p ON p.id = patrol.party"))


async def test_what_is_only_proposed_ends_without_a_trace_on_record(world: Any) -> None:
    joint = await proposed(world)
    ended = await withdraw(world, "b", joint)
    assert (ended.state.value, ended.ended_by) == ("withdrawn", world.parties["b"].id)
    with pytest.raises(JointMoveRefused):
        await withdraw(world, "a", joint)
    assert states(world) == {}


async def test_ones_own_patrol_is_withdrawn_and_the_others_go_on(world: Any) -> None:
    joint = await registered(world)
    await withdraw(world, "a", joint)
    await world.tick()
    assert states(world) == {"a": "withdrawn", "b": "registered"}


async def test_a_patrol_that_has_started_goes_on_as_an_ordinary_one(world: Any) -> None:
    joint = await registered(world)
    [(patrol,)] = world.sql("SELECT id FROM patrol WHERE party = %s", world.parties["a"].id)
    await world.move("a", patrol, PatrolState.ACTIVE)
    await withdraw(world, "a", joint)
    await world.tick()
    assert states(world) == {"a": "active", "b": "registered"}
    assert world.sql("SELECT state FROM conflict") == [("open",)]


@pytest.mark.rule("DIS-06")
async def test_who_has_no_part_in_it_is_told_that_there_is_none(world: Any) -> None:
    joint = await proposed(world)
    with pytest.raises(NotFound):
        await withdraw(world, "c", joint)
