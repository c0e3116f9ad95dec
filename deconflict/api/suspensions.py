"""Suspensions: the desk or the operator suspends a party and restores it; for rivals there are none (PAT-02)."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_watching import ReasonIn, SuspensionOut, SuspensionsOut
from deconflict.disclosure.release import disclose_suspension
from deconflict.errors import NotFound
from deconflict.flows.gather_facts import facts_for_suspensions
from deconflict.flows.list_suspended import list_suspended
from deconflict.flows.suspend_party import restore_as, suspend_as
from deconflict.parties import suspension_store as suspensions
from deconflict.parties.errors import AlreadySuspended, NotSuspended, RoleRefused
from deconflict.parties.model import Role

router = APIRouter(prefix="/v1", tags=["suspensions"], route_class=SignedInRoute)


@router.get("/suspensions", response_model=SuspensionsOut)
async def read_suspensions(viewer: SignedIn, edge: Served) -> Response:
    """List one's own party's suspensions; for the neutral staff all, for the desk with the patrols concerned."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:
        found = await suspensions.seen(session)
        facts = await facts_for_suspensions(session, found)
        shown = [
            SuspensionOut.of(
                disclose_suspension(viewer, item, facts),
                await list_suspended(session, item, now) if viewer.role is Role.DESK else (),
            )
            for item in found
        ]
    return answer(SuspensionsOut(suspensions=shown))


@router.post(
    "/parties/{party_id}/suspend",
    status_code=201,
    response_model=SuspensionOut,
    openapi_extra=refusals(RoleRefused, NotFound, AlreadySuspended),
)
async def suspend(party_id: UUID, body: ReasonIn, viewer: SignedIn, edge: Served) -> Response:
    """Suspend a party: what it hands in is compared for the desk alone, and it is told nothing of rivals."""
    async with edge.database.transaction(viewer.context) as session:
        item = await suspend_as(session, viewer, party_id, body.reason, edge.clock.now())
        facts = await facts_for_suspensions(session, [item])
    return answer(SuspensionOut.of(disclose_suspension(viewer, item, facts)), 201)


@router.post(
    "/parties/{party_id}/restore",
    response_model=SuspensionOut,
    openapi_extra=refusals(RoleRefused, NotFound, NotSuspended),
)
async def restore(party_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Restore a party: everything of it is checked again."""
    async with edge.database.transaction(viewer.context) as session:
        item = await restore_as(session, viewer, party_id, edge.clock.now())
        facts = await facts_for_suspensions(session, [item])
    return answer(SuspensionOut.of(disclose_suspension(viewer, item, facts)))
