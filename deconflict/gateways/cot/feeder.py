"""Feeds an existing TAK server with what one viewer may see: we are its client, and take nothing in from it."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar, Final
from urllib.parse import urlsplit

import structlog

from deconflict.errors import DeconflictError
from deconflict.flows.deployment import Deployment
from deconflict.gateways.cot.incoming import PASSES
from deconflict.gateways.cot.listener import DRAINS_WITHIN_S, POLL_S, READ_BYTES, close
from deconflict.gateways.cot.outgoing import Outgoing
from deconflict.parties.errors import SignInRefused
from deconflict.parties.model import Viewer
from deconflict.runtime.clock import Clock
from deconflict.runtime.database import Database

log = structlog.get_logger()

LONGEST_WAIT_S: Final = 30.0
UNCONFIRMED_S: Final = 30.0
"""How long what was sent may stay unconfirmed by the other side's TCP: less than `outgoing.REMEMBERED`."""
PORTS: Final = {"tcp": 8087, "tls": 8089}


@dataclass(eq=False)
class ServerAddressRefused(DeconflictError):
    """An address of a TAK server is `tcp://host:port` or `tls://host:port`."""

    code: ClassVar[str] = "tak_server_address_refused"
    address: str


@dataclass(frozen=True)
class Server:
    """Where a TAK server listens, and how it is spoken to."""

    host: str
    port: int
    tls: ssl.SSLContext | None = None

    @classmethod
    def at(cls, address: str, tls: ssl.SSLContext | None = None) -> "Server":
        """Read an address. Raises ServerAddressRefused."""
        parts = urlsplit(address)
        try:
            port = parts.port or PORTS[parts.scheme]
        except (KeyError, ValueError):
            raise ServerAddressRefused(address=address) from None
        if not parts.hostname:
            raise ServerAddressRefused(address=address)
        secure = (tls or ssl.create_default_context()) if parts.scheme == "tls" else None
        return cls(parts.hostname, port, secure)


@dataclass
class Feeder:
    """Sends one viewer's news to one server; after a lost line once more what that one may have lost."""

    database: Database
    deployment: Deployment
    clock: Clock
    server: Server
    recognise: Callable[[], Awaitable[Viewer | None]]

    async def run(self) -> None:
        """Feed until cancelled. SignInRefused when the device may not speak (any more)."""
        outgoing, wait_s = Outgoing(self.database, self.deployment), POLL_S
        while True:
            try:
                async with asyncio.timeout(DRAINS_WITHIN_S):
                    at = self.server
                    reader, writer = await asyncio.open_connection(at.host, at.port, ssl=at.tls)
            except (OSError, TimeoutError):
                log.warning("tak_server_unreachable", wait_s=wait_s)
                await asyncio.sleep(wait_s)
                wait_s = min(2 * wait_s, LONGEST_WAIT_S)
                continue
            wait_s = POLL_S
            try:
                _notice_silence(writer)
                await self._feed(reader, writer, outgoing)
            except OSError as ended:
                log.warning("tak_server_lost", reason=type(ended).__name__)
                outgoing.go_back(self.clock.now())
                await asyncio.sleep(wait_s)
            finally:
                await close(writer)

    async def _feed(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, outgoing: Outgoing
    ) -> None:
        leaving = asyncio.create_task(_until_end(reader))
        try:
            while not leaving.done():
                try:
                    viewer = await self.recognise()
                    events = [] if viewer is None else await outgoing.news(viewer, self.clock.now())
                except PASSES:
                    events, viewer = [], None
                else:
                    if viewer is None:
                        raise SignInRefused()
                for event in events:
                    writer.write(event)
                async with asyncio.timeout(DRAINS_WITHIN_S):
                    await writer.drain()
                await asyncio.wait((leaving,), timeout=POLL_S)
        finally:
            leaving.cancel()
        raise ConnectionResetError


def _notice_silence(writer: asyncio.StreamWriter) -> None:
    """Let the line be lost when the other side does not confirm what was sent: by default that takes 15 minutes."""
    line = writer.get_extra_info("socket")
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # where the system has it
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(UNCONFIRMED_S * 1000))


async def _until_end(reader: asyncio.StreamReader) -> None:
    """Read what the server sends and leave it, until it ends the line."""
    while await reader.read(READ_BYTES):
        pass
