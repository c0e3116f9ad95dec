"""Two worlds side by side: a database and an application each, one clock, and a stream of chance for everybody.

Everybody's ids, references and tokens come from a stream of their own, the same in both worlds, so what a viewer is
shown may be compared byte for byte, and whatever a rival does shifts nothing of it.
"""

import asyncio
import json
import random
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import psycopg
from fastapi import FastAPI
from wire import PATIENCE_S, Answer, Socket, exchange

from deconflict.engine.after import AfterTheFact
from deconflict.engine.engine import Engine
from deconflict.engine.live import LiveLoop
from deconflict.flows.deployment import Deployment
from deconflict.flows.recognise import recognise
from deconflict.gateways.cot.outgoing import Outgoing
from deconflict.live.hub import Hub
from deconflict.live.messages import SUBPROTOCOL
from deconflict.parties.model import Role

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
    "address",
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

ALIKE: ContextVar[bool] = ContextVar("alike", default=False)
"""Whether what is done now is done in both worlds: it draws on a stream of its own, which nothing else shifts."""

WORLDS: dict[int, "Side"] = {}
"""Both worlds while they are open."""


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
        name = (f"{who} in both" if ALIKE.get() else who) if whose is None else str(whose)
        stream = self._streams.setdefault((world, name), random.Random(f"{self._seed}/{name}"))
        return stream.randbytes(count)


@contextmanager
def alike() -> Iterator[None]:
    """Let what happens within the block be done in both worlds."""
    token = ALIKE.set(True)
    try:
        yield
    finally:
        ALIKE.reset(token)


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
    following: Callable[[], LiveLoop]
    sockets: dict[str, "Socket"] = field(default_factory=dict)
    taks: dict[str, Outgoing] = field(default_factory=dict)
    live: LiveLoop | None = None

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement past every wall."""
        cursor = self.superuser.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []

    async def ask(
        self, who: str, method: str, path: str, said: Any = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Make a request as somebody, as it arrives at the application."""
        body = said if isinstance(said, bytes) else b"" if said is None else json.dumps(said).encode()
        sent = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
        if said is not None and not isinstance(said, bytes):
            sent.append((b"content-type", b"application/json"))
        with acting(self.number, who):
            return await exchange(self.app, self._scope("http", who, path, sent) | {"method": method}, body)

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
        await self._followed()
        return socket

    async def _followed(self) -> None:
        """Wait until the hub knows every socket and what was agreed before it came: on that depends when it closes."""
        async with asyncio.timeout(PATIENCE_S):
            while sum(len(each.followers) for each in self.hub._audiences.values()) < len(self.sockets):  # noqa: ASYNC110
                await asyncio.sleep(0)
        await self.hub.look()

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

    async def heard_by_tak(self, who: str) -> list[bytes]:
        """What a TAK device of somebody's is sent at this moment."""
        edge = self.app.state.edge
        with acting(self.number, who):
            viewer = await recognise(edge.database, self.tokens[who], self.clock.now())
            assert viewer is not None
            stream = self.taks.setdefault(who, Outgoing(edge.database, edge.deployment))
            return await stream.news(viewer, self.clock.now())

    async def check(self) -> None:
        """Check all that is due."""
        with acting(self.number, "engine"):
            await self.engine.check_all()
            await self.engine.release_at_once()
            await self.engine.share_positions()

    def begin_following(self) -> None:
        """Let the live engine follow units from now on."""
        self.live = self.live or self.following()

    async def follow(self) -> None:
        """Take in the positions that came, as the live engine does, those of files too."""
        self.begin_following()
        assert self.live is not None
        with acting(self.number, "engine"):
            assert await self.live.step() is not None
            await self._look_back(self.live._after)

    async def _look_back(self, after: AfterTheFact) -> None:
        """Compare all that waits to be compared after the fact, in one go."""
        after._due = None
        while True:
            await after.go_on(self.clock.now())
            if after._under_way is None:
                return
            await asyncio.wait([after._under_way])
            await after.go_on(self.clock.now())

    async def tick(self, tick: datetime, *, time_passes: bool) -> None:
        """Check, let time pass when it is due, and release to everybody."""
        await self.check()
        with acting(self.number, "engine"):
            if time_passes:
                await self.engine.let_time_pass()
                await self.engine.check_all()
            await self.engine.release_at_once()
            await self.engine.release_at_tick(tick)
            await self.engine.escalate(self.clock.now())
        if self.live is not None:
            await self.follow()

    async def forget(self) -> None:
        """Undo everything: leave only the people, each with an empty feed and no socket."""
        for socket in self.sockets.values():
            await socket.leave()
        self.sockets.clear()
        edge = self.app.state.edge
        for kept in (edge.attempts, edge.codes, edge.devices):
            kept.__init__()
        self.taks.clear()
        self.live = None
        tables = self.sql(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND relowner = 'deconflict_owner'::regrole"
        )
        gone = [f"DELETE FROM {table}" for (table,) in tables if table not in KEPT]
        gone += [
            "DELETE FROM feed WHERE person IN (SELECT id FROM person WHERE unit IS NOT NULL)",
            "DELETE FROM person WHERE unit IS NOT NULL",
            "DELETE FROM unit WHERE callsign !~ '^U[0-9]$'",
            "UPDATE feed SET last_seq = 0 WHERE last_seq > 0",
            # Left, a session would refuse the same one of the next life of the same example, perhaps in one world only.
            f"DELETE FROM session WHERE created_at > '{OPENED.isoformat()}'",
            "UPDATE session SET last_seen_at = created_at",
        ]
        self.sql("BEGIN; SET LOCAL session_replication_role = replica; " + "; ".join(gone) + "; COMMIT")
