"""Positions: reported by a party's own people and devices, read by that party and the neutral desk."""

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.pages import EPOCH, After, Limit, key_of, next_link
from deconflict.api.routes import FeatureRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_positions import PositionPage, PositionsIn, ReportedOut
from deconflict.flows.last_positions import last_positions
from deconflict.flows.report_positions import report_positions
from deconflict.parties.errors import RoleRefused
from deconflict.patrols.errors import UnitNotYours
from deconflict.tracking.errors import ClockOff

router = APIRouter(prefix="/v1/positions", tags=["positions"], route_class=FeatureRoute)


@router.post("", response_model=ReportedOut, openapi_extra=refusals(RoleRefused, UnitNotYours, ClockOff))
async def report(body: PositionsIn, viewer: SignedIn, edge: Served) -> Response:
    """Report where a unit of one's own party was. Sent again it does no harm: a track is a set (LIV-01)."""
    fixes = [fix.fix() for fix in body.fixes]
    async with edge.database.transaction(viewer.context) as session:
        now, late = edge.clock.now(), body.late
        done = await report_positions(session, viewer, body.unit, fixes, body.sent_at, now, late=late)
    return answer(ReportedOut.of(done))


@router.get("", response_model=PositionPage)
async def read_last(viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50) -> Response:
    """List where each unit that one may see was last, by the units' ids.

    Those of one's own party and, at live level 4, of rivals; for the neutral desk those of all.
    """
    key = key_of(after)
    async with edge.database.transaction(viewer.context) as session:
        found = await last_positions(session, viewer, limit, None if key is None else key[1])
    keys = [(EPOCH, name) for name, _ in found]
    shown = PositionPage.of(position for _, position in found)
    return answer(shown, headers=next_link("/v1/positions", keys, limit))
