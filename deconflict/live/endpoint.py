"""The door of `/v1/live`: knows who connects and lets the connection run. What is said there is `connection.py`'s."""

from typing import Final, cast

from starlette.websockets import WebSocket

from deconflict.api import problems
from deconflict.api.edge import Edge, edge_of
from deconflict.api.errors import SubprotocolRefused
from deconflict.api.viewer import require_own_origin, token_of, viewer_of
from deconflict.errors import DeconflictError
from deconflict.flows.recognise import redeem_ticket
from deconflict.live.connection import Connection
from deconflict.live.feed import Follower
from deconflict.live.hub import Hub
from deconflict.live.messages import SUBPROTOCOL
from deconflict.parties.errors import SignedOut
from deconflict.parties.model import Viewer

TICKET: Final = "ticket."
MAX_TICKET: Final = 128


async def live(websocket: WebSocket) -> None:
    """Serve one live socket until either side ends it; a refusal is an HTTP answer to the handshake."""
    edge, hub = edge_of(websocket), cast(Hub, websocket.app.state.hub)
    try:
        follower = Follower(await admit(websocket, edge))
        hub.enter(follower)
    except DeconflictError as error:
        await websocket.send_denial_response(problems.answer(error))
        return
    try:
        await websocket.accept(SUBPROTOCOL)
        await Connection(websocket, edge, hub, follower).run()
    finally:
        hub.leave(follower)


async def admit(websocket: WebSocket, edge: Edge) -> Viewer:
    """Return who connects: by a ticket, a bearer token, or the cookie of one of our own pages (SEC-04)."""
    offered = websocket.scope["subprotocols"]
    if SUBPROTOCOL not in offered:
        raise SubprotocolRefused(expected=SUBPROTOCOL)
    tickets = [name.removeprefix(TICKET) for name in offered if name.startswith(TICKET)]
    if tickets:
        return await _ticketed(edge, tickets)
    token = token_of(websocket)
    if token.by_cookie:
        require_own_origin(websocket, edge)
    return await viewer_of(edge, token)


async def _ticketed(edge: Edge, tickets: list[str]) -> Viewer:
    if len(tickets) == 1 and len(tickets[0]) <= MAX_TICKET:
        viewer = await redeem_ticket(edge.database, tickets[0], edge.clock.now())
        if viewer is not None:
            return viewer
    raise SignedOut()
