"""A line to the service that can be cut, as in a tunnel: a proxy on loopback that carries bytes, or drops the line."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit


class Tunnel:
    """The road with a tunnel on it."""

    def __init__(self, url: str) -> None:
        self._to = urlsplit(url)
        self._inside = False
        self._lines: set[asyncio.StreamWriter] = set()
        self.url = ""

    def enter(self) -> None:
        """Lose every line at once, and get none until one leaves."""
        self._inside = True
        for line in self._lines:
            line.transport.abort()

    def leave(self) -> None:
        """Have a network again."""
        self._inside = False

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Tunnel"]:
        """Carry lines while the block lasts."""
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            self.enter()
            server.close()
            await server.wait_closed()

    async def _carry(self, near_reader: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        if self._inside:
            near.transport.abort()
            return
        far_reader, far = await asyncio.open_connection(self._to.hostname, self._to.port)
        self._lines |= {near, far}
        await asyncio.gather(_pump(near_reader, far), _pump(far_reader, near))
        self._lines -= {near, far}


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
