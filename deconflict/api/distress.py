"""Calls for help of a party's own units, and all halts of an area by the neutral desk or the facilitator (LIV-07)."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.pages import After, Limit, key_of, next_link
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_distress import HaltIn, HaltOut, HaltPage, SosIn, SosOut, SosPage
from deconflict.disclosure.distress import disclose_halt, disclose_sos
from deconflict.distress import store as distress
from deconflict.distress.errors import AreaInvalid, NotStanding
from deconflict.errors import NotFound
from deconflict.flows.facts_of_distress import facts_for_calls, facts_for_halts
from deconflict.flows.order_halt import lift_halt, order_halt
from deconflict.flows.raise_sos import end_sos, raise_sos
from deconflict.parties.errors import RoleRefused
from deconflict.patrols.errors import UnitNotYours

router = APIRouter(prefix="/v1", tags=["distress"], route_class=SignedInRoute)


@router.post(
    "/sos",
    status_code=201,
    response_model=SosOut,
    openapi_extra=refusals(RoleRefused, UnitNotYours, NotStanding),
)
async def call(body: SosIn, viewer: SignedIn, edge: Served) -> Response:
    """Call for help. 200 when that unit's call stands already: it is returned, and nothing else happens."""
    async with edge.database.transaction(viewer.context) as session:
        item, new = await raise_sos(session, viewer, body.unit, body.where(), body.note, edge.clock.now())
        facts = await facts_for_calls(session, [item])
    return answer(
        SosOut.of(disclose_sos(viewer, item, facts)),
        201 if new else 200,
        {"Location": f"/v1/sos/{item.id}"},
    )


@router.get("/sos", response_model=SosPage)
async def read_calls(viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50) -> Response:
    """List calls: one's own party's and what one was told of others'; for the desk all."""
    async with edge.database.transaction(viewer.context) as session:
        found = await distress.page_of_calls(session, limit, key_of(after))
        facts = await facts_for_calls(session, found)
    page = SosPage(sos=[SosOut.of(disclose_sos(viewer, item, facts)) for item in found])
    return answer(page, headers=next_link("/v1/sos", [(item.raised_at, item.id) for item in found], limit))


@router.get("/sos/{sos_id}", response_model=SosOut)
async def read_call(sos_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read one call."""
    async with edge.database.transaction(viewer.context) as session:
        found = (await distress.calls(session, [sos_id])).get(sos_id)
        if found is None:
            raise NotFound()
        facts = await facts_for_calls(session, [found])
    return answer(SosOut.of(disclose_sos(viewer, found, facts)))


@router.post("/sos/{sos_id}/end", response_model=SosOut, openapi_extra=refusals(RoleRefused, NotStanding))
async def end(sos_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """End a call, as its own party or the desk. Everybody who was told is told so."""
    async with edge.database.transaction(viewer.context) as session:
        over = await end_sos(session, viewer, sos_id, edge.clock.now())
        facts = await facts_for_calls(session, [over])
    return answer(SosOut.of(disclose_sos(viewer, over, facts)))


@router.post(
    "/halts", status_code=201, response_model=HaltOut, openapi_extra=refusals(RoleRefused, AreaInvalid)
)
async def order(body: HaltIn, viewer: SignedIn, edge: Served) -> Response:
    """Order that everybody in an area stands still. Every party with a unit or a patrol there is told at once."""
    async with edge.database.transaction(viewer.context) as session:
        halt = await order_halt(session, viewer, body.ring(), body.note, edge.clock.now())
        facts = await facts_for_halts(session, [halt])
    return answer(HaltOut.of(disclose_halt(viewer, halt, facts)), 201, {"Location": f"/v1/halts/{halt.id}"})


@router.get("/halts", response_model=HaltPage)
async def read_halts(viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50) -> Response:
    """List halts: those that concern one's own party; for the desk all, with who acknowledged and who has not."""
    async with edge.database.transaction(viewer.context) as session:
        found = await distress.page_of_halts(session, limit, key_of(after))
        facts = await facts_for_halts(session, found)
    page = HaltPage(halts=[HaltOut.of(disclose_halt(viewer, item, facts)) for item in found])
    return answer(page, headers=next_link("/v1/halts", [(item.raised_at, item.id) for item in found], limit))


@router.get("/halts/{halt_id}", response_model=HaltOut)
async def read_halt(halt_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read one halt."""
    async with edge.database.transaction(viewer.context) as session:
        found = (await distress.halts(session, [halt_id])).get(halt_id)
        if found is None:
            raise NotFound()
        facts = await facts_for_halts(session, [found])
    return answer(HaltOut.of(disclose_halt(viewer, found, facts)))


@router.post(
    "/halts/{halt_id}/lift", response_model=HaltOut, openapi_extra=refusals(RoleRefused, NotStanding)
)
async def lift(halt_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Lift a halt, as the desk or whoever ordered it. Everybody who was told is told so."""
    async with edge.database.transaction(viewer.context) as session:
        over = await lift_halt(session, viewer, halt_id, edge.clock.now())
        facts = await facts_for_halts(session, [over])
    return answer(HaltOut.of(disclose_halt(viewer, over, facts)))
