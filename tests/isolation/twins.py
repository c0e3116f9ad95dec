"""Two databases with the same people in them, and an application, its hub and an engine standing on each."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import structlog
from agreed import agree
from lockstep import BEGIN, OPENED, PASSWORD, PEOPLE, WORLDS, Chance, Clock, Side
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import SecretStr
from sqlalchemy.engine import URL

from deconflict.agreements.model import Level
from deconflict.app import bare_app, stand
from deconflict.engine.engine import Engine
from deconflict.engine.live import LiveLoop
from deconflict.flows import administer, sign_in
from deconflict.flows.subscribe_push import subscribe_push
from deconflict.live import hub as live_hub
from deconflict.parties import store as parties
from deconflict.parties.model import PartyId, SessionId, Viewer
from deconflict.runtime import ids
from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.database import Database, OwnerDatabase
from deconflict.runtime.leader import Leadership
from deconflict.runtime.migrate import conninfo
from deconflict.runtime.postgres import Cluster
from deconflict.runtime.roles import drop_logins, drop_privileges, ensure_logins
from deconflict.runtime.settings import Settings


class Alone(Leadership):
    """The lock of a live engine beside which there is none."""

    def __init__(self) -> None:
        pass


@dataclass(frozen=True)
class Pair:
    """Two databases with the same people in them, not opened yet."""

    urls: tuple[URL, URL]
    key: bytes
    viewers: dict[str, Viewer]
    tokens: dict[str, str]
    parties: dict[str, UUID]
    kept: dict[int, tuple[Database, CheckerDatabase]] = field(default_factory=dict)
    """The ways into either, for as long as the pair lasts: what SQLAlchemy has compiled need not be compiled again."""

    @asynccontextmanager
    async def opened(self, level: int = 1) -> AsyncIterator["Twins"]:
        """Stand an application, its hub and an engine on each."""
        clock = Clock()
        async with AsyncExitStack() as stack:
            stack.enter_context(quiet())
            stack.enter_context(seeing_always())
            sides = [await self._side(stack, number, clock, level) for number in (0, 1)]
            WORLDS.update(enumerate(sides))
            yield Twins((sides[0], sides[1]), clock, level)
            WORLDS.clear()
            for side in sides:
                await side.forget()

    async def _side(self, stack: AsyncExitStack, number: int, clock: Clock, level: int) -> Side:
        url = self.urls[number]
        if number not in self.kept:
            api, checking = (drop_privileges(url, kind, self.key) for kind in ("api", "checker"))
            self.kept[number] = Database(api, context_key=self.key, pool_size=4), CheckerDatabase(checking)
        database, checker = self.kept[number]
        await stack.enter_async_context(database)
        await stack.enter_async_context(checker)
        settings = Settings(
            database_url=SecretStr("unused"),
            context_key=SecretStr(self.key.decode()),
            default_level=min(level, Level.NOTICE),
            ladder_s=dict.fromkeys(("critical", "routine"), (1.0, 11.0, 21.0, 31.0)),
        )
        app = bare_app()
        hub = stand(app, settings, database, clock)
        # A hub counts as dead once it has not looked for so long by the machine's own clock: how busy the machine is
        # makes one world of the two late, nobody's doing does.
        app.state.edge.parts["live"] = lambda: True
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
            lambda: LiveLoop(checker, settings, clock, Alone()),
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
def seeing_always() -> Iterator[None]:
    """Let hubs see who follows whenever they look: only now and then, that is at other moments in each world."""
    every = ("SESSIONS_EVERY_S", "SEEN_EVERY_S", "PRESENT_SOON_S", "PRESENT_EVERY_S")
    before = {name: getattr(live_hub, name) for name in every}
    try:
        for name in every:
            setattr(live_hub, name, 0.0)
        yield
    finally:
        for name, seconds in before.items():
            setattr(live_hub, name, seconds)


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
                await subscribe_push(
                    session, viewer, f"https://push.example.org/{who}", (), BEGIN, private=False
                )
    return viewers, tokens, added
