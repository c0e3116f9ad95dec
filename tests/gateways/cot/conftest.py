"""Devices of units, and a listener in the clear on loopback."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest

from deconflict.flows.enrol_device import offer_code, redeem_code
from deconflict.flows.recognise_certificate import recognise_certificate
from deconflict.gateways.cot.listener import Listener
from deconflict.parties.model import Unit, Viewer

PATIENCE_S = 30.0


@dataclass(frozen=True)
class Enrolled:
    """A device with its secret, and as whom it speaks."""

    id: UUID
    secret: str
    unit: UUID
    viewer: Viewer


@pytest.fixture
def enrol(world: Any) -> Callable[..., Awaitable[Enrolled]]:
    """Enrol a device of a unit."""

    async def enrolled(party: str = "a", callsign: str = "U1") -> Enrolled:
        owner = world.parties[party].id
        [(unit,)] = world.sql("SELECT id FROM unit WHERE party = %s AND callsign = %s", owner, callsign)
        async with world.owner.transaction() as session:
            offered = await offer_code(session, Unit(unit, owner, callsign), "phone", world.now())
        made = (await redeem_code(world.database, offered.code, world.now())).enrolled
        viewer = await recognise_certificate(world.database, made.device.id, world.now())
        assert viewer is not None
        return Enrolled(made.device.id, made.secret, unit, viewer)

    return enrolled


@pytest.fixture
def event(world: Any) -> Callable[..., bytes]:
    """Make an event as a TAK device sends it."""

    def make(
        kind: str = "a-f-G-U-C",
        uid: str = "ANDROID-1",
        lon: object = 15.0,
        detail: str = "",
        time: str = "",
        point: str = "",
    ) -> bytes:
        at = time or world.now().isoformat()
        where = point or f'lat="32.0" lon="{lon}" hae="0" ce="8.5" le="0"'
        return (
            f'<event version="2.0" uid="{uid}" type="{kind}" how="m-g" time="{at}" start="{at}" stale="{at}">'
            f"<point {where}/><detail>{detail}</detail></event>"
        ).encode()

    return make


@dataclass
class Line:
    """One connection to the listener, and what was heard on it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    heard: bytes = b""

    def say(self, *events: bytes) -> None:
        """Send events."""
        for event in events:
            self.writer.write(event)

    async def hear(self, wanted: bytes) -> bytes:
        """Wait until that was heard; return all that was."""
        async with asyncio.timeout(PATIENCE_S):
            while wanted not in self.heard:
                data = await self.reader.read(16384)
                assert data, self.heard
                self.heard += data
        return self.heard

    async def ended(self) -> bool:
        """Wait for the other side to end the line."""
        async with asyncio.timeout(PATIENCE_S):
            try:
                while await self.reader.read(16384):
                    pass
            except ConnectionResetError:
                pass
        return True


async def close(writer: asyncio.StreamWriter) -> None:
    """End a line, however it stands."""
    writer.transport.abort()
    with suppress(ConnectionError):
        await writer.wait_closed()


@dataclass
class Lines:
    """The listener, and everybody connected to it."""

    listener: Listener
    port: int = 0
    exits: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def open(
        self, device: Enrolled | None = None, secret: str | None = None, address: str = "127.0.0.1"
    ) -> Line:
        """Connect from an address, and show who one is."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(address, 0))
        self.exits.push_async_callback(close, writer)
        line = Line(reader, writer)
        if device is not None:
            shown = secret or device.secret
            line.say(f'<auth><cot username="{device.id}" password="{shown}"/></auth>'.encode())
        return line


@pytest.fixture
async def lines(world: Any) -> AsyncIterator[Lines]:
    """A listener in the clear."""
    made = Lines(Listener(world.database, world.deployment, world.clock))
    async with made.listener.listening("127.0.0.1", 0) as server, made.exits:
        made.port = server.sockets[0].getsockname()[1]
        yield made
