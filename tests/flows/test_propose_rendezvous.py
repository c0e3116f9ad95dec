"""Proposing a rendezvous tells the other side a disc and a window, and nothing of any plan."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.errors import NotFound
from deconflict.flows.answer_rendezvous import confirm_rendezvous, end_rendezvous
from deconflict.flows.propose_rendezvous import Proposal, leave_with_desk, pass_on, propose_rendezvous
from deconflict.parties.errors import RoleRefused
from deconflict.rendezvous import store as rendezvous
from deconflict.rendezvous.errors import (
    RendezvousMoveRefused,
    RendezvousPartiesInvalid,
    RendezvousWindowRefused,
    TooManyRendezvous,
)
from deconflict.rendezvous.model import Where

pytestmark = pytest.mark.rule("SEP-10")


def proposal(world: Any, *, minutes: float = 120, **other: Any) -> Proposal:
    start = world.now() + timedelta(minutes=minutes)
    return Proposal(Where(15.05, 32.0, 500.0, start, start + timedelta(hours=1)), **other)


async def propose(world: Any, who: str = "a", between: str = "ab", **other: Any) -> Any:
    parties = [world.parties[slug].id for slug in between]
    asked = proposal(world, **other)
    return (await world.act(who, propose_rendezvous, parties, asked, world.deployment, world.now())).value


async def seen_by(world: Any, who: str) -> list[Any]:
    return await world.read(who, rendezvous.page, 50, None)


async def kinds(world: Any, who: str) -> list[tuple[str, str, bool]]:
    await world.engine.release_at_once()
    return [(item.kind.value, item.change, item.rings) for item in await world.feed(who)]


async def test_the_other_side_and_the_desk_are_told_at_once_and_nobody_else(world: Any) -> None:
    proposed = await propose(world)
    assert [side.confirmed for side in sorted(proposed.sides, key=lambda side: not side.confirmed)] == [
        True,
        False,
    ]
    assert await kinds(world, "b") == [("rendezvous", "proposed", True)]
    assert await kinds(world, "a2") == [("rendezvous", "proposed", False)]
    assert await kinds(world, "desk") == [("rendezvous", "proposed", False)]
    assert await kinds(world, "c") == []
    assert [item.id for item in await seen_by(world, "b")] == [proposed.id]
    assert await seen_by(world, "c") == []
    body = (await world.feed("b"))[0].body
    assert (body.reference, body.where) == (proposed.reference, proposed.where)


async def test_one_proposes_for_ones_own_party_between_two_that_exist(world: Any) -> None:
    with pytest.raises(RendezvousPartiesInvalid):
        await propose(world, "a", "bc")
    with pytest.raises(RendezvousPartiesInvalid):
        await propose(world, "a", "aa")
    with pytest.raises(RoleRefused):
        await propose(world, "crew")
    nobody = [world.parties["a"].id, uuid4()]
    with pytest.raises(NotFound):
        await world.act("a", propose_rendezvous, nobody, proposal(world), world.deployment, world.now())


async def test_a_window_that_is_over_is_refused(world: Any) -> None:
    with pytest.raises(RendezvousWindowRefused):
        await propose(world, minutes=-61)


async def test_it_may_be_meant_for_one_own_patrol_which_the_other_side_does_not_see(world: Any) -> None:
    own = await world.register("a")
    proposed = await propose(world, patrol=own.patrol.id)
    assert proposed.patrol == own.patrol.id
    assert await world.read("b", rendezvous.meant, [proposed.id]) == {}
    foreign = await world.register("b")
    with pytest.raises(NotFound):
        await propose(world, patrol=foreign.patrol.id)


async def test_the_neutral_staff_propose_to_both_and_confirm_for_none(world: Any) -> None:
    proposed = await propose(world, "facilitator")
    assert [side.confirmed for side in proposed.sides] == [False, False]
    assert await kinds(world, "a") == await kinds(world, "b") == [("rendezvous", "proposed", True)]
    with pytest.raises(RoleRefused):
        await world.act("facilitator", confirm_rendezvous, proposed.id, None, world.now())
    await world.act("a", confirm_rendezvous, proposed.id, None, world.now())
    await world.act("b", confirm_rendezvous, proposed.id, None, world.now())
    assert [item.state.value for item in await seen_by(world, "facilitator")] == ["confirmed"]


async def test_what_is_left_with_the_desk_reaches_whom_it_concerns_without_telling_the_asker_whom(
    world: Any,
) -> None:
    own = await world.register("a")
    asked = await world.act(
        "a", leave_with_desk, uuid4(), proposal(world, patrol=own.patrol.id), world.deployment, world.now()
    )
    assert asked.value.state.value == "asked"
    assert await kinds(world, "desk") == [("rendezvous", "asked", True)]
    b = world.parties["b"].id
    passed = (await world.act("desk", pass_on, asked.value.id, b, world.now())).value
    assert [item.id for item in await seen_by(world, "b")] == [passed.id]
    assert [item.state.value for item in await seen_by(world, "a")] == ["passed_on"]
    assert await kinds(world, "a") == [("rendezvous", "asked", False)]
    with pytest.raises(NotFound):
        await world.act("a", confirm_rendezvous, passed.id, None, world.now())

    await world.act("b", confirm_rendezvous, passed.id, None, world.now())
    assert (await kinds(world, "a"))[1:] == [("rendezvous", "confirmed", True)]
    confirmed = (await world.act("a", confirm_rendezvous, passed.id, None, world.now())).value
    assert (confirmed.state.value, confirmed.patrol) == ("confirmed", own.patrol.id)


async def test_who_refuses_what_the_desk_passed_on_stays_unnamed(world: Any) -> None:
    asked = await world.act("a", leave_with_desk, uuid4(), proposal(world), world.deployment, world.now())
    passed = (await world.act("desk", pass_on, asked.value.id, world.parties["b"].id, world.now())).value
    await world.act("b", end_rendezvous, passed.id, world.now())
    assert [item.state.value for item in await seen_by(world, "a")] == ["passed_on"]
    assert await kinds(world, "a") == [("rendezvous", "asked", False)]
    with pytest.raises(RendezvousMoveRefused):
        await world.act("desk", pass_on, asked.value.id, world.parties["c"].id, world.now())


async def test_so_many_and_no_more_are_open_towards_one_other(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deconflict.flows.propose_rendezvous.MOST_OPEN", 2)
    await propose(world)
    await propose(world)
    with pytest.raises(TooManyRendezvous):
        await propose(world)
    await propose(world, between="ac")
