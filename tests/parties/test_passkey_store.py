"""Passkeys in the database: the door alone reads keys and counts uses, and nobody stores one in another's name."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.parties import passkey_store as passkeys
from deconflict.parties.ceremonies import Made
from deconflict.parties.model import Passkey, PasskeyId
from deconflict.runtime.errors import AccessRefused, ConstraintViolated


def passkey(world: Any, who: str) -> Passkey:
    return Passkey(PasskeyId(uuid4()), world.viewers[who].person, "laptop", b"id", world.now(), None)


async def test_a_use_is_counted_when_its_count_rises(world: Any) -> None:
    new = passkey(world, "a")
    await world.read("a", passkeys.add, new, Made(b"id", b"key", 3))
    async with world.database.door() as door:
        known = await passkeys.passkey_of(door, b"id")
        assert known is not None
        assert (known.id, known.knocker.person, known.public_key, known.sign_count) == (
            new.id,
            new.person,
            b"key",
            3,
        )
        counts = [await passkeys.use_passkey(door, new.id, count, world.now()) for count in (3, 4, 4, 9, 0)]
        assert counts == [False, True, False, True, False]
        assert await passkeys.passkey_of(door, b"another") is None


@pytest.mark.rule("SEC-01")
async def test_what_the_door_asks_is_answered_to_nobody_else(world: Any) -> None:
    new = passkey(world, "a")
    await world.read("a", passkeys.add, new, Made(b"id", b"key", 0))
    async with world.database.door() as door:
        await passkeys.add_challenge(door, b"h" * 32, None, world.now().replace(hour=9), world.now())
    for who in ("a", "operator"):
        assert await world.read(who, passkeys.passkey_of, b"id") is None
        assert not await world.read(who, passkeys.use_passkey, new.id, 1, world.now())
        assert await world.read(who, passkeys.take_challenge, b"h" * 32, world.now()) is None
        await world.read(who, passkeys.add_challenge, b"i" * 32, None, world.now(), world.now())
    assert world.sql("SELECT count(*) FROM passkey_challenge") == [(1,)]


@pytest.mark.rule("SEC-01", "SEC-02")
async def test_nobody_stores_one_in_anothers_name_nor_one_that_is_none(world: Any) -> None:
    with pytest.raises(AccessRefused):
        await world.read("a", passkeys.add, passkey(world, "b"), Made(b"id", b"key", 0))
    for made in (Made(b"", b"key", 0), Made(b"id", b"", 0), Made(b"id", b"key", 2**32)):
        with pytest.raises(ConstraintViolated):
            await world.read("a", passkeys.add, passkey(world, "a"), made)
