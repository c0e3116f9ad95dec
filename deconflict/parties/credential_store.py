"""The only SQL that changes passwords, and that ends all ways in of a person at once. Never commits."""

from datetime import datetime

from sqlalchemy import delete, func, select, update

from deconflict.parties.model import PersonId
from deconflict.parties.tables import credential, device, passkey, person, session
from deconflict.runtime.database import OwnerSession, PartySession


async def change_password(writer: PartySession, shown: str, password_hash: str) -> bool:
    """Store another password of the viewer's own; False when `shown` is not the hash of the present one.

    The hash is the proof: whoever could write as a viewer, but has not shown the password, cannot read it.
    """
    changed = func.change_password(shown, password_hash).column_valued("person")
    return bool(await writer.scalars(select(changed)))


async def still_holds(writer: PartySession, shown: str) -> bool:
    """Return whether `shown` is the hash of the viewer's password, which stays so until this transaction ends."""
    return bool(await writer.scalars(select(func.still_holds(shown).column_valued("person"))))


async def set_password(owner: OwnerSession, of: PersonId, password_hash: str) -> None:
    """Store another password of a person."""
    await owner.execute(
        update(credential).where(credential.c.person == of).values(password_hash=password_hash)
    )


async def set_disabled(owner: OwnerSession, of: PersonId, at: datetime | None) -> None:
    """Store since when a person may not sign in any more (None: they may)."""
    await owner.execute(update(person).where(person.c.id == of).values(disabled_at=at))


async def end_ways_in(owner: OwnerSession, of: PersonId, at: datetime) -> None:
    """End a person's sessions, and take away their devices and passkeys; a second factor asks on."""
    open_still = session.c.person == of, session.c.ended_at.is_(None)
    await owner.execute(update(session).where(*open_still).values(ended_at=at))
    good_still = device.c.person == of, device.c.revoked_at.is_(None)
    await owner.execute(update(device).where(*good_still).values(revoked_at=at))
    await owner.execute(delete(passkey).where(passkey.c.person == of))
