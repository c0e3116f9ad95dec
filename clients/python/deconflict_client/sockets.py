"""Opens the live socket and reduces its many ways of failing to two: signed out, or closed.

Understands no message.
"""

from typing import Protocol

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.typing import Subprotocol

from deconflict_client.errors import SignedOut

SUBPROTOCOL = "deconflict.v1"
OPEN_TIMEOUT_S = 10.0
CLOSE_TIMEOUT_S = 2.0


class LineClosed(Exception):
    """The socket is closed or could not be opened; `code` is None when there was no close frame."""

    def __init__(self, code: int | None, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Socket(Protocol):
    """A connected line; each call may raise LineClosed."""

    async def send(self, text: str) -> None:
        """Send one message."""

    async def receive(self) -> str | bytes:
        """Wait for one message."""

    async def close(self, reason: str) -> None:
        """Close it; never raises."""


class WebSocket:
    """A `Socket` over the `websockets` library."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def send(self, text: str) -> None:
        """Send one message."""
        try:
            await self._connection.send(text)
        except ConnectionClosed as closed:
            raise _line_closed(closed) from closed

    async def receive(self) -> str | bytes:
        """Wait for one message."""
        try:
            return await self._connection.recv()
        except ConnectionClosed as closed:
            raise _line_closed(closed) from closed

    async def close(self, reason: str) -> None:
        """Close it; a peer that no longer answers is left after CLOSE_TIMEOUT_S."""
        await self._connection.close(reason=reason[:100])


async def dial(url: str, token: str | None) -> WebSocket:
    """Open the live socket of the service at `url`; SignedOut when the token does not hold."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        connection = await connect(
            live_address(url),
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            additional_headers=headers,
            open_timeout=OPEN_TIMEOUT_S,
            close_timeout=CLOSE_TIMEOUT_S,
        )
    except InvalidStatus as refusal:
        status = refusal.response.status_code
        if status == 401:
            raise SignedOut(code="signed_out", status=status, detail="the token does not hold") from refusal
        raise LineClosed(None, f"the service answered {status}") from refusal
    except (OSError, TimeoutError, InvalidHandshake) as fault:
        raise LineClosed(None, str(fault) or type(fault).__name__) from fault
    return WebSocket(connection)


def live_address(url: str) -> str:
    """Return the socket's address for the service's: http becomes ws, https wss."""
    scheme, _, rest = url.rstrip("/").partition("://")
    return f"{'wss' if scheme == 'https' else 'ws'}://{rest}/v1/live"


def _line_closed(closed: ConnectionClosed) -> LineClosed:
    frame = closed.rcvd
    return LineClosed(None, "the line was cut") if frame is None else LineClosed(frame.code, frame.reason)
