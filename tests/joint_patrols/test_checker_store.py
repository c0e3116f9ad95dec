"""The engine finds what all have countersigned, and takes a side's name back when it cannot be carried out."""

from typing import Any

from deconflict.joint_patrols import checker_store


async def test_what_all_have_countersigned_is_due_with_each_sides_part(world: Any, joining: Any) -> None:
    joint = await joining.propose()
    await joining.join("a", joint)
    async with world.checker.transaction() as checker:
        assert await checker_store.due(checker, [joint.id]) == []
    await joining.join("b", joint)
    async with world.checker.transaction() as checker:
        [due] = await checker_store.due(checker, [joint.id])
        assert {sent.party for sent in due.sent} == set(due.signed_by) == set(due.joint.parties)
        assert due.signed_by[world.parties["a"].id] == world.viewers["a"].person
        await checker_store.take_back(checker, due.joint, world.parties["b"].id)
        assert await checker_store.due(checker, [joint.id]) == []
    assert world.sql("SELECT party FROM joint_countersignature") == [(world.parties["a"].id,)]


async def test_what_cannot_be_carried_out_is_let_go(world: Any, joining: Any) -> None:
    joint = await joining.propose()
    for who in ("a", "b"):
        await joining.join(who, joint)
    async with world.checker.transaction() as checker:
        [due] = await checker_store.due(checker, [joint.id])
        await checker_store.drop(checker, due.joint)
    assert world.sql("SELECT state, pending, due FROM joint_patrol") == [("withdrawn", None, False)]


async def test_all_patrols_of_a_joint_patrol_are_found_by_one_of_them(world: Any, joining: Any) -> None:
    joint = await joining.propose()
    for who in ("a", "b"):
        await joining.join(who, joint)
    await world.tick()
    both = [patrol for (patrol,) in world.sql("SELECT id FROM patrol")]
    async with world.checker.transaction() as checker:
        found = await checker_store.together(checker, both[:1])
    assert found == dict.fromkeys(both, (joint.id, 1))
