"""A party attaches its own unit and countersigns the text that all countersign; what is refused it alone is told."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from deconflict.errors import NotFound
from deconflict.flows.join_joint_patrol import attach_unit, countersign
from deconflict.flows.propose_joint_patrol import Course, propose_joint_patrol
from deconflict.joint_patrols.errors import (
    AlreadyCountersigned,
    DigestMismatch,
    JointMoveRefused,
    NotAttached,
)
from deconflict.parties.errors import RoleRefused
from deconflict.patrols.errors import UnitBusy, UnitNotYours
from deconflict.runtime.errors import AccessRefused

pytestmark = pytest.mark.rule("PAT-10")


async def propose(world: Any) -> Any:
    start = world.now() + timedelta(minutes=120)
    times = (start, start + timedelta(minutes=10))
    course = Course(((15.0, 32.0), (15.1, 32.0)), times, 0.0, 0.0, "escort", "")
    others = [world.parties["b"].id]
    return (await world.act("a", propose_joint_patrol, others, course, world.deployment, world.now())).value


async def attach(world: Any, who: str, joint: Any, unit: str = "U1") -> Any:
    return (await world.act(who, attach_unit, joint.id, unit, world.now())).value


async def sign(world: Any, who: str, joint: Any, digest: str | None = None) -> Any:
    by = digest or joint.text.digest
    return (await world.act(who, countersign, joint.id, by, world.deployment, world.now())).value


async def test_the_others_see_the_callsign_and_not_which_unit_it_is(world: Any) -> None:
    joint = await propose(world)
    ours = await attach(world, "a", joint, "U2")
    assert ours.unit is not None
    theirs = await attach(world, "b", joint, "U1")
    assert sorted(member.callsign for member in theirs.members) == ["U1", "U2"]
    assert theirs.unit != ours.unit
    changed = await attach(world, "b", joint, "U3")
    assert sorted(member.callsign for member in changed.members) == ["U2", "U3"]


async def test_a_text_is_countersigned_once_with_its_digest_and_with_a_unit(world: Any) -> None:
    joint = await propose(world)
    with pytest.raises(NotAttached):
        await sign(world, "b", joint)
    await attach(world, "b", joint)
    with pytest.raises(DigestMismatch):
        await sign(world, "b", joint, "0" * 64)
    signed = await sign(world, "b", joint)
    assert [member.countersigned for member in signed.members].count(True) == 1
    with pytest.raises(AlreadyCountersigned):
        await sign(world, "b", joint)
    with pytest.raises(JointMoveRefused):
        await attach(world, "b", joint, "U2")


@pytest.mark.rule("DIS-06")
async def test_only_officers_of_its_parties_take_part_with_units_of_their_own(world: Any) -> None:
    joint = await propose(world)
    with pytest.raises(NotFound):
        await attach(world, "c", joint)
    with pytest.raises(RoleRefused):
        await attach(world, "crew", joint)
    with pytest.raises(UnitNotYours):
        await attach(world, "b", joint, "U9")


async def test_a_unit_that_is_elsewhere_then_is_refused(world: Any) -> None:
    joint = await propose(world)
    await world.register("b", lat=36.0)
    await attach(world, "b", joint)
    with pytest.raises(UnitBusy):
        await sign(world, "b", joint)


@pytest.mark.rule("SEC-01")
async def test_the_database_lets_no_side_sign_for_another_or_call_it_agreed(world: Any) -> None:
    joint = await propose(world)
    await attach(world, "a", joint)
    ours, theirs = (world.parties[slug].id for slug in ("a", "b"))
    name = "INSERT INTO joint_countersignature (joint, version, party, parties, person, digest, at)"
    name += " SELECT id, 1, :party, parties, :person, repeat('0', 64), now() FROM joint_patrol"
    unit = "INSERT INTO joint_unit (joint, party, unit) SELECT joint, :party, unit FROM joint_unit"
    person = world.viewers["a"].person
    for statement, values in (
        (name, {"party": theirs, "person": person}),
        (name, {"party": ours, "person": world.viewers["b"].person}),
        (unit, {"party": theirs}),
        ("UPDATE joint_patrol SET due = true", {}),
        ("UPDATE joint_patrol SET version = 1", {}),
        ("UPDATE joint_unit SET patrol = gen_random_uuid(), version = 1", {}),
        ("UPDATE joint_text SET text = ''", {}),
        ("DELETE FROM joint_countersignature", {}),
    ):
        async with world.database.transaction(world.viewers["a"].context) as session:
            with pytest.raises(AccessRefused):
                await session.execute(text(statement), values)
