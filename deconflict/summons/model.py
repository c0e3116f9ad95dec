"""A summons and the address it goes to, as values. No I/O.

What it says is the same for everybody and every cause: no reference, no count, no place.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType
from uuid import UUID

from deconflict.parties.model import DeviceId, PartyId, PersonId

AddressId = NewType("AddressId", UUID)
SummonsId = NewType("SummonsId", UUID)

TEXT: Final = "افتح التطبيق. Open the app."
WINDOW: Final = timedelta(seconds=60)
"""One address is summoned once within this, however much there is: the first says already what the second would."""


class Channel(StrEnum):
    """By which way an address is reached."""

    PUSH = "push"
    SMS = "sms"
    APPRISE = "apprise"


class SummonsState(StrEnum):
    """What became of a summons. Accepted is what the channel says, not that anybody read it."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Address:
    """Where somebody is summoned: a person, whoever is on duty for a party (`person` None), or the desk (both None)."""

    id: AddressId
    channel: Channel
    party: PartyId | None
    person: PersonId | None
    device: DeviceId | None
    added_at: datetime


@dataclass(frozen=True)
class Summons:
    """One message to one address, and what became of it: together they are the delivery log."""

    id: SummonsId
    channel: Channel
    party: PartyId | None
    person: PersonId | None
    state: SummonsState
    made_at: datetime
    tries: int
    tried_at: datetime | None
    settled_at: datetime | None
    fault: str | None


@dataclass(frozen=True)
class Errand:
    """A summons on its way out: which, by which channel, to where, and the how manieth try it is."""

    id: SummonsId
    channel: Channel
    reach: str
    tries: int


def due_at(now: datetime, last: datetime | None) -> datetime:
    """Return when an address may be summoned next, that was summoned last then: a storm is one message in a window."""
    return now if last is None else max(now, last + WINDOW)
