"""What two parties agree on and sign: frozen values, how they are read, and the check before anybody signs.

What is signed is `canonical`, nothing else: terms and wording are read from it, never from what stands beside it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from deconflict_client.errors import Unreadable
from deconflict_client.wire import JsonObject, Record, parse


@dataclass(frozen=True)
class Clause:
    """A level for some cells (`zoom/column/row`), some matter, some whole UTC hours; None: anywhere, any, always."""

    level: int
    cells: tuple[str, ...] | None = None
    matter: str | None = None
    start: datetime | None = None
    end: datetime | None = None

    def wire(self) -> JsonObject:
        """Return the clause as the service takes it."""
        return {
            "level": self.level,
            "cells": None if self.cells is None else list(self.cells),
            "matter": self.matter,
            "start": None if self.start is None else self.start.isoformat(),
            "end": None if self.end is None else self.end.isoformat(),
        }


@dataclass(frozen=True)
class Levels:
    """The level where no clause applies, and the clauses; where several apply, the lowest counts (DIS-01)."""

    elsewhere: int
    clauses: tuple[Clause, ...] = ()

    def wire(self) -> JsonObject:
        """Return the levels as the service takes them."""
        return {"elsewhere": self.elsewhere, "clauses": [clause.wire() for clause in self.clauses]}


@dataclass(frozen=True)
class Terms:
    """What two parties, named by their ids, could agree on; `minimum_m` is what each asks for, in whole metres."""

    parties: tuple[str, str]
    levels: Levels
    minimum_m: Mapping[str, int]
    expires_at: datetime
    lead_time_s: int = 0
    right_of_way: str | None = None
    safety_clause: bool = True

    def wire(self) -> JsonObject:
        """Return the terms as the service takes them."""
        return {
            "parties": list(self.parties),
            "levels": self.levels.wire(),
            "minimum_m": dict(self.minimum_m),
            "expires_at": self.expires_at.isoformat(),
            "lead_time_s": self.lead_time_s,
            "right_of_way": self.right_of_way,
            "safety_clause": self.safety_clause,
        }


@dataclass(frozen=True)
class Signature:
    """One party's signature (base64) under an agreement."""

    party: str
    key: str
    signature: str
    at: datetime


@dataclass(frozen=True)
class Agreement:
    """A text between two parties and what became of it; `terms` and `wording` are those of `canonical`."""

    id: str
    reference: str
    state: str
    canonical: str
    digest: str
    terms: Terms
    wording: Mapping[str, str]
    signatures: tuple[Signature, ...]
    drafter: str | None
    drafted_at: datetime
    ratified_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Lowering:
    """What a party took back from another, alone (DIS-02)."""

    id: str
    party: str
    other: str
    levels: Levels
    at: datetime


@dataclass(frozen=True)
class Holding:
    """What holds now between two parties: anywhere, the lowest of all `layers`."""

    parties: tuple[str, str]
    elsewhere: int
    layers: tuple[Levels, ...]
    minimum_m: float
    in_force: bool
    lowered: tuple[Lowering, ...]


@dataclass(frozen=True)
class Key:
    """A party's public key in base64; its `name` is told to that party alone."""

    id: str
    party: str
    public: str
    registered_at: datetime
    revoked_at: datetime | None
    name: str | None = field(default=None)


def agreement(record: Record) -> Agreement:
    """Read an agreement; Unreadable when its digest is not that of its canonical text."""
    canonical = record.text("canonical")
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    if record.text("digest") != digest:
        raise Unreadable(pointer="/digest", expected="the digest of the canonical text")
    said = Record.of(parse(canonical), "/canonical")
    return Agreement(
        id=record.text("id"),
        reference=said.text("reference"),
        state=record.text("state"),
        canonical=canonical,
        digest=digest,
        terms=terms(said),
        wording=_texts(said.record("wording")),
        signatures=tuple(_signature(item) for item in record.records("signatures")),
        drafter=record.maybe_text("drafter"),
        drafted_at=record.time("drafted_at"),
        ratified_at=record.maybe_time("ratified_at"),
        ended_at=record.maybe_time("ended_at"),
    )


def terms(record: Record) -> Terms:
    """Read the terms of a text, or of a file that somebody wrote."""
    parties = [str(party) for party in record.values("parties")]
    if len(parties) != 2:
        raise Unreadable(pointer="/parties", expected="two parties")
    minima = record.record("minimum_m")
    return Terms(
        parties=(parties[0], parties[1]),
        levels=levels(record.record("levels")),
        minimum_m={party: minima.integer(party) for party in minima.fields},
        expires_at=record.time("expires_at"),
        lead_time_s=record.maybe_integer("lead_time_s") or 0,
        right_of_way=record.maybe_text("right_of_way"),
        safety_clause=record.flag("safety_clause", default=True),
    )


def levels(record: Record) -> Levels:
    """Read levels."""
    return Levels(record.integer("elsewhere"), tuple(_clause(item) for item in record.records("clauses")))


def lowering(record: Record) -> Lowering:
    """Read what a party took back."""
    return Lowering(
        id=record.text("id"),
        party=record.text("party"),
        other=record.text("other"),
        levels=levels(record.record("levels")),
        at=record.time("at"),
    )


def holding(record: Record) -> Holding:
    """Read what holds between two parties."""
    one, other = (str(party) for party in record.values("parties"))
    return Holding(
        parties=(one, other),
        elsewhere=record.integer("elsewhere"),
        layers=tuple(levels(item) for item in record.records("layers")),
        minimum_m=record.number("minimum_m"),
        in_force=record.flag("in_force", default=False),
        lowered=tuple(lowering(item) for item in record.records("lowered")),
    )


def key(record: Record) -> Key:
    """Read a public key."""
    return Key(
        id=record.text("id"),
        party=record.text("party"),
        public=record.text("public"),
        registered_at=record.time("registered_at"),
        revoked_at=record.maybe_time("revoked_at"),
        name=record.maybe_text("name"),
    )


def _clause(record: Record) -> Clause:
    cells = record.fields.get("cells")
    return Clause(
        level=record.integer("level"),
        cells=None if cells is None else tuple(str(cell) for cell in record.values("cells")),
        matter=record.maybe_text("matter"),
        start=record.maybe_time("start"),
        end=record.maybe_time("end"),
    )


def _signature(record: Record) -> Signature:
    texts = record.text
    return Signature(texts("party"), texts("key"), texts("signature"), record.time("at"))


def _texts(record: Record) -> dict[str, str]:
    return {name: record.text(name) for name in record.fields}
