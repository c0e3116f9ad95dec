"""Signing in and out, who one is, and tickets for live sockets."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from deconflict.alerts import store as alerts
from deconflict.api.answers import answer, no_content
from deconflict.api.contract import refusals
from deconflict.api.edge import Edge, Served
from deconflict.api.errors import SeveralCredentials, TooManyAttempts
from deconflict.api.proving import PROVING, prove
from deconflict.api.routes import OpenRoute, SignedInRoute
from deconflict.api.viewer import SignedIn, cookie_name, token_of, whence
from deconflict.api.wire_people import NewPasswordIn, SessionOut, SignInIn, TicketOut, WaysOut, WhoOut, who
from deconflict.flows.change_password import change_own_password
from deconflict.flows.sign_in import issue_ticket, sign_in, sign_out
from deconflict.parties import store as parties
from deconflict.parties.errors import (
    PasskeysNotOffered,
    SecondFactorRefused,
    SecondFactorRequired,
    SignedOut,
    SignInRefused,
    TooManyCodes,
)
from deconflict.parties.model import Viewer

door = APIRouter(prefix="/v1/session", tags=["session"], route_class=OpenRoute)
router = APIRouter(prefix="/v1/session", tags=["session"], route_class=SignedInRoute)


@door.post(
    "",
    status_code=201,
    response_model=SessionOut,
    openapi_extra=refusals(
        SignInRefused,
        TooManyAttempts,
        SecondFactorRequired,
        SecondFactorRefused,
        TooManyCodes,
        PasskeysNotOffered,
        SeveralCredentials,
    ),
)
async def open_session(request: Request, body: SignInIn, edge: Served) -> Response:
    """Sign in by password or passkey, or as a device. The token is a bearer's, or the cookie's that comes with it."""
    knock = body.knock(edge.relying)
    address = request.client.host if request.client else ""
    edge.attempts.require(address, body.key, asyncio.get_running_loop().time())
    async with edge.attempts.turn(address, body.key):
        signed_in = await sign_in(edge.database, knock, edge.deployment, edge.clock.now(), whence(request))
    edge.attempts.succeeded(address, body.key)
    present = await _who(edge, signed_in.viewer)
    response = answer(SessionOut(token=signed_in.token, **dict(present)), 201)
    response.set_cookie(
        cookie_name(secure=edge.secure_cookies),
        signed_in.token,
        max_age=int(edge.deployment.session_hours * 3600),
        path="/",
        secure=edge.secure_cookies,
        httponly=True,
        samesite="strict",
    )
    return response


@door.get("/ways", response_model=WaysOut)
async def read_ways(request: Request, edge: Served) -> Response:
    """Say which ways in there are, to anybody, and whether the request brought a session along."""
    brought = cookie_name(secure=edge.secure_cookies) in request.cookies
    return answer(WaysOut(passkeys=edge.relying is not None, brought=brought))


@router.get("", response_model=WhoOut)
async def read_session(viewer: SignedIn, edge: Served) -> Response:
    """Say who is signed in."""
    return answer(await _who(edge, viewer))


@router.delete("", status_code=204, response_class=Response)
async def end_session(request: Request, viewer: SignedIn, edge: Served) -> Response:
    """Sign out: the session ends for requests and sockets alike."""
    async with edge.database.transaction(viewer.context) as session:
        await sign_out(session, viewer, edge.clock.now())
    edge.recognised.forget(token_of(request).text)
    response = no_content()
    name, secure = cookie_name(secure=edge.secure_cookies), edge.secure_cookies
    response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="strict")
    return response


@router.put("/password", status_code=204, response_class=Response, openapi_extra=refusals(*PROVING))
async def change_password(request: Request, body: NewPasswordIn, viewer: SignedIn, edge: Served) -> Response:
    """Change one's own password with the present one, and end all other sessions; devices and passkeys stay."""
    shown = await prove(request, edge, viewer, body)
    await change_own_password(edge.database, viewer, shown, body.new_password, edge.clock.now())
    return no_content()


@router.post("/ticket", status_code=201, response_model=TicketOut)
async def add_ticket(viewer: SignedIn, edge: Served) -> Response:
    """Make a ticket for one live socket: `Sec-WebSocket-Protocol: deconflict.v1, ticket.<ticket>`."""
    async with edge.database.transaction(viewer.context) as session:
        ticket, expires_at = await issue_ticket(session, viewer, edge.clock.now())
    return answer(TicketOut(ticket=ticket, expires_at=expires_at), 201)


async def _who(edge: Edge, viewer: Viewer) -> WhoOut:
    async with edge.database.transaction(viewer.context) as session:
        person = await parties.person_with(session, viewer.person)
        epoch = await alerts.epoch(session)
    if person is None:
        raise SignedOut()
    return who(viewer, person, epoch, edge.deployment.zone)
