"""Where TAK devices connect: by TLS with a certificate of ours, or in the clear with an `<auth>` first.

A stream that says something malformed goes on without it; one that says too much, too slowly shows who it is, or does
not read what it is sent, is closed. None of it is seen by the others.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final, TypeVar
from uuid import UUID

import structlog

from deconflict.api.attempts import SignInAttempts
from deconflict.api.errors import TooManyAttempts
from deconflict.flows.deployment import Deployment
from deconflict.flows.recognise import recognise_device
from deconflict.flows.recognise_certificate import recognise_certificate
from deconflict.flows.sign_in import DeviceKnock
from deconflict.gateways.cot.errors import EventMalformed, EventTooLong
from deconflict.gateways.cot.framing import Frames
from deconflict.gateways.cot.incoming import PASSES, Incoming
from deconflict.gateways.cot.outgoing import Outgoing
from deconflict.gateways.cot.reading import Credential, Ping, Said, read
from deconflict.gateways.cot.writing import pong
from deconflict.parties.model import DeviceId, Viewer
from deconflict.runtime.clock import Clock
from deconflict.runtime.database import Database
from deconflict.runtime.places import Places

log = structlog.get_logger()

READ_BYTES: Final = 16 * 1024
MOST_STREAMS: Final = 1000
MOST_OF_DEVICE: Final = 4
AT_ONCE_ARRIVING: Final = 256
"""How many may be about to show who they are at the same time."""
AT_ONCE_OF_ADDRESS: Final = 32
MOST_WAITING_OF_ADDRESS: Final = 400
"""How many of these one address may hold, and wait for: whoever says nothing keeps out nobody elsewhere."""
SHOWS_WITHIN_S: Final = 10.0
DRAINS_WITHIN_S: Final = 10.0
CLOSES_WITHIN_S: Final = 2.0
POLL_S: Final = 1.0
"""How often it is looked whether a device may still speak (SEC-04), and for news when no wake-up came."""
FIRST_WAIT_S: Final = 0.1
LONGEST_WAIT_S: Final = 2.0
"""How long until what was said is done once more when the database could not."""

Done = TypeVar("Done")
Recognise = Callable[[], Awaitable[Viewer | None]]


@dataclass
class Listener:
    """Everybody who is connected. `wake` is to be called when somebody was told something."""

    database: Database
    deployment: Deployment
    clock: Clock
    attempts: SignInAttempts = field(default_factory=SignInAttempts)
    _news: set[asyncio.Event] = field(default_factory=set)
    _streams: set[asyncio.Task[object]] = field(default_factory=set)
    _of_device: dict[DeviceId | None, list[asyncio.Task[object]]] = field(default_factory=dict)
    _arriving: Places = field(default_factory=lambda: Places(AT_ONCE_ARRIVING, AT_ONCE_OF_ADDRESS))
    _doing: set[asyncio.Task[bool]] = field(default_factory=set)

    def wake(self) -> None:
        """Let every stream look for news."""
        for news in self._news:
            news.set()

    @asynccontextmanager
    async def listening(
        self, host: str, port: int, tls: ssl.SSLContext | None = None
    ) -> AsyncIterator[asyncio.Server]:
        """Take connections until the block is left."""
        patience = None if tls is None else SHOWS_WITHIN_S
        server = await asyncio.start_server(
            self.serve, host, port, ssl=tls, limit=READ_BYTES, ssl_handshake_timeout=patience
        )
        try:
            yield server
        finally:
            await self._end_streams()
            server.close()
            with suppress(
                TimeoutError
            ):  # uvloop waits for streams whose handshake was broken off, some for ever
                async with asyncio.timeout(CLOSES_WITHIN_S):
                    await server.wait_closed()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Deal with one stream until either side ends it."""
        own = asyncio.current_task()
        assert own is not None  # noqa: S101  (for the type checker: streams are dealt with by tasks)
        self._streams.add(own)
        try:
            await self._stream(reader, writer)
        except (ConnectionError, TimeoutError, EventTooLong, ssl.SSLError) as ended:
            log.info("cot_stream_closed", reason=type(ended).__name__)
        finally:
            self._streams.discard(own)
            await close(writer)

    async def _end_streams(self) -> None:
        """End everybody's stream, and what was under way for them."""
        left: list[asyncio.Task[object]] = [*self._streams, *self._doing]
        for stream in left:
            stream.cancel()
        if left:
            await asyncio.wait(left)

    async def _stream(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        admitted = await self._admitted(reader, writer)
        if admitted is None or len(self._news) >= MOST_STREAMS:
            return
        stream, recognise, viewer = admitted
        news = asyncio.Event()
        self._news.add(news)
        try:
            with self._newest_of(viewer.device):
                await self._talk(stream, recognise, viewer, news)
        finally:
            self._news.discard(news)

    async def _admitted(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> tuple["_Stream", Recognise, Viewer] | None:
        """Return as whom a stream speaks; None when it may not. Who says nothing holds places of its address alone."""
        address = str((writer.get_extra_info("peername") or ("",))[0])
        if self._arriving.wanted(address) >= MOST_WAITING_OF_ADDRESS:
            return None
        async with AsyncExitStack() as turn:
            async with asyncio.timeout(SHOWS_WITHIN_S):
                await turn.enter_async_context(self._arriving.place(address))
            stream = _Stream(reader, writer, Frames(), [])
            device = device_of(writer)
            recognise = (
                self._by_certificate(device) if device is not None else await self._shown(stream, address)
            )
            viewer = await patiently(recognise)
        return None if viewer is None else (stream, recognise, viewer)

    @contextmanager
    def _newest_of(self, device: DeviceId | None) -> Iterator[None]:
        """End a device's oldest stream when it has too many: it came back, and nobody noticed that its lines died."""
        own = asyncio.current_task()
        assert own is not None  # noqa: S101  (for the type checker: streams are dealt with by tasks)
        streams = self._of_device.setdefault(device, [])
        streams.append(own)
        if len(streams) > MOST_OF_DEVICE:
            streams.pop(0).cancel()
        try:
            yield
        finally:
            if own in streams:
                streams.remove(own)
            if not streams and self._of_device.get(device) is streams:
                del self._of_device[device]

    async def _shown(self, stream: "_Stream", address: str) -> Recognise:
        """Wait for the credential that a stream without a certificate begins with; what came after it is its rest."""
        async with asyncio.timeout(SHOWS_WITHIN_S):
            found: list[bytes] = []
            while not found:
                data = await stream.reader.read(READ_BYTES)
                if not data:
                    raise ConnectionResetError
                found = stream.frames.feed(data)
        try:
            said = read(found[0])
        except EventMalformed:
            raise ConnectionResetError from None
        if not isinstance(said, Credential):
            raise ConnectionResetError
        try:
            self.attempts.require(address, ("device", str(said.device)), asyncio.get_running_loop().time())
        except TooManyAttempts:
            raise ConnectionResetError from None
        stream.rest += found[1:]
        return self._by_secret(DeviceKnock(said.device, said.secret))

    async def _talk(
        self, stream: "_Stream", recognise: Recognise, viewer: Viewer, news: asyncio.Event
    ) -> None:
        """Listen and tell at the same time; whichever ends first ends the other."""
        incoming = Incoming(self.database)
        outgoing = Outgoing(self.database, self.deployment)
        tasks = [
            asyncio.create_task(self._listen(stream, recognise, incoming, outgoing)),
            asyncio.create_task(self._tell(stream, recognise, outgoing, news)),
        ]
        log.info("cot_connected", role=viewer.role.value)
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                await task
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    async def _listen(
        self, stream: "_Stream", recognise: Recognise, incoming: Incoming, outgoing: Outgoing
    ) -> None:
        async for frame in stream.said():
            try:
                said = read(frame)
            except EventMalformed:
                log.info("cot_refused", code=EventMalformed.code)
                continue
            if isinstance(said, Ping):
                await stream.send([pong(self.clock.now())])
                continue
            # By a task of its own: a call for help that waits for the database outlives its line.
            doing = asyncio.create_task(self._do(recognise, incoming, said))
            self._doing.add(doing)
            doing.add_done_callback(self._doing.discard)
            if not await asyncio.shield(doing):
                return
            outgoing.to = incoming.uid or outgoing.to

    async def _do(self, recognise: Recognise, incoming: Incoming, said: Said) -> bool:
        """Do what was said as soon as the database can; return whether the device may still speak."""
        heard_at = self.clock.now()

        async def done() -> bool:
            viewer = await recognise()
            if viewer is not None:
                await incoming.take(viewer, said, heard_at)
            return viewer is not None

        return await patiently(done)

    async def _tell(
        self, stream: "_Stream", recognise: Recognise, outgoing: Outgoing, news: asyncio.Event
    ) -> None:
        while True:
            with suppress(*PASSES):
                viewer = await recognise()
                if viewer is None:
                    return
                await stream.send(await outgoing.news(viewer, self.clock.now()))
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_S):
                    await news.wait()
            news.clear()

    def _by_certificate(self, device: UUID) -> Recognise:
        return lambda: recognise_certificate(self.database, device, self.clock.now())

    def _by_secret(self, knock: DeviceKnock) -> Recognise:
        return lambda: recognise_device(self.database, knock, self.clock.now())


@dataclass
class _Stream:
    """One connection's bytes: cut into events on the way in, never waited for longer than a while on the way out."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    frames: Frames
    rest: list[bytes]

    async def said(self) -> AsyncIterator[bytes]:
        """Yield the events that come, those first that came with the credential."""
        for frame in self.rest:
            yield frame
        while data := await self.reader.read(READ_BYTES):
            for frame in self.frames.feed(data):
                yield frame

    async def send(self, events: list[bytes]) -> None:
        """Send events; TimeoutError when the other side does not read them."""
        for event in events:
            self.writer.write(event)
            async with asyncio.timeout(DRAINS_WITHIN_S):
                await self.writer.drain()


async def patiently(act: Callable[[], Awaitable[Done]]) -> Done:
    """Do what the database could not do just now once more, until it can."""
    wait_s = FIRST_WAIT_S
    while True:
        try:
            return await act()
        except PASSES as passing:
            log.warning("cot_waits", code=passing.code, wait_s=wait_s)
            await asyncio.sleep(wait_s)
            wait_s = min(2 * wait_s, LONGEST_WAIT_S)


async def close(writer: asyncio.StreamWriter) -> None:
    """End a line, with whoever is at its other end or without: who reads nothing would keep it open for ever."""
    writer.close()
    try:
        async with asyncio.timeout(CLOSES_WITHIN_S):
            await writer.wait_closed()
    except (ConnectionError, TimeoutError, ssl.SSLError):
        writer.transport.abort()


def device_of(writer: asyncio.StreamWriter) -> UUID | None:
    """Return the device whose certificate a TLS stream showed, as the handshake proved; None in the clear."""
    tls = writer.get_extra_info("ssl_object")
    if tls is None:
        return None
    shown = tls.getpeercert() or {}
    names = [value for part in shown.get("subject", ()) for name, value in part if name == "commonName"]
    try:
        return UUID(names[0]) if names else None
    except ValueError:
        return None
