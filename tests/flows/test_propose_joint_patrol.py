"""A joint patrol is proposed to others with its plan; another text waits until all have countersigned it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.errors import NotFound
from deconflict.flows.propose_joint_patrol import Course, amend_joint_patrol, propose_joint_patrol
from deconflict.joint_patrols.errors import JointPartiesInvalid
from deconflict.parties.errors import RoleRefused
from deconflict.separation.errors import TooFast

pytestmark = pytest.mark.rule("PAT-10")


def course(world: Any, *, east: float = 15.1) -> Course:
    start = world.now() + timedelta(minutes=120)
    times = (start, start + timedelta(minutes=10))
    return Course(((15.0, 32.0), (east, 32.0)), times, 0.0, 0.0, "escort", "")


async def propose(world: Any, *others: Any, who: str = "a", **said: Any) -> Any:
    asked = course(world, **said)
    return (await world.act(who, propose_joint_patrol, others, asked, world.deployment, world.now())).value


async def test_its_parties_and_the_desk_are_told_and_nobody_else(world: Any) -> None:
    joint = await propose(world, world.parties["b"].id)
    await world.engine.release_at_once()
    told = {who: [item.change for item in await world.feed(who)] for who in ("a", "b", "c", "desk")}
    assert told == {"a": ["proposed"], "b": ["proposed"], "c": [], "desk": ["proposed"]}
    [alert] = await world.feed("b")
    assert (alert.rings, alert.body.text) == (True, joint.text)


async def test_it_is_of_other_parties_that_exist_and_an_officers_to_propose(world: Any) -> None:
    b = world.parties["b"].id
    for others in ([], [world.parties["a"].id], [b, b]):
        with pytest.raises(JointPartiesInvalid):
            await propose(world, *others)
    with pytest.raises(NotFound):
        await propose(world, uuid4())
    for who in ("crew", "desk", "facilitator"):
        with pytest.raises(RoleRefused):
            await propose(world, b, who=who)


@pytest.mark.rule("PAT-05")
async def test_a_plan_that_no_unit_could_drive_is_refused(world: Any) -> None:
    with pytest.raises(TooFast):
        await propose(world, world.parties["b"].id, east=19.0)


async def test_another_text_takes_the_place_of_one_that_nobody_carried_out(world: Any) -> None:
    joint = await propose(world, world.parties["b"].id)
    new = await world.act(
        "b", amend_joint_patrol, joint.id, course(world, east=15.05), world.deployment, world.now()
    )
    assert (new.value.version, new.value.pending, new.value.text.version) == (0, 2, 2)
    assert new.value.text.digest != joint.text.digest
