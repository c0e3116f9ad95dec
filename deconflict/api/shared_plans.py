"""Rivals' whole plans, for a party that has agreed on level 4 with them (DIS-03). Below it there are none."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.pages import After, Limit, key_of, next_link
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_shared import SharedPlanOut, SharedPlanPage
from deconflict.disclosure.release import disclose_shared_plan
from deconflict.errors import NotFound
from deconflict.flows.gather_facts import facts_for_shared_plans
from deconflict.patrols import shared_store as sharing

router = APIRouter(prefix="/v1/shared-plans", tags=["shared plans"], route_class=SignedInRoute)


@router.get("", response_model=SharedPlanPage, openapi_extra=refusals(NotFound))
async def read_shared_plans(
    viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50
) -> Response:
    """List rivals' plans that one's own party may see whole, newest first."""
    if viewer.party is None:
        raise NotFound()
    async with edge.database.transaction(viewer.context) as session:
        found = await sharing.page(session, limit, key_of(after))
        facts = await facts_for_shared_plans(session, found)
    shown = [disclose_shared_plan(viewer, item, facts) for item in found]
    page = SharedPlanPage(shared_plans=[SharedPlanOut.of(item) for item in shown])
    keys = [(item.shared_at, item.id) for item in found]
    return answer(page, headers=next_link("/v1/shared-plans", keys, limit))


@router.get("/{plan_id}", response_model=SharedPlanOut)
async def read_shared_plan(plan_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read a rival's plan that one's own party may see whole."""
    async with edge.database.transaction(viewer.context) as session:
        found = await sharing.shared_plan_with(session, plan_id)
        if found is None:
            raise NotFound()
        facts = await facts_for_shared_plans(session, [found])
    return answer(SharedPlanOut.of(disclose_shared_plan(viewer, found, facts)))
