"""Who of a party's crews is with which unit: kept by its officers, or by the operator."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer, no_content
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_crews import CrewOut, CrewsOut, WithUnitIn
from deconflict.flows.bind_crew import bind_crew, release_crew
from deconflict.parties import binding_store as bindings
from deconflict.parties import store as parties
from deconflict.parties.errors import NotOfACrew, RoleRefused
from deconflict.parties.model import OFFICERS, Role, UnitId, Viewer
from deconflict.parties.rules import require_role
from deconflict.patrols.errors import UnitNotYours
from deconflict.runtime.database import PartySession

router = APIRouter(prefix="/v1/crews", tags=["directory"], route_class=SignedInRoute)


@router.get("", response_model=CrewsOut, openapi_extra=refusals(RoleRefused))
async def read_crews(viewer: SignedIn, edge: Served) -> Response:
    """List who of one's own party's crews signs in by themselves, and with which unit each is."""
    _require_keeper(viewer)
    async with edge.database.transaction(viewer.context) as session:
        found, signs = await bindings.crews(session), await _callsigns(session)
    return answer(CrewsOut(crews=[CrewOut.of(person, signs) for person in found]))


@router.put(
    "/{person}/unit",
    response_model=CrewOut,
    openapi_extra=refusals(RoleRefused, NotOfACrew, UnitNotYours),
)
async def bind(person: UUID, body: WithUnitIn, viewer: SignedIn, edge: Served) -> Response:
    """Say with which unit somebody is: they are told what its devices are told, and speak for it alone."""
    _require_keeper(viewer)
    async with edge.database.transaction(viewer.context) as session:
        bound = await bind_crew(session, person, body.unit, edge.clock.now())
        signs = await _callsigns(session)
    return answer(CrewOut.of(bound, signs))


@router.delete(
    "/{person}/unit",
    status_code=204,
    response_class=Response,
    openapi_extra=refusals(RoleRefused, NotOfACrew),
)
async def release(person: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Say that somebody is with no unit any more. Again does no harm."""
    _require_keeper(viewer)
    async with edge.database.transaction(viewer.context) as session:
        await release_crew(session, person, edge.clock.now())
    return no_content()


def _require_keeper(viewer: Viewer) -> None:
    require_role(viewer, *OFFICERS, Role.OPERATOR)


async def _callsigns(session: PartySession) -> dict[UnitId, str]:
    return {unit.id: unit.callsign for unit in await parties.units(session)}
