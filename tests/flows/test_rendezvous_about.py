"""A rendezvous about an overlap or a conflict is with whoever the level lets the asker know, or goes by the desk."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.errors import NotFound
from deconflict.flows.propose_rendezvous import Proposal
from deconflict.flows.rendezvous_about import rendezvous_about_conflict, rendezvous_about_overlap
from deconflict.rendezvous.errors import RivalNotNamed
from deconflict.rendezvous.model import Where

pytestmark = pytest.mark.rule("SEP-10", "DIS-03")


async def near(world: Any, agreeing: Any, level: int) -> None:
    """A and B, who agree on a level, drive side by side."""
    await agreeing.ratify(level)
    await world.register("a")
    await world.register("b", lat=32.001)
    await world.tick()


async def about(world: Any, who: str, flow: Any, subject: Any, rival: Any = None) -> Any:
    start = world.now() + timedelta(hours=2)
    meant = Proposal(Where(15.0, 32.0, 500.0, start, start + timedelta(hours=1)))
    return (await world.act(who, flow, subject, rival, meant, world.deployment, world.now())).value


def of_a(world: Any, query: str) -> Any:
    [(found,)] = world.sql(query, world.parties["a"].id)
    return found


OVERLAP = "SELECT id FROM overlap WHERE party = %s"


async def test_at_level_1_it_is_left_with_the_desk(world: Any, agreeing: Any) -> None:
    await near(world, agreeing, 1)
    overlap = of_a(world, OVERLAP)
    asked = await about(world, "a", rendezvous_about_overlap, overlap)
    assert (asked.state.value, asked.overlap, len(asked.sides)) == ("asked", overlap, 1)
    # Naming somebody finds out nothing: right or wrong, the answer is the same.
    for named in (world.parties["b"].id, world.parties["c"].id, uuid4()):
        with pytest.raises(RivalNotNamed):
            await about(world, "a", rendezvous_about_overlap, overlap, named)


async def test_at_level_2_it_is_proposed_to_the_rival_that_is_named_for_the_patrol_it_is_about(
    world: Any, agreeing: Any
) -> None:
    await near(world, agreeing, 2)
    proposed = await about(world, "a", rendezvous_about_overlap, of_a(world, OVERLAP))
    assert proposed.state.value == "proposed"
    assert {side.party for side in proposed.sides} == {world.parties["a"].id, world.parties["b"].id}
    assert proposed.patrol == of_a(world, "SELECT id FROM patrol WHERE party = %s")
    with pytest.raises(NotFound):
        await about(world, "b", rendezvous_about_overlap, of_a(world, OVERLAP))


async def test_at_level_3_ones_own_view_of_a_conflict_names_the_rival(world: Any, agreeing: Any) -> None:
    await near(world, agreeing, 3)
    own = of_a(world, "SELECT id FROM segment WHERE party = %s")
    proposed = await about(world, "a", rendezvous_about_conflict, own)
    assert {side.party for side in proposed.sides} == {world.parties["a"].id, world.parties["b"].id}
    with pytest.raises(NotFound):
        await about(world, "b", rendezvous_about_conflict, own)


async def test_the_neutral_staff_propose_it_to_both_sides_of_a_conflict(world: Any, agreeing: Any) -> None:
    await near(world, agreeing, 1)
    [(conflict,)] = world.sql("SELECT id FROM conflict")
    proposed = await about(world, "desk", rendezvous_about_conflict, conflict)
    assert proposed.proposer is None
    assert [side.confirmed for side in proposed.sides] == [False, False]
    with pytest.raises(NotFound):
        await about(world, "a", rendezvous_about_conflict, conflict)
