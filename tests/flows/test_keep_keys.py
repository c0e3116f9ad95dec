"""A party's officers register and revoke its keys; partners see the public half, others nothing."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.agreements import store as agreements
from deconflict.errors import NotFound
from deconflict.flows.keep_keys import register_key, revoke_key
from deconflict.parties.errors import AlreadyTaken, RoleRefused

PUBLIC = bytes(range(32))


async def seen(world: Any, who: str) -> set[Any]:
    return {key.id for key in await world.read(who, agreements.keys)}


@pytest.mark.rule("DIS-02", "DIS-06")
async def test_a_key_is_seen_by_its_party_the_neutral_staff_and_whom_it_drafts_with(
    world: Any, agreeing: Any
) -> None:
    key = await world.act("a", register_key, "laptop", PUBLIC, world.now())
    for who in ("a", "a2", "crew", "desk", "facilitator", "oversight"):
        assert await seen(world, who) == {key.id}, who
    for who in ("b", "c", "operator"):
        assert await seen(world, who) == set(), who
    await agreeing.draft(1, by="facilitator")
    assert await seen(world, "b") == {key.id}
    assert await seen(world, "c") == set()


@pytest.mark.rule("DIS-02")
async def test_any_officer_of_the_party_revokes_it_once_and_nobody_else(world: Any, agreeing: Any) -> None:
    key = await world.act("a", register_key, "laptop", PUBLIC, world.now())
    await agreeing.draft(1)
    for who, wanted in (("b", key.id), ("c", key.id), ("a", uuid4())):
        with pytest.raises(NotFound):
            await world.act(who, revoke_key, wanted, world.now())
    for who in ("crew", "desk", "facilitator", "oversight", "operator"):
        with pytest.raises(RoleRefused):
            await world.act(who, revoke_key, key.id, world.now())
        with pytest.raises(RoleRefused):
            await world.act(who, register_key, "mine", bytes(32), world.now())
    revoked = await world.act("a2", revoke_key, key.id, world.now())
    assert revoked.revoked_at == world.now()
    with pytest.raises(NotFound):
        await world.act("a", revoke_key, key.id, world.now())


@pytest.mark.rule("DIS-06")
async def test_the_same_key_of_two_parties_tells_neither_of_the_other(world: Any) -> None:
    await world.act("a", register_key, "laptop", PUBLIC, world.now())
    with pytest.raises(AlreadyTaken):
        await world.act("a2", register_key, "tablet", PUBLIC, world.now())
    await world.act("b", register_key, "laptop", PUBLIC, world.now())


async def test_each_is_on_the_partys_ledger_with_who_did_it(world: Any) -> None:
    key = await world.act("a", register_key, "laptop", PUBLIC, world.now())
    await world.act("a2", revoke_key, key.id, world.now())
    said = world.sql("SELECT person, party, payload ->> 'key' FROM ledger_entry WHERE subject = %s", key.id)
    a, a2 = world.viewers["a"], world.viewers["a2"]
    assert sorted(said) == sorted([(a.person, a.party, "added"), (a2.person, a2.party, "revoked")])
