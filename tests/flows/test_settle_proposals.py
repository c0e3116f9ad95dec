"""Proposals reach their other end, are settled alike at both, and an accepted one keeps its slot."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.alerts.model import AlertKind
from deconflict.flows.ask_shift import ask_conflict_shift, asked_of_conflict
from deconflict.flows.propose_shift import (
    STANDS_FOR,
    Proposing,
    answer_proposal,
    propose_of_conflict,
    propose_of_overlap,
)
from deconflict.flows.settle_proposals import KEPT_FOR
from deconflict.flows.suspend_party import restore_as, suspend_as
from deconflict.resolving import store as resolving
from deconflict.resolving.errors import WhichOverlap
from deconflict.resolving.model import Answer, Mover, ProposalState

SHIFT_S = 1500


async def meet(world: Any) -> dict[str, Any]:
    """The overlaps by party of two patrols that meet."""
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    return {
        slug: world.sql("SELECT id FROM overlap WHERE party = %s", world.parties[slug].id)[0][0]
        for slug in "ab"
    }


async def propose(
    world: Any, who: str, overlap: Any, to: str | None = None, mover: Mover = Mover.SELF
) -> Any:
    """Somebody proposes a shift, and the checker carries it."""
    proposing = Proposing(world.parties[to].id if to else None, mover, SHIFT_S)
    proposed = await world.act(who, propose_of_overlap, overlap, proposing, world.deployment, world.now())
    await world.engine.carry()
    return proposed


async def answer(world: Any, who: str, proposal: Any, said: Answer, overlap: Any = None) -> None:
    """An end answers, and the checker settles it."""
    await world.act(who, answer_proposal, proposal, said, overlap, world.now())
    await world.engine.carry()


async def told(world: Any, who: str) -> list[tuple[str, bool]]:
    """What somebody was told of proposals, and whether it rang."""
    return [(item.change, item.rings) for item in await world.feed(who) if item.kind is AlertKind.PROPOSAL]


async def held(world: Any, who: str) -> list[Any]:
    """The proposals that somebody's end holds, newest first."""
    return await world.read(who, resolving.proposals, 5, None)


def slots(world: Any) -> list[Any]:
    return world.sql("SELECT party, shift_s FROM reservation WHERE ended_at IS NULL")


@pytest.mark.rule("CON-05", "IDN-04")
async def test_at_level_2_the_other_side_accepts_and_the_slot_of_who_moves_is_kept(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    ids = await meet(world)
    sent = await propose(world, "a", ids["a"], to="b")
    assert await told(world, "b") == [("proposed", True)]
    assert await told(world, "desk") == await told(world, "c") == []
    [received] = await held(world, "b")
    assert received.id != sent.id
    assert (received.mover, received.overlaps, received.other) == (
        Mover.OTHER,
        (ids["b"],),
        world.parties["a"].id,
    )
    await answer(world, "b", received.id, Answer.ACCEPT)
    assert [item.state for who in ("a", "b") for item in await held(world, who)] == [
        ProposalState.ACCEPTED
    ] * 2
    assert await told(world, "a") == [("accepted", True)]
    assert await told(world, "b") == [("proposed", True), ("accepted", False)]
    assert slots(world) == [(world.parties["a"].id, SHIFT_S)]


@pytest.mark.rule("CON-05")
async def test_the_slot_is_given_up_when_the_amended_plan_was_checked(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(2)
    ids = await meet(world)
    await propose(world, "a", ids["a"], to="b", mover=Mover.OTHER)
    [received] = await held(world, "b")
    assert received.mover is Mover.SELF
    await answer(world, "b", received.id, Answer.ACCEPT)
    assert slots(world) == [(world.parties["b"].id, SHIFT_S)]
    [(patrol,)] = world.sql("SELECT id FROM patrol WHERE party = %s", world.parties["b"].id)
    await world.amend("b", patrol, 1, minutes=120 + SHIFT_S / 60)
    await world.engine.carry()
    assert len(slots(world)) == 1
    await world.tick()
    assert slots(world) == []
    assert world.sql("SELECT state FROM conflict") == [("resolved",)]


@pytest.mark.rule("CON-05")
async def test_the_slot_of_who_never_moved_runs_out(world: Any) -> None:
    ids = await meet(world)
    await propose(world, "a", ids["a"])
    [received] = await held(world, "desk")
    await answer(world, "desk", received.id, Answer.ACCEPT)
    assert len(slots(world)) == 1
    world.clock.at += KEPT_FOR - timedelta(seconds=1)
    await world.engine.carry()
    assert len(slots(world)) == 1
    world.clock.advance(1)
    await world.engine.carry()
    assert slots(world) == []


@pytest.mark.rule("CON-05", "SEP-11")
async def test_nobody_is_offered_to_dodge_into_a_slot_that_is_kept(world: Any) -> None:
    ids = await meet(world)
    [(conflict,)] = world.sql("SELECT id FROM conflict")

    async def b_later() -> int:
        await world.act("desk", ask_conflict_shift, conflict, world.now())
        await world.engine.carry()
        offered = {
            item.patrol: item.later_s for item in await world.read("desk", asked_of_conflict, conflict)
        }
        return offered[world.sql("SELECT id FROM patrol WHERE party = %s", world.parties["b"].id)[0][0]]

    assert await b_later() == 120
    proposing = Proposing(None, Mover.SELF, 120)
    await world.act("a", propose_of_overlap, ids["a"], proposing, world.deployment, world.now())
    await world.engine.carry()
    [received] = await held(world, "desk")
    await answer(world, "desk", received.id, Answer.ACCEPT)
    assert await b_later() == 240


@pytest.mark.rule("CON-05")
async def test_refused_withdrawn_and_expired_are_told_to_both_and_keep_nothing(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    ids = await meet(world)
    await propose(world, "a", ids["a"], to="b")
    await answer(world, "b", (await held(world, "b"))[0].id, Answer.REFUSE)
    world.clock.advance(1)
    sent = await propose(world, "a", ids["a"], to="b")
    await answer(world, "a", sent.id, Answer.WITHDRAW)
    world.clock.advance(1)
    await propose(world, "a", ids["a"], to="b")
    world.clock.at += STANDS_FOR
    await world.engine.carry()
    ends = ["refused", "withdrawn", "expired"]
    assert [change for change, _ in await told(world, "a")] == ends
    assert [change for change, _ in await told(world, "b") if change != "proposed"] == ends
    assert [item.state.value for item in reversed(await held(world, "b"))] == ends
    assert slots(world) == []


@pytest.mark.rule("CON-05")
async def test_what_came_first_counts_when_both_ends_answer(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(2)
    ids = await meet(world)
    sent = await propose(world, "a", ids["a"], to="b")
    [received] = await held(world, "b")
    await world.act("a", answer_proposal, sent.id, Answer.WITHDRAW, None, world.now())
    world.clock.advance(1)
    await answer(world, "b", received.id, Answer.ACCEPT)
    assert [item.state for who in ("a", "b") for item in await held(world, who)] == [
        ProposalState.WITHDRAWN
    ] * 2


@pytest.mark.rule("DIS-02", "DIS-03")
async def test_what_the_other_may_not_be_told_of_is_undelivered(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(2)
    ids = await meet(world)
    proposing = Proposing(world.parties["b"].id, Mover.SELF, SHIFT_S)
    await world.act("a", propose_of_overlap, ids["a"], proposing, world.deployment, world.now())
    await agreeing.lower("b", "a", 1)
    await world.engine.carry()
    assert [item.state for item in await held(world, "a")] == [ProposalState.UNDELIVERED]
    assert await held(world, "b") == []


@pytest.mark.rule("CON-05")
async def test_where_several_patrols_could_be_meant_whoever_accepts_names_one(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    await world.register("b", unit="U2")
    ids = await meet(world)
    await propose(world, "a", ids["a"], to="b", mover=Mover.OTHER)
    [received] = await held(world, "b")
    assert len(received.overlaps) == 2
    with pytest.raises(WhichOverlap):
        await answer(world, "b", received.id, Answer.ACCEPT)
    with pytest.raises(WhichOverlap):
        await answer(world, "b", received.id, Answer.ACCEPT, ids["a"])
    await answer(world, "b", received.id, Answer.ACCEPT, received.overlaps[1])
    [(patrol,)] = world.sql("SELECT patrol FROM overlap WHERE id = %s", received.overlaps[1])
    assert world.sql("SELECT patrol FROM reservation") == [(patrol,)]


@pytest.mark.rule("CON-05", "DIS-08")
async def test_what_the_desk_proposes_of_a_conflict_reaches_the_side_as_its_own_move(world: Any) -> None:
    ids = await meet(world)
    [(conflict,)] = world.sql("SELECT id FROM conflict")
    proposing = Proposing(world.parties["b"].id, Mover.OTHER, SHIFT_S)
    await world.act("desk", propose_of_conflict, conflict, proposing, world.now())
    await world.engine.carry()
    [received] = await held(world, "b")
    assert (received.mover, received.other, received.overlaps, received.conflict) == (
        Mover.SELF, None, (ids["b"],), None,
    )  # fmt: skip
    await answer(world, "b", received.id, Answer.ACCEPT)
    assert slots(world) == [(world.parties["b"].id, SHIFT_S)]
    assert await told(world, "desk") == [("accepted", False)]


@pytest.mark.rule("PAT-02", "DIS-06", "CON-05")
async def test_to_a_suspended_rival_it_stands_unanswered_and_reaches_it_on_its_return(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    ids = await meet(world)
    b = world.parties["b"].id
    await world.act("desk", suspend_as, b, "off every plan", world.now())
    await world.tick()
    await propose(world, "a", ids["a"], to="b")
    await world.tick()
    [before] = await held(world, "a")
    assert before.state is ProposalState.PROPOSED
    assert await held(world, "b") == await held(world, "desk") == await told(world, "a") == []
    world.clock.advance(1)
    await world.act("desk", restore_as, b, world.now())
    await world.tick()
    await world.engine.carry()
    [received] = await held(world, "b")
    assert await held(world, "a") == [before]
    await answer(world, "b", received.id, Answer.ACCEPT)
    assert await told(world, "a") == [("accepted", True)]


@pytest.mark.rule("PAT-02", "DIS-06")
async def test_to_a_rival_suspended_for_longer_it_expires_like_any_other(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(2)
    ids = await meet(world)
    await world.act("desk", suspend_as, world.parties["b"].id, "off every plan", world.now())
    await world.tick()
    await propose(world, "a", ids["a"], to="b")
    world.clock.at += STANDS_FOR
    await world.engine.carry()
    assert await told(world, "a") == [("expired", False)]
    assert await held(world, "b") == []


@pytest.mark.rule("PAT-02", "CON-05")
@pytest.mark.parametrize("said", [Answer.ACCEPT, Answer.REFUSE])
async def test_what_a_suspended_party_answers_counts_once_it_is_back_and_shows_nothing_before(
    world: Any, agreeing: Any, said: Answer
) -> None:
    await agreeing.ratify(2)
    ids = await meet(world)
    await propose(world, "a", ids["a"], to="b", mover=Mover.OTHER)
    [received] = await held(world, "b")
    before = await held(world, "a"), await told(world, "a")
    b = world.parties["b"].id
    await world.act("desk", suspend_as, b, "off every plan", world.now())
    await answer(world, "b", received.id, said)
    await world.tick()
    assert (await held(world, "a"), await told(world, "a")) == before
    assert slots(world) == []
    await world.act("desk", restore_as, b, world.now())
    await world.engine.carry()
    accepted = said is Answer.ACCEPT
    assert [item.state for item in await held(world, "a")] == [
        ProposalState.ACCEPTED if accepted else ProposalState.REFUSED
    ]
    assert slots(world) == ([(b, SHIFT_S)] if accepted else [])


@pytest.mark.rule("PAT-02", "CON-05")
async def test_what_a_party_suspended_for_longer_answered_expires_like_what_nobody_answered(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    ids = await meet(world)
    await propose(world, "a", ids["a"], to="b")
    [received] = await held(world, "b")
    await world.act("desk", suspend_as, world.parties["b"].id, "off every plan", world.now())
    await answer(world, "b", received.id, Answer.ACCEPT)
    world.clock.advance(STANDS_FOR.total_seconds())
    await world.engine.carry()
    assert [item.state for item in await held(world, "a")] == [ProposalState.EXPIRED]
    assert (slots(world), (await told(world, "a"))[-1]) == ([], ("expired", False))
    assert await told(world, "b") == [("proposed", True)]


@pytest.mark.rule("PAT-02")
async def test_of_what_its_rival_answered_a_suspended_party_hears_nothing(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(2)
    ids = await meet(world)
    await propose(world, "a", ids["a"], to="b")
    [received] = await held(world, "b")
    await world.act("desk", suspend_as, world.parties["a"].id, "off every plan", world.now())
    await answer(world, "b", received.id, Answer.ACCEPT)
    assert (await held(world, "b"))[0].state is ProposalState.ACCEPTED
    assert await told(world, "b") == [("proposed", True), ("accepted", False)]
    assert await told(world, "a") == []
