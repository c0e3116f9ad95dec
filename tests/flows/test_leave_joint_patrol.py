"""Withdrawing a patrol that is part of a joint patrol ends that for all (PAT-10)."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.flows.amend_patrol import amend_patrol
from deconflict.flows.join_joint_patrol import attach_unit, countersign
from deconflict.flows.propose_joint_patrol import Course, propose_joint_patrol
from deconflict.joint_patrols.errors import BoundByJointPatrol
from deconflict.patrols.model import PatrolState

pytestmark = pytest.mark.rule("PAT-10")


async def registered(world: Any) -> Any:
    start = world.now() + timedelta(minutes=120)
    times = (start, start + timedelta(minutes=10))
    course = Course(((15.0, 32.0), (15.1, 32.0)), times, 0.0, 0.0, "escort", "")
    others = [world.parties["b"].id]
    joint = (await world.act("a", propose_joint_patrol, others, course, world.deployment, world.now())).value
    for who in ("a", "b"):
        await world.act(who, attach_unit, joint.id, "U1", world.now())
        await world.act(who, countersign, joint.id, joint.text.digest, world.deployment, world.now())
    await world.tick()
    [(patrol,)] = world.sql("SELECT id FROM patrol WHERE party = %s", world.parties["a"].id)
    return patrol


@pytest.mark.parametrize("who", ["a", "crew"])
async def test_a_withdrawn_patrol_ends_it_also_when_the_crew_withdraws_it(world: Any, who: str) -> None:
    await world.move(who, await registered(world), PatrolState.WITHDRAWN)
    await world.tick()
    assert world.sql("SELECT state, due FROM joint_patrol") == [("withdrawn", False)]
    assert "withdrawn" in [item.change for item in await world.feed("b")]


async def test_a_patrol_that_merely_ends_ends_nothing_for_the_other(world: Any) -> None:
    patrol = await registered(world)
    await world.move("a", patrol, PatrolState.ACTIVE)
    await world.move("a", patrol, PatrolState.ENDED)
    assert world.sql("SELECT state FROM joint_patrol") == [("registered",)]


async def test_no_side_amends_its_own_part_alone(world: Any) -> None:
    patrol = await registered(world)
    other = world.submission(lat=33.0)
    with pytest.raises(BoundByJointPatrol):
        await world.act("a", amend_patrol, patrol, 1, other, world.deployment, world.now())
