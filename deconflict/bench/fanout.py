"""Runs `deconflict bench fanout`: one process that tells thousands of sockets, its peers, and what it takes in.

Servers and clients share this machine's cores: so what counts is frames for each second of the server's own processor
time, each server by itself, one after the other. Opens no database.
"""

import asyncio
import json
import platform
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from os import cpu_count, getloadavg
from typing import Any, Final

from rich.table import Table

from deconflict.bench.fanout_servers import SPEAKERS, framed, widen
from deconflict.bench.ingest import IngestFigures, measure_ingest
from deconflict.bench.listeners import Heard, listen_to
from deconflict.bench.moving import Convoy
from deconflict.bench.progress import Stages
from deconflict.bench.ticking import kept_bytes
from deconflict.bench.timing import Spread, ratio
from deconflict.separation.live.terms import LiveTerms
from deconflict.separation.live.tick import State

ALERT_BYTES: Final = 420
"""An overlap notice at level 1, as it is written."""
BURSTS: Final = 10
BURST: Final = 20
ALONE: Final = 15
SPARE_FILES: Final = 200
PATIENCE_S: Final = 60.0
TRACKED: Final = 10_000


class ListenerLost(RuntimeError):
    """The server did not tell everybody in time."""


@dataclass(frozen=True)
class FanoutFigures:
    """What one server does for so many clients.

    frames_per_cpu_s, frames_per_s: while bursts go to all, by the server's processor time and by the clock. alone_ms:
    from the release of a single alert to its arrival, of all clients together. kb_per_socket: of one that is idle.
    """

    clients: int
    frames_per_cpu_s: float
    frames_per_s: float
    alone_ms: Spread
    kb_per_socket: float


@dataclass(frozen=True)
class FanoutReport:
    """Everything one run measured."""

    machine: dict[str, Any]
    ours: FanoutFigures
    raw: FanoutFigures
    broadcast: FanoutFigures
    of_raw: float
    of_broadcast: float
    ingest: IngestFigures
    bytes_per_unit: float

    def as_json(self) -> dict[str, Any]:
        """Return the figures as plain values."""
        return asdict(self)

    def as_table(self) -> Table:
        """Return the figures as a person reads them."""
        table = Table("what", "ours", "raw asyncio", "websockets.broadcast", title="fan-out of one process")
        for line in self._lines():
            table.add_row(*line)
        return table

    def _lines(self) -> Iterator[tuple[str, ...]]:
        each = self.ours, self.raw, self.broadcast
        yield ("clients", *(f"{it.clients:,}" for it in each))
        yield ("frames for each second of one core", *(f"{it.frames_per_cpu_s:,.0f}" for it in each))
        yield ("frames a second by the clock", *(f"{it.frames_per_s:,.0f}" for it in each))
        yield ("ours, as a share", "", f"{self.of_raw:.0%}", f"{self.of_broadcast:.0%}")
        yield (
            "one alert to all, p50 / p99, ms",
            *(f"{it.alone_ms.p50:.0f} / {it.alone_ms.p99:.0f}" for it in each),
        )
        yield ("kB an idle socket", *(f"{it.kb_per_socket:.1f}" for it in each))
        yield ("fixes taken in for each second of one core", f"{self.ingest.fixes_per_cpu_s:,.0f}", "", "")
        yield ("bytes a tracked unit", f"{self.bytes_per_unit:.0f}", "", "")


async def measure_fanout(clients: int, stages: Stages) -> FanoutReport:
    """Measure each server, and what one process takes in of positions."""
    clients = min(clients, widen() - SPARE_FILES)
    figures = {}
    with stages.stage("telling sockets", len(SPEAKERS) * (BURSTS + ALONE)) as advance:
        for name in SPEAKERS:
            async with _server(name) as server:
                figures[name] = await _measure(server, clients, lambda: advance(1))
    ours = figures["ours"]
    units = State.of(Convoy.draw(1, TRACKED).roster, LiveTerms())
    return FanoutReport(
        machine={"cores": cpu_count(), "load": getloadavg()[0], "python": platform.python_version()},
        **figures,
        of_raw=ratio(ours.frames_per_cpu_s, figures["raw"].frames_per_cpu_s),
        of_broadcast=ratio(ours.frames_per_cpu_s, figures["broadcast"].frames_per_cpu_s),
        ingest=measure_ingest(),
        bytes_per_unit=kept_bytes(units) / TRACKED,
    )


@dataclass
class _Server:
    """A server in a process of its own, and what it says of itself when it is told something."""

    process: Process
    port: int

    async def told(self, times: int, text: str = "", *, tidy: bool = False) -> dict[str, Any]:
        """Let it say a text so many times to all; 0: only how it stands. tidy: with its memory tidied up."""
        if self.process.stdin is None or self.process.stdout is None:
            raise ListenerLost
        self.process.stdin.write(json.dumps({"times": times, "text": text, "tidy": tidy}).encode() + b"\n")
        return dict(json.loads(await self.process.stdout.readline()))


@asynccontextmanager
async def _server(name: str) -> AsyncIterator[_Server]:
    module = "deconflict.bench.fanout_servers"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, name, stdin=PIPE, stdout=PIPE
    )
    try:
        line = b"" if process.stdout is None else await process.stdout.readline()
        yield _Server(process, json.loads(line)["port"])
    finally:
        process.kill()  # there is nothing to be put in order, and thousands of sockets to be closed one by one
        await process.wait()


async def _measure(server: _Server, clients: int, advance: Any) -> FanoutFigures:
    heard = Heard()
    empty = (await server.told(0, tidy=True))["resident_kb"]
    sockets = await listen_to(server.port, clients, heard)
    try:
        await _all_let_in(server, clients)
        kb_per_socket = ((await server.told(0, tidy=True))["resident_kb"] - empty) / clients
        text = "x" * ALERT_BYTES
        alone: list[float] = []
        for _ in range(ALONE):
            began, _ = await _say(server, heard, clients, 1, text)
            alone += [at - began for at in heard.at]
            advance()
        cpu_s, wall_s = 0.0, 0.0
        for _ in range(BURSTS):
            before = (await server.told(0))["cpu_s"]
            began, last = await _say(server, heard, clients, BURST, text)
            cpu_s, wall_s = cpu_s + (await server.told(0))["cpu_s"] - before, wall_s + last - began
            advance()
    finally:
        for socket in sockets:
            socket.close()
    frames = clients * BURST * BURSTS
    return FanoutFigures(
        clients, ratio(frames, cpu_s), ratio(frames, wall_s), Spread.of(alone, 1e3), kb_per_socket
    )


async def _all_let_in(server: _Server, clients: int) -> None:
    """Ask until the server counts everybody: a client may know before it does."""
    async with asyncio.timeout(PATIENCE_S):
        while (await server.told(0))["listeners"] < clients:
            pass


async def _say(server: _Server, heard: Heard, clients: int, times: int, text: str) -> tuple[float, float]:
    """Let a text be said to all, and wait until they have heard it; return when that began and when it was over."""
    heard.expect(clients, times * len(framed(text.encode())))
    began = (await server.told(times, text))["began"]
    try:
        async with asyncio.timeout(PATIENCE_S):
            await heard.done.wait()
    except TimeoutError:
        raise ListenerLost from None
    return began, max(heard.at)
