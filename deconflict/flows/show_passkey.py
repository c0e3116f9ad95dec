"""Somebody knocks with a passkey: known and of a person who may sign in, or refused like everybody else (DIS-06)."""

from dataclasses import dataclass
from datetime import datetime

from deconflict.flows.challenge_passkeys import taken
from deconflict.parties import passkey_store as passkeys
from deconflict.parties.ceremonies import NOBODYS_KEY, Asserted, RelyingParty, counted, plain, written
from deconflict.parties.errors import SignInRefused
from deconflict.parties.store import Knocker
from deconflict.runtime.database import Database


@dataclass(frozen=True)
class PasskeyKnock:
    """What a passkey's device answered, and to whom it was meant to."""

    answer: Asserted
    relying: RelyingParty


async def whose_passkey(database: Database, knock: PasskeyKnock, now: datetime) -> Knocker:
    """Return whose passkey that is, counted as used, or raise SignInRefused for whatever reason."""
    challenge, whose = await taken(database, knock.answer.client_data, now)
    async with database.door() as door:
        known = await passkeys.passkey_of(door, _bytes(knock.answer.id))
    key, uses = (NOBODYS_KEY, 0) if known is None else (known.public_key, known.sign_count)
    count = counted(knock.answer, challenge, knock.relying, key, uses)
    if (
        known is None
        or whose != (None,)
        or knock.answer.user_handle not in {None, written(known.knocker.person.bytes)}
    ):
        raise SignInRefused()
    async with database.door() as door:
        used = await passkeys.use_passkey(door, known.id, count, now)
    if not used:
        raise SignInRefused()
    return known.knocker


def _bytes(text: str) -> bytes:
    try:
        return plain(text)
    except ValueError:
        return b""
