"""Who is connected, on the wire."""

from datetime import datetime
from typing import Self
from uuid import UUID

from deconflict.api.wire import Out, example
from deconflict.api.wire_messages import PARTY
from deconflict.parties.model import Role
from deconflict.presence.model import Presence


class PresenceOut(Out):
    """Somebody who is connected since `since`, or, when that is null, was seen last at `seen_at`.

    `unit`: the callsign of the unit whose device it is. `party` is null for the neutral staff.
    """

    model_config = example(
        {
            "party": PARTY,
            "name": "Huda",
            "role": "liaison",
            "unit": None,
            "since": "2026-11-30T16:02:11Z",
            "seen_at": "2026-11-30T17:14:02Z",
        }
    )

    party: UUID | None
    name: str
    role: Role
    unit: str | None
    since: datetime | None
    seen_at: datetime

    @classmethod
    def of(cls, shown: Presence) -> Self:
        """Show somebody."""
        return cls.model_validate(shown)


class ConnectedOut(Out):
    """Everybody who was connected within the week: who is now first, since longest; then who was seen last."""

    people: list[PresenceOut]
