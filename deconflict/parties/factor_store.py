"""The only SQL about second factors and passwords shown once more. Never commits."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_change

from deconflict.parties.model import FactorOffer, FactorState, FactorTry, OfferTry, PersonId
from deconflict.parties.tables import recovery_code, second_factor, second_factor_offer
from deconflict.runtime.database import DoorSession, OwnerSession, PartySession

FORGET_AFTER: Final = timedelta(minutes=15)
"""After how long a count of tries at a second factor begins anew."""


async def password_of(door: DoorSession, person: PersonId) -> str | None:
    """Return the hash of a person's password, None for who has none."""
    return await door.scalar(select(func.password_of(person)))


async def holds_factor(door: DoorSession, person: PersonId) -> bool:
    """Return whether a person signs in with a second factor as well."""
    return bool(await door.scalar(select(func.holds_factor(person))))


async def counted_try(door: DoorSession, person: PersonId, at: datetime) -> FactorTry | None:
    """Count a try at a person's second factor and return what it is compared with; None for who holds none."""
    call = func.try_factor(person, at, FORGET_AFTER).table_valued("secret", "tries", "tried_since")
    row = await door.one_or_none(select(call))
    return None if row is None else FactorTry(row.secret, row.tries, row.tried_since)


async def spend_step(door: DoorSession, person: PersonId, step: int) -> bool:
    """Use up the code of a step of time; False when it, or a later one, was used before."""
    return bool(await door.scalars(select(func.spend_step(person, step).column_valued("person"))))


async def spend_recovery_code(door: DoorSession, person: PersonId, code_hash: bytes) -> bool:
    """Use up a recovery code; False when there is none like that."""
    return bool(
        await door.scalars(select(func.spend_recovery_code(person, code_hash).column_valued("person")))
    )


async def offer_factor(writer: PartySession, person: PersonId, offer: FactorOffer) -> None:
    """Store what a person is setting up, in the place of what they offered before."""
    values = {"secret": offer.secret, "expires_at": offer.expires_at, "tries": 0}
    new = insert_or_change(second_factor_offer).values(person=person, **values)
    await writer.execute(new.on_conflict_do_update(index_elements=["person"], set_=values))


async def tried_offer(writer: PartySession, person: PersonId, at: datetime) -> OfferTry | None:
    """Count a try at what a person is setting up and return what it is compared with, unless its time is over.

    Whoever comes at the same time waits, and finds the count, or nothing where the first one's code fitted.
    """
    offer = second_factor_offer
    counted = update(offer).where(offer.c.person == person, offer.c.expires_at > at)
    row = await writer.one_or_none(
        counted.values(tries=offer.c.tries + 1).returning(offer.c.secret, offer.c.tries)
    )
    return None if row is None else OfferTry(row.secret, row.tries)


async def forget_offer(writer: PartySession | OwnerSession, person: PersonId) -> None:
    """Remove what a person is setting up."""
    await writer.execute(delete(second_factor_offer).where(second_factor_offer.c.person == person))


async def hold_factor(
    writer: PartySession, person: PersonId, secret: str, step: int, codes: Sequence[bytes], at: datetime
) -> None:
    """Store a person's second factor and the hashes of its recovery codes, in the place of an earlier one."""
    await forget_factor(writer, person)
    values = {"person": person, "secret": secret, "last_step": step, "held_since": at}
    await writer.execute(insert(second_factor).values(values))
    await writer.insert_all(recovery_code, [{"person": person, "code_hash": code} for code in codes])


async def forget_factor(writer: PartySession | OwnerSession, person: PersonId) -> bool:
    """Remove a person's second factor, its recovery codes and what was offered; False when none was held."""
    await forget_offer(writer, person)
    held = delete(second_factor).where(second_factor.c.person == person).returning(second_factor.c.person)
    return await writer.scalar(held) is not None


async def factor_state(reader: PartySession, person: PersonId) -> FactorState:
    """Return whether a person signs in with a second factor, and how many recovery codes are left."""
    codes = select(func.count(recovery_code.c.person)).where(recovery_code.c.person == person)
    since = select(second_factor.c.held_since).where(second_factor.c.person == person)
    return FactorState(await reader.scalar(since), await reader.scalar(codes) or 0)
