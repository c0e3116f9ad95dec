"""Parties, units, people and devices: read by who may see them, added by the operator."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.errors import InvalidValue
from deconflict.api.proving import PROVING, prove
from deconflict.api.routes import SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_devices import DeviceIn
from deconflict.api.wire_people import (
    DeviceOut,
    PartiesOut,
    PartyIn,
    PartyOut,
    PersonIn,
    PersonOut,
    UnitIn,
    UnitOut,
    UnitsOut,
)
from deconflict.errors import NotFound
from deconflict.flows.administer import add_device, add_party, add_person, add_unit
from deconflict.flows.bind_crew import bind_crew
from deconflict.parties import store as parties
from deconflict.parties.errors import AlreadyTaken, NotOfACrew, RolePartyMismatch, RoleRefused
from deconflict.parties.model import Role
from deconflict.parties.rules import require_role
from deconflict.patrols.errors import UnitNotYours
from deconflict.runtime.database import PartySession

router = APIRouter(prefix="/v1", tags=["directory"], route_class=SignedInRoute)

ADDING: dict[str, Any] = refusals(RoleRefused, AlreadyTaken)


@router.get("/parties", response_model=PartiesOut)
async def read_parties(viewer: SignedIn, edge: Served) -> Response:
    """List one's own party; for the neutral staff all."""
    async with edge.database.transaction(viewer.context) as session:
        found = await parties.parties(session)
    return answer(PartiesOut(parties=[PartyOut.of(party) for party in found]))


@router.get("/units", response_model=UnitsOut)
async def read_units(viewer: SignedIn, edge: Served) -> Response:
    """List the units of one's own party; for the neutral staff all."""
    async with edge.database.transaction(viewer.context) as session:
        found = await parties.units(session)
    return answer(UnitsOut(units=[UnitOut.of(unit) for unit in found]))


@router.post("/parties", status_code=201, response_model=PartyOut, openapi_extra=ADDING)
async def new_party(body: PartyIn, viewer: SignedIn, edge: Served) -> Response:
    """Add a party, as the operator."""
    require_role(viewer, Role.OPERATOR)
    async with edge.database.transaction(viewer.context) as session:
        party = await add_party(session, body.slug, body.name, edge.clock.now())
    return answer(PartyOut.of(party), 201)


@router.post("/units", status_code=201, response_model=UnitOut, openapi_extra=ADDING)
async def new_unit(body: UnitIn, viewer: SignedIn, edge: Served) -> Response:
    """Register a unit of a party with the neutral desk (PRB-01), as the desk or the operator."""
    require_role(viewer, Role.OPERATOR, Role.DESK)
    async with edge.database.transaction(viewer.context) as session:
        party = await _party_named(session, body.party)
        unit = await add_unit(session, party, body.callsign, edge.clock.now())
    return answer(UnitOut.of(unit), 201)


@router.post(
    "/people",
    status_code=201,
    response_model=PersonOut,
    openapi_extra=refusals(*PROVING, RoleRefused, AlreadyTaken, RolePartyMismatch, NotOfACrew, UnitNotYours),
)
async def new_person(request: Request, body: PersonIn, viewer: SignedIn, edge: Served) -> Response:
    """Add a person, as the operator, with one's own password; one of a crew may be bound to a unit at once."""
    require_role(viewer, Role.OPERATOR)
    await prove(request, edge, viewer, body.proof)
    async with edge.database.transaction(viewer.context) as session:
        party = None if body.party is None else await _party_named(session, body.party)
        person = await add_person(
            session, party, body.login, body.name, body.role, body.password, edge.clock.now()
        )
        if body.unit is not None:
            person = await bind_crew(session, person.id, body.unit, edge.clock.now())
    return answer(PersonOut.of(person), 201)


@router.post(
    "/devices",
    status_code=201,
    response_model=DeviceOut,
    openapi_extra=refusals(*PROVING, RoleRefused, NotFound),
)
async def new_device(request: Request, body: DeviceIn, viewer: SignedIn, edge: Served) -> Response:
    """Enrol a device of a person, as the operator, with one's own password. Its secret is told this once."""
    require_role(viewer, Role.OPERATOR)
    await prove(request, edge, viewer, body)
    async with edge.database.transaction(viewer.context) as session:
        enrolled = await add_device(session, body.person, body.name, edge.clock.now())
    return answer(DeviceOut.of(enrolled), 201)


async def _party_named(session: PartySession, name: str) -> UUID:
    """Return the party of that id or slug."""
    for party in await parties.parties(session):
        if name in {str(party.id), party.slug}:
            return party.id
    error = InvalidValue()
    error.pointer = "/party"
    raise error
