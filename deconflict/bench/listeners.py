"""Thousands of websocket clients in one process that only count what they hear, and note when.

Just enough of RFC 6455 to be let in and to know a frame's length; answers nothing.
"""

import asyncio
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final, cast

from deconflict.live.messages import SUBPROTOCOL

AT_ONCE: Final = 200
"""How many are let in at the same time: what may wait at a port is bounded."""
GREETING: Final = (
    "GET /v1/live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    f"Sec-WebSocket-Protocol: {SUBPROTOCOL}\r\n\r\n"
).encode()


@dataclass
class Heard:
    """What all clients heard together: bytes after the greeting, and when each had its share of the bytes expected."""

    bytes: int = 0
    share: int = 1
    at: list[float] = field(default_factory=list)
    waiting: int = 0
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def expect(self, clients: int, share: int) -> None:
        """Begin to count: so many clients are to hear so many bytes each."""
        self.bytes, self.share, self.waiting = 0, share, clients
        self.at.clear()
        self.done.clear()

    def had_its_share(self) -> None:
        """Note that one client has heard all it is to hear."""
        self.at.append(perf_counter())
        self.waiting -= 1
        if self.waiting <= 0:
            self.done.set()


class Listener(asyncio.Protocol):
    """One client."""

    def __init__(self, heard: Heard, let_in: "asyncio.Future[None]") -> None:
        self._heard = heard
        self._let_in = let_in
        self._head = b""
        self._own = 0
        self.gone = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask to be let in."""
        cast(asyncio.Transport, transport).write(GREETING)

    def data_received(self, data: bytes) -> None:
        """Count what is heard."""
        if not self._let_in.done():
            self._head += data
            head, end, data = self._head.partition(b"\r\n\r\n")
            if not end:
                return
            if not head.startswith(b"HTTP/1.1 101"):
                self._let_in.set_exception(ConnectionError(head[:80].decode(errors="replace")))
                return
            self._let_in.set_result(None)
        self._own += len(data)
        if self._own >= self._heard.share:
            self._own -= self._heard.share
            self._heard.had_its_share()

    def connection_lost(self, error: Exception | None) -> None:
        """Say so to whoever waits to be let in."""
        self.gone = True
        if not self._let_in.done():
            self._let_in.set_exception(error or ConnectionError("closed"))


async def listen_to(port: int, clients: int, heard: Heard) -> list[asyncio.BaseTransport]:
    """Open so many sockets, and return them once all are let in."""
    loop = asyncio.get_running_loop()
    turns = asyncio.Semaphore(AT_ONCE)

    async def one() -> asyncio.BaseTransport:
        async with turns:
            let_in: asyncio.Future[None] = loop.create_future()
            transport, _ = await loop.create_connection(lambda: Listener(heard, let_in), "127.0.0.1", port)
            await let_in
            return transport

    return await asyncio.gather(*(one() for _ in range(clients)))
