"""Either side, or the facilitator, withdraws what is not ratified; a third sees nothing to withdraw."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.agreements import store as agreements
from deconflict.agreements.errors import AgreementMoveRefused
from deconflict.agreements.model import AgreementState
from deconflict.errors import NotFound
from deconflict.flows.withdraw_agreement import withdraw_agreement
from deconflict.parties.errors import RoleRefused


@pytest.mark.rule("DIS-02")
@pytest.mark.parametrize("who", ["a", "a2", "b", "facilitator"])
async def test_a_draft_is_withdrawn_by_either_side_or_the_facilitator_once(
    world: Any, agreeing: Any, who: str
) -> None:
    drafted = await agreeing.draft(2)
    withdrawn = await world.act(who, withdraw_agreement, drafted.id, world.now())
    assert (withdrawn.state, withdrawn.ended_at) == (AgreementState.WITHDRAWN, world.now())
    assert await world.read("b", agreements.agreement_with, drafted.id) == withdrawn
    with pytest.raises(AgreementMoveRefused):
        await world.act(who, withdraw_agreement, drafted.id, world.now())


@pytest.mark.rule("DIS-02")
async def test_what_both_have_signed_is_not_withdrawn_but_lowered_or_replaced(
    world: Any, agreeing: Any
) -> None:
    ratified = await agreeing.ratify(2)
    with pytest.raises(AgreementMoveRefused):
        await world.act("a", withdraw_agreement, ratified.id, world.now())


@pytest.mark.rule("DIS-06")
async def test_a_third_party_and_nothing_are_alike(world: Any, agreeing: Any) -> None:
    drafted = await agreeing.draft(2)
    for who, wanted in (("c", drafted.id), ("operator", drafted.id), ("a", uuid4())):
        with pytest.raises(NotFound):
            await world.act(who, withdraw_agreement, wanted, world.now())
    for who in ("crew", "desk", "oversight"):
        with pytest.raises(RoleRefused):
            await world.act(who, withdraw_agreement, drafted.id, world.now())
    assert world.sql("SELECT state FROM agreement") == [("drafted",)]
