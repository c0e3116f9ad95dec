"""A party declares a zone of its own, or the neutral desk one that every party sees.

The checker looks at who is near.
"""

from datetime import datetime
from uuid import UUID

from deconflict.errors import NotFound
from deconflict.parties.model import OFFICERS, Role, Viewer
from deconflict.parties.rules import require_role
from deconflict.patrols import store as patrols
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id
from deconflict.separation.area import Area
from deconflict.zones import store as zones
from deconflict.zones.model import Zone, ZoneId


async def add_zone(session: PartySession, viewer: Viewer, name: str, area: Area, now: datetime) -> Zone:
    """Store a zone: the desk's are everybody's, an officer's are its party's."""
    require_role(viewer, *OFFICERS, Role.DESK)
    zone = Zone(ZoneId(new_id()), viewer.party, name, area, now)
    await zones.add(session, zone, viewer.person)
    await session.insert(patrols.to_do(now, owner=viewer.party, zone=zone.id))
    return zone


async def remove_zone(session: PartySession, viewer: Viewer, zone_id: UUID, now: datetime) -> None:
    """Let a zone hold no longer; the checker resolves what it caused."""
    require_role(viewer, *OFFICERS, Role.DESK)
    if not await zones.remove(session, zone_id, now):
        raise NotFound()
    await session.insert(patrols.to_do(now, owner=viewer.party, zone=zone_id))
