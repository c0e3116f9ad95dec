"""Our listener on loopback over the small world, a device of each unit, and programs of others run as processes."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from deconflict.alerts.store import CHANNEL
from deconflict.distress.store import URGENT
from deconflict.flows.administer import add_unit
from deconflict.flows.enrol_device import offer_code, redeem_code
from deconflict.gateways.cot.certificates import Authority
from deconflict.gateways.cot.listener import Listener
from deconflict.parties.model import Unit
from deconflict.runtime.clock import SystemClock
from deconflict.runtime.roles import drop_privileges
from deconflict.runtime.wakeups import call_on_wakeups

PATIENCE_S = 60.0


@dataclass(frozen=True)
class Enrolled:
    """A device that has its secret."""

    id: UUID
    secret: str
    unit: UUID


@dataclass
class Program:
    """A program that was started; `said` is what it printed so far, a line each."""

    process: asyncio.subprocess.Process
    said: list[str] = field(default_factory=list)

    def say(self, *lines: str) -> None:
        """Give it lines to read."""
        assert self.process.stdin is not None
        for line in lines:
            self.process.stdin.write(" ".join(line.split()).encode() + b"\n")

    async def hear(self, wanted: Callable[[str], bool]) -> str:
        """Return the first line that is wanted, of those printed or of those to come."""
        assert self.process.stdout is not None
        for line in self.said:
            if wanted(line):
                return line
        async with asyncio.timeout(PATIENCE_S):
            while line := (await self.process.stdout.readline()).decode().strip():
                self.said.append(line)
                if wanted(line):
                    return line
        raise AssertionError(f"it ended: {self.said}")


class Tak:
    """The listener, its authority, and devices of units."""

    def __init__(self, world: Any, listener: Listener, authority: Authority, folder: Path) -> None:
        self.world, self.listener, self.authority, self.folder = world, listener, authority, folder
        self.port = self.plain_port = 0
        self._exits = AsyncExitStack()

    async def unit(self, party: str, callsign: str) -> None:
        """One more unit."""
        async with self.world.owner.transaction() as session:
            await add_unit(session, self.world.parties[party].id, callsign, self.world.now())

    async def device(self, party: str, callsign: str = "U1") -> Enrolled:
        """A device of a unit."""
        query = "SELECT id FROM unit WHERE party = %s AND callsign = %s"
        owner = self.world.parties[party].id
        [(unit,)] = self.world.sql(query, owner, callsign)
        async with self.world.owner.transaction() as session:
            offered = await offer_code(session, Unit(unit, owner, callsign), "phone", self.world.now())
        made = (await redeem_code(self.world.database, offered.code, self.world.now())).enrolled
        return Enrolled(made.device.id, made.secret, unit)

    async def program(self, *command: str) -> Program:
        """Start a program; it is ended, by its own number, with the test."""
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=2**20,
            env=os.environ | {"PYTHONWARNINGS": "ignore"},
        )
        self._exits.push_async_callback(ended, process)
        return Program(process)

    async def pytak(self, device: Enrolled) -> Program:
        """A pytak client with a certificate of the device's."""
        issued = self.authority.issue(device.id, "secret", SystemClock().now())
        place = self.folder / f"{device.id}.pem"
        place.write_bytes(issued.certificate + issued.key)
        settings = {
            "COT_URL": f"tls://127.0.0.1:{self.port}",
            "PYTAK_TLS_CLIENT_CERT": str(place),
            "PYTAK_TLS_CLIENT_KEY": str(place),
            "PYTAK_TLS_CLIENT_CAFILE": str(self.authority.certificate_at),
            "PYTAK_NO_HELLO": "1",
        }
        script = Path(__file__).with_name("tak_client.py")
        said = [f"{name}={value}" for name, value in settings.items()]
        return await self.program(sys.executable, str(script), *said)

    async def close(self) -> None:
        """End every program."""
        await self._exits.aclose()


async def ended(process: asyncio.subprocess.Process) -> None:
    """End a process that we started."""
    with suppress(ProcessLookupError):
        process.terminate()
    with suppress(TimeoutError):
        async with asyncio.timeout(10):
            await process.communicate()
            return
    process.kill()
    await process.wait()


async def hurry(world: Any, urgent: asyncio.Event) -> None:
    """Be the engine as far as calls for help go."""
    while await urgent.wait():
        urgent.clear()
        await world.engine.tell_distress()


@pytest.fixture
async def tak(world: Any, context_key: bytes, tmp_path: Path) -> AsyncIterator[Tak]:
    """Our listener, by TLS and in the clear."""
    listener = Listener(world.database, world.deployment, world.clock)
    authority = Authority(tmp_path / "tak", SystemClock().now())
    made = Tak(world, listener, authority, tmp_path)
    url = drop_privileges(world.url, "api", context_key).render_as_string(hide_password=False)
    urgent = asyncio.Event()
    running = [
        asyncio.create_task(call_on_wakeups(url, CHANNEL, listener.wake)),
        asyncio.create_task(call_on_wakeups(url, URGENT, urgent.set)),
        asyncio.create_task(hurry(world, urgent)),
    ]
    tls = authority.listening(("127.0.0.1", "localhost"), SystemClock().now())
    async with (
        listener.listening("127.0.0.1", 0, tls) as secure,
        listener.listening("127.0.0.1", 0) as plain,
    ):
        made.port, made.plain_port = (each.sockets[0].getsockname()[1] for each in (secure, plain))
        try:
            yield made
        finally:
            await made.close()
            for task in running:
                task.cancel()
            await asyncio.wait(running)


@pytest.fixture
def read_event() -> Callable[[str], Element]:
    """How an event that was heard is read."""

    def read(line: str) -> Element:
        found: Element = fromstring(line[line.index("<event") :])
        return found

    return read


@pytest.fixture
def sa(world: Any) -> Callable[..., str]:
    """Make a position event as ATAK sends it."""

    def make(uid: str = "ANDROID-1", kind: str = "a-f-G-U-C", lon: float = 15.0, detail: str = "") -> str:
        now = world.now().isoformat().replace("+00:00", "Z")
        return (
            f'<event version="2.0" uid="{uid}" type="{kind}" how="m-g" time="{now}" start="{now}" stale="{now}">'
            f'<point lat="32.0" lon="{lon}" hae="9999999" ce="8.5" le="9999999"/>'
            f'<detail><contact callsign="U1"/><track speed="11.5" course="87.0"/>{detail}</detail></event>'
        )

    return make
