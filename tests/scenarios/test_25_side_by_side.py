"""25. Side by side: a joint patrol is countersigned by both; its units raise nothing with each other."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict_client import NotFound, Refused

AT = timedelta(hours=4)


async def party(stage: Any, who: str) -> str:
    return str((await stage[who].who_am_i()).person.party)


async def agreed(stage: Any) -> Any:
    """A joint patrol that A proposed, and both attached to and countersigned."""
    joint = await stage["a"].propose_joint_patrol(stage.plan(at=AT), [await party(stage, "b")])
    for who in ("a", "b"):
        await stage[who].attach_unit(joint.id, "U1")
        await stage[who].countersign(await stage[who].joint_patrol(joint.id))
    return joint


@pytest.mark.rule("PAT-10")
async def test_both_attach_and_countersign_the_same_text_before_anything_is_on_record(stage: Any) -> None:
    joint = await stage["a"].propose_joint_patrol(stage.plan(at=AT), [await party(stage, "b")])
    read = await stage["b"].joint_patrol(joint.id)
    assert (read.digest, read.plan.waypoints) == (joint.digest, stage.plan(at=AT).waypoints)
    with pytest.raises(Refused) as refused:
        await stage["b"].countersign(read)
    assert refused.value.code == "unit_not_attached"

    await stage["a"].attach_unit(joint.id, "U1")
    await stage["a"].countersign(read)
    await stage["b"].attach_unit(joint.id, "U2")
    await stage.check()
    assert [member.callsign for member in (await stage["a"].joint_patrol(joint.id)).members] in (
        ["U1", "U2"],
        ["U2", "U1"],
    )
    assert await stage["a"].patrols() == await stage["b"].patrols() == []

    await stage["b"].countersign(read)
    await stage.check()
    (ours,), (theirs,) = await stage["a"].patrols(), await stage["b"].patrols()
    assert (ours.callsign, theirs.callsign) == ("U1", "U2")
    assert ours.plan.waypoints == theirs.plan.waypoints == read.plan.waypoints
    assert (await stage["a"].joint_patrol(joint.id)).patrol == ours.id
    with pytest.raises(NotFound):
        await stage["c"].joint_patrol(joint.id)
    assert await stage["c"].joint_patrols() == []


@pytest.mark.rule("PAT-10", "SEP-10", "DIS-04")
async def test_the_two_raise_nothing_with_each_other_and_a_third_is_checked_against_both(stage: Any) -> None:
    await agreed(stage)
    await stage.tick()
    assert await stage["room"].conflicts() == []
    assert await stage["a"].overlaps() == await stage["b"].overlaps() == []

    await stage["c"].register(stage.plan(at=AT))
    await stage.tick()
    between = {frozenset((item.a.party_name, item.b.party_name)) for item in await stage["room"].conflicts()}
    assert between == {frozenset(("Party A", "Party C")), frozenset(("Party B", "Party C"))}
    for who in ("a", "b", "c"):
        assert [alert.change for alert in await stage.alerts(who) if alert.kind == "overlap"] == ["opened"]


@pytest.mark.rule("PAT-10")
async def test_it_is_amended_only_by_all(stage: Any) -> None:
    joint = await agreed(stage)
    await stage.tick()
    (ours,) = await stage["a"].patrols()
    with pytest.raises(Refused) as refused:
        await stage["a"].amend(ours.id, stage.plan(at=AT, lat=33.0), 1)
    assert refused.value.code == "bound_by_joint_patrol"

    new = await stage["a"].amend_joint_patrol(joint.id, stage.plan(at=AT, lat=33.0))
    await stage["a"].countersign(new)
    await stage.tick()
    assert [patrol.version for patrol in await stage["a"].patrols()] == [1]
    await stage["b"].countersign(await stage["b"].joint_patrol(joint.id))
    await stage.tick()
    for who in ("a", "b"):
        (patrol,) = await stage[who].patrols()
        assert (patrol.version, patrol.plan.waypoints[0].lat) == (2, 33.0)
    assert await stage["room"].conflicts() == []


@pytest.mark.rule("PAT-10")
async def test_eithers_withdrawal_ends_it_and_tells_the_other(stage: Any) -> None:
    joint = await agreed(stage)
    await stage.tick()
    (theirs,) = await stage["b"].patrols()
    await stage["b"].start(theirs.id)
    await stage["b"].withdraw_joint_patrol(joint.id)
    await stage.tick()
    assert (await stage["a"].joint_patrol(joint.id)).state == "withdrawn"
    last = (await stage.alerts("a"))[-2:]
    assert ("joint_patrol", "withdrawn", True) in [(item.kind, item.change, item.rings) for item in last]
    # B's had started, so it goes on as an ordinary one; the two are checked against each other now.
    (conflict,) = await stage["room"].conflicts()
    assert (conflict.state, conflict.finding.grade) == ("open", "critical")


@pytest.mark.rule("PAT-10", "DIS-06")
async def test_what_is_refused_about_a_unit_is_its_own_partys_to_know(stage: Any) -> None:
    joint = await stage["a"].propose_joint_patrol(stage.plan(at=AT), [await party(stage, "b")])
    await stage["b"].register(stage.plan("U1", at=AT, lat=36.0))
    await stage["b"].attach_unit(joint.id, "U1")
    with pytest.raises(Refused) as refused:
        await stage["b"].countersign(joint)
    assert refused.value.code == "unit_busy"
    await stage.tick()
    seen = await stage["a"].joint_patrol(joint.id)
    assert [member.countersigned for member in seen.members] == [False, False]
    assert "unit_busy" not in str(await stage.alerts("a"))
