"""Where units were within the last 72 hours: for the desk of all, for a party's officers of their own."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire import Moment
from deconflict.api.wire_tracks import TracksOut
from deconflict.errors import NotFound
from deconflict.flows.read_tracks import read_tracks
from deconflict.parties import store as parties
from deconflict.tracking.errors import TooManyFixes, TrackWindowRefused
from deconflict.tracking.past import Window

router = APIRouter(prefix="/v1/tracks", tags=["positions"], route_class=SignedInRoute)


@router.get("", response_model=TracksOut, openapi_extra=refusals(NotFound, TrackWindowRefused, TooManyFixes))
async def read(
    viewer: SignedIn,
    edge: Served,
    since: Annotated[Moment, Query(alias="from")],
    until: Annotated[Moment, Query()],
    unit: Annotated[UUID | None, Query()] = None,
    every_s: Annotated[int, Query(ge=5, le=600, description="Of each unit one fix in so many seconds.")] = 10,
) -> Response:
    """Read where units were from one moment until another, at most six hours. The desk's reading is on the ledger."""
    window = Window(since, until, timedelta(seconds=every_s))
    async with edge.database.transaction(viewer.context) as session:
        found = await read_tracks(session, viewer, window, unit, edge.clock.now())
        units = await parties.units_with(session, [track.unit for track in found])
    return answer(TracksOut.of(window, found, {each.id: each.callsign for each in units}))
