"""Who suspends and restores a party, and what is on record of it (PAT-02)."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.errors import NotFound
from deconflict.flows.suspend_party import restore_as, restore_party, suspend_as, suspend_party
from deconflict.parties.errors import AlreadySuspended, NotSuspended, RoleRefused


@pytest.mark.rule("PAT-02")
@pytest.mark.parametrize("who", ["desk", "operator"])
async def test_the_desk_and_the_operator_suspend_and_restore_on_the_ledger(world: Any, who: str) -> None:
    b = world.parties["b"].id
    await world.act(who, suspend_as, b, "why", world.now())
    await world.act(who, restore_as, b, world.now())
    entries = world.sql(
        "SELECT party, person, payload ->> 'change' FROM ledger_entry WHERE kind = 'suspension'"
    )
    person = world.viewers[who].person
    assert sorted(entries) == sorted([(b, person, "suspended"), (b, person, "restored")])


async def test_nobody_else_does(world: Any) -> None:
    for who in ("a", "b", "crew", "facilitator", "oversight"):
        with pytest.raises(RoleRefused):
            await world.act(who, suspend_as, world.parties["b"].id, "why", world.now())
        with pytest.raises(RoleRefused):
            await world.act(who, restore_as, world.parties["b"].id, world.now())


async def test_a_party_is_suspended_once_at_a_time_and_restored_if_it_is(world: Any) -> None:
    b = world.parties["b"].id
    with pytest.raises(NotSuspended):
        await world.act("desk", restore_as, b, world.now())
    await world.act("desk", suspend_as, b, "why", world.now())
    with pytest.raises(AlreadySuspended):
        await world.act("desk", suspend_as, b, "why", world.now())
    with pytest.raises(NotFound):
        await world.act("desk", suspend_as, uuid4(), "why", world.now())


async def test_on_the_machine_itself_it_needs_nobody_signed_in(world: Any) -> None:
    b = world.parties["b"].id
    async with world.owner.transaction() as owner:
        await suspend_party(owner, b, "why", world.now())
    async with world.owner.transaction() as owner:
        assert (await restore_party(owner, b, world.now())).restored_at == world.now()
