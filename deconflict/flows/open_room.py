"""Neutral staff open a joint room as its chair, naming its parties, and close it (DIS-09)."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from deconflict.errors import NotFound
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties import store as parties
from deconflict.parties.errors import RoleRefused
from deconflict.parties.model import Viewer
from deconflict.parties.rules import require_role
from deconflict.rooms import store as rooms
from deconflict.rooms.model import CHAIRS, Room, RoomId
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id


async def open_room(
    session: PartySession, viewer: Viewer, name: str, named: Collection[UUID], now: datetime
) -> Room:
    """Open a room for officers of those parties; NotFound when one of them does not exist."""
    require_role(viewer, *CHAIRS)
    known = [party.id for party in await parties.parties(session) if party.id in set(named)]
    if len(known) != len(set(named)):
        raise NotFound()
    opened = Room(RoomId(new_id()), name, tuple(known), viewer.person, viewer.role, now)
    await rooms.add(session, opened)
    await _note(session, opened, viewer, "opened", now)
    return opened


async def close_room(session: PartySession, viewer: Viewer, wanted: UUID, now: datetime) -> Room:
    """Close a room as its chair."""
    found = await rooms.room_with(session, wanted)
    if found is None:
        raise NotFound()
    if found.chair != viewer.person:
        raise RoleRefused(role=viewer.role.value)
    closed = found.closed(now)
    await rooms.close(session, closed)
    await _note(session, closed, viewer, "closed", now)
    return closed


async def _note(session: PartySession, room: Room, viewer: Viewer, change: str, now: datetime) -> None:
    """Put it on the ledger of each party that the room names."""
    entries = [
        Entry(EntryKind.ROOM, party, viewer.person, room.id, {"change": change}, now)
        for party in room.parties
    ]
    await ledger.append(session, entries)
