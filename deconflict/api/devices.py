"""Devices of units and of one's own: enrolled by a code that is told once, listed and revoked (SEC-04)."""

import asyncio
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from deconflict.api.answers import answer
from deconflict.api.contract import refusals
from deconflict.api.edge import Served
from deconflict.api.errors import TooManyAttempts
from deconflict.api.pages import EPOCH, After, Limit, key_of, next_link
from deconflict.api.proving import PROVING, prove
from deconflict.api.routes import OpenRoute, SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_devices import (
    CodeIn,
    DevicePage,
    EnrolledOut,
    ListedDeviceOut,
    NewDeviceIn,
    OfferedOut,
    OwnDeviceIn,
    OwnOfferedOut,
)
from deconflict.errors import NotFound
from deconflict.flows.enrol_device import offer_code, offer_own_code, redeem_code, revoke_device
from deconflict.parties import device_store as devices
from deconflict.parties import store as parties
from deconflict.parties.errors import CodeRefused, RoleRefused
from deconflict.parties.model import OFFICERS, Role
from deconflict.parties.rules import require_role

door = APIRouter(prefix="/v1/devices", tags=["devices"], route_class=OpenRoute)
router = APIRouter(prefix="/v1", tags=["devices"], route_class=SignedInRoute)


@door.post(
    "/enrol",
    status_code=201,
    response_model=EnrolledOut,
    openapi_extra=refusals(CodeRefused, TooManyAttempts),
)
async def enrol(request: Request, body: CodeIn, edge: Served) -> Response:
    """Trade a code, once and in time, for the secret that the device signs in with from then on."""
    address = request.client.host if request.client else ""
    edge.codes.require(address, asyncio.get_running_loop().time())
    return answer(EnrolledOut.of(await redeem_code(edge.database, body.code, edge.clock.now())), 201)


@router.post(
    "/units/{unit}/devices",
    status_code=201,
    response_model=OfferedOut,
    openapi_extra=refusals(*PROVING, RoleRefused),
)
async def offer(request: Request, unit: UUID, body: NewDeviceIn, viewer: SignedIn, edge: Served) -> Response:
    """Add a device of a unit of one's own party, as its officer or the operator, and learn the code it enrols by."""
    require_role(viewer, *OFFICERS, Role.OPERATOR)
    await prove(request, edge, viewer, body)
    async with edge.database.transaction(viewer.context) as session:
        found = await parties.unit_with(session, unit)
        if found is None:
            raise NotFound()
        offered = await offer_code(session, found, body.name, edge.clock.now())
    return answer(OfferedOut.of(offered), 201)


@router.post(
    "/devices/own",
    status_code=201,
    response_model=OwnOfferedOut,
    openapi_extra=refusals(*PROVING, RoleRefused),
)
async def offer_own(request: Request, body: OwnDeviceIn, viewer: SignedIn, edge: Served) -> Response:
    """Add a device of one's own, such as a phone, and learn the code to type into it within five minutes."""
    await prove(request, edge, viewer, body)
    async with edge.database.transaction(viewer.context) as session:
        offered = await offer_own_code(session, viewer, body.name, edge.clock.now())
    return answer(OwnOfferedOut.of(offered), 201)


@router.get("/devices", response_model=DevicePage)
async def read_devices(viewer: SignedIn, edge: Served, after: After = None, limit: Limit = 50) -> Response:
    """List one's own devices, by their ids; as an officer those of one's party, as the operator all."""
    key = key_of(after)
    async with edge.database.transaction(viewer.context) as session:
        found = await devices.devices(session, limit, None if key is None else key[1])
    keys = [(EPOCH, entry.device.id) for entry in found]
    return answer(DevicePage.of(found), headers=next_link("/v1/devices", keys, limit))


@router.post("/devices/{device}/revoke", response_model=ListedDeviceOut, openapi_extra=refusals(RoleRefused))
async def revoke(device: UUID, viewer: SignedIn, edge: Served) -> Response:
    """Revoke a lost device: whatever it holds is of no use within a second. Again does no harm."""
    if viewer.unit is not None:  # one that was found must not end the others
        raise RoleRefused(role=viewer.role.value)
    async with edge.database.transaction(viewer.context) as session:
        entry = await revoke_device(session, device, edge.clock.now())
    return answer(ListedDeviceOut.of(entry))
