"""Challenges are kept as hashes, used up by the door alone, and swept once they are over."""

from typing import Any

import pytest

from deconflict.flows.challenge_passkeys import CHALLENGE_FOR, challenge_for, taken
from deconflict.parties.ceremonies import written
from tests.authenticator import HERE, client_data


@pytest.mark.rule("SEC-04")
async def test_a_challenge_is_kept_as_a_hash_and_gone_once_it_was_shown_or_is_over(world: Any) -> None:
    first = await challenge_for(world.database, None, world.now())
    [(kept,)] = world.sql("SELECT passkey_challenge::text FROM passkey_challenge")
    assert first.challenge.hex() not in kept
    said = written(client_data("get", written(first.challenge), HERE.origin))
    assert await taken(world.database, said, world.now()) == (first.challenge, (None,))
    assert await taken(world.database, said, world.now()) == (first.challenge, None)
    person = world.viewers["a"].person
    second = await challenge_for(world.database, person, world.now())
    world.clock.advance(CHALLENGE_FOR.total_seconds())
    third = await challenge_for(world.database, person, world.now())
    assert world.sql("SELECT count(*) FROM passkey_challenge") == [(1,)]
    assert second.challenge != third.challenge
    assert len(third.challenge) == 32
