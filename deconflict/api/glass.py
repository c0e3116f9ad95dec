"""Breaking glass: asked by the facilitator, allowed by a second person of another organisation (DIS-08)."""

from enum import StrEnum
from typing import Final
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.pages import After, Limit, key_of, next_link
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_patrols import PatrolOut
from deconflict.api.wire_watching import GlassIn, GlassOut, GlassPage, GlassPatrolsOut
from deconflict.disclosure.release import disclose_glass
from deconflict.errors import NotFound
from deconflict.flows.break_glass import ask_for_glass, move_glass
from deconflict.flows.gather_facts import facts_for_glasses
from deconflict.flows.look_through_glass import look_through_glass
from deconflict.glass import store as glasses
from deconflict.glass.errors import EndRefused, GlassClosed, GlassMoveRefused, ScopeTooWide
from deconflict.glass.model import GlassState
from deconflict.parties.errors import RoleRefused

router = APIRouter(prefix="/v1/glass", tags=["glass"], route_class=SignedInRoute)


class Step(StrEnum):
    """What can become of a request."""

    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    CLOSE = "close"


STATES: Final = {
    Step.APPROVE: GlassState.APPROVED,
    Step.REFUSE: GlassState.REFUSED,
    Step.WITHDRAW: GlassState.WITHDRAWN,
    Step.CLOSE: GlassState.OVER,
}


@router.post(
    "",
    status_code=201,
    response_model=GlassOut,
    openapi_extra=refusals(RoleRefused, NotFound, ScopeTooWide, EndRefused),
)
async def ask(body: GlassIn, viewer: SignedIn, edge: Served) -> Response:
    """Ask to see plans of one party, as the facilitator. The party and the desk are told at once."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        asked = await ask_for_glass(session, viewer, body.party, body.scope(), body.reason, body.ends_at, now)
        facts = await facts_for_glasses(session, [asked])
    return answer(
        GlassOut.of(disclose_glass(viewer, asked, facts)), 201, {"Location": f"/v1/glass/{asked.id}"}
    )


@router.get("", response_model=GlassPage)
async def read_all(viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50) -> Response:
    """List requests: all for the facilitator, oversight and the desk; those about it for a party's officers."""
    async with edge.database.transaction(viewer.context) as session:
        found = await glasses.page(session, limit, key_of(after))
        facts = await facts_for_glasses(session, found)
    page = GlassPage(glass=[GlassOut.of(disclose_glass(viewer, item, facts)) for item in found])
    keys = [(item.asked_at, item.id) for item in found]
    return answer(page, headers=next_link("/v1/glass", keys, limit))


@router.get("/{glass_id}", response_model=GlassOut)
async def read_one(glass_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read one request."""
    async with edge.database.transaction(viewer.context) as session:
        found = await glasses.glass_with(session, glass_id)
        if found is None:
            raise NotFound()
        facts = await facts_for_glasses(session, [found])
    return answer(GlassOut.of(disclose_glass(viewer, found, facts)))


@router.get("/{glass_id}/patrols", response_model=GlassPatrolsOut, openapi_extra=refusals(GlassClosed))
async def look(glass_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Look at the plans in the scope, as whoever asked, while the glass is broken. Each look is on the ledger."""
    async with edge.database.transaction(viewer.context) as session:
        seen = await look_through_glass(session, viewer, glass_id, edge.clock.now())
    return answer(GlassPatrolsOut(patrols=[PatrolOut.of(patrol, plan) for patrol, plan in seen]))


@router.post(
    "/{glass_id}/{step}", response_model=GlassOut, openapi_extra=refusals(RoleRefused, GlassMoveRefused)
)
async def move_on(glass_id: UUID, step: Step, viewer: SignedIn, edge: Served) -> Response:
    """Approve or refuse as the second person; withdraw one's own request; close a look, as either."""
    async with edge.database.transaction(viewer.context) as session:
        moved = await move_glass(session, viewer, glass_id, STATES[step], edge.clock.now())
        facts = await facts_for_glasses(session, [moved])
    return answer(GlassOut.of(disclose_glass(viewer, moved, facts)))
