"""Levels, what two parties agree on, and what holds between them, as values. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NewType
from uuid import UUID

from deconflict.parties.model import PartyId
from deconflict.separation.units import MIN_SEPARATION_M, Metres

AgreementId = NewType("AgreementId", UUID)
KeyId = NewType("KeyId", UUID)
LoweringId = NewType("LoweringId", UUID)
Parties = tuple[PartyId, PartyId]
"""Two different parties, in order of their ids."""


class Level(IntEnum):
    """How much either side learns of the other (DIS-01, DIS-03)."""

    SEALED = 0
    NOTICE = 1
    AREA = 2
    SEGMENT = 3
    SHARED = 4


class Matter(StrEnum):
    """What a level is about (DIS-01)."""

    PLANS = "plans"
    LIVE = "live"
    INCIDENTS = "incidents"


class AgreementState(StrEnum):
    """Where the text of an agreement stands."""

    DRAFTED = "drafted"
    SIGNED = "signed"
    RATIFIED = "ratified"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"


MOVES: Mapping[AgreementState, frozenset[AgreementState]] = {
    AgreementState.DRAFTED: frozenset({AgreementState.SIGNED, AgreementState.WITHDRAWN}),
    AgreementState.SIGNED: frozenset({AgreementState.RATIFIED, AgreementState.WITHDRAWN}),
    AgreementState.RATIFIED: frozenset({AgreementState.SUPERSEDED, AgreementState.EXPIRED}),
    AgreementState.WITHDRAWN: frozenset(),
    AgreementState.SUPERSEDED: frozenset(),
    AgreementState.EXPIRED: frozenset(),
}
"""Ratified is signed by both over the same text, and in force until it expires or another takes its place."""


@dataclass(frozen=True, order=True)
class Cell:
    """A web-mercator cell, of zoom 14 at the finest: coarser ones hold those of the grid whole."""

    zoom: int
    column: int
    row: int

    def __str__(self) -> str:
        return f"{self.zoom}/{self.column}/{self.row}"


@dataclass(frozen=True)
class Clause:
    """A level for some cells (None: anywhere), some matter (None: any) and some hours, half-open (None: unbounded).

    `start` and `end` are whole UTC hours, so that each hour of the grid is inside or outside.
    """

    level: Level
    cells: frozenset[Cell] | None = None
    matter: Matter | None = None
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True)
class Levels:
    """The level where no clause applies, and the clauses; where several apply the lowest counts (DIS-01)."""

    elsewhere: Level
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True)
class Text:
    """What two parties sign: the terms, and their wording in both languages (DIS-01, SEP-04, CON-05).

    minimum_m: what each asks for, in whole metres. right_of_way: whose patrols keep their way, None: the desk
    decides. `safety_clause`: LIV-06. `wording` is by language: "en", "ar".
    """

    parties: Parties
    reference: str
    levels: Levels
    minimum_m: Mapping[PartyId, int]
    lead_time_s: int
    right_of_way: PartyId | None
    safety_clause: bool
    expires_at: datetime
    wording: Mapping[str, str]


@dataclass(frozen=True)
class Key:
    """A party's public key (Ed25519, 32 bytes) to check signatures with; the private one never leaves the device."""

    id: KeyId
    party: PartyId
    name: str
    public: bytes
    registered_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True)
class Signature:
    """One party's signature (Ed25519, 64 bytes) over the canonical text."""

    party: PartyId
    key: KeyId
    value: bytes
    at: datetime


@dataclass(frozen=True)
class Agreement:
    """A text between two parties and what became of it; `drafter` is None when a facilitator drafted it.

    Who of a side drafted or signed is that side's own matter, and in its part of the ledger (IDN-04).
    """

    id: AgreementId
    text: Text
    state: AgreementState
    drafter: PartyId | None
    drafted_at: datetime
    signatures: tuple[Signature, ...] = ()
    ratified_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Lowering:
    """What one side takes back alone, at once (DIS-02): towards that other no more than these levels from then on."""

    id: LoweringId
    party: PartyId
    other: PartyId
    levels: Levels
    at: datetime


@dataclass(frozen=True)
class Pact:
    """What holds between two parties: the text both signed last, and what either has taken back since (DIS-02).

    `caps` are the levels that either alone put its name to after it had signed that text: lowerings, and other texts.
    `ended`: the text is on record as expired, and the plans are being checked without its minima (PAT-09).
    `safety_dropped`: since that text a side put its name to one without the safety clause, which drops it (LIV-06).
    """

    default: "Terms"
    ratified: Text | None = None
    caps: tuple[Levels, ...] = ()
    ended: bool = False
    safety_dropped: bool = False


@dataclass(frozen=True)
class Terms:
    """The deployment's defaults, which hold between two parties without an agreement.

    `minimum_m` is the separation minimum D, never above the deployment's constant `max_minimum_m` (Dmax, SEP-04).
    """

    level: Level
    minimum_m: Metres
    max_minimum_m: Metres

    def __post_init__(self) -> None:
        if not MIN_SEPARATION_M <= self.minimum_m <= self.max_minimum_m:
            raise ValueError(
                f"minimum {self.minimum_m} m is not within {MIN_SEPARATION_M}..{self.max_minimum_m} m"
            )


@dataclass(frozen=True)
class Pacts:
    """What holds between every two parties; between those that never signed anything, the deployment's defaults."""

    default: Terms
    between: Mapping[Parties, Pact]

    def of(self, one: PartyId, other: PartyId) -> Pact:
        """Return what holds between two parties, in any order."""
        pair = (one, other) if one.int < other.int else (other, one)
        return self.between.get(pair) or Pact(self.default)
