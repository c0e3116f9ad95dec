"""One's own sessions: where one is signed in, and ending what is not in one's hands any more (SEC-04)."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer, no_content
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_sessions import EndedOut, OpenSessionsOut
from deconflict.errors import NotFound
from deconflict.parties import session_store as sessions
from deconflict.parties.errors import OpenedLater

router = APIRouter(prefix="/v1/sessions", tags=["session"], route_class=SignedInRoute)


@router.get("", response_model=OpenSessionsOut)
async def read_sessions(viewer: SignedIn, edge: Served) -> Response:
    """List one's own open sessions; a unit's device has its own alone."""
    async with edge.database.transaction(viewer.context) as session:
        found = await sessions.own_sessions(session, viewer, edge.clock.now())
    return answer(OpenSessionsOut.of(found, viewer))


@router.post("/end-others", response_model=EndedOut)
async def end_other_sessions(viewer: SignedIn, edge: Served) -> Response:
    """End one's other sessions, but those opened later than this one, within a second and sockets included.

    Sign in again to end all: a session that was stolen must not hold out whoever does. Devices stay enrolled.
    """
    async with edge.database.transaction(viewer.context) as session:
        ended = await sessions.end_others(session, viewer, edge.clock.now())
    return answer(EndedOut(ended=ended))


@router.delete("/{session_id}", status_code=204, response_class=Response, openapi_extra=refusals(OpenedLater))
async def end_one_session(session_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """End one of one's own sessions, opened no later than this one, within a second and sockets included."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        if not await sessions.end_one(session, viewer, session_id, now):
            own = await sessions.own_sessions(session, viewer, now)
            raise OpenedLater() if any(each.id == session_id for each in own) else NotFound()
    return no_content()
