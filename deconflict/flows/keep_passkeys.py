"""A person adds a passkey of a device, and removes it (SEC-04)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from deconflict.errors import NotFound
from deconflict.flows.administer import record
from deconflict.flows.challenge_passkeys import Challenge, challenge_for, taken
from deconflict.parties import passkey_store as passkeys
from deconflict.parties import store as parties
from deconflict.parties.ceremonies import Attested, RelyingParty, made
from deconflict.parties.errors import PasskeyRefused, SignedOut
from deconflict.parties.model import Passkey, PasskeyId, Person, Viewer
from deconflict.runtime.database import Database, PartySession
from deconflict.runtime.ids import new_id


@dataclass(frozen=True)
class Offered:
    """What a device needs to make a passkey for a person: `known` are those they have, which it must not make again."""

    challenge: Challenge
    person: Person
    login: str
    known: tuple[bytes, ...]


async def offer_passkey(database: Database, viewer: Viewer, now: datetime) -> Offered:
    """Let a device make a passkey; its person has just proved who they are."""
    async with database.transaction(viewer.context) as session:
        person = await parties.person_with(session, viewer.person)
        login = await parties.login_of(session, viewer.person)
        known = await passkeys.own(session, viewer.person)
    if person is None or login is None:
        raise SignedOut()
    challenge = await challenge_for(database, viewer.person, now)
    return Offered(challenge, person, login, tuple(each.credential_id for each in known))


async def add_passkey(
    database: Database, viewer: Viewer, answer: Attested, relying: RelyingParty, name: str, now: datetime
) -> Passkey:
    """Store the passkey that a device made for this person's challenge, or raise PasskeyRefused for whatever reason."""
    challenge, whose = await taken(database, answer.client_data, now)
    if whose != (viewer.person,):
        raise PasskeyRefused()
    found = made(answer, challenge, relying)
    new = Passkey(PasskeyId(new_id(viewer.party)), viewer.person, name, found.credential_id, now, None)
    async with database.transaction(viewer.context) as session:
        await passkeys.add(session, new, found)
        await record(session, viewer.party, new.id, "added", "passkey", now)
    return new


async def remove_passkey(session: PartySession, viewer: Viewer, wanted: UUID, now: datetime) -> None:
    """Let a passkey sign in no more; NotFound when the viewer has none like that."""
    if not await passkeys.remove(session, viewer.person, wanted):
        raise NotFound()
    await record(session, viewer.party, wanted, "removed", "passkey", now)
