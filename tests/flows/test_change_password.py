"""Another password of one's own: the old one is of no use, other sessions end, and the ledger says it."""

import asyncio
from typing import Any

import pytest

from deconflict.flows.change_password import change_own_password, give_password, let_in_again, shut_out
from deconflict.flows.prove_again import Proof, prove_again
from deconflict.flows.recognise import recognise
from deconflict.flows.sign_in import PasswordKnock, SignedIn, sign_in
from deconflict.parties import credential_store as credentials
from deconflict.parties import session_store as sessions
from deconflict.parties import store as parties
from deconflict.parties.errors import ProofRefused, SignInRefused

pytestmark = pytest.mark.rule("SEC-04")
PASSWORD = "a long password"


async def knock(world: Any, password: str) -> SignedIn:
    return await sign_in(world.database, PasswordKnock("a@a", password), world.deployment, world.now())


async def open_still(world: Any, signed_in: SignedIn) -> bool:
    return await recognise(world.database, signed_in.token, world.now()) is not None


async def test_ones_own_password_is_changed_with_the_present_one(world: Any) -> None:
    before, here = await knock(world, PASSWORD), await knock(world, PASSWORD)
    world.clock.advance(1)
    thief = await knock(world, PASSWORD)
    shown = await prove_again(world.database, here.viewer, Proof(PASSWORD, None), world.now())
    await change_own_password(world.database, here.viewer, shown, "another password", world.now())
    assert [await open_still(world, each) for each in (here, before, thief)] == [True, False, False]
    with pytest.raises(SignInRefused):
        await knock(world, PASSWORD)
    await knock(world, "another password")
    person = here.viewer.person
    said = world.sql("SELECT payload, person FROM ledger_entry WHERE subject = %s", person)
    assert ({"changed": "password"}, person) in said
    with pytest.raises(ProofRefused):  # somebody was quicker
        await change_own_password(world.database, here.viewer, shown, "a third password", world.now())


async def test_whoever_signs_in_with_the_old_password_meanwhile_is_refused(world: Any) -> None:
    here = await knock(world, PASSWORD)
    shown = await prove_again(world.database, here.viewer, Proof(PASSWORD, None), world.now())
    async with world.database.transaction(here.viewer.context) as session:
        assert await credentials.change_password(session, shown, "the hash of another")
        thief = asyncio.create_task(knock(world, PASSWORD))
        await asyncio.wait({thief}, timeout=1.0)  # the old password is compared, and its session waits
        await sessions.end_all_others(session, here.viewer, world.now())
    with pytest.raises(SignInRefused):
        await thief
    assert world.sql(
        "SELECT count(*) FROM session WHERE person = %s AND ended_at IS NULL", here.viewer.person
    ) == [(1,)]


async def test_a_person_who_was_shut_out_is_let_in_by_the_owner_alone(world: Any) -> None:
    before = await knock(world, PASSWORD)
    async with world.owner.transaction() as owner:
        person = await parties.person_with(owner, before.viewer.person)
        await shut_out(owner, person, world.now())
    assert not await open_still(world, before)
    with pytest.raises(SignInRefused):
        await knock(world, PASSWORD)
    async with world.owner.transaction() as owner:
        await give_password(owner, person, "another password", world.now())
    with pytest.raises(SignInRefused):
        await knock(world, "another password")
    async with world.owner.transaction() as owner:
        await let_in_again(owner, person, world.now())
    assert await open_still(world, await knock(world, "another password"))
