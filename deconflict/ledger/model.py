"""One entry of the ledger and its salted commitment. No I/O.

The Merkle tree, checkpoints and witnesses are a later step; entries carry what that step needs.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

import orjson

from deconflict.parties.model import PartyId, PersonId

SALT_BYTES = 16


class EntryKind(StrEnum):
    """What an entry records."""

    PLAN = "plan"
    MOVE = "move"
    CONFLICT = "conflict"
    DISCLOSURE = "disclosure"
    ACKNOWLEDGEMENT = "acknowledgement"
    ADMINISTRATION = "administration"
    AGREEMENT = "agreement"
    RENDEZVOUS = "rendezvous"
    JOINT_PATROL = "joint_patrol"
    QUESTION = "question"
    SUSPENSION = "suspension"
    GLASS = "glass"
    ROOM = "room"
    ASSIGNMENT = "assignment"
    MESSAGE = "message"
    PROPOSAL = "proposal"
    DISTRESS = "distress"
    INCIDENT = "incident"


@dataclass(frozen=True)
class Entry:
    """What was done or disclosed, about whose data (`party`; None: the service's own), by whom (None: the service).

    `payload` names subjects by id and says what happened; never a position, never a rival's fact.
    """

    kind: EntryKind
    party: PartyId | None
    person: PersonId | None
    subject: UUID
    payload: dict[str, str | int | list[str]]
    at: datetime


@dataclass(frozen=True)
class Kept:
    """An entry as it is on the ledger, with what proves it."""

    id: UUID
    entry: Entry
    salt: bytes
    commitment: bytes


def canonical(entry: Entry) -> bytes:
    """Return the bytes that the commitment covers: compact JSON with sorted keys, times in UTC."""
    return orjson.dumps(
        {
            "kind": entry.kind.value,
            "party": entry.party,
            "person": entry.person,
            "subject": entry.subject,
            "payload": entry.payload,
            "at": entry.at.astimezone(UTC),
        },
        option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z,
    )


def commitment(entry: Entry, salt: bytes) -> bytes:
    """Return SHA-256(salt ‖ canonical entry): destroying payload and salt leaves the log valid (LOG-03)."""
    return hashlib.sha256(salt + canonical(entry)).digest()
