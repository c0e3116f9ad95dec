"""The operator names where people are summoned, on the machine itself."""

from typing import Any

import pytest

from deconflict.errors import NotFound
from deconflict.flows.administer_addresses import add_address
from deconflict.summons.model import Channel


async def add(world: Any, whose: str) -> tuple[Any, Any]:
    """Add a number; return the login and the slug of whose it is."""
    async with world.owner.transaction() as owner:
        added = await add_address(owner, whose, Channel.SMS, "+218911234567", world.now())
    logins = {viewer.person: who for who, viewer in world.viewers.items()}
    slugs = {party.id: slug for slug, party in world.parties.items()}
    return logins.get(added.person), slugs.get(added.party)


async def test_it_is_a_person_s_a_party_s_or_the_desk_s(world: Any) -> None:
    """By login; by slug for whoever is on duty."""
    assert await add(world, "a2@a") == ("a2", "a")
    assert await add(world, "b") == (None, "b")
    assert await add(world, "facilitator") == ("facilitator", None)
    assert await add(world, "desk") == (None, None)


@pytest.mark.parametrize("whose", ["nobody", "a2@b", "a2@nowhere", "desk@a", ""])
async def test_nobody_is_taken_for_somebody_else(world: Any, whose: str) -> None:
    with pytest.raises(NotFound):
        await add(world, whose)


async def test_that_there_is_one_is_on_the_ledger_and_where_it_leads_is_not(world: Any) -> None:
    await add(world, "a")
    [(payload,)] = world.sql("SELECT payload::text FROM ledger_entry WHERE payload ? 'address'")
    assert "218" not in payload
