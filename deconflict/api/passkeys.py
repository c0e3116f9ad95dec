"""Passkeys: a challenge for whoever signs in, and one's own list (SEC-04)."""

import asyncio
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from deconflict.api.answers import answer, no_content
from deconflict.api.contract import refusals
from deconflict.api.edge import Edge, Served
from deconflict.api.errors import TooManyAttempts
from deconflict.api.proving import PROVING, prove
from deconflict.api.routes import OpenRoute, SignedInRoute
from deconflict.api.viewer import SignedIn
from deconflict.api.wire_passkeys import ChallengeOut, PasskeyIn, PasskeyOfferedOut, PasskeyOut, PasskeysOut
from deconflict.api.wire_proof import ProofIn
from deconflict.errors import NotFound
from deconflict.flows.challenge_passkeys import challenge_for
from deconflict.flows.keep_passkeys import add_passkey, offer_passkey, remove_passkey
from deconflict.parties import passkey_store as passkeys
from deconflict.parties.ceremonies import RelyingParty
from deconflict.parties.errors import PasskeyRefused, PasskeysNotOffered

door = APIRouter(prefix="/v1/session", tags=["session"], route_class=OpenRoute)
router = APIRouter(prefix="/v1/passkeys", tags=["session"], route_class=SignedInRoute)


@door.post(
    "/passkey",
    status_code=201,
    response_model=ChallengeOut,
    openapi_extra=refusals(PasskeysNotOffered, TooManyAttempts),
)
async def ask_challenge(request: Request, edge: Served) -> Response:
    """Ask what a passkey has to sign; its answer goes to `POST /v1/session` within five minutes."""
    relying = offering(edge)
    edge.challenges.require(request.client.host if request.client else "", asyncio.get_running_loop().time())
    made = await challenge_for(edge.database, None, edge.clock.now())
    return answer(ChallengeOut.of(made, relying), 201)


@router.get("", response_model=PasskeysOut)
async def read_passkeys(viewer: SignedIn, edge: Served) -> Response:
    """List one's own passkeys."""
    async with edge.database.transaction(viewer.context) as session:
        found = await passkeys.own(session, viewer.person)
    return answer(PasskeysOut.of(found, offered=edge.relying is not None))


@router.post(
    "/offer",
    status_code=201,
    response_model=PasskeyOfferedOut,
    openapi_extra=refusals(PasskeysNotOffered, *PROVING),
)
async def offer(request: Request, body: ProofIn, viewer: SignedIn, edge: Served) -> Response:
    """Begin to add a passkey, with the password; the device's answer goes to `POST /v1/passkeys`."""
    relying = offering(edge)
    await prove(request, edge, viewer, body)
    offered = await offer_passkey(edge.database, viewer, edge.clock.now())
    return answer(PasskeyOfferedOut.offered(offered, relying), 201)


@router.post(
    "",
    status_code=201,
    response_model=PasskeyOut,
    openapi_extra=refusals(PasskeysNotOffered, PasskeyRefused),
)
async def add(body: PasskeyIn, viewer: SignedIn, edge: Served) -> Response:
    """Add the passkey that a device has made."""
    relying, now = offering(edge), edge.clock.now()
    added = await add_passkey(edge.database, viewer, body.attested(), relying, body.name, now)
    return answer(PasskeyOut.of(added), 201)


@router.post(
    "/{passkey_id}/remove",
    status_code=204,
    response_class=Response,
    openapi_extra=refusals(*PROVING, NotFound),
)
async def remove(
    request: Request, passkey_id: UUID, body: ProofIn, viewer: SignedIn, edge: Served
) -> Response:
    """Remove one of one's own passkeys, with the password; sessions that it opened stay open."""
    await prove(request, edge, viewer, body)
    async with edge.database.transaction(viewer.context) as session:
        await remove_passkey(session, viewer, passkey_id, edge.clock.now())
    return no_content()


def offering(edge: Edge) -> RelyingParty:
    """Return what passkeys are bound to, or refuse."""
    if edge.relying is None:
        raise PasskeysNotOffered()
    return edge.relying
