"""Entries of the ledger on the wire: what a party needs to prove each of its own later (LOG-01, LOG-03)."""

from base64 import b64encode
from datetime import datetime
from typing import Self
from uuid import UUID

from deconflict.api.wire import Out, example
from deconflict.ledger.model import EntryKind, Kept


class EntryOut(Out):
    """One entry. `commitment` is SHA-256 over the salt and the entry's canonical bytes, both here in base64."""

    model_config = example(
        {
            "id": "7f0d3a52-9c1e-4b8a-a0c7-2d5e6f708192",
            "kind": "disclosure",
            "subject": "5e0f3d0a-6a53-4d2c-9a0e-8f7f0a1b2c3d",
            "person": None,
            "payload": {"level": 1, "hours": ["2026-12-01T08:00:00+00:00"], "to": []},
            "at": "2026-11-30T17:12:20Z",
            "salt": "AAECAwQFBgcICQoLDA0ODw==",
            "commitment": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        }
    )

    id: UUID
    kind: EntryKind
    subject: UUID
    person: UUID | None
    payload: dict[str, str | int | list[str]]
    at: datetime
    salt: str
    commitment: str

    @classmethod
    def of(cls, kept: Kept) -> Self:
        """Show an entry."""
        entry = kept.entry
        return cls(
            id=kept.id,
            kind=entry.kind,
            subject=entry.subject,
            person=entry.person,
            payload=entry.payload,
            at=entry.at,
            salt=b64encode(kept.salt).decode(),
            commitment=b64encode(kept.commitment).decode(),
        )


class LedgerPage(Out):
    """Entries about one's own party, oldest first."""

    entries: list[EntryOut]
