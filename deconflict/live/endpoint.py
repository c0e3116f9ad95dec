"""The door of `/v1/live`: knows who connects and lets the connection run. What is said there is `connection.py`'s."""

import asyncio
from contextlib import AsyncExitStack
from typing import Final, NamedTuple, cast

from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from deconflict.api import problems
from deconflict.api.edge import Edge, edge_of
from deconflict.api.errors import SubprotocolRefused
from deconflict.api.viewer import Token, require_own_origin, token_of, viewer_of
from deconflict.errors import DeconflictError
from deconflict.flows.recognise import redeem_ticket
from deconflict.live.connection import Connection
from deconflict.live.feed import Follower
from deconflict.live.hub import Hub
from deconflict.live.messages import SUBPROTOCOL
from deconflict.parties.errors import SignedOut
from deconflict.parties.model import Viewer
from deconflict.runtime.errors import DatabaseBusy

TICKET: Final = "ticket."
MAX_TICKET: Final = 128
TURN_WITHIN_S: Final = 8.0
"""Clients wait 10 s for the answer to their handshake."""


class Ticket(NamedTuple):
    """What a page shows that cannot set a header: good for one socket."""

    text: str


async def live(websocket: WebSocket) -> None:
    """Serve one live socket until either side ends it; a refusal is an HTTP answer to the handshake."""
    edge, hub = edge_of(websocket), cast(Hub, websocket.app.state.hub)
    try:
        follower = Follower(await admit_in_turn(websocket, edge, hub))
        hub.enter(follower)
    except DeconflictError as error:
        await websocket.send_denial_response(problems.answer(error))
        return
    try:
        await converse(websocket, edge, hub, follower)
    finally:
        hub.leave(follower)


async def admit_in_turn(websocket: WebSocket, edge: Edge, hub: Hub) -> Viewer:
    """Return who connects. The database is asked for few at a time, and for nobody who is refused at first sight.

    DatabaseBusy to those whose turn does not come before they give up.
    """
    shown = shown_by(websocket, edge)
    address = websocket.client.host if websocket.client else ""
    async with AsyncExitStack() as turn:
        turn.enter_context(hub.catching_up.arriving())
        try:
            async with asyncio.timeout(TURN_WITHIN_S):
                await turn.enter_async_context(hub.admitting.place(address))
        except TimeoutError:
            raise DatabaseBusy from None
        return await admit(edge, shown)


async def converse(websocket: WebSocket, edge: Edge, hub: Hub, follower: Follower) -> None:
    """Let in whoever was admitted, and run the connection to its end."""
    await websocket.accept(SUBPROTOCOL)
    await Connection(websocket, edge, hub, follower).run()


async def converse_over(
    scope: Scope, receive: Receive, send: Send, edge: Edge, hub: Hub, follower: Follower
) -> None:
    """Do the same for a server without routes, as the bench has it."""
    await converse(WebSocket(scope, receive, send), edge, hub, follower)


def shown_by(websocket: WebSocket, edge: Edge) -> Ticket | Token:
    """Return what a client shows: a ticket, a bearer token, or the cookie of one of our own pages (SEC-04)."""
    offered = websocket.scope["subprotocols"]
    if SUBPROTOCOL not in offered:
        raise SubprotocolRefused(expected=SUBPROTOCOL)
    tickets = [name.removeprefix(TICKET) for name in offered if name.startswith(TICKET)]
    if tickets:
        if len(tickets) > 1 or not 0 < len(tickets[0]) <= MAX_TICKET:
            raise SignedOut()
        return Ticket(tickets[0])
    token = token_of(websocket)
    if token.by_cookie:
        require_own_origin(websocket, edge)
    return token


async def admit(edge: Edge, shown: Ticket | Token) -> Viewer:
    """Return whose ticket that is, and use it up, or whose session; SignedOut when there is none."""
    if isinstance(shown, Token):
        return await viewer_of(edge, shown)
    viewer = await redeem_ticket(edge.database, shown.text, edge.clock.now())
    if viewer is None:
        raise SignedOut()
    return viewer
