"""The only SQL about who is connected. Never commits."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select

from deconflict.parties import scope
from deconflict.parties.model import PartyId, PersonId, Role, SessionId
from deconflict.parties.tables import person, unit
from deconflict.presence.model import Seen
from deconflict.presence.tables import presence
from deconflict.runtime.database import DoorSession, PartySession

WITHIN: Final = timedelta(days=7)
MOST: Final = 2000
"""Sessions that are looked at, the last seen first."""


async def note(door: DoorSession, sessions: Collection[SessionId], at: datetime) -> None:
    """Store that those sessions hold a live socket then: one statement for all of a process."""
    await door.scalars(select(func.note_presence(sorted(sessions), at)))


async def lately(reader: PartySession, now: datetime) -> list[Seen]:
    """Return the sessions that held a live socket within the week, as far as the reader is shown whose."""
    of_unit = (unit.c.party == person.c.party) & (unit.c.id == person.c.unit)
    wanted = (
        select(presence, person.c.name, person.c.role, unit.c.callsign)
        .join(person, person.c.id == presence.c.person)
        .outerjoin(unit, of_unit)
        .where(
            presence.c.seen_at > now - WITHIN,
            scope.of_room(reader) | scope.of_officer(reader, presence.c.party),
        )
        .order_by(presence.c.seen_at.desc(), presence.c.session)
        .limit(MOST)
    )
    return [
        Seen(
            PersonId(row.person),
            row.party and PartyId(row.party),
            row.name,
            Role(row.role),
            row.callsign,
            row.since,
            row.seen_at,
        )
        for row in await reader.rows(wanted)
    ]
