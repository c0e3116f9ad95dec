"""Who is connected, as values. No I/O."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from deconflict.parties.model import PartyId, PersonId, Role

GONE_AFTER: Final = timedelta(seconds=45)
"""Three beats of the hub: whoever was not seen for so long is connected no more."""


@dataclass(frozen=True)
class Seen:
    """A person's session that was last seen on a live socket at `seen_at`, without a break since `since`.

    `unit` is the callsign of a unit whose device it is; `party` is None for the neutral staff.
    """

    person: PersonId
    party: PartyId | None
    name: str
    role: Role
    unit: str | None
    since: datetime
    seen_at: datetime


@dataclass(frozen=True)
class Presence:
    """Somebody on whichever of their devices: connected since then, or seen last at `seen_at` and not connected now."""

    person: PersonId
    party: PartyId | None
    name: str
    role: Role
    unit: str | None
    since: datetime | None
    seen_at: datetime
