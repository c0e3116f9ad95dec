"""Zones: a party's own, and the neutral desk's that every party sees."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from deconflict.api.answers import answer, no_content
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.routes import FeatureRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_zones import ZoneIn, ZoneOut, ZonesOut
from deconflict.errors import NotFound
from deconflict.flows.errors import PartyNotYours
from deconflict.flows.set_zones import add_zone, remove_zone
from deconflict.parties import store as parties
from deconflict.parties.errors import RoleRefused
from deconflict.parties.model import Viewer
from deconflict.runtime.database import PartySession
from deconflict.separation.errors import EmptyWindow, OutlineError
from deconflict.zones import store as zones

router = APIRouter(prefix="/v1/zones", tags=["zones"], route_class=FeatureRoute)


@router.get("", response_model=ZonesOut)
async def read_zones(viewer: SignedIn, edge: Served) -> Response:
    """List the zones that hold or will hold: one's own party's and the neutral desk's."""
    async with edge.database.transaction(viewer.context) as session:
        return answer(ZonesOut.of(await zones.zones(session)))


@router.get("/{zone_id}", response_model=ZoneOut)
async def read_zone(zone_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Read one zone."""
    async with edge.database.transaction(viewer.context) as session:
        zone = await zones.zone_with(session, zone_id)
    if zone is None:
        raise NotFound()
    return answer(ZoneOut.of(zone))


@router.post(
    "",
    status_code=201,
    response_model=ZoneOut,
    openapi_extra=refusals(RoleRefused, PartyNotYours, EmptyWindow, *OutlineError.__subclasses__()),
)
async def declare(body: ZoneIn, viewer: SignedIn, edge: Served) -> Response:
    """Declare a zone: an officer's is its party's, the desk's is everybody's."""
    area = body.area()
    async with edge.database.transaction(viewer.context) as session:
        await _require_own(session, viewer, body.properties.party)
        zone = await add_zone(session, viewer, body.properties.name, area, edge.clock.now())
    return answer(ZoneOut.of(zone), 201, {"Location": f"/v1/zones/{zone.id}"})


@router.delete("/{zone_id}", status_code=204, response_class=Response, openapi_extra=refusals(RoleRefused))
async def remove(zone_id: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Let a zone hold no longer."""
    async with edge.database.transaction(viewer.context) as session:
        await remove_zone(session, viewer, zone_id, edge.clock.now())
    return no_content()


async def _require_own(session: PartySession, viewer: Viewer, named: str | None) -> None:
    """Refuse a zone in another party's name; unknown parties and rivals are the same (DIS-06)."""
    if named is None or named == str(viewer.party):
        return
    party = await parties.party_with_slug(session, named)
    if party is None or party.id != viewer.party:
        raise PartyNotYours()
