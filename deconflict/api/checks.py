"""What-ifs and the budgets they draw on. A question is answered at the tick, like a notice (PRB-02)."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer, kept_answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.headers import IdempotencyKey, fingerprint
from deconflict.api.patrols import PATH_REFUSALS
from deconflict.api.routes import FeatureRoute, SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_checks import AskedOut, BudgetsOut, CheckOut
from deconflict.api.wire_patrols import PlanIn
from deconflict.disclosure.release import disclose_what_if
from deconflict.errors import NotFound
from deconflict.flows.answer_once import answer_once
from deconflict.flows.ask_check import ask_check
from deconflict.flows.draw_on_budget import budgets_of
from deconflict.flows.gather_facts import facts_for_what_if
from deconflict.parties import store as parties
from deconflict.patrols.errors import IdempotencyKeyReused
from deconflict.probing import store as probing
from deconflict.probing.errors import BudgetUsed

router = APIRouter(prefix="/v1/checks", tags=["checks"], route_class=FeatureRoute)
budgets = APIRouter(prefix="/v1/budgets", tags=["checks"], route_class=SignedInRoute)


@router.post(
    "",
    status_code=202,
    response_model=AskedOut,
    openapi_extra=refusals(*PATH_REFUSALS, BudgetUsed, IdempotencyKeyReused),
)
async def ask(body: PlanIn, viewer: SignedIn, edge: Served, key: IdempotencyKey = None) -> Response:
    """Ask what a plan would share with others. It draws on the unit's budget, and whoever it touches is told."""
    now = edge.clock.now()
    async with edge.database.transaction(viewer.context) as session:

        async def act() -> dict[str, Any]:
            asked = await ask_check(session, viewer, body.submission(), edge.deployment, now)
            return AskedOut.of(asked).model_dump(mode="json")

        said = await answer_once(session, viewer, key, fingerprint("check", body), now, act)
    return kept_answer(said, 202, {"Location": f"/v1/checks/{said['id']}"})


@router.get("/{check_id}", response_model=CheckOut)
async def read_check(check_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read one's own party's question: pending until its tick, then with what may be told of the answer now."""
    async with edge.database.transaction(viewer.context) as session:
        asked = await probing.question_with(session, check_id, edge.deployment.terms.level)
        if asked is None:
            raise NotFound()
        facts = await facts_for_what_if(session, asked)
    return answer(CheckOut.of_view(disclose_what_if(viewer, asked, facts)))


@budgets.get("", response_model=BudgetsOut, openapi_extra=refusals(NotFound))
async def read_budgets(viewer: SignedIn, edge: Served) -> Response:
    """List what the units of one's own party have drawn today, and until when that holds."""
    if viewer.party is None:
        raise NotFound()
    async with edge.database.transaction(viewer.context) as session:
        units = await parties.units(session)
        found = await budgets_of(session, units, edge.deployment.budget, edge.clock.now())
    return answer(BudgetsOut.of(found))
