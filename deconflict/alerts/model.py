"""Notices, alerts and receipts, as values. No I/O."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType
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
    SOS = "sos"
    HALT = "halt"
    INCIDENT = "incident"
    ENCOUNTER = "encounter"
    OVERDUE = "overdue"
    ESCALATION = "escalation"
    WITHHELD = "withheld"  # never stored: what a number is read as while the level allows nothing of it


class Fact(StrEnum):
    """What became of an alert: three different facts (ALR-03)."""

    RECEIVED = "received"
    SEEN = "seen"
    ACKNOWLEDGED = "acknowledged"


class Urgency(StrEnum):
    """How soon an answer is wanted, as far as the recipient may know: it decides how fast an alert climbs (ALR-04)."""

    CRITICAL = "critical"
    ROUTINE = "routine"


class Rung(StrEnum):
    """Where an unacknowledged alert climbs to, one after the other (ALR-04)."""

    DEVICES = "devices"
    DUTY = "duty"
    DESK = "desk"
    FACILITATOR = "facilitator"


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
    sos: UUID | None = None
    halt: UUID | None = None
    incident: UUID | None = None

    @property
    def subject(self) -> "Subject":
        """What the alerts that come of it speak of."""
        named = (field.name for field in fields(Subject))
        return Subject(**{name: getattr(self, name) for name in named if hasattr(self, name)})

    @property
    def to_crews(self) -> bool:
        """Tell whether all of a party's people are told, not only those who plan for it (LIV-07)."""
        return self.sos is not None or self.halt is not None

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
    sos: UUID | None = None
    halt: UUID | None = None
    incident: UUID | None = None
    sighting: UUID | None = None
    overdue: UUID | None = None
    escalation: UUID | None = None

    @property
    def matter(self) -> UUID | None:
        """What alerts of one recipient have in common when they speak of the same thing, one after the other."""
        if self.zone is not None and self.patrol is not None:
            return UUID(int=self.zone.int ^ self.patrol.int)
        named = (getattr(self, name) for name in MATTERS)
        return next((one for one in named if one is not None), self.patrol)


MATTERS: Final = tuple(
    each.name for each in fields(Subject) if each.name not in {"revision", "finding", "zone", "patrol"}
)
"""What of a subject says by itself what it is about; where none does, the patrol."""


@dataclass(frozen=True)
class Recipient:
    """A feed that a notice goes to: somebody's of a party, or the desk's (`party` None)."""

    feed: FeedId
    party: PartyId | None
    is_officer: bool = True


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


@dataclass(frozen=True)
class Ladder:
    """An alert of a ringing kind on its way up, until somebody of its side acknowledges it or it is all clear (ALR-04).

    `party` is None for the neutral desk's own. `fired`: how many of its rungs have been reached.
    """

    notice: NoticeId
    party: PartyId | None
    kind: AlertKind
    urgency: Urgency
    matter: UUID | None
    begun_at: datetime
    fired: int = 0


@dataclass(frozen=True)
class Escalation:
    """A call for what nobody of a side has acknowledged: how many alerts of which kinds, and since when.

    `party` is None for the neutral desk's own alerts. `over_at`: when none of it was left to acknowledge.
    """

    id: UUID
    party: PartyId | None
    rung: Rung
    kinds: tuple[AlertKind, ...]
    unanswered: int
    since: datetime
    at: datetime
    over_at: datetime | None = None


@dataclass(frozen=True)
class Snooze:
    """Until when somebody's own devices keep still, about the alerts up to that number of their feed (ALR-05)."""

    up_to: int
    until: datetime


@dataclass(frozen=True)
class Reading:
    """How many said so of a notice, and when the first did."""

    people: int
    first_at: datetime | None


@dataclass(frozen=True)
class Told:
    """A notice that a side was told of a matter, and what became of it there (ALR-03).

    `people`: in how many feeds it stands. Whoever saw or acknowledged it has received it. `rung`: the last it reached.
    """

    at: datetime
    rings: bool
    people: int
    received: Reading
    seen: Reading
    acknowledged: Reading
    rung: Rung | None


@dataclass(frozen=True)
class SideTold:
    """What a side was told of a matter of the desk's, as it is told of it now; `told` is None if that is nothing."""

    matter: UUID
    party: PartyId
    told: Told | None
