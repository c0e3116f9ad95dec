"""Trackers' own ways of reporting over HTTP: `/gateways/owntracks` and `/gateways/osmand`.

Answered only after the fixes are stored: an app that is answered drops them.
"""

from typing import Final
from uuid import UUID

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from deconflict.api.edge import Served
from deconflict.api.routes import JSON, TrackerRoute
from deconflict.disclosure.disclosed import Disclosed
from deconflict.disclosure.views import PositionView
from deconflict.flows.last_positions import last_positions
from deconflict.gateways import osmand, owntracks
from deconflict.gateways.credential import basic, joined, viewer_of
from deconflict.gateways.reporting import report
from deconflict.tracking.model import Position

MOST_FIXES: Final = 1000
MOST_FRIENDS: Final = 100
NOTHING: Final = b"[]"

router = APIRouter(prefix="/gateways", tags=["gateways"], include_in_schema=False, route_class=TrackerRoute)


@router.post("/owntracks")
async def from_owntracks(request: Request, edge: Served) -> Response:
    """Take what an OwnTracks app says; answer with where the other units were last that its party may see (DIS-03)."""
    viewer = await viewer_of(edge, basic(request))
    found = owntracks.fix_in(await request.body())
    if found is None:
        return Response(NOTHING, media_type=JSON)
    await report(edge, viewer, [found], "owntracks")
    async with edge.database.transaction(viewer.context) as session:
        seen = await last_positions(session, viewer, MOST_FRIENDS, None)
    known = [_friend(name, position) for name, position in seen]
    return Response(orjson.dumps(owntracks.friends(known, viewer.unit)), media_type=JSON)


@router.get("/osmand")
@router.post("/osmand")
async def from_osmand(request: Request, edge: Served) -> Response:
    """Take what OsmAnd, Traccar Client or a tracker says: in the address, as a form or as JSON."""
    body = await request.body()
    if body.lstrip()[:1] == b"{":
        said, fixes = osmand.fixes_of_json(body)
        viewer = await viewer_of(edge, joined(osmand.identifier(dict(request.query_params) | said)))
    else:
        named = osmand.parameters(request.scope["query_string"]) | osmand.parameters(body)
        viewer = await viewer_of(edge, joined(osmand.identifier(named)))
        found = osmand.fix_of_parameters(named, edge.clock.now())
        fixes = [] if found is None else [found]
    await report(edge, viewer, fixes[:MOST_FIXES], "osmand")
    return Response()


def _friend(name: UUID, position: Position | Disclosed[PositionView]) -> owntracks.Friend:
    if isinstance(position, Position):
        return owntracks.Friend(name, position.callsign, position.fix)
    return owntracks.Friend(name, position.value.callsign, position.value.fix, rival=True)
