"""One's own second factor: set up with the password, confirmed by a code, removed with both (SEC-04)."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from deconflict.api.answers import answer, no_content
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.proving import PROVING, prove
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_proof import ProofIn
from deconflict.api.wire_second_factor import ConfirmIn, FactorOfferedOut, FactorStateOut, RecoveryCodesOut
from deconflict.flows.set_second_factor import forget_factor, hold_factor, offer_factor
from deconflict.parties import factor_store as factors
from deconflict.parties import store as parties
from deconflict.parties.errors import SecondFactorNotOffered, SecondFactorRefused, SignedOut

router = APIRouter(prefix="/v1/second-factor", tags=["session"], route_class=SignedInRoute)


@router.get("", response_model=FactorStateOut)
async def read_second_factor(viewer: SignedIn, edge: Served) -> Response:
    """Read whether one signs in with a second factor."""
    async with edge.database.transaction(viewer.context) as session:
        state = await factors.factor_state(session, viewer.person)
    return answer(FactorStateOut.of(state))


@router.post("", status_code=201, response_model=FactorOfferedOut, openapi_extra=refusals(*PROVING))
async def offer_second_factor(request: Request, body: ProofIn, viewer: SignedIn, edge: Served) -> Response:
    """Begin to set up a second factor; until it is confirmed one signs in as before."""
    await prove(request, edge, viewer, body)
    async with edge.database.transaction(viewer.context) as session:
        offered = await offer_factor(session, viewer, edge.clock.now())
    return answer(FactorOfferedOut.of(offered), 201)


@router.post(
    "/confirm",
    response_model=RecoveryCodesOut,
    openapi_extra=refusals(SecondFactorNotOffered, SecondFactorRefused),
)
async def confirm_second_factor(body: ConfirmIn, viewer: SignedIn, edge: Served) -> Response:
    """Show a code of the second factor being set up: from now on one signs in with it as well."""
    codes = await hold_factor(edge.database, viewer, body.code, edge.clock.now())
    return answer(RecoveryCodesOut(recovery_codes=list(codes)))


@router.post("/remove", status_code=204, response_class=Response, openapi_extra=refusals(*PROVING))
async def remove_second_factor(request: Request, body: ProofIn, viewer: SignedIn, edge: Served) -> Response:
    """Sign in with the password alone from now on. Again does no harm."""
    await prove(request, edge, viewer, body)
    async with edge.database.transaction(viewer.context) as session:
        person = await parties.person_with(session, viewer.person)
        if person is None:
            raise SignedOut()
        await forget_factor(session, person, edge.clock.now())
    return no_content()
