"""Where units were last, as far as a viewer may see it: own side, the desk all, and rivals at live level 4 (DIS-03)."""

from datetime import datetime
from uuid import UUID

from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.release import disclose_position
from deconflict.disclosure.views import PositionView
from deconflict.parties.model import Viewer
from deconflict.runtime.database import PartySession
from deconflict.tracking import shared_store as sharing
from deconflict.tracking import store as tracking
from deconflict.tracking.model import Position

Seen = tuple[UUID, Position | Disclosed[PositionView]]
"""A position, and the id under which the viewer knows its unit."""


async def last_positions(session: PartySession, viewer: Viewer, limit: int, after: UUID | None) -> list[Seen]:
    """Return at most `limit` positions in order of the units' ids, after that one."""
    own = await tracking.positions(session, limit, after)
    rivals = [] if viewer.party is None else await sharing.page(session, limit, after)
    seen: list[Seen] = [(item.unit, item) for item in own]
    seen += [(item.id, disclose_position(viewer, item)) for item in rivals]
    return sorted(seen, key=lambda item: item[0])[:limit]


async def moved_since(session: PartySession, viewer: Viewer, since: datetime, limit: int) -> list[Seen]:
    """Return at most `limit` of either kind that came in or were shown since a moment, newest first."""
    own = await tracking.moved(session, since, limit)
    rivals = [] if viewer.party is None else await sharing.moved(session, since, limit)
    seen: list[Seen] = [(item.unit, item) for item in own]
    return seen + [(item.id, disclose_position(viewer, item)) for item in rivals]
