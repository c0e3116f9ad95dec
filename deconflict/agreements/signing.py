"""The text of an agreement as the bytes that are signed: canonical JSON (RFC 8785), and Ed25519 over it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from deconflict.agreements.errors import SignatureInvalid
from deconflict.agreements.model import Cell, Clause, Level, Levels, Matter, Text
from deconflict.agreements.rules import require_whole
from deconflict.errors import DeconflictError
from deconflict.parties.model import PartyId

FORMAT: Final = "deconflict.agreement/1"
UNREADABLE: Final = (
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    DeconflictError,
)
"""What reading meets in bytes that somebody stored past this service."""


def canonical(text: Text) -> bytes:
    """Return the one sequence of bytes that stands for a text (RFC 8785)."""
    return rfc8785.dumps(document(text))


def digest(text: Text) -> str:
    """Return the SHA-256 of the canonical text in hex: what two people compare on the phone before they sign."""
    return hashlib.sha256(canonical(text)).hexdigest()


def verify(text: Text, public: bytes, signature: bytes) -> None:
    """Refuse a signature that is not of that key (32 bytes) over that text."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, canonical(text))
    except (InvalidSignature, ValueError):
        raise SignatureInvalid() from None


def document(text: Text) -> dict[str, Any]:
    """Return a text as JSON values. Numbers are whole, so that every language writes them alike."""
    return {
        "format": FORMAT,
        "parties": [str(party) for party in text.parties],
        "reference": text.reference,
        "levels": levels_document(text.levels),
        "minimum_m": {str(party): metres for party, metres in text.minimum_m.items()},
        "lead_time_s": text.lead_time_s,
        "right_of_way": None if text.right_of_way is None else str(text.right_of_way),
        "safety_clause": text.safety_clause,
        "expires_at": moment(text.expires_at),
        "wording": dict(text.wording),
    }


def levels_document(levels: Levels) -> dict[str, Any]:
    """Return levels as JSON values."""
    return {
        "elsewhere": int(levels.elsewhere),
        "clauses": [
            {
                "level": int(clause.level),
                "cells": None if clause.cells is None else [str(cell) for cell in sorted(clause.cells)],
                "matter": clause.matter and clause.matter.value,
                "start": clause.start and moment(clause.start),
                "end": clause.end and moment(clause.end),
            }
            for clause in levels.clauses
        ],
    }


@lru_cache(maxsize=128)
def read_text(stored: bytes) -> Text | None:
    """Read canonical bytes; None for whatever is not exactly what `canonical` writes of a text that makes sense.

    Kept, since the checker reads every text at every check: the largest takes 0.1 s.
    """
    try:
        text = text_of(json.loads(stored))
        require_whole(text.levels)
        return text if canonical(text) == stored else None
    except UNREADABLE:
        return None


def read_levels(stored: dict[str, Any]) -> Levels | None:
    """Read what `levels_document` wrote; None for whatever it would not write."""
    try:
        return _read_levels(_sorted(stored))
    except UNREADABLE:
        return None


@lru_cache(maxsize=128)
def _read_levels(stored: str) -> Levels | None:
    levels = levels_of(json.loads(stored))
    require_whole(levels)
    return levels if _sorted(levels_document(levels)) == stored else None


def _sorted(said: Mapping[str, Any]) -> str:
    return json.dumps(said, sort_keys=True)


def text_of(said: Mapping[str, Any]) -> Text:
    """Read what `document` wrote."""
    first, second = said["parties"]
    return Text(
        parties=(_party(first), _party(second)),
        reference=str(said["reference"]),
        levels=levels_of(said["levels"]),
        minimum_m={_party(party): int(metres) for party, metres in said["minimum_m"].items()},
        lead_time_s=int(said["lead_time_s"]),
        right_of_way=None if said["right_of_way"] is None else _party(said["right_of_way"]),
        safety_clause=bool(said["safety_clause"]),
        expires_at=datetime.fromisoformat(said["expires_at"]),
        wording={language: str(words) for language, words in said["wording"].items()},
    )


def levels_of(said: Mapping[str, Any]) -> Levels:
    """Read what `levels_document` wrote."""
    return Levels(
        Level(said["elsewhere"]),
        tuple(
            Clause(
                level=Level(clause["level"]),
                cells=None if clause["cells"] is None else frozenset(map(cell_of, clause["cells"])),
                matter=None if clause["matter"] is None else Matter(clause["matter"]),
                start=None if clause["start"] is None else datetime.fromisoformat(clause["start"]),
                end=None if clause["end"] is None else datetime.fromisoformat(clause["end"]),
            )
            for clause in said["clauses"]
        ),
    )


def cell_of(said: str) -> Cell:
    """Read zoom/column/row. Raises ValueError."""
    zoom, column, row = map(int, said.split("/"))
    return Cell(zoom, column, row)


def moment(at: datetime) -> str:
    """Return a moment in UTC to the second, the way RFC 3339 has it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _party(said: str) -> PartyId:
    return PartyId(UUID(said))
