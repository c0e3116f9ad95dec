"""Figures of conduct: all parties' for the facilitator, the oversight body and the desk; a party's own for itself."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_figures import FiguresOut
from deconflict.errors import NotFound
from deconflict.parties.model import Role
from deconflict.probing import store as probing

router = APIRouter(prefix="/v1/figures", tags=["figures"], route_class=SignedInRoute)

Days = Annotated[int, Query(ge=1, le=90, description="How many days back from now.")]


@router.get("", response_model=FiguresOut, openapi_extra=refusals(NotFound))
async def read_figures(viewer: SignedIn, edge: Served, days: Days = 30) -> Response:
    """Say how parties used the service: what was registered, never driven, asked, how soon they answered (PRB-03)."""
    if viewer.role is Role.OPERATOR:
        raise NotFound()
    until = edge.clock.now()
    since = until - timedelta(days=days)
    async with edge.database.transaction(viewer.context) as session:
        found = await probing.conduct(session, since, until, edge.deployment.budget)
    return answer(FiguresOut.within(since, until, found))
