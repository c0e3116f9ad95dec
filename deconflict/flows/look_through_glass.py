"""Whoever broke the glass looks at the plans in its scope: each look is on the ledger before it leaves (DIS-08)."""

from datetime import datetime
from uuid import UUID

from deconflict.errors import NotFound
from deconflict.glass import store as glasses
from deconflict.glass.errors import GlassClosed
from deconflict.glass.model import Area
from deconflict.glass.rules import touches
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.model import Viewer
from deconflict.patrols import store as patrols
from deconflict.patrols.model import Patrol, Plan
from deconflict.runtime.database import PartySession


async def look_through_glass(
    session: PartySession, viewer: Viewer, wanted: UUID, now: datetime
) -> list[tuple[Patrol, Plan]]:
    """Return the plans in the scope, as they are now; GlassClosed unless it is allowed and not over."""
    glass = await glasses.glass_with(session, wanted)
    if glass is None or glass.asked_by != viewer.person:
        raise NotFound()
    if not glass.is_open(now):
        raise GlassClosed(state=glass.state.value)
    area = glass.scope if isinstance(glass.scope, Area) else None
    seen = [
        (patrol, plan)
        for patrol, plan in await patrols.through_glass(session, glass.id)
        if area is None or touches(area, [(place.lon, place.lat) for place in plan.path.waypoints])
    ]
    said: dict[str, str | int | list[str]] = {
        "through": "glass",
        "patrols": [str(patrol.id) for patrol, _ in seen],
    }
    entry = Entry(EntryKind.DISCLOSURE, glass.party, viewer.person, glass.id, said, now)
    await ledger.append(session, [entry])
    return seen
