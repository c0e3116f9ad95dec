"""What a passkey's device has to sign: made for somebody or for whoever signs in, kept by the service, good once."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from deconflict.parties import passkey_store as passkeys
from deconflict.parties.ceremonies import challenge_in
from deconflict.parties.model import PersonId
from deconflict.runtime.database import Database
from deconflict.runtime.ids import new_salt

CHALLENGE_FOR: Final = timedelta(minutes=5)
CHALLENGE_BYTES: Final = 32


@dataclass(frozen=True)
class Challenge:
    """What a device has to sign, once and in time."""

    challenge: bytes
    expires_at: datetime


async def challenge_for(database: Database, person: PersonId | None, now: datetime) -> Challenge:
    """Make a challenge, for a person's new passkey or (None) for whoever signs in."""
    made_now = Challenge(new_salt(CHALLENGE_BYTES), now + CHALLENGE_FOR)
    async with database.door() as door:
        await passkeys.add_challenge(door, _hash(made_now.challenge), person, made_now.expires_at, now)
    return made_now


async def taken(
    database: Database, client_data: str, now: datetime
) -> tuple[bytes, tuple[PersonId | None] | None]:
    """Return the challenge that a device signed, used up, and for whom it was; None when it is none of ours."""
    challenge = challenge_in(client_data)
    async with database.door() as door:
        return challenge, await passkeys.take_challenge(door, _hash(challenge), now)


def _hash(challenge: bytes) -> bytes:
    return hashlib.sha256(challenge).digest()
