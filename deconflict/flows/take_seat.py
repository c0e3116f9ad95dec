"""An officer takes a seat in a joint room for its party, and leaves; nobody sees more on their own for it (DIS-09)."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from deconflict.errors import NotFound
from deconflict.ledger import store as ledger
from deconflict.ledger.model import Entry, EntryKind
from deconflict.parties.model import PartyId, Viewer
from deconflict.parties.rules import require_officer
from deconflict.rooms import store as rooms
from deconflict.rooms.model import Room
from deconflict.runtime.database import PartySession
from deconflict.runtime.ids import new_id


async def take_seat(session: PartySession, viewer: Viewer, wanted: UUID, now: datetime) -> Room:
    """Sit for one's party, for as long as the session that asks is open."""
    room, party = await _own_room(session, viewer, wanted)
    await rooms.leave(session, room.id, now)  # somebody sits once, by the session that asked last
    await rooms.take_seat(session, new_id(), room.id, party, viewer, now)
    await _note(session, room, party, viewer, "seated", now)
    return replace(room, present=room.present | {party}, seated=True)


async def leave_seat(session: PartySession, viewer: Viewer, wanted: UUID, now: datetime) -> Room:
    """Leave one's seat; whoever has none has left."""
    room, party = await _own_room(session, viewer, wanted)
    if not room.seated:
        return room
    await rooms.leave(session, room.id, now)
    await _note(session, room, party, viewer, "left", now)
    return await rooms.room_with(session, wanted) or room


async def _own_room(session: PartySession, viewer: Viewer, wanted: UUID) -> tuple[Room, PartyId]:
    room = await rooms.room_with(session, wanted)
    if room is None:
        raise NotFound()
    return room.require_open(), require_officer(viewer)


async def _note(
    session: PartySession, room: Room, party: PartyId, viewer: Viewer, change: str, now: datetime
) -> None:
    entry = Entry(EntryKind.ROOM, party, viewer.person, room.id, {"change": change}, now)
    await ledger.append(session, [entry])
