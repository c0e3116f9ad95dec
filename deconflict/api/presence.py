"""Who is connected: for the desk and the facilitator everybody, for a party's officers their own people."""

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_presence import ConnectedOut, PresenceOut
from deconflict.errors import NotFound
from deconflict.parties.model import OFFICERS, Role
from deconflict.presence import store as presence
from deconflict.presence.rules import by_person

router = APIRouter(prefix="/v1/presence", tags=["presence"], route_class=SignedInRoute)


@router.get("", response_model=ConnectedOut, openapi_extra=refusals(NotFound))
async def read_presence(viewer: SignedIn, edge: Served) -> Response:
    """List who holds a live socket now and since when, and when the others were seen last, 45 s after they left."""
    if viewer.role not in {Role.DESK, Role.FACILITATOR, *OFFICERS}:
        raise NotFound()
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        found = await presence.lately(session, now)
    return answer(ConnectedOut(people=[PresenceOut.of(item) for item in by_person(found, now)]))
