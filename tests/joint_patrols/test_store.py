"""What is stored of a joint patrol reads back whole for its parties, and not at all for others."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.joint_patrols import store


@pytest.mark.rule("PAT-10", "SEC-01")
async def test_its_parties_read_all_of_it_and_each_its_own_part(world: Any, joining: Any) -> None:
    joint = await joining.propose()
    await joining.join("a", joint)
    seen = {who: await world.read(who, store.joint_with, joint.id) for who in ("a", "b", "c", "desk")}
    assert seen["a"] == seen["b"] == seen["desk"]
    assert seen["c"] is None
    assert (seen["a"].callsigns, seen["a"].countersigned(1)) == (
        {world.parties["a"].id: "U1"},
        {world.parties["a"].id},
    )
    ours = world.parties["a"].id
    assert list(await world.read("a", store.sent_by, [joint.id], ours)) == [joint.id]
    assert await world.read("b", store.sent_by, [joint.id], ours) == {}
    assert await world.read("a", store.last_version, joint.id) == 1


async def test_a_patrol_knows_its_joint_patrol_while_that_is_on_record(world: Any, joining: Any) -> None:
    joint = await joining.propose()
    for who in ("a", "b"):
        await joining.join(who, joint)
    await world.tick()
    [(patrol,)] = world.sql("SELECT id FROM patrol WHERE party = %s", world.parties["a"].id)
    assert await world.read("a", store.joint_of, patrol) == joint.id
    assert await world.read("b", store.joint_of, patrol) is None
    assert await world.read("a", store.joint_of, uuid4()) is None


async def test_pages_go_on_where_the_one_before_ended(world: Any, joining: Any) -> None:
    items = []
    for _ in range(3):
        items.append(await joining.propose())
        world.clock.advance(1)
    first = await world.read("b", store.page, 2, None)
    rest = await world.read("b", store.page, 2, (first[-1].proposed_at, first[-1].id))
    assert [item.id for item in (*first, *rest)] == [item.id for item in reversed(items)]
