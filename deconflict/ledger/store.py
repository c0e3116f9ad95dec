"""The only SQL about the ledger: it is appended to, never changed. Never commits."""

import secrets
from collections.abc import Iterable

from deconflict.ledger.model import SALT_BYTES, Entry, commitment
from deconflict.ledger.tables import ledger_entry
from deconflict.runtime.database import Insertion, Session
from deconflict.runtime.ids import new_id


async def append(writer: Session, entries: Iterable[Entry]) -> None:
    """Append entries."""
    await writer.insert(addition(entries))


def addition(entries: Iterable[Entry]) -> Insertion:
    """Return entries, to be stored: each with a salt of its own and the commitment over both."""
    rows = []
    for entry in entries:
        salt = secrets.token_bytes(SALT_BYTES)
        rows.append(
            {
                "id": new_id(),
                "kind": entry.kind.value,
                "party": entry.party,
                "person": entry.person,
                "subject": entry.subject,
                "payload": entry.payload,
                "salt": salt,
                "commitment": commitment(entry, salt),
                "at": entry.at,
            }
        )
    return Insertion(ledger_entry, rows)
