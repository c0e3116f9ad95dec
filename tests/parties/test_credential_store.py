"""A viewer's own password is changed by whoever has shown it, and by nobody else, whatever SQL they write."""

from typing import Any

import pytest
from sqlalchemy import select, update

from deconflict.flows.sign_in import PASSWORDS
from deconflict.parties import credential_store as credentials
from deconflict.parties import factor_store as factors
from deconflict.parties.tables import credential
from deconflict.runtime.errors import AccessRefused

pytestmark = pytest.mark.rule("SEC-04")


async def stored(world: Any, who: str) -> str:
    async with world.database.door() as door:
        return await factors.password_of(door, world.viewers[who].person)


async def test_the_hash_of_the_present_password_is_the_proof(world: Any) -> None:
    shown, another = await stored(world, "a"), PASSWORDS.hash("another password")
    async with world.database.transaction(world.viewers["a"].context) as session:
        assert not await credentials.change_password(session, f"{shown}x", another)
        assert await credentials.change_password(session, shown, another)
        assert not await credentials.change_password(session, shown, another)
    assert await stored(world, "a") == another
    assert await stored(world, "a2") != another


async def test_a_password_still_holds_for_its_person_while_they_may_sign_in(world: Any) -> None:
    shown = await stored(world, "a")
    async with world.database.transaction(world.viewers["a"].context) as session:
        assert await credentials.still_holds(session, shown)
        assert not await credentials.still_holds(session, PASSWORDS.hash("another password"))
    async with world.owner.transaction() as owner:
        await credentials.set_disabled(owner, world.viewers["a"].person, world.now())
    async with world.database.transaction(world.viewers["a"].context) as session:
        assert not await credentials.still_holds(session, shown)


async def test_a_viewer_reads_and_writes_no_credential(world: Any) -> None:
    for statement in (select(credential.c.password_hash), update(credential).values(password_hash="x")):
        with pytest.raises(AccessRefused):
            async with world.database.transaction(world.viewers["a"].context) as session:
                await session.execute(statement)
