"""One process that says the same to thousands of sockets: ours, or a peer, raw asyncio or `websockets.broadcast`.

Run as a process of its own by `fanout.py`, which tells it what to do line by line. Ours is the live edge from its
outboxes on, as `deconflict serve` runs it; what comes before, reading a feed, is done once for a person.
"""

import asyncio
import base64
import gc
import hashlib
import json
import resource
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from time import perf_counter, process_time
from typing import Final, cast
from uuid import UUID

import uvicorn
import uvloop
from websockets.asyncio.server import ServerConnection, broadcast
from websockets.asyncio.server import serve as websockets_serve
from websockets.typing import Subprotocol

from deconflict.api.edge import Edge
from deconflict.bench.bare import Message, Receive, Send
from deconflict.flows.deployment import Deployment
from deconflict.live.endpoint import converse_over
from deconflict.live.feed import Follower
from deconflict.live.hub import Hub
from deconflict.live.messages import SUBPROTOCOL
from deconflict.live.outbox import Letter
from deconflict.parties.model import PersonId, Role, SessionId, Viewer
from deconflict.runtime.clock import SystemClock
from deconflict.runtime.database import Database
from deconflict.runtime.listening import listen
from deconflict.runtime.settings import Settings

HOST: Final = "127.0.0.1"
BACKLOG: Final = 4096
HELLO: Final = '{"type":"hello","epoch":"e1","after":0}'
ACCEPT: Final = (
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: {protocol}\r\n\r\n"
)
MAGIC: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, section 1.3
SMALL, MIDDLE = 126, 1 << 16


class Speaker(ABC):
    """A server that says something to everybody who listens."""

    @abstractmethod
    async def open(self) -> int:
        """Listen on a free port of loopback, and return it."""

    @abstractmethod
    async def close(self) -> None:
        """Listen no more."""

    @property
    @abstractmethod
    def listeners(self) -> int:
        """How many listen."""

    @abstractmethod
    def say(self, text: str, _seq: int, /) -> None:
        """Say a text to all, the first with the number 1."""


class Ours(Speaker):
    """The live edge: protocol, outbox and connection for each socket, under uvicorn."""

    def __init__(self) -> None:
        self._followers: set[Follower] = set()
        settings = Settings.load()
        self._edge = Edge(
            database=cast(Database, None),  # nothing is read: what is said comes from here
            deployment=Deployment.of(settings),
            clock=SystemClock(),
            allowed_origins=frozenset(),
            secure_cookies=False,
        )
        self._hub = Hub(self._edge, 1.0)

    async def open(self) -> int:
        config = uvicorn.Config(
            self._live,
            interface="asgi3",
            lifespan="off",
            http="h11",
            ws="websockets-sansio",
            ws_ping_interval=None,
            ws_per_message_deflate=False,
            log_config=None,
            access_log=False,
            backlog=BACKLOG,
        )
        listener = listen(HOST, 0).__enter__()
        listener.listen(BACKLOG)
        self._server = uvicorn.Server(config)
        self._serving = asyncio.create_task(self._server.serve(sockets=[listener]))
        return int(listener.getsockname()[1])

    async def close(self) -> None:
        self._server.should_exit = True
        await self._serving

    @property
    def listeners(self) -> int:
        return len(self._followers)

    async def _live(self, scope: Message, receive: Receive, send: Send) -> None:
        now = self._edge.clock.now()
        somebody = PersonId(UUID(int=1)), None, Role.DESK
        viewer = Viewer(SessionId(UUID(int=1)), *somebody, None, now + timedelta(days=1))
        follower = Follower(viewer)
        follower.protocol.heard(HELLO)
        follower.protocol.placed("e1", 0)
        self._followers.add(follower)
        try:
            await converse_over(scope, receive, send, self._edge, self._hub, follower)
        finally:
            self._followers.discard(follower)

    def say(self, text: str, seq: int, /) -> None:
        letter = Letter(text, self._edge.clock.now())
        for follower in self._followers:
            follower.hand(seq, letter)


class Raw(Speaker):
    """A bare protocol of asyncio that writes frames it was given: nothing is faster in one process of Python."""

    def __init__(self) -> None:
        self._open: set[asyncio.Transport] = set()

    async def open(self) -> int:
        loop = asyncio.get_running_loop()
        make = partial(_RawSocket, self._open)
        self._server = await loop.create_server(make, HOST, 0, backlog=BACKLOG)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        self._server.close()
        await self._server.wait_closed()

    @property
    def listeners(self) -> int:
        return len(self._open)

    def say(self, text: str, _seq: int, /) -> None:
        frame = framed(text.encode())
        for transport in self._open:
            transport.write(frame)


class _RawSocket(asyncio.Protocol):
    def __init__(self, all_open: set[asyncio.Transport]) -> None:
        self._all_open = all_open
        self._head = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._head += data
        if self._head.endswith(b"\r\n\r\n"):
            [key] = [
                line[19:] for line in self._head.split(b"\r\n") if line.startswith(b"Sec-WebSocket-Key: ")
            ]
            digest = hashlib.sha1(key + MAGIC, usedforsecurity=False).digest()
            accept = base64.b64encode(digest).decode()
            self._transport.write(ACCEPT.format(accept=accept, protocol=SUBPROTOCOL).encode())
            self._all_open.add(self._transport)

    def connection_lost(self, _error: Exception | None) -> None:
        self._all_open.discard(self._transport)


class Broadcast(Speaker):
    """The `websockets` library's own way to say the same to all."""

    def __init__(self) -> None:
        self._open: set[ServerConnection] = set()

    async def open(self) -> int:
        self._server = await websockets_serve(
            self._serve,
            HOST,
            0,
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            compression=None,
            ping_interval=None,
            backlog=BACKLOG,
        )
        return int(next(iter(self._server.sockets)).getsockname()[1])

    async def close(self) -> None:
        self._server.close()
        await self._server.wait_closed()

    @property
    def listeners(self) -> int:
        return len(self._open)

    async def _serve(self, connection: ServerConnection) -> None:
        self._open.add(connection)
        try:
            await connection.wait_closed()
        finally:
            self._open.discard(connection)

    def say(self, text: str, _seq: int, /) -> None:
        broadcast(self._open, text)


SPEAKERS: Final[dict[str, Callable[[], Speaker]]] = {"ours": Ours, "raw": Raw, "broadcast": Broadcast}


def framed(payload: bytes) -> bytes:
    """Return a text frame as a server sends it (RFC 6455, section 5.2)."""
    size = len(payload)
    if size < SMALL:
        return bytes((0x81, size)) + payload
    if size < MIDDLE:
        return bytes((0x81, SMALL)) + size.to_bytes(2) + payload
    return bytes((0x81, SMALL + 1)) + size.to_bytes(8) + payload


async def _obey(speaker: Speaker) -> None:
    """Do what each line of standard input says, and answer with one line: where all stands."""
    lines = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    _answer({"port": await speaker.open()})
    seq = 0
    while line := await lines.readline():
        asked, began = json.loads(line), perf_counter()
        for _ in range(asked["times"]):
            seq += 1
            speaker.say(asked["text"], seq)
        if asked["tidy"]:
            gc.collect()
        stands = {"listeners": speaker.listeners, "resident_kb": resident_kb()}
        _answer({"began": began, "cpu_s": process_time(), **stands})
    await speaker.close()


def _answer(said: dict[str, float]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def resident_kb() -> int:
    """Return how much memory this process has in use, now where the system tells, else at its highest."""
    try:
        with open("/proc/self/statm") as statm:  # noqa: PTH123  (a file of the kernel's)
            return int(statm.read().split()[1]) * resource.getpagesize() // 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def widen() -> int:
    """Allow this process as many open files as it may have, and return how many that are."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


if __name__ == "__main__":
    widen()
    uvloop.run(_obey(SPEAKERS[sys.argv[1]]()))
