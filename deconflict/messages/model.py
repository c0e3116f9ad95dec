"""A message as one of its ends holds it, and a party's liaison, as values. No I/O."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from deconflict.parties.model import PartyId, PersonId, Role

MessageId = NewType("MessageId", UUID)


class MessageState(StrEnum):
    """What became of a message: the first three for whoever sent it. Undelivered: the other may not be told of it."""

    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    RECEIVED = "received"


@dataclass(frozen=True)
class Message:
    """A message as one end holds it: `party` whose it is, `other` the other end; None: the neutral desk.

    role, name: the author's; a name is told from level 2 on, the desk's never. overlaps: of `party` (the desk shares
    the ids of both sides), which it is about; conflict: the desk's alone.
    """

    id: MessageId
    party: PartyId | None
    other: PartyId | None
    state: MessageState
    role: Role
    person: PersonId | None
    name: str | None
    text: str
    urgent: bool
    overlaps: tuple[UUID, ...]
    conflict: UUID | None
    at: datetime
    carried_at: datetime | None = None


@dataclass(frozen=True)
class Liaison:
    """Whom the other side calls, and how (DIS-03): a name, and a telephone number or a radio channel, in free text."""

    party: PartyId
    name: str
    reach: str
