"""A passkey is added for a challenge of one's own, once and in time, and is nobody else's to see or remove."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.errors import NotFound
from deconflict.flows.challenge_passkeys import CHALLENGE_FOR, challenge_for
from deconflict.flows.keep_passkeys import add_passkey, offer_passkey, remove_passkey
from deconflict.parties import passkey_store as passkeys
from deconflict.parties.ceremonies import Attested, written
from deconflict.parties.errors import PasskeyRefused
from tests.authenticator import HERE, Authenticator


async def offered(world: Any, who: str = "a") -> str:
    found = await offer_passkey(world.database, world.viewers[who], world.now())
    return written(found.challenge.challenge)


async def add(world: Any, answer: dict[str, Any], who: str = "a") -> Any:
    return await add_passkey(
        world.database, world.viewers[who], Attested(**answer), HERE, "laptop", world.now()
    )


async def own(world: Any, who: str = "a") -> list[Any]:
    return list(await world.read(who, passkeys.own, world.viewers[who].person))


@pytest.mark.rule("SEC-04", "DIS-07")
async def test_what_a_device_made_is_on_the_list_and_on_the_ledger(world: Any) -> None:
    device = Authenticator()
    added = await add(world, device.make(await offered(world)))
    assert await own(world) == [added]
    assert (added.name, added.credential_id, added.added_at) == ("laptop", device.credential_id, world.now())
    again = await offer_passkey(world.database, world.viewers["a"], world.now())
    assert (again.known, again.login, again.person.name) == ((device.credential_id,), "a@a", "a")
    await world.act("a", remove_passkey, added.id, world.now() + timedelta(seconds=1))
    assert await own(world) == []
    entries = world.sql("SELECT person, payload FROM ledger_entry WHERE subject = %s ORDER BY at", added.id)
    person = world.viewers["a"].person
    assert entries == [(person, {"added": "passkey"}), (person, {"removed": "passkey"})]


@pytest.mark.rule("SEC-04")
async def test_a_challenge_is_good_once_in_time_and_for_whom_it_was_made(world: Any) -> None:
    device, challenge = Authenticator(), await offered(world)
    await add(world, device.make(challenge))
    late = await offered(world)
    world.clock.advance(CHALLENGE_FOR.total_seconds())
    of_b = await offered(world, "b")
    to_sign_in = written((await challenge_for(world.database, None, world.now())).challenge)
    for used in (challenge, late, of_b, to_sign_in, written(b"made up")):
        with pytest.raises(PasskeyRefused):
            await add(world, Authenticator(b"another").make(used))
    assert len(await own(world)) == 1


@pytest.mark.rule("SEC-04", "SEC-01")
async def test_a_passkey_that_is_somebodys_already_is_refused_and_nobody_removes_anothers(world: Any) -> None:
    device = Authenticator()
    added = await add(world, device.make(await offered(world)))
    with pytest.raises(PasskeyRefused):
        await add(world, device.make(await offered(world, "b")), "b")
    for who, wanted in (("b", added.id), ("a2", added.id), ("operator", added.id), ("a", uuid4())):
        with pytest.raises(NotFound):
            await world.act(who, remove_passkey, wanted, world.now())
    assert await own(world) == [added]
    assert await world.read("a2", passkeys.own, world.viewers["a"].person) == []
