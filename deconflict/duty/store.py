"""The only SQL about duty rosters. Never commits."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select

from deconflict.duty.model import Shift, ShiftId
from deconflict.duty.tables import duty
from deconflict.parties import scope
from deconflict.parties.model import OFFICERS, PartyId, PersonId
from deconflict.parties.tables import person
from deconflict.runtime.database import CheckerSession, PartySession
from deconflict.runtime.one_of import one_of


async def add(writer: PartySession, new: Shift, named_by: PersonId) -> None:
    """Store a shift."""
    await writer.execute(
        insert(duty).values(
            id=new.id,
            party=new.party,
            person=new.person,
            start_at=new.start,
            end_at=new.end,
            named_by=named_by,
        )
    )


async def remove(writer: PartySession, wanted: UUID) -> None:
    """Take a shift off one's own party's roster."""
    await writer.execute(delete(duty).where(duty.c.id == wanted, scope.of_party(writer, duty.c.party)))


async def ahead(reader: PartySession, now: datetime) -> list[Shift]:
    """Return the shifts that are not over, of one's own party, or as the desk of all; the earliest first."""
    wanted = (
        select(duty, person.c.name, person.c.login)
        .join(person, person.c.id == duty.c.person)
        .where(duty.c.end_at > now, scope.of_viewer(reader, duty.c.party))
        .order_by(duty.c.start_at, duty.c.id)
    )
    return [_shift(row) for row in await reader.rows(wanted)]


async def count_ahead(reader: PartySession, now: datetime) -> int:
    """Return how many shifts of one's own party are not over."""
    wanted = select(func.count()).where(duty.c.end_at > now, scope.of_party(reader, duty.c.party))
    return await reader.scalar(wanted) or 0


async def shift_with(reader: PartySession, wanted: UUID) -> Shift | None:
    """Return a shift of one's own party."""
    row = await reader.one_or_none(
        select(duty, person.c.name, person.c.login)
        .join(person, person.c.id == duty.c.person)
        .where(duty.c.id == wanted, scope.of_party(reader, duty.c.party))
    )
    return None if row is None else _shift(row)


async def on_duty(
    checker: CheckerSession, parties: Collection[PartyId], now: datetime
) -> dict[PartyId, frozenset[PersonId]]:
    """Return who of each party is to be called: those on its roster now, or all its officers if nobody is."""
    officer = person.c.role.in_(OFFICERS) & person.c.disabled_at.is_(None)
    on = (duty.c.person == person.c.id) & (duty.c.start_at <= now) & (duty.c.end_at > now)
    rows = await checker.rows(
        select(person.c.party, person.c.id, duty.c.id.label("shift"))
        .outerjoin(duty, on)
        .where(officer, one_of(person.c.party, list(parties)))
    )
    found = {}
    for party in parties:
        own = [row for row in rows if row.party == party]
        named = frozenset(PersonId(row.id) for row in own if row.shift is not None)
        found[party] = named or frozenset(PersonId(row.id) for row in own)
    return found


def _shift(row: Row[*tuple[Any, ...]]) -> Shift:
    return Shift(
        ShiftId(row.id),
        PartyId(row.party),
        PersonId(row.person),
        row.name,
        row.login,
        row.start_at,
        row.end_at,
    )
