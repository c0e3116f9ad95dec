"""The operator (or the machine's owner) sets up parties, units, people and devices."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anyio import to_thread

from deconflict.alerts import store as alerts
from deconflict.alerts.model import FeedId
from deconflict.errors import NotFound
from deconflict.flows.sign_in import PASSWORDS, digest
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties import device_store as devices
from deconflict.parties import store as parties
from deconflict.parties.model import Device, DeviceId, Party, PartyId, Person, PersonId, Role, Unit, UnitId
from deconflict.parties.rules import fitting_role
from deconflict.runtime.database import OwnerSession, PartySession
from deconflict.runtime.ids import new_id, new_token

Writer = PartySession | OwnerSession


@dataclass(frozen=True)
class Enrolled:
    """A device and the secret it signs in with, which is told once and never stored."""

    device: Device
    secret: str


async def add_party(session: Writer, slug: str, name: str, now: datetime) -> Party:
    """Add a party. Its slug ends every login of its people."""
    party = Party(PartyId(new_id()), slug, name)
    await parties.add_party(session, party)
    await record(session, party.id, party.id, "added", "party", now)
    return party


async def add_unit(session: Writer, party: UUID, callsign: str, now: datetime) -> Unit:
    """Register a unit of a party with the service (PRB-01)."""
    unit = Unit(UnitId(new_id()), PartyId(party), callsign)
    await parties.add_unit(session, unit)
    await record(session, unit.party, unit.id, "added", "unit", now)
    return unit


async def add_person(
    session: Writer, party: UUID | None, login: str, name: str, role: Role, password: str, now: datetime
) -> Person:
    """Add a person with a password (kept as argon2id) and, unless they staff the desk, a feed of their own (IDN-03)."""
    owner = None if party is None else PartyId(party)
    person = Person(PersonId(new_id()), owner, login, name, fitting_role(role, owner))
    password_hash = await to_thread.run_sync(PASSWORDS.hash, password)
    await parties.add_person(session, person, password_hash)
    if role is not Role.DESK:
        await alerts.add_feed(session, FeedId(new_id()), person.id, owner)
    await record(session, owner, person.id, "added", "person", now)
    return person


async def add_device(session: Writer, person: UUID, name: str, now: datetime) -> Enrolled:
    """Enrol a device of a person with a credential of its own."""
    owner = await parties.person_with(session, person)
    if owner is None:
        raise NotFound()
    device, secret = Device(DeviceId(new_id()), owner.id, owner.party, name), new_token()
    await devices.add(session, device, digest(secret), now)
    await record(session, owner.party, device.id, "added", "device", now)
    return Enrolled(device, secret)


async def record(
    session: Writer, party: PartyId | None, subject: UUID, done: str, what: str, now: datetime
) -> None:
    """Put on the ledger that something was added or revoked, and by whom."""
    by = session.viewer.person if isinstance(session, PartySession) else None
    person = None if by is None else PersonId(by)
    await ledger.append(session, [Entry(EntryKind.ADMINISTRATION, party, person, subject, {done: what}, now)])
