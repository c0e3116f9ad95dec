"""What sides say to each other and to the desk about overlaps and conflicts; and whom to call (DIS-03)."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.pages import After, Key, Limit, key_of, next_link
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_messages import (
    LiaisonIn,
    LiaisonOut,
    LiaisonsOut,
    MessageIn,
    MessageOut,
    MessagePage,
)
from deconflict.conflicts.errors import ConflictClosed
from deconflict.disclosure.release import disclose_message
from deconflict.errors import NotFound
from deconflict.flows.gather_facts import names_around
from deconflict.flows.name_liaison import name_liaison
from deconflict.flows.send_message import say_of_conflict, say_of_overlap
from deconflict.flows.speak_of_segment import about_conflict, say_of_segment
from deconflict.messages import store as messages
from deconflict.messages.errors import NotInTouch, TooManyMessages
from deconflict.messages.model import Message
from deconflict.overlaps import store as overlaps
from deconflict.overlaps.errors import OverlapEnded
from deconflict.parties.errors import RoleRefused
from deconflict.parties.model import Viewer
from deconflict.runtime.database import PartySession

router = APIRouter(prefix="/v1", tags=["messages"], route_class=SignedInRoute)


@router.post(
    "/overlaps/{overlap_id}/messages",
    status_code=201,
    response_model=MessageOut,
    openapi_extra=refusals(RoleRefused, OverlapEnded, NotInTouch, TooManyMessages),
)
async def say_about_overlap(overlap_id: UUID, body: MessageIn, viewer: SignedIn, edge: Served) -> Response:
    """Say something about one's own overlap: to the desk, or at level 2 and above to a rival that it names."""
    async with edge.database.transaction(viewer.context) as session:
        said = await say_of_overlap(
            session, viewer, overlap_id, body.saying, edge.deployment, edge.clock.now()
        )
        shown = await _shown(session, viewer, [said])
    return answer(shown[0], 201)


@router.get("/overlaps/{overlap_id}/messages", response_model=MessagePage)
async def read_about_overlap(
    overlap_id: UUID, viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50
) -> Response:
    """List what was said about an overlap, newest first; what was said stays readable when a level falls."""
    async with edge.database.transaction(viewer.context) as session:
        found = await messages.page(session, limit, key_of(after), overlap=overlap_id)
        if (
            not found
            and await overlaps.overlap_with(session, overlap_id, edge.deployment.terms.level) is None
        ):
            raise NotFound()
        page = MessagePage(messages=await _shown(session, viewer, found))
    return answer(page, headers=next_link(f"/v1/overlaps/{overlap_id}/messages", _keys(found), limit))


@router.post(
    "/conflicts/{conflict_id}/messages",
    status_code=201,
    response_model=MessageOut,
    openapi_extra=refusals(RoleRefused, ConflictClosed, OverlapEnded, NotInTouch, TooManyMessages),
)
async def say_about_conflict(conflict_id: UUID, body: MessageIn, viewer: SignedIn, edge: Served) -> Response:
    """Say something to one side of a conflict, as the neutral desk; a party at level 3 and above to its rival in it."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        if viewer.party is None:
            said = await say_of_conflict(session, viewer, conflict_id, body.saying, now)
        else:
            said = await say_of_segment(session, viewer, conflict_id, body.saying, edge.deployment, now)
        shown = await _shown(session, viewer, [said])
    return answer(shown[0], 201)


@router.get("/conflicts/{conflict_id}/messages", response_model=MessagePage)
async def read_about_conflict(
    conflict_id: UUID, viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50
) -> Response:
    """List what the desk said about a conflict, newest first; for a party what it and its rival in it said."""
    key = key_of(after)
    async with edge.database.transaction(viewer.context) as session:
        about = await about_conflict(session, viewer, conflict_id, edge.deployment)
        found = [] if about is None else await messages.page(session, limit, key, **about._asdict())
        page = MessagePage(messages=await _shown(session, viewer, found))
    return answer(page, headers=next_link(f"/v1/conflicts/{conflict_id}/messages", _keys(found), limit))


@router.get("/messages", response_model=MessagePage)
async def read_messages(viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50) -> Response:
    """List what one's own end sent and received, newest first."""
    async with edge.database.transaction(viewer.context) as session:
        found = await messages.page(session, limit, key_of(after))
        page = MessagePage(messages=await _shown(session, viewer, found))
    return answer(page, headers=next_link("/v1/messages", _keys(found), limit))


@router.get("/liaison", response_model=LiaisonsOut)
async def read_liaison(viewer: SignedIn, edge: Served) -> Response:
    """Read one's own party's liaison; the desk all. That of the other side is shown on the overlap, at level 2."""
    async with edge.database.transaction(viewer.context) as session:
        found = await messages.liaisons(session)
    return answer(LiaisonsOut(liaisons=[LiaisonOut.of(item) for item in found]))


@router.put("/liaison", response_model=LiaisonOut, openapi_extra=refusals(RoleRefused))
async def put_liaison(body: LiaisonIn, viewer: SignedIn, edge: Served) -> Response:
    """Name whom the other side calls about what both share."""
    async with edge.database.transaction(viewer.context) as session:
        named = await name_liaison(session, viewer, body.name, body.reach, edge.clock.now())
    return answer(LiaisonOut.of(named))


async def _shown(session: PartySession, viewer: Viewer, found: list[Message]) -> list[MessageOut]:
    names = await names_around(session, found)
    return [MessageOut.of(disclose_message(viewer, item, names)) for item in found]


def _keys(found: list[Message]) -> list[Key]:
    return [(item.at, item.id) for item in found]
