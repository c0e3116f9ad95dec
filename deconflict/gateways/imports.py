"""Tracks after the fact over HTTP: a GPX or CSV file is the body, the unit stands in the address or in the file."""

from typing import Annotated, Any, Final

from anyio import to_thread
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.errors import TrackRefused
from deconflict.api.routes import FileRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_positions import ReportedOut
from deconflict.flows.import_track import import_track
from deconflict.gateways.track_files import from_csv, from_gpx
from deconflict.parties.errors import RoleRefused
from deconflict.parties.model import PARTY_ROLES
from deconflict.parties.rules import require_role
from deconflict.patrols.errors import UnitNotYours
from deconflict.tracking.errors import ClockOff

READERS: Final = {"application/gpx+xml": from_gpx, "text/csv": from_csv}
BODY: Final[dict[str, Any]] = {
    "requestBody": {"required": True, "content": {kind: {"schema": {"type": "string"}} for kind in READERS}}
}


class TrackRoute(FileRoute):
    """A signed-in route whose body is a file with a track."""

    media_types = tuple(READERS)


router = APIRouter(prefix="/v1/positions", tags=["positions"], route_class=TrackRoute)


@router.post(
    "/import",
    response_model=ReportedOut,
    openapi_extra=BODY | refusals(RoleRefused, UnitNotYours, TrackRefused, ClockOff),
)
async def import_file(
    request: Request,
    viewer: SignedIn,
    edge: Served,
    unit: Annotated[
        str | None, Query(max_length=200, description="Of which unit, where the file does not say it.")
    ] = None,
) -> Response:
    """Add a track of one's own units that was kept elsewhere. It is marked late: nobody is alarmed (LIV-01)."""
    require_role(viewer, *PARTY_ROLES)
    read = READERS[request.headers["content-type"].partition(";")[0].strip().lower()]
    found = await to_thread.run_sync(read, await request.body())  # a full body takes a second
    track = [(named or unit or "", fix) for named, fix in found]
    async with edge.database.transaction(viewer.context) as session:
        done = await import_track(session, viewer, track, edge.clock.now())
    return answer(ReportedOut.of(done))
