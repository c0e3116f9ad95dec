"""Two worlds side by side: a database and an application each, one clock, and a stream of chance for everybody.

Everybody's ids, references and tokens come from a stream of their own, the same in both worlds, so what a viewer is
shown may be compared byte for byte, and whatever a rival does shifts nothing of it.
"""

import asyncio
import json
import logging
import random
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import psycopg
import structlog
from agreed import agree
from fastapi import FastAPI
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import SecretStr
from sqlalchemy.engine import URL

from deconflict.agreements.model import Level
from deconflict.app import bare_app, stand
from deconflict.engine.engine import Engine
from deconflict.flows import administer, sign_in
from deconflict.flows.deployment import Deployment
from deconflict.live.hub import Hub
from deconflict.live.messages import SUBPROTOCOL
from deconflict.parties import store as parties
from deconflict.parties.model import PartyId, Role, SessionId, Viewer
from deconflict.runtime import ids
from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.database import Database, OwnerDatabase
from deconflict.runtime.migrate import conninfo
from deconflict.runtime.postgres import Cluster
from deconflict.runtime.roles import drop_logins, drop_privileges, ensure_logins
from deconflict.runtime.settings import Settings

BEGIN: Final = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
OPENED: Final = BEGIN - timedelta(minutes=1)
"""When everybody signed in, before any history: whatever else was opened later belongs to one."""
PASSWORD: Final = "a long password"
PEOPLE: Final = {
    "a": (Role.LIAISON, "a"),
    "a2": (Role.DUTY_OFFICER, "a"),
    "crew": (Role.CREW, "a"),
    "b": (Role.LIAISON, "b"),
    "c": (Role.LIAISON, "c"),
    "desk": (Role.DESK, None),
    "facilitator": (Role.FACILITATOR, None),
    "oversight": (Role.OVERSIGHT, None),
    "operator": (Role.OPERATOR, None),
}
KEPT: Final = (
    "alembic_version",
    "deployment",
    "context_key",
    "credential",
    "session",
    "feed",
    "person",
    "unit",
    "party",
)

ACTING: ContextVar[tuple[int, str] | None] = ContextVar("acting", default=None)
"""In which world who acts at this moment."""

WORLDS: dict[int, "Side"] = {}
"""Both worlds while they are open."""

Headers = tuple[tuple[bytes, bytes], ...]


class Chance:
    """Everybody's stream of random bytes in either world; both are the same for the same person."""

    def __init__(self, seed: object) -> None:
        self._seed = seed
        self._streams: dict[tuple[int, str], random.Random] = {}

    def bytes(self, count: int, whose: UUID | None) -> bytes:
        """Return the next bytes of the party that something is made for, or else of who acts."""
        acting = ACTING.get()
        if acting is None:
            return secrets.token_bytes(count)
        world, who = acting
        name = who if whose is None else str(whose)
        stream = self._streams.setdefault((world, name), random.Random(f"{self._seed}/{name}"))
        return stream.randbytes(count)


@contextmanager
def acting(world: int, who: str) -> Iterator[None]:
    """Let what happens within the block be that person's doing in that world."""
    token = ACTING.set((world, who))
    try:
        yield
    finally:
        ACTING.reset(token)


def here() -> "Side":
    """Return the world that somebody acts in at this moment."""
    now = ACTING.get()
    assert now is not None
    return WORLDS[now[0]]


@dataclass(frozen=True)
class Answer:
    """Everything of an answer that leaves the service, in the order in which it leaves."""

    status: int
    headers: Headers
    body: bytes

    @property
    def said(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass
class Clock:
    """One clock for both worlds."""

    at: datetime = BEGIN

    def now(self) -> datetime:
        """Return the moment it shows."""
        return self.at


@dataclass
class Side:
    """One of the two worlds, by `number`."""

    number: int
    app: FastAPI
    hub: Hub
    engine: Engine
    clock: Clock
    deployment: Deployment
    tokens: dict[str, str]
    parties: dict[str, UUID]
    superuser: psycopg.Connection
    sockets: dict[str, "Socket"] = field(default_factory=dict)

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement past every wall."""
        cursor = self.superuser.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []

    async def ask(
        self, who: str, method: str, path: str, said: Any = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Make a request as somebody, as it arrives at the application."""
        body = b"" if said is None else json.dumps(said).encode()
        sent = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
        if said is not None:
            sent.append((b"content-type", b"application/json"))
        with acting(self.number, who):
            return await _exchange(self.app, self._scope("http", who, path, sent) | {"method": method}, body)

    def _scope(self, kind: str, who: str, path: str, headers: list[tuple[bytes, bytes]]) -> dict[str, Any]:
        parts = urlsplit(path)
        token = [(b"authorization", f"Bearer {self.tokens[who]}".encode())] if who in self.tokens else []
        return {
            "type": kind,
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "http" if kind == "http" else "ws",
            "path": parts.path,
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": [(b"host", b"d.test"), *token, *headers],
            "client": (f"192.0.2.{1 + sorted(PEOPLE).index(who) if who in PEOPLE else 99}", 7),
            "server": ("d.test", 80),
            "state": {},
        }

    async def connect(self, who: str) -> "Socket":
        """Open a live socket of somebody's and say hello from the beginning of their feed."""
        await self.hub.look()
        scope = self._scope("websocket", who, "/v1/live", []) | {"subprotocols": [SUBPROTOCOL]}
        with acting(self.number, who):
            socket = Socket(self.app, scope)
        self.sockets[who] = socket
        socket.say({"type": "hello", "epoch": None, "after": 0})
        await socket.heard(b'"type":"welcome"')
        return socket

    async def push(self) -> None:
        """Let the hub go round once, and what it has to tell be written."""
        with acting(self.number, "hub"):
            self.hub.acknowledged()
            await self.hub.look()
        for _ in range(4):
            while self.hub.waiting or self._closing:  # noqa: ASYNC110  (nobody is told when they are done)
                await asyncio.sleep(0)
            await asyncio.sleep(0)

    @property
    def _closing(self) -> bool:
        """Whether some socket has been told to close and has not yet."""
        return any(follower.outbox.close_code is not None for follower in self.hub.followers)

    async def check(self) -> None:
        """Check all that is due."""
        with acting(self.number, "engine"):
            await self.engine.check_all()
            await self.engine.release_at_once()

    async def tick(self, tick: datetime, *, time_passes: bool) -> None:
        """Check, let time pass when it is due, and release to everybody."""
        await self.check()
        with acting(self.number, "engine"):
            if time_passes:
                await self.engine.let_time_pass()
                await self.engine.check_all()
            await self.engine.release_at_once()
            await self.engine.release_at_tick(tick)

    async def forget(self) -> None:
        """Undo everything: leave only the people, each with an empty feed and no socket."""
        for socket in self.sockets.values():
            await socket.leave()
        self.sockets.clear()
        self.app.state.edge.attempts.__init__()
        tables = self.sql(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND relowner = 'deconflict_owner'::regrole"
        )
        gone = [f"DELETE FROM {table}" for (table,) in tables if table not in KEPT]
        gone += [
            "DELETE FROM unit WHERE callsign !~ '^U[0-9]$'",
            "UPDATE feed SET last_seq = 0 WHERE last_seq > 0",
            # Left, a session would refuse the same one of the next life of the same example, perhaps in one world only.
            f"DELETE FROM session WHERE created_at > '{OPENED.isoformat()}'",
        ]
        self.sql("BEGIN; SET LOCAL session_replication_role = replica; " + "; ".join(gone) + "; COMMIT")


class Socket:
    """A live socket, driven without a wire."""

    def __init__(self, app: FastAPI, scope: dict[str, Any]) -> None:
        self.frames: list[bytes] = []
        self._inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._news = asyncio.Event()
        self._inbox.put_nowait({"type": "websocket.connect"})
        self._task = asyncio.create_task(app(scope, self._inbox.get, self._send))

    async def _send(self, message: Any) -> None:
        match message["type"]:
            case "websocket.send":
                self.frames.append(message["text"].encode())
            case "websocket.close":
                self.frames.append(f"close {message['code']} {message.get('reason')}".encode())
            case kind:
                self.frames.append(kind.encode())
        self._news.set()

    def say(self, said: dict[str, Any]) -> None:
        """Send a message."""
        self._inbox.put_nowait({"type": "websocket.receive", "bytes": None, "text": json.dumps(said)})

    async def heard(self, wanted: bytes) -> None:
        """Wait until a frame with those bytes has come, or the socket has closed."""
        async with asyncio.timeout(10):
            while not any(wanted in frame or frame.startswith(b"close") for frame in self.frames):
                self._news.clear()
                await self._news.wait()

    async def leave(self) -> None:
        """Go, as a client does whose line breaks."""
        self._inbox.put_nowait({"type": "websocket.disconnect", "code": 1006})
        await asyncio.gather(self._task, return_exceptions=True)


async def _exchange(app: FastAPI, scope: dict[str, Any], body: bytes) -> Answer:
    given = iter([{"type": "http.request", "body": body, "more_body": False}])
    sent: list[Any] = []

    async def receive() -> Any:
        if (message := next(given, None)) is not None:
            return message
        return await asyncio.Future()

    async def send(message: Any) -> None:
        sent.append(message)

    try:
        await app(scope, receive, send)
    except Exception:  # the framework answers 500 and raises: what the viewer got is compared all the same
        if not sent:
            raise
    start, *rest = sent
    return Answer(start["status"], tuple(start["headers"]), b"".join(part.get("body", b"") for part in rest))


@dataclass(frozen=True)
class Pair:
    """Two databases with the same people in them, not opened yet."""

    urls: tuple[URL, URL]
    key: bytes
    viewers: dict[str, Viewer]
    tokens: dict[str, str]
    parties: dict[str, UUID]

    @asynccontextmanager
    async def opened(self, level: int = 1) -> AsyncIterator["Twins"]:
        """Stand an application, its hub and an engine on each."""
        clock = Clock()
        async with AsyncExitStack() as stack:
            stack.enter_context(quiet())
            sides = [await self._side(stack, number, clock, level) for number in (0, 1)]
            WORLDS.update(enumerate(sides))
            yield Twins((sides[0], sides[1]), clock, level)
            WORLDS.clear()
            for side in sides:
                await side.forget()

    async def _side(self, stack: AsyncExitStack, number: int, clock: Clock, level: int) -> Side:
        url = self.urls[number]
        api, checking = (drop_privileges(url, kind, self.key) for kind in ("api", "checker"))
        database = await stack.enter_async_context(Database(api, context_key=self.key, pool_size=4))
        checker = await stack.enter_async_context(CheckerDatabase(checking))
        settings = Settings(
            database_url=SecretStr("unused"),
            context_key=SecretStr(self.key.decode()),
            default_level=min(level, Level.NOTICE),
        )
        app = bare_app()
        hub = stand(app, settings, database, clock)
        deployment = replace(app.state.edge.deployment, session_hours=12.0)
        superuser = stack.enter_context(psycopg.connect(conninfo(url), autocommit=True))
        return Side(
            number,
            app,
            hub,
            Engine(checker, deployment, clock),
            clock,
            deployment,
            self.tokens,
            self.parties,
            superuser,
        )


@dataclass
class Twins:
    """Both worlds, open."""

    sides: tuple[Side, Side]
    clock: Clock
    level: int

    async def begin(self, seed: object) -> None:
        """Begin again: nothing has happened, the clock shows eight, and everybody's stream starts anew.

        No deployment begins above level 1: what is above, all have agreed on.
        """
        for side in self.sides:
            await side.forget()
            if self.level > Level.NOTICE:
                agree(side.superuser, side.parties, self.level)
        self.clock.at = BEGIN
        ids.randomness = Chance(seed).bytes


@contextmanager
def quick_passwords() -> Iterator[None]:
    """Hash passwords with the least argon2id allows."""
    quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    before = administer.PASSWORDS, sign_in.PASSWORDS, sign_in.NOBODY
    administer.PASSWORDS = sign_in.PASSWORDS = quick
    sign_in.NOBODY = quick.hash("nobody")
    try:
        yield
    finally:
        administer.PASSWORDS, sign_in.PASSWORDS, sign_in.NOBODY = before


@contextmanager
def quiet() -> Iterator[None]:
    """Let nothing be logged: a line for each answer costs as much as many an answer."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        yield
    finally:
        structlog.configure(**before)


@contextmanager
def own_randomness() -> Iterator[None]:
    """Put the machine's source of chance back afterwards."""
    before = ids.randomness
    try:
        yield
    finally:
        ids.randomness = before


@contextmanager
def pair(cluster: Cluster, template: str, key: bytes) -> Iterator[Pair]:
    """Make two databases of one cluster with the same people, all signed in; drop them afterwards."""
    names = [f"twin_{secrets.token_hex(6)}" for _ in range(2)]
    with ExitStack() as stack:
        stack.enter_context(quick_passwords())
        stack.enter_context(own_randomness())
        _copy(stack, cluster, template, names[0], key)
        people = asyncio.run(_people(cluster.url(names[0]), key))
        _copy(stack, cluster, names[0], names[1], key)
        yield Pair((cluster.url(names[0]), cluster.url(names[1])), key, *people)


def _copy(stack: ExitStack, cluster: Cluster, template: str, name: str, key: bytes) -> None:
    with cluster.connect() as administrator:
        administrator.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy".encode())
    with cluster.connect(name) as administrator:
        ensure_logins(administrator, key)
    stack.callback(_drop, cluster, name)


def _drop(cluster: Cluster, name: str) -> None:
    with cluster.connect() as administrator:
        administrator.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
        drop_logins(administrator, name)


async def _people(url: URL, key: bytes) -> tuple[dict[str, Viewer], dict[str, str], dict[str, UUID]]:
    added, viewers, tokens = {}, {}, {}
    async with OwnerDatabase(url) as database, database.transaction() as owner:
        for slug in ("a", "b", "c"):
            added[slug] = (await administer.add_party(owner, slug, f"Party {slug}", BEGIN)).id
            for number in range(1, 5):
                await administer.add_unit(owner, added[slug], f"U{number}", BEGIN)
        for who, (role, slug) in PEOPLE.items():
            party = added[slug] if slug else None
            person = await administer.add_person(owner, party, who, who, role, PASSWORD, BEGIN)
            until = BEGIN + timedelta(days=365)
            viewers[who] = Viewer(SessionId(uuid4()), person.id, party and PartyId(party), role, None, until)
    async with Database(drop_privileges(url, "api", key), context_key=key) as database:
        for who, viewer in viewers.items():
            tokens[who] = secrets.token_urlsafe(32)
            async with database.transaction(viewer.context) as session:
                await parties.open_session(session, viewer, sign_in.digest(tokens[who]), OPENED)
    return viewers, tokens, added
