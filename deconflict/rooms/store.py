"""The only SQL about joint rooms. Never commits."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Row, Uuid, bindparam, insert, or_, select, text, tuple_, update

from deconflict.parties.model import OFFICERS, PartyId, PersonId, Role, Viewer
from deconflict.rooms.model import ConflictOnScreen, PlanOnScreen, Room, RoomId, Screen, SideOnScreen
from deconflict.rooms.tables import room, seat
from deconflict.runtime.database import PartySession
from deconflict.separation.finding import Grade, PointInTime

PRESENT: Final = text("SELECT * FROM room_present(:rooms)").bindparams(bindparam("rooms", type_=ARRAY(Uuid)))
SCREEN: Final = text("SELECT * FROM room_screen(:room)").bindparams(bindparam("room", type_=Uuid))

ReadSide = Callable[[PartyId, str, dict[str, Any]], SideOnScreen]
"""How a side is read from what the other side is shown of it."""
ReadPath = Callable[[bytes], tuple[PointInTime, ...]]
"""How a plan's waypoints are read."""


async def add(writer: PartySession, new: Room) -> None:
    """Store a room."""
    await writer.execute(
        insert(room).values(
            id=new.id,
            name=new.name,
            parties=list(new.parties),
            chair=new.chair,
            chair_role=new.chair_role.value,
            opened_at=new.opened_at,
        )
    )


async def room_with(reader: PartySession, wanted: UUID) -> Room | None:
    """Return a room that the reader is of, with who is present."""
    row = await reader.one_or_none(select(room).where(room.c.id == wanted, _seen(reader)))
    return None if row is None else (await _with_present(reader, [_to_room(row)]))[0]


async def page(reader: PartySession, limit: int, after: tuple[datetime, UUID] | None) -> list[Room]:
    """Return at most `limit` rooms that the reader is of, the newest first, after that (opened_at, id)."""
    wanted = select(room).where(_seen(reader)).order_by(room.c.opened_at.desc(), room.c.id.desc())
    if after is not None:
        wanted = wanted.where(tuple_(room.c.opened_at, room.c.id) < after)
    return await _with_present(reader, [_to_room(row) for row in await reader.rows(wanted.limit(limit))])


async def close(writer: PartySession, closed: Room) -> None:
    """Store that a room is closed."""
    own = room.c.chair == writer.viewer.person
    await writer.execute(update(room).where(room.c.id == closed.id, own).values(closed_at=closed.closed_at))


async def take_seat(
    writer: PartySession, new: UUID, of: RoomId, party: PartyId, viewer: Viewer, at: datetime
) -> None:
    """Let an officer sit for its party, by the session that it asks with."""
    sits = {"person": viewer.person, "session": viewer.session, "party": party}
    await writer.execute(insert(seat).values(id=new, room=of, taken_at=at, **sits))


async def leave(writer: PartySession, of: RoomId, at: datetime) -> None:
    """End every seat of the viewer's own in a room."""
    own = seat.c.person == writer.viewer.person
    await writer.execute(
        update(seat).where(seat.c.room == of, own, seat.c.left_at.is_(None)).values(left_at=at)
    )


async def screen(reader: PartySession, of: Room, read_side: ReadSide, read_path: ReadPath) -> Screen:
    """Return what every party present may see: the database decides, by the rows of each at this moment."""
    rows = (await reader.execute(SCREEN, {"room": of.id})).all()
    conflicts = [_conflict(row, read_side) for row in rows if row.kind == "conflict"]
    plans = [
        PlanOnScreen(
            PartyId(row.party),
            row.callsign,
            read_path(row.waypoints),
            row.time_tolerance_s,
            row.lateral_tolerance_m,
        )
        for row in rows
        if row.kind == "plan"
    ]
    return Screen(
        of.present,
        tuple(sorted(conflicts, key=lambda item: (item.distance_m, item.sides[0].callsign))),
        tuple(sorted(plans, key=lambda item: (item.path[0].time, str(item.party), item.callsign))),
    )


async def _with_present(reader: PartySession, rooms: Collection[Room]) -> list[Room]:
    rows = (await reader.execute(PRESENT, {"rooms": [item.id for item in rooms]})).all()
    return [
        replace(
            item,
            present=frozenset(PartyId(row.party) for row in rows if row.room == item.id),
            seated=any(row.own for row in rows if row.room == item.id),
        )
        for item in rooms
    ]


def _seen(reader: PartySession) -> ColumnElement[bool]:
    """Say again what the row policy says: the chair, and officers of the parties that it names."""
    chairs = room.c.chair == reader.viewer.person
    if reader.viewer.role not in {role.value for role in OFFICERS} or reader.viewer.party is None:
        return chairs
    return or_(chairs, room.c.parties.contains([reader.viewer.party]))


def _to_room(row: Row[*tuple[Any, ...]]) -> Room:
    return Room(
        RoomId(row.id),
        row.name,
        tuple(PartyId(party) for party in row.parties),
        PersonId(row.chair),
        Role(row.chair_role),
        row.opened_at,
        row.closed_at,
    )


def _conflict(row: Row[*tuple[Any, ...]], read_side: ReadSide) -> ConflictOnScreen:
    return ConflictOnScreen(
        Grade(row.facts["grade"]),
        row.facts["distance_m"],
        row.facts["nominal_distance_m"],
        (
            read_side(PartyId(row.party), row.callsign, row.facts),
            read_side(PartyId(row.other), row.other_callsign, row.other_facts),
        ),
    )
