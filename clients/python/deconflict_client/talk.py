"""What sides and the desk say to each other: messages, proposals, whom to call; as values, and how they are read."""

from dataclasses import dataclass
from datetime import datetime

from deconflict_client.wire import Record


@dataclass(frozen=True)
class Message:
    """Somebody's words. `party` is the other end, None the neutral desk; role and name are the author's.

    `state`: sent, delivered or undelivered for whoever said it; received.
    """

    id: str
    state: str
    party: str | None
    party_name: str | None
    role: str
    name: str | None
    text: str
    urgent: bool
    overlaps: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class Proposal:
    """A shift that one end proposes to the other, in seconds; `mover`: one's own patrol or the other's (CON-05).

    `said` is what one's own end answered, until the service has settled it.
    """

    id: str
    state: str
    party: str | None
    party_name: str | None
    incoming: bool
    mover: str
    shift_s: int
    overlaps: tuple[str, ...]
    said: str | None
    at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Liaison:
    """Whom to call of a party, and how."""

    party: str
    name: str
    reach: str


def message(record: Record) -> Message:
    """Read a message."""
    return Message(
        id=record.text("id"),
        state=record.text("state"),
        party=record.maybe_text("party"),
        party_name=record.maybe_text("party_name"),
        role=record.text("role"),
        name=record.maybe_text("name"),
        text=record.text("text"),
        urgent=record.flag("urgent", default=False),
        overlaps=tuple(str(item) for item in record.values("overlaps")),
        at=record.time("at"),
    )


def proposal(record: Record) -> Proposal:
    """Read a proposal."""
    return Proposal(
        id=record.text("id"),
        state=record.text("state"),
        party=record.maybe_text("party"),
        party_name=record.maybe_text("party_name"),
        incoming=record.flag("incoming", default=False),
        mover=record.text("mover"),
        shift_s=record.integer("shift_s"),
        overlaps=tuple(str(item) for item in record.values("overlaps")),
        said=record.maybe_text("said"),
        at=record.time("at"),
        expires_at=record.time("expires_at"),
    )


def liaison(record: Record) -> Liaison:
    """Read whom to call."""
    return Liaison(record.text("party"), record.text("name"), record.text("reach"))
