"""The only SQL about passkeys and the challenges that their devices sign. Never commits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select

from deconflict.parties.ceremonies import Made
from deconflict.parties.errors import PasskeyRefused
from deconflict.parties.model import Passkey, PasskeyId, PersonId, Role
from deconflict.parties.store import Knocker
from deconflict.parties.tables import passkey
from deconflict.runtime.database import DoorSession, PartySession
from deconflict.runtime.errors import UniqueViolated


@dataclass(frozen=True)
class Known:
    """A passkey that somebody knocks with: whose it is, what its signatures fit, how often it was used."""

    id: PasskeyId
    knocker: Knocker
    public_key: bytes
    sign_count: int


async def add_challenge(
    door: DoorSession, challenge_hash: bytes, person: PersonId | None, until: datetime, at: datetime
) -> None:
    """Store what a device has to sign, for a person's new passkey or (None) to sign in."""
    await door.execute(select(func.add_challenge(challenge_hash, person, until, at)))


async def take_challenge(
    door: DoorSession, challenge_hash: bytes, at: datetime
) -> tuple[PersonId | None] | None:
    """Use a challenge up and return for whom it was; None when it is unknown, used or over."""
    row = await door.one_or_none(select(func.take_challenge(challenge_hash, at).table_valued("person")))
    return None if row is None else (row.person,)


async def passkey_of(door: DoorSession, credential_id: bytes) -> Known | None:
    """Return the passkey with that id, unless its person is disabled."""
    names = ("passkey", "person", "party", "role", "public_key", "sign_count")
    row = await door.one_or_none(select(func.passkey_of(credential_id).table_valued(*names)))
    if row is None:
        return None
    knocker = Knocker(row.person, row.party, Role(row.role), b"")
    return Known(PasskeyId(row.passkey), knocker, row.public_key, row.sign_count)


async def use_passkey(door: DoorSession, wanted: PasskeyId, sign_count: int, at: datetime) -> bool:
    """Store that a passkey was used; False when its count did not rise."""
    used = func.use_passkey(wanted, sign_count, at).column_valued("passkey")
    return bool(await door.scalars(select(used)))


async def add(writer: PartySession, new: Passkey, made: Made) -> None:
    """Store a passkey of the viewer's own; PasskeyRefused when it is somebody's already."""
    values = {"id": new.id, "person": new.person, "name": new.name, "added_at": new.added_at}
    key = {
        "credential_id": made.credential_id,
        "public_key": made.public_key,
        "sign_count": made.sign_count,
    }
    try:
        async with writer.savepoint():
            await writer.execute(insert(passkey).values(values | key))
    except UniqueViolated:
        raise PasskeyRefused() from None


async def own(reader: PartySession, person: PersonId) -> list[Passkey]:
    """Return a person's own passkeys, the oldest first."""
    columns = (passkey.c.id, passkey.c.person, passkey.c.credential_id, passkey.c.name)
    times = (passkey.c.added_at, passkey.c.last_used_at)
    listed = select(*columns, *times).where(passkey.c.person == person)
    return [_to_passkey(row) for row in await reader.rows(listed.order_by(passkey.c.added_at, passkey.c.id))]


async def remove(writer: PartySession, person: PersonId, wanted: UUID) -> bool:
    """Remove one of a person's own passkeys; False when there is none like that."""
    gone = delete(passkey).where(passkey.c.id == wanted, passkey.c.person == person).returning(passkey.c.id)
    return await writer.scalar(gone) is not None


def _to_passkey(row: Row[*tuple[Any, ...]]) -> Passkey:
    who = PasskeyId(row.id), PersonId(row.person)
    return Passkey(*who, row.name, row.credential_id, row.added_at, row.last_used_at)
