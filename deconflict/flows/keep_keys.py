"""An officer registers a public key of the party, or has nothing more signed with one (DIS-02).

The private key is made on the officer's device and never comes here.
"""

from datetime import datetime
from uuid import UUID

from deconflict.agreements import store as agreements
from deconflict.agreements.model import Key, KeyId
from deconflict.errors import NotFound
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.model import PartyId, Viewer
from deconflict.parties.rules import require_officer
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id


async def register_key(session: PartySession, viewer: Viewer, name: str, public: bytes, now: datetime) -> Key:
    """Store a public key (Ed25519, 32 bytes) of the viewer's party."""
    party = require_officer(viewer)
    key = Key(KeyId(new_id()), party, name, public, now)
    await agreements.add_key(session, key, viewer.person)
    await _record(session, viewer, party, key.id, "added", now)
    return key


async def revoke_key(session: PartySession, viewer: Viewer, key_id: UUID, now: datetime) -> Key:
    """Let nothing more be signed with a key of the viewer's party; what it signed stands."""
    party = require_officer(viewer)
    revoked = await agreements.revoke_key(session, key_id, now)
    key = await agreements.key_with(session, key_id) if revoked else None
    if key is None:
        raise NotFound()
    await _record(session, viewer, party, key.id, "revoked", now)
    return key


async def _record(
    session: PartySession, viewer: Viewer, party: PartyId, key: KeyId, what: str, now: datetime
) -> None:
    entry = Entry(EntryKind.AGREEMENT, party, viewer.person, key, {"key": what}, now)
    await ledger.append(session, [entry])
