"""Notices, alerts and receipts, as values. No I/O."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from deconflict.parties.model import PartyId

FeedId = NewType("FeedId", UUID)
NoticeId = NewType("NoticeId", UUID)
Matter = tuple[PartyId | None, UUID | None, UUID | None, UUID | None]
"""For whom (None: the desk), and the conflict or segment, or the patrol and the zone, that a notice is about."""


class AlertKind(StrEnum):
    """What an alert speaks of."""

    OVERLAP = "overlap"
    CONFLICT = "conflict"
    ZONE = "zone"
    REVIEW = "review"
    PATROL = "patrol"
    ALL_CLEAR = "all_clear"
    MESSAGE = "message"
    PROPOSAL = "proposal"
    RENDEZVOUS = "rendezvous"
    JOINT_PATROL = "joint_patrol"
    BUDGET = "budget"
    SUSPENSION = "suspension"
    GLASS = "glass"
    PROBE = "probe"
    WITHHELD = "withheld"  # never stored: what a number is read as while the level allows nothing of it


class Fact(StrEnum):
    """What became of an alert: three different facts (ALR-03)."""

    RECEIVED = "received"
    SEEN = "seen"
    ACKNOWLEDGED = "acknowledged"


@dataclass(frozen=True)
class Notice:
    """Something the desk or a party has to be told, stored in the transaction that found it (ALR-02).

    `party` is None for the neutral desk. Facts are held by reference: exactly one of `conflict`, `review`, `patrol`
    names the subject; an overlap notice names the patrol whose overlap has to be compared at the tick.
    """

    id: NoticeId
    party: PartyId | None
    kind: AlertKind
    change: str
    rings: bool
    found_at: datetime
    patrol: UUID | None = None
    conflict: UUID | None = None
    finding: UUID | None = None
    review: UUID | None = None
    zone: UUID | None = None
    segment: UUID | None = None
    revision: int | None = None
    rendezvous: UUID | None = None
    joint_patrol: UUID | None = None
    suspension: UUID | None = None
    glass: UUID | None = None

    @property
    def matter(self) -> Matter:
        """What it is about, and for whom: a later notice of the same matter takes the place of an untold one."""
        return self.party, self.conflict or self.segment, self.patrol, self.zone


@dataclass(frozen=True)
class Subject:
    """What an alert speaks of, by reference; its body is rendered when it is read (ALR-01)."""

    overlap: UUID | None = None
    revision: int | None = None
    conflict: UUID | None = None
    finding: UUID | None = None
    review: UUID | None = None
    patrol: UUID | None = None
    zone: UUID | None = None
    segment: UUID | None = None
    rendezvous: UUID | None = None
    joint_patrol: UUID | None = None
    suspension: UUID | None = None
    glass: UUID | None = None
    message: UUID | None = None
    proposal: UUID | None = None


@dataclass(frozen=True)
class Receipt:
    """A fact about an alert, with who, when and on what device (ALR-03). Acknowledging is never consent."""

    seq: int
    fact: Fact
    by: str
    at: datetime


@dataclass(frozen=True)
class Alert:
    """A notice on its way to one recipient, numbered in that recipient's own feed (ALR-01).

    `acknowledged` is the first acknowledgement by anybody of the party, in whichever feed (IDN-03).
    """

    feed: FeedId
    seq: int
    kind: AlertKind
    change: str
    rings: bool
    notice: NoticeId
    subject: Subject
    released_at: datetime
    received_at: datetime | None
    seen_at: datetime | None
    acknowledged: Receipt | None
