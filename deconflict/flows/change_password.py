"""A person gets another password: their own choice, or the operator's where somebody else knows it (SEC-04)."""

from datetime import datetime

from anyio import to_thread

from deconflict.flows.administer import record
from deconflict.flows.sign_in import PASSWORDS
from deconflict.parties import credential_store as credentials
from deconflict.parties import session_store as sessions
from deconflict.parties.errors import ProofRefused
from deconflict.parties.model import Person, Viewer
from deconflict.runtime.database import Database, OwnerSession


async def change_own_password(
    database: Database, viewer: Viewer, shown: str, password: str, now: datetime
) -> None:
    """Give the viewer another password and end their other sessions; ProofRefused when it was changed meanwhile.

    shown: the hash of the password they have just shown.
    """
    password_hash = await to_thread.run_sync(PASSWORDS.hash, password)
    async with database.transaction(viewer.context) as session:
        if not await credentials.change_password(session, shown, password_hash):
            raise ProofRefused()
        await sessions.end_all_others(session, viewer, now)
        await record(session, viewer.party, viewer.person, "changed", "password", now)


async def give_password(session: OwnerSession, person: Person, password: str, now: datetime) -> None:
    """Give a person another password, with which alone they sign in: whatever else let them in is ended."""
    await credentials.set_password(session, person.id, await to_thread.run_sync(PASSWORDS.hash, password))
    await credentials.end_ways_in(session, person.id, now)
    await record(session, person.party, person.id, "changed", "password", now)


async def shut_out(session: OwnerSession, person: Person, now: datetime) -> None:
    """Let a person sign in no more, and end all sessions, devices and passkeys of theirs."""
    await credentials.set_disabled(session, person.id, now)
    await credentials.end_ways_in(session, person.id, now)
    await record(session, person.party, person.id, "disabled", "person", now)


async def let_in_again(session: OwnerSession, person: Person, now: datetime) -> None:
    """Let a person who was shut out sign in again, with their password; devices and passkeys are added anew."""
    await credentials.set_disabled(session, person.id, None)
    await record(session, person.party, person.id, "enabled", "person", now)
