"""Joint rooms: opened and closed by a neutral chair, sat in by officers, with one screen for all of them (DIS-09)."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.agreements import store as agreements
from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.pages import After, Limit, key_of, next_link
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_rooms import RoomIn, RoomOut, RoomPage, ScreenOut
from deconflict.disclosure.rooms import disclose_room, disclose_screen
from deconflict.errors import NotFound
from deconflict.flows.open_room import close_room, open_room
from deconflict.flows.show_screen import show_screen
from deconflict.flows.take_seat import leave_seat, take_seat
from deconflict.parties.errors import RoleRefused
from deconflict.parties.model import Viewer
from deconflict.rooms import store as rooms
from deconflict.rooms.errors import NotSeated, RoomClosed
from deconflict.rooms.model import Room
from deconflict.runtime.database import PartySession
from deconflict.zones import store as zones

router = APIRouter(prefix="/v1/rooms", tags=["rooms"], route_class=SignedInRoute)


@router.post("", status_code=201, response_model=RoomOut, openapi_extra=refusals(RoleRefused, NotFound))
async def open_one(body: RoomIn, viewer: SignedIn, edge: Served) -> Response:
    """Open a joint room as its neutral chair: the desk's staff or the facilitator."""
    async with edge.database.transaction(viewer.context) as session:
        room = await open_room(session, viewer, body.name, body.parties, edge.clock.now())
        [shown] = await _shown(session, viewer, [room])
    return answer(shown, 201, {"Location": f"/v1/rooms/{room.id}"})


@router.get("", response_model=RoomPage)
async def read_all(viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50) -> Response:
    """List the rooms that one chairs, or that name one's own party, as its officer."""
    async with edge.database.transaction(viewer.context) as session:
        found = await rooms.page(session, limit, key_of(after))
        shown = await _shown(session, viewer, found)
    keys = [(item.opened_at, item.id) for item in found]
    return answer(RoomPage(rooms=shown), headers=next_link("/v1/rooms", keys, limit))


@router.get("/{room_id}", response_model=RoomOut)
async def read_one(room_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read one room."""
    async with edge.database.transaction(viewer.context) as session:
        found = await rooms.room_with(session, room_id)
        if found is None:
            raise NotFound()
        [shown] = await _shown(session, viewer, [found])
    return answer(shown)


@router.get("/{room_id}/screen", response_model=ScreenOut, openapi_extra=refusals(RoomClosed, NotSeated))
async def read_screen(room_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read what every party present may see, as the chair or seated there. It changes as parties come and go."""
    async with edge.database.transaction(viewer.context) as session:
        room, screen = await show_screen(session, viewer, room_id, edge.clock.now())
        names = await _names(session, [room])
        public = await zones.zones(session)
    return answer(ScreenOut.of(disclose_screen(viewer, room, screen, public, names)))


@router.post("/{room_id}/seat", response_model=RoomOut, openapi_extra=refusals(RoleRefused, RoomClosed))
async def sit(room_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Take a seat for one's party, as its officer, for as long as this session is open."""
    async with edge.database.transaction(viewer.context) as session:
        room = await take_seat(session, viewer, room_id, edge.clock.now())
        [shown] = await _shown(session, viewer, [room])
    return answer(shown)


@router.post("/{room_id}/leave", response_model=RoomOut, openapi_extra=refusals(RoleRefused, RoomClosed))
async def leave(room_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Leave one's seat."""
    async with edge.database.transaction(viewer.context) as session:
        room = await leave_seat(session, viewer, room_id, edge.clock.now())
        [shown] = await _shown(session, viewer, [room])
    return answer(shown)


@router.post("/{room_id}/close", response_model=RoomOut, openapi_extra=refusals(RoleRefused, RoomClosed))
async def close(room_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Close a room as its chair."""
    async with edge.database.transaction(viewer.context) as session:
        room = await close_room(session, viewer, room_id, edge.clock.now())
        [shown] = await _shown(session, viewer, [room])
    return answer(shown)


async def _shown(session: PartySession, viewer: Viewer, found: Sequence[Room]) -> list[RoomOut]:
    names = await _names(session, found)
    return [RoomOut.of(disclose_room(viewer, room, names)) for room in found]


async def _names(session: PartySession, found: Sequence[Room]) -> dict[UUID, str]:
    wanted = {party for room in found for party in room.parties}
    return {party: await agreements.party_name(session, party) or "" for party in wanted}
