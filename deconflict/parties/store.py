"""The only SQL about parties, people, devices and sessions. Never commits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, Row, bindparam, delete, func, insert, select, text, update

from deconflict.parties import scope
from deconflict.parties.errors import AlreadyTaken
from deconflict.parties.model import (
    Party,
    PartyId,
    Person,
    PersonId,
    Role,
    SessionId,
    Unit,
    UnitId,
    Viewer,
    Whence,
)
from deconflict.parties.tables import binding, credential, party, person, session, ticket, unit
from deconflict.runtime.database import DoorSession, HubSession, OwnerSession, PartySession, Session
from deconflict.runtime.errors import UniqueViolated
from deconflict.runtime.one_of import one_of
from deconflict.runtime.question import Question, Rows, first

NOWHERE: Final = Whence()
MOST_SESSIONS: Final = 100
"""So many sessions a person, or one of their devices, has open at once; beyond that the longest unseen end."""
UNITS: Final = select(unit.c.id, unit.c.party, unit.c.callsign).where(unit.c.party == bindparam("owner"))
UNIT_WITH: Final = UNITS.where(unit.c.id == bindparam("named"))
UNIT_CALLED: Final = UNITS.where(unit.c.callsign == bindparam("named"))
SESSION_OF: Final = text("SELECT * FROM session_of(:hash, :at)")
TAKE_TICKET: Final = text("SELECT * FROM take_ticket(:hash, :at)")


@dataclass(frozen=True)
class Knocker:
    """Somebody who wants to sign in, and the secret's hash to compare: argon2id, or SHA-256 of a device's."""

    person: PersonId
    party: PartyId | None
    role: Role
    secret_hash: bytes
    unit: UnitId | None = None


async def credential_of(door: DoorSession, login: str, slug: str | None) -> Knocker | None:
    """Return who has that login within that party (None: no party), or None."""
    found = func.credential_of(login, slug).table_valued("person", "party", "role", "password_hash")
    row = await door.one_or_none(select(found))
    return None if row is None else Knocker(row.person, row.party, Role(row.role), row.password_hash.encode())


async def device_of(door: DoorSession, wanted: UUID) -> Knocker | None:
    """Return whose device that is, unless revoked."""
    found = func.device_of(wanted).table_valued("person", "party", "role", "unit", "secret_hash")
    row = await door.one_or_none(select(found))
    return None if row is None else Knocker(row.person, row.party, Role(row.role), row.secret_hash, row.unit)


async def session_of(door: DoorSession, token_hash: bytes, at: datetime) -> Viewer | None:
    """Return the viewer of an open session, or None when it is unknown, ended, expired or revoked."""
    return await _viewer(door, Question(SESSION_OF, {"hash": token_hash, "at": at}, first))


async def take_ticket(door: DoorSession, ticket_hash: bytes, at: datetime) -> Viewer | None:
    """Return the viewer of a socket ticket and use it up."""
    return await _viewer(door, Question(TAKE_TICKET, {"hash": ticket_hash, "at": at}, first))


async def _viewer(door: DoorSession, asked: Question[Any]) -> Viewer | None:
    (row,) = await door.together(asked)
    if row is None:
        return None
    who = row.session, row.person, row.party, Role(row.role), row.device, row.expires_at
    return Viewer(*who, unit=row.unit)


async def open_session(
    writer: PartySession, viewer: Viewer, token_hash: bytes, at: datetime, whence: Whence = NOWHERE
) -> None:
    """Store a session under the hash of its token, and end the longest unseen of more than anybody needs."""
    same = session.c.person == viewer.person, session.c.device.is_not_distinct_from(viewer.device)
    standing = *same, session.c.ended_at.is_(None), session.c.expires_at > at
    newest_first = session.c.last_seen_at.desc(), session.c.created_at.desc(), session.c.id
    too_many = select(session.c.id).where(*standing).order_by(*newest_first).offset(MOST_SESSIONS - 1)
    await writer.execute(update(session).where(session.c.id.in_(too_many)).values(ended_at=at))
    await writer.execute(
        insert(session).values(
            id=viewer.session,
            token_hash=token_hash,
            person=viewer.person,
            device=viewer.device,
            created_at=at,
            expires_at=viewer.expires_at,
            last_seen_at=at,
            address=whence.address,
            agent=whence.agent,
        )
    )


async def end_all_sessions(owner: OwnerSession, at: datetime) -> None:
    """End everybody's sessions, and take back tickets for sockets."""
    await owner.execute(update(session).where(session.c.ended_at.is_(None)).values(ended_at=at))
    await owner.execute(delete(ticket))


async def end_session(writer: PartySession, wanted: SessionId, at: datetime) -> None:
    """End one of the viewer's own sessions."""
    await writer.execute(update(session).where(session.c.id == wanted).values(ended_at=at))


async def open_sessions(hub: HubSession, wanted: Collection[UUID], at: datetime) -> set[SessionId]:
    """Return which of those sessions are open: neither ended nor expired, nor their person or device revoked."""
    found = func.open_sessions(list(wanted), at).column_valued("session")
    return {SessionId(session_id) for session_id in await hub.scalars(select(found))}


async def add_ticket(writer: PartySession, viewer: Viewer, ticket_hash: bytes, expires_at: datetime) -> None:
    """Store a single-use ticket of a session."""
    await writer.execute(
        insert(ticket).values(
            ticket_hash=ticket_hash, session=viewer.session, person=viewer.person, expires_at=expires_at
        )
    )


async def add_party(writer: PartySession | OwnerSession, new: Party) -> None:
    """Store a party; AlreadyTaken when its slug is in use."""
    await _unless_taken(writer, "slug", insert(party).values(id=new.id, slug=new.slug, name=new.name))


async def add_unit(writer: PartySession | OwnerSession, new: Unit) -> None:
    """Store a unit; AlreadyTaken when its party has that callsign."""
    await _unless_taken(
        writer, "callsign", insert(unit).values(id=new.id, party=new.party, callsign=new.callsign)
    )


async def add_crew(writer: PartySession | OwnerSession, new: Person) -> None:
    """Store the crew of a unit: a person without a password; AlreadyTaken when the unit has one."""
    values = {"id": new.id, "party": new.party, "login": new.login, "name": new.name, "role": new.role.value}
    await _unless_taken(writer, "unit", insert(person).values(values | {"unit": new.unit}))


async def crew_of(reader: Session, of: UnitId) -> Person | None:
    """Return the crew of a unit that the reader may see, if it has one."""
    row = await reader.one_or_none(_people.where(person.c.unit == of, _seen(reader)))
    return None if row is None else _person(row)


async def add_person(writer: PartySession | OwnerSession, new: Person, password_hash: str) -> None:
    """Store a person with the hash of their password; AlreadyTaken when their party has that login."""
    values = {"id": new.id, "party": new.party, "login": new.login, "name": new.name, "role": new.role.value}
    await _unless_taken(writer, "login", insert(person).values(values))
    await writer.execute(insert(credential).values(person=new.id, password_hash=password_hash))


async def _unless_taken(writer: Session, field: str, statement: Executable) -> None:
    try:
        async with writer.savepoint():
            await writer.execute(statement)
    except UniqueViolated:
        raise AlreadyTaken(field=field) from None


async def parties(reader: Session) -> list[Party]:
    """Return the parties the reader may see, by name."""
    rows = await reader.rows(
        select(party.c.id, party.c.slug, party.c.name)
        .where(scope.in_directory(reader, party.c.id))
        .order_by(party.c.name, party.c.id)
    )
    return [Party(PartyId(row.id), row.slug, row.name) for row in rows]


async def party_with_slug(reader: Session, slug: str) -> Party | None:
    """Return the party of that slug, if the reader may see it."""
    seen = scope.in_directory(reader, party.c.id)
    called = select(party.c.id, party.c.slug, party.c.name).where(party.c.slug == slug, seen)
    row = await reader.one_or_none(called)
    return None if row is None else Party(PartyId(row.id), row.slug, row.name)


async def units(reader: Session) -> list[Unit]:
    """Return the units the reader may see, by callsign."""
    rows = await reader.rows(
        select(unit.c.id, unit.c.party, unit.c.callsign)
        .where(scope.in_directory(reader, unit.c.party))
        .order_by(unit.c.callsign, unit.c.id)
    )
    return [Unit(UnitId(row.id), PartyId(row.party), row.callsign) for row in rows]


async def unit_with(reader: Session, wanted: UUID) -> Unit | None:
    """Return a unit the reader may see."""
    seen = scope.in_directory(reader, unit.c.party)
    row = await reader.one_or_none(
        select(unit.c.id, unit.c.party, unit.c.callsign).where(unit.c.id == wanted, seen)
    )
    return None if row is None else Unit(UnitId(row.id), PartyId(row.party), row.callsign)


async def units_with(reader: Session, wanted: Collection[UUID]) -> list[Unit]:
    """Return those units that the reader may see, in order of their ids."""
    rows = await reader.rows(
        select(unit.c.id, unit.c.party, unit.c.callsign)
        .where(one_of(unit.c.id, wanted), scope.in_directory(reader, unit.c.party))
        .order_by(unit.c.id)
    )
    return [Unit(UnitId(row.id), PartyId(row.party), row.callsign) for row in rows]


async def crews(reader: Session, units: Collection[UnitId]) -> dict[UnitId, set[PersonId]]:
    """Return who is told what concerns those units: as whom their devices sign in, and whoever is bound to them."""
    seen = person.c.disabled_at.is_(None), scope.in_directory(reader, person.c.party)
    bound = select(binding.c.unit, person.c.id).join(person, person.c.id == binding.c.person)
    rows = await reader.rows(
        select(person.c.unit, person.c.id)
        .where(one_of(person.c.unit, units), *seen)
        .union_all(bound.where(one_of(binding.c.unit, units), *seen))
    )
    found: dict[UnitId, set[PersonId]] = {}
    for row in rows:
        found.setdefault(UnitId(row.unit), set()).add(PersonId(row.id))
    return found


async def unit_called(reader: Session, owner: PartyId, name: str) -> Unit | None:
    """Return the party's unit with that id or callsign, or None."""
    (found,) = await reader.together(unit_asked_for(owner, name))
    return found


def unit_asked_for(owner: PartyId, name: str) -> Question[Unit | None]:
    """Ask for the party's unit with that id or callsign."""
    try:
        return Question(UNIT_WITH, {"owner": owner, "named": UUID(name)}, _unit)
    except ValueError:
        return Question(UNIT_CALLED, {"owner": owner, "named": name}, _unit)


def _unit(rows: Rows) -> Unit | None:
    row = first(rows)
    return None if row is None else Unit(UnitId(row.id), PartyId(row.party), row.callsign)


async def person_with(reader: Session, wanted: UUID) -> Person | None:
    """Return a person the reader may see."""
    row = await reader.one_or_none(_people.where(person.c.id == wanted, _seen(reader)))
    return None if row is None else _person(row)


async def login_of(reader: Session, wanted: UUID) -> str | None:
    """Return what a person types to sign in, if the reader may see them: `handle@party`, or `handle`."""
    row = await reader.one_or_none(
        select(person.c.login, party.c.slug)
        .outerjoin(party, party.c.id == person.c.party)
        .where(person.c.id == wanted, _seen(reader))
    )
    if row is None:
        return None
    return row.login if row.slug is None else f"{row.login}@{row.slug}"


async def person_called(reader: Session, login: str, owner: PartyId | None) -> Person | None:
    """Return the person with that login within a party (None: the neutral staff)."""
    row = await reader.one_or_none(
        _people.where(person.c.login == login, person.c.party.is_not_distinct_from(owner), _seen(reader))
    )
    return None if row is None else _person(row)


async def people(reader: Session) -> list[Person]:
    """Return the people the reader may see, by login."""
    return [
        _person(row)
        for row in await reader.rows(_people.where(_seen(reader)).order_by(person.c.login, person.c.id))
    ]


async def names(reader: Session, wanted: Sequence[UUID]) -> dict[UUID, str]:
    """Return the names of those people that the reader may see."""
    named = select(person.c.id, person.c.name).where(person.c.id.in_(wanted), _seen(reader))
    rows = await reader.rows(named)
    return {row.id: row.name for row in rows}


def _seen(reader: Session) -> ColumnElement[bool]:
    return scope.in_directory(reader, person.c.party)


_people = select(
    person.c.id,
    person.c.party,
    person.c.login,
    person.c.name,
    person.c.role,
    person.c.unit,
    binding.c.unit.label("bound"),
    binding.c.since,
).outerjoin(binding, binding.c.person == person.c.id)


def _person(row: "Row[*tuple[Any, ...]]") -> Person:
    named = PersonId(row.id), row.party, row.login, row.name, Role(row.role)
    return Person(*named, row.unit, row.bound, row.since)
