"""The only SQL about distress as people and the neutral staff deal with it. Never commits."""

from collections.abc import Collection
from datetime import datetime
from itertools import chain
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Table, func, insert, select, true, tuple_, update

from deconflict.distress.model import Halt, HaltId, HaltTold, Place, Ring, Sos, SosId, SosTold
from deconflict.distress.tables import halt, halt_told, sos, sos_told
from deconflict.parties import scope
from deconflict.parties.model import DeviceId, PartyId, PersonId, Role, UnitId
from deconflict.runtime.database import PartySession
from deconflict.runtime.errors import UniqueViolated
from deconflict.runtime.one_of import one_of

URGENT: Final = "deconflict_urgent"
"""What the engine is woken by when something must not wait for its next poll: like every wake-up without a word."""
SOS: Final = select(*(column for column in sos.c if column.name != "due"))
TOLD: Final = select(*(column for column in sos_told.c if column.name != "sos"))
HALT: Final = select(*(column for column in halt.c if column.name != "due"))
After = tuple[datetime, UUID] | None


async def call(writer: PartySession, new: Sos) -> bool:
    """Store a call; False when one of that unit's stands already."""
    where = new.place and {"lon": new.place.lon, "lat": new.place.lat, "fixed_at": new.place.at}
    same = (
        "id",
        "reference",
        "party",
        "unit",
        "callsign",
        "person",
        "device",
        "raised_at",
        "note",
        "ended_at",
    )
    row = {name: getattr(new, name) for name in same} | (where or {})
    try:
        async with writer.savepoint():
            await writer.execute(insert(sos).values(**row, by_desk=False))
    except UniqueViolated:
        return False
    return True


async def standing(reader: PartySession, unit: UnitId) -> Sos | None:
    """Return the call of a unit that is not over, if the reader may see it."""
    row = await reader.one_or_none(SOS.where(sos.c.unit == unit, sos.c.ended_at.is_(None), _own(reader, sos)))
    return None if row is None else to_sos(row)


async def end(writer: PartySession, over: Sos) -> None:
    """Store the end of a call; the checker tells whoever else was told."""
    ended = {"ended_at": over.ended_at, "by_desk": over.by_desk, "due": True}
    await writer.execute(update(sos).where(sos.c.id == over.id).values(**ended))


async def calls(reader: PartySession, wanted: Collection[UUID]) -> dict[UUID, Sos | SosTold]:
    """Return those calls that the reader may see: its own party's, what it was told of others'; for the desk all."""
    own = await reader.rows(SOS.where(one_of(sos.c.id, wanted), _own(reader, sos)))
    told = await reader.rows(TOLD.where(one_of(sos_told.c.id, wanted), _mine(reader)))
    return {row.id: to_sos(row) for row in own} | {row.id: to_told(row) for row in told}


async def call_to_end(writer: PartySession, wanted: UUID) -> Sos | None:
    """Return a call that the writer may see, as it is once nobody else is changing it."""
    query = SOS.where(sos.c.id == wanted, _own(writer, sos))
    await writer.execute(select(sos.c.id).where(sos.c.id == wanted).with_for_update(key_share=True))
    row = await writer.one_or_none(query)
    return None if row is None else to_sos(row)


async def page_of_calls(reader: PartySession, limit: int, after: After) -> list[Sos | SosTold]:
    """Return at most `limit` calls that the reader may see, the newest first, after that (raised_at, id)."""
    own = await reader.rows(_page(SOS.where(_own(reader, sos)), sos, limit, after))
    told = await reader.rows(_page(TOLD.where(_mine(reader)), sos_told, limit, after))
    found: list[Sos | SosTold] = [*map(to_sos, own), *map(to_told, told)]
    return sorted(found, key=lambda item: (item.raised_at, item.id), reverse=True)[:limit]


async def order(writer: PartySession, new: Halt) -> None:
    """Store a halt; the checker tells the parties concerned."""
    row = {name: getattr(new, name) for name in ("id", "reference", "person", "note", "raised_at")}
    await writer.execute(insert(halt).values(**row, role=new.by.value, ring=list(chain(*new.ring))))


async def lift(writer: PartySession, over: Halt) -> None:
    """Store the end of a halt; the checker tells whoever was told."""
    await writer.execute(update(halt).where(halt.c.id == over.id).values(lifted_at=over.lifted_at, due=True))


async def halts(reader: PartySession, wanted: Collection[UUID]) -> dict[UUID, Halt | HaltTold]:
    """Return those halts that the reader may see: the desk all, others their own or what they were told."""
    own = await reader.rows(HALT.where(one_of(halt.c.id, wanted), _ordered(reader)))
    told = await reader.rows(select(halt_told).where(one_of(halt_told.c.id, wanted), _told_halt(reader)))
    return {row.id: to_halt(row) for row in own} | {row.id: to_halt_told(row) for row in told}


async def halt_to_lift(writer: PartySession, wanted: UUID) -> Halt | None:
    """Return a halt that the writer may lift, as it is once nobody else is changing it."""
    await writer.execute(select(halt.c.id).where(halt.c.id == wanted).with_for_update(key_share=True))
    row = await writer.one_or_none(HALT.where(halt.c.id == wanted, _ordered(writer)))
    return None if row is None else to_halt(row)


async def page_of_halts(reader: PartySession, limit: int, after: After) -> list[Halt | HaltTold]:
    """Return at most `limit` halts that the reader may see, the newest first, after that (raised_at, id)."""
    own = await reader.rows(_page(HALT.where(_ordered(reader)), halt, limit, after))
    told = await reader.rows(_page(select(halt_told).where(_told_halt(reader)), halt_told, limit, after))
    found: list[Halt | HaltTold] = [*map(to_halt, own), *map(to_halt_told, told)]
    return sorted(found, key=lambda item: (item.raised_at, item.id), reverse=True)[:limit]


async def told_of(reader: PartySession, wanted: Collection[UUID]) -> list[HaltTold]:
    """Return which parties were told of those halts; for the desk alone."""
    if reader.viewer.role != Role.DESK.value or not wanted:
        return []
    query = select(halt_told).where(one_of(halt_told.c.halt, wanted)).order_by(halt_told.c.party)
    return [to_halt_told(row) for row in await reader.rows(query)]


async def hurry(writer: PartySession) -> None:
    """Wake the engine with this transaction's commit."""
    await writer.execute(select(func.pg_notify(URGENT, "")))


def _page(query: Select[*tuple[Any, ...]], of: Table, limit: int, after: After) -> Select[*tuple[Any, ...]]:
    if after is not None:
        query = query.where(tuple_(of.c.raised_at, of.c.id) < after)
    return query.order_by(of.c.raised_at.desc(), of.c.id.desc()).limit(limit)


def _own(reader: PartySession, of: Table) -> ColumnElement[bool]:
    return scope.of_viewer(reader, of.c.party)


def _mine(reader: PartySession) -> ColumnElement[bool]:
    return scope.of_party(reader, sos_told.c.party)


def _ordered(reader: PartySession) -> ColumnElement[bool]:
    """Say again what the row policy says: the desk sees all, whoever ordered one sees that."""
    if reader.viewer.role == Role.DESK.value:
        return true()
    return halt.c.person == reader.viewer.person


def _told_halt(reader: PartySession) -> ColumnElement[bool]:
    """What a party was told; the desk deals with the halts themselves."""
    return scope.of_party(reader, halt_told.c.party)


def to_sos(row: Row[*tuple[Any, ...]]) -> Sos:
    """Read a call."""
    return Sos(
        SosId(row.id),
        row.reference,
        PartyId(row.party),
        UnitId(row.unit),
        row.callsign,
        PersonId(row.person),
        row.device and DeviceId(row.device),
        row.raised_at,
        _place(row),
        row.note,
        row.ended_at,
        row.by_desk,
    )


def to_told(row: Row[*tuple[Any, ...]]) -> SosTold:
    """Read what a rival was told of a call."""
    return SosTold(
        row.id,
        row.reference,
        PartyId(row.party),
        PartyId(row.owner),
        row.callsign,
        _place(row),
        row.raised_at,
        row.joint,
        row.ended_at,
    )


def to_halt(row: Row[*tuple[Any, ...]]) -> Halt:
    """Read a halt."""
    return Halt(
        HaltId(row.id),
        row.reference,
        Role(row.role),
        PersonId(row.person),
        _ring(row),
        row.note,
        row.raised_at,
        row.lifted_at,
    )


def to_halt_told(row: Row[*tuple[Any, ...]]) -> HaltTold:
    """Read what a party was told of a halt."""
    return HaltTold(
        row.id,
        row.reference,
        HaltId(row.halt),
        PartyId(row.party),
        _ring(row),
        row.note,
        row.raised_at,
        row.notice,
        tuple(PersonId(person) for person in row.people),
        row.lifted_at,
    )


def _place(row: Row[*tuple[Any, ...]]) -> Place | None:
    return None if row.lon is None else Place(row.lon, row.lat, row.fixed_at)


def _ring(row: Row[*tuple[Any, ...]]) -> Ring:
    return tuple(zip(row.ring[::2], row.ring[1::2], strict=True))
