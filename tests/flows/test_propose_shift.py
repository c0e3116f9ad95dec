"""Who may propose which shift to whom, and who may answer what."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.errors import NotFound
from deconflict.flows.propose_shift import (
    STANDS_FOR,
    Proposing,
    answer_proposal,
    propose_of_conflict,
    propose_of_overlap,
)
from deconflict.messages.errors import NotInTouch
from deconflict.parties.errors import RoleRefused
from deconflict.resolving.errors import NotASide, ProposalClosed
from deconflict.resolving.model import Answer, Mover, ProposalState


async def meet(world: Any) -> dict[str, Any]:
    """The overlaps by party, and the conflict, of two patrols that meet."""
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    ids = {
        slug: world.sql("SELECT id FROM overlap WHERE party = %s", world.parties[slug].id)[0][0]
        for slug in "ab"
    }
    return ids | {"conflict": world.sql("SELECT id FROM conflict")[0][0]}


async def propose(
    world: Any, who: str, overlap: Any, to: str | None = None, mover: Mover = Mover.SELF, shift_s: int = 1500
) -> Any:
    proposing = Proposing(world.parties[to].id if to else None, mover, shift_s)
    return await world.act(who, propose_of_overlap, overlap, proposing, world.deployment, world.now())


async def answer(world: Any, who: str, proposal: Any, said: Answer, overlap: Any = None) -> Any:
    return await world.act(who, answer_proposal, proposal, said, overlap, world.now())


@pytest.mark.rule("CON-05", "DIS-03")
async def test_at_level_1_proposals_go_by_the_desk_which_itself_never_moves(world: Any) -> None:
    ids = await meet(world)
    proposed = await propose(world, "a", ids["a"])
    assert (proposed.party, proposed.other, proposed.received) == (world.parties["a"].id, None, False)
    assert (proposed.state, proposed.expires_at) == (ProposalState.PROPOSED, world.now() + STANDS_FOR)
    assert (await propose(world, "desk", ids["b"], mover=Mover.OTHER)).other == world.parties["b"].id
    with pytest.raises(NotASide):
        await propose(world, "desk", ids["b"])
    with pytest.raises(NotInTouch):
        await propose(world, "a", ids["a"], to="b")
    for who in ("b", "c", "facilitator", "operator"):
        with pytest.raises(NotFound):
            await propose(world, who, ids["a"])
    with pytest.raises(RoleRefused):
        await propose(world, "crew", ids["a"])


@pytest.mark.rule("CON-05")
async def test_the_desk_proposes_to_either_side_of_a_conflict_that_it_moves(world: Any) -> None:
    conflict = (await meet(world))["conflict"]

    async def proposed(who: str, to: str, mover: Mover = Mover.OTHER) -> Any:
        return await world.act(
            who, propose_of_conflict, conflict, Proposing(world.parties[to].id, mover, 600), world.now()
        )

    assert (await proposed("desk", "b")).conflict == conflict
    for wrong, refused in (
        (("desk", "c"), NotInTouch),
        (("facilitator", "a"), RoleRefused),
        (("a", "b"), NotFound),
    ):
        with pytest.raises(refused):
            await proposed(*wrong)
    with pytest.raises(NotASide):
        await proposed("desk", "a", Mover.SELF)


@pytest.mark.rule("CON-05", "DIS-06")
async def test_each_end_answers_what_is_its_to_answer_once_and_in_time(world: Any) -> None:
    ids = await meet(world)
    proposed = await propose(world, "a", ids["a"])
    for said in (Answer.ACCEPT, Answer.REFUSE):
        with pytest.raises(ProposalClosed):
            await answer(world, "a", proposed.id, said)
    for who in ("b", "c", "desk", "facilitator"):
        with pytest.raises(NotFound):
            await answer(world, who, proposed.id, Answer.REFUSE)
    with pytest.raises(RoleRefused):
        await answer(world, "crew", proposed.id, Answer.WITHDRAW)
    with pytest.raises(NotFound):
        await answer(world, "a", uuid4(), Answer.WITHDRAW)
    withdrawn = await answer(world, "a2", proposed.id, Answer.WITHDRAW)
    assert (withdrawn.said, withdrawn.state) == (Answer.WITHDRAW, ProposalState.PROPOSED)
    with pytest.raises(ProposalClosed):
        await answer(world, "a", proposed.id, Answer.WITHDRAW)
    late = await propose(world, "a", ids["a"])
    world.clock.at += STANDS_FOR
    with pytest.raises(ProposalClosed):
        await answer(world, "a", late.id, Answer.WITHDRAW)
