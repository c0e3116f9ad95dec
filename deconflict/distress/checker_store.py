"""The only SQL about distress that deals with all parties at once: for the engine alone. Never commits."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import chain
from uuid import UUID

from sqlalchemy import delete, exists, insert, or_, select, update

from deconflict.distress.model import Halt, HaltId, HaltTold, Sos, SosId, SosTold
from deconflict.distress.store import to_halt, to_halt_told, to_sos, to_told
from deconflict.distress.tables import halt, halt_told, sos, sos_told
from deconflict.parties.model import PARTY_ROLES, PartyId, PersonId
from deconflict.parties.tables import person
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.one_of import one_of


async def is_due(checker: CheckerSession) -> bool:
    """Tell whether somebody has still to be told of a call or a halt."""
    wanted = or_(exists().where(sos.c.due), exists().where(halt.c.due))
    return bool(await checker.scalar(select(wanted)))


async def calls_due(checker: CheckerSession) -> list[Sos]:
    """Return the calls of which others have still to be told, locked, the oldest first."""
    waiting = select(sos).where(sos.c.due).order_by(sos.c.raised_at, sos.c.id)
    return [to_sos(row) for row in await checker.rows(waiting.with_for_update(key_share=True))]


async def told_of_call(checker: CheckerSession, of: SosId) -> list[SosTold]:
    """Return what rivals were told of a call."""
    query = select(sos_told).where(sos_told.c.sos == of).order_by(sos_told.c.party)
    return [to_told(row) for row in await checker.rows(query)]


async def tell_call(checker: CheckerSession, of: SosId, new: Sequence[SosTold]) -> None:
    """Store what rivals are told of a call."""
    same = ("id", "reference", "party", "owner", "callsign", "raised_at", "joint", "ended_at")
    for item in new:
        where = item.place and {"lon": item.place.lon, "lat": item.place.lat, "fixed_at": item.place.at}
        row = {name: getattr(item, name) for name in same} | (where or {})
        await checker.execute(insert(sos_told).values(**row, sos=of))


async def tell_call_no_more(checker: CheckerSession, gone: Collection[UUID]) -> None:
    """Take back what the level allows no more (DIS-02)."""
    if gone:
        await checker.execute(delete(sos_told).where(one_of(sos_told.c.id, gone)))


async def end_told(checker: CheckerSession, of: SosId, at: datetime) -> None:
    """Note in what rivals were told that the call is over."""
    await checker.execute(update(sos_told).where(sos_told.c.sos == of).values(ended_at=at))


async def call_is_told(checker: CheckerSession, done: Collection[UUID]) -> None:
    """Note that nothing is left to be told of those calls."""
    await checker.execute(update(sos).where(one_of(sos.c.id, done)).values(due=False))


async def told_between(checker: CheckerSession, one: PartyId, other: PartyId) -> list[SosTold]:
    """Return what either of two parties was told of the other's calls."""
    pair = (one, other)
    query = select(sos_told).where(sos_told.c.party.in_(pair), sos_told.c.owner.in_(pair))
    return [to_told(row) for row in await checker.rows(query)]


async def tell_anew(checker: CheckerSession, parties: Collection[PartyId]) -> None:
    """Let it be looked at again who may know of those parties' calls that stand."""
    stands = one_of(sos.c.party, parties) & sos.c.ended_at.is_(None)
    await checker.execute(update(sos).where(stands).values(due=True))


async def halts_due(checker: CheckerSession, *, standing: bool) -> list[Halt]:
    """Return the halts of which parties have still to be told, locked; with `standing` all that are not lifted."""
    wanted = halt.c.due | halt.c.lifted_at.is_(None) if standing else halt.c.due
    query = select(halt).where(wanted).order_by(halt.c.raised_at, halt.c.id)
    return [to_halt(row) for row in await checker.rows(query.with_for_update(key_share=True))]


async def told_of_halt(checker: CheckerSession, of: HaltId) -> list[HaltTold]:
    """Return which parties were told of a halt."""
    query = select(halt_told).where(halt_told.c.halt == of).order_by(halt_told.c.party)
    return [to_halt_told(row) for row in await checker.rows(query)]


async def tell_halt(checker: CheckerSession, new: Sequence[HaltTold]) -> None:
    """Store what parties are told of a halt."""
    same = ("id", "reference", "halt", "party", "note", "raised_at", "lifted_at", "notice")
    for item in new:
        row = {name: getattr(item, name) for name in same}
        wide = {"ring": list(chain(*item.ring)), "people": list(item.people)}
        await checker.execute(insert(halt_told).values(**row, **wide))


async def lift_told(checker: CheckerSession, of: HaltId, at: datetime) -> None:
    """Note in what parties were told that the halt is lifted."""
    await checker.execute(update(halt_told).where(halt_told.c.halt == of).values(lifted_at=at))


async def halt_is_told(checker: CheckerSession, done: Collection[UUID]) -> None:
    """Note that nothing is left to be told of those halts."""
    await checker.execute(update(halt).where(one_of(halt.c.id, done)).values(due=False))


async def people_of(
    checker: CheckerSession, parties: Collection[PartyId]
) -> dict[PartyId, tuple[PersonId, ...]]:
    """Return a party's people whose feeds carry what all of its people are told, in order of their ids."""
    query = select(person.c.id, person.c.party).where(
        one_of(person.c.party, parties), person.c.role.in_(PARTY_ROLES), person.c.disabled_at.is_(None)
    )
    found: dict[PartyId, tuple[PersonId, ...]] = dict.fromkeys(parties, ())
    for row in await checker.rows(query.order_by(person.c.id)):
        found[PartyId(row.party)] += (PersonId(row.id),)
    return found
