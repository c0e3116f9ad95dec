"""The only SQL about the ledger: it is appended to, never changed. Never commits."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, tuple_

from deconflict.ledger.model import SALT_BYTES, Entry, EntryKind, Kept, commitment
from deconflict.ledger.tables import ledger_entry
from deconflict.parties import scope
from deconflict.parties.model import PartyId, PersonId
from deconflict.runtime.database import Insertion, PartySession, Session
from deconflict.runtime.ids import new_id, new_salt


async def append(writer: Session, entries: Iterable[Entry]) -> None:
    """Append entries."""
    await writer.insert(addition(entries))


def addition(entries: Iterable[Entry]) -> Insertion:
    """Return entries, to be stored: each with a salt of its own and the commitment over both."""
    rows = []
    for entry in entries:
        salt = new_salt(SALT_BYTES, entry.party)
        rows.append(
            {
                "id": new_id(entry.party),
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


async def page(
    reader: PartySession, limit: int, after: tuple[datetime, UUID] | None, kind: EntryKind | None
) -> list[Kept]:
    """Return at most `limit` entries about the reader's own party, oldest first, after that (at, id)."""
    key = tuple_(ledger_entry.c.at, ledger_entry.c.id)
    wanted = (
        select(ledger_entry).where(scope.of_party(reader, ledger_entry.c.party)).order_by(key).limit(limit)
    )
    if after is not None:
        wanted = wanted.where(key > after)
    if kind is not None:
        wanted = wanted.where(ledger_entry.c.kind == kind.value)
    return [_kept(row) for row in await reader.rows(wanted)]


def _kept(row: Row[*tuple[Any, ...]]) -> Kept:
    entry = Entry(
        EntryKind(row.kind),
        row.party and PartyId(row.party),
        row.person and PersonId(row.person),
        row.subject,
        row.payload,
        row.at,
    )
    return Kept(row.id, entry, row.salt, row.commitment)
