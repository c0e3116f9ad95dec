"""What every test may lean on: a real PostGIS cluster per worker, a migrated database per test, a small world in it."""

import asyncio
import secrets
import shutil
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.engine import URL

from deconflict.agreements.model import Agreement, Clause, Level, Levels, Lowering
from deconflict.agreements.signing import canonical
from deconflict.engine.engine import Engine
from deconflict.flows import administer
from deconflict.flows.amend_patrol import amend_patrol
from deconflict.flows.deployment import Deployment
from deconflict.flows.draft_agreement import Draft, draft_agreement
from deconflict.flows.keep_keys import register_key
from deconflict.flows.lower_level import lower_level
from deconflict.flows.move_patrol import move_patrol
from deconflict.flows.open_room import open_room
from deconflict.flows.read_feed import read_feed
from deconflict.flows.register_patrol import Registered, register_patrol
from deconflict.flows.sign_agreement import SignedWith, sign_agreement
from deconflict.flows.sign_in import digest
from deconflict.flows.take_picture import Picture, take_picture
from deconflict.flows.take_seat import take_seat
from deconflict.parties import store as parties
from deconflict.parties.model import Party, Role, SessionId, Viewer
from deconflict.patrols.model import PatrolClass, PatrolState, Submission
from deconflict.rooms.model import Room
from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.database import Database, OwnerDatabase
from deconflict.runtime.migrate import conninfo, upgrade
from deconflict.runtime.postgres import Cluster
from deconflict.runtime.roles import drop_logins, drop_privileges, ensure_logins
from deconflict.runtime.settings import Settings

TEMPLATE = "deconflict_template"
STAND_STILL = """
CREATE OR REPLACE FUNCTION service_now() RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT timestamptz '%s' $$
"""
"""Lets a test's database know the hour at which worlds begin, so that nothing runs out by the true one."""
UNSAFE_BUT_QUICK = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "64MB"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, lest one of them be left over when every other worker is done.

    `make test` hands out files in this order; by itself xdist begins with those that have the most tests.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path not in slow, -tests[item.path]))


@dataclass
class ManualClock:
    """A clock that stands still until a test moves it."""

    at: datetime = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the moment it shows."""
        return self.at

    def advance(self, seconds: float) -> None:
        """Move on."""
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> ManualClock:
    """A clock at 2026-12-01 08:00 UTC."""
    return ManualClock()


@pytest.fixture(scope="session")
def context_key() -> bytes:
    """The key that the test databases verify contexts with."""
    return secrets.token_hex(32).encode()


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder that any account can get to and whose sockets have short paths, unlike tmp_path."""
    folder = Path(tempfile.mkdtemp(prefix="dcf-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A running cluster of this test run's (with xdist, of this worker's)."""
    home = Path(tempfile.mkdtemp(prefix="dcf-"))
    home.chmod(0o711)
    running = Cluster(home, tuning=UNSAFE_BUT_QUICK)
    running.start()
    yield running
    running.stop()
    shutil.rmtree(home)


@pytest.fixture(scope="session")
def template(cluster: Cluster, context_key: bytes) -> str:
    """The name of a migrated database without rows, to be copied."""
    cluster.ensure_database(TEMPLATE)
    upgrade(cluster.url(TEMPLATE), context_key)
    with cluster.connect(TEMPLATE) as administrator:
        administrator.execute((STAND_STILL % ManualClock.at.isoformat()).encode())
    return TEMPLATE


@pytest.fixture
def empty_database_url(cluster: Cluster) -> Iterator[URL]:
    """The administrator's URL of a database that nothing was done to."""
    yield from _database(cluster, "template1", None)


@pytest.fixture
def database_url(cluster: Cluster, template: str, context_key: bytes) -> Iterator[URL]:
    """The administrator's URL of a migrated database of this test's own."""
    yield from _database(cluster, template, context_key)


@pytest.fixture
async def api_database(database_url: URL, context_key: bytes) -> AsyncIterator[Database]:
    """What the API sees the test's database through."""
    url = drop_privileges(database_url, "api", context_key)
    async with Database(url, context_key=context_key) as database:
        yield database


@pytest.fixture
async def checker_database(database_url: URL, context_key: bytes) -> AsyncIterator[CheckerDatabase]:
    """What the engine sees the test's database through."""
    async with CheckerDatabase(drop_privileges(database_url, "checker", context_key)) as database:
        yield database


@pytest.fixture
async def owner_database(database_url: URL) -> AsyncIterator[OwnerDatabase]:
    """What commands on the machine see the test's database through."""
    async with OwnerDatabase(database_url) as database:
        yield database


def _database(cluster: Cluster, template: str, key: bytes | None) -> Iterator[URL]:
    name = f"test_{secrets.token_hex(6)}"
    with cluster.connect() as administrator:
        administrator.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy".encode())
    if key is not None:
        with cluster.connect(name) as administrator:
            ensure_logins(administrator, key)
    yield cluster.url(name)
    with cluster.connect() as administrator:
        administrator.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
        drop_logins(administrator, name)


PARTIES = ("a", "b", "c")
PEOPLE = {
    "a": (Role.LIAISON, "a"),
    "a2": (Role.DUTY_OFFICER, "a"),
    "crew": (Role.CREW, "a"),
    "b": (Role.LIAISON, "b"),
    "c": (Role.LIAISON, "c"),
    "desk": (Role.DESK, None),
    "desk2": (Role.DESK, None),
    "facilitator": (Role.FACILITATOR, None),
    "oversight": (Role.OVERSIGHT, None),
    "operator": (Role.OPERATOR, None),
}
PASSWORD = "a long password"
# What is left of a world when the next test begins: the rows whose column is among these.
KEPT = {
    "feed": ("person", "everybody"),
    "credential": ("person", "everybody"),
    "person": ("id", "everybody"),
    "unit": ("party", "parties"),
    "party": ("id", "parties"),
}
UNTOUCHED = (*KEPT, "alembic_version", "deployment", "context_key")
# One question to the server, and no row is looked for twice where there is none: this comes before every test.
EMPTY = f"""
DO $$
DECLARE
    name text;
    filled boolean;
BEGIN
    FOR name IN
        SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
            AND relowner = 'deconflict_owner'::regrole AND relname <> ALL ('{{{",".join(UNTOUCHED)}}}')
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('DELETE FROM %I', name);
        END IF;
    END LOOP;
END
$$
"""


@dataclass
class World:
    """Three rival parties with three units each, their people and the neutral staff; the engine is stepped by hand."""

    url: URL
    database: Database
    checker: CheckerDatabase
    owner: OwnerDatabase
    engine: Engine
    clock: ManualClock
    deployment: Deployment
    parties: dict[str, Party]
    viewers: dict[str, Viewer]
    superuser: psycopg.Connection | None

    def now(self) -> datetime:
        """The clock's time."""
        return self.clock.now()

    def at_level(self, level: int) -> Deployment:
        """The same deployment with another disclosure level."""
        return replace(self.deployment, terms=replace(self.deployment.terms, level=Level(level)))

    def submission(
        self, *, lat: float = 32.0, minutes: float = 120, unit: str = "U1", **other: Any
    ) -> Submission:
        """A drive of 0.1° eastwards at that latitude, beginning so many minutes after eight and taking ten."""
        start = ManualClock.at + timedelta(minutes=minutes)
        values = {
            "unit": unit,
            "waypoints": ((15.0, lat), (15.1, lat)),
            "times": (start, start + timedelta(minutes=10)),
            "time_tolerance_s": 0.0,
            "lateral_tolerance_m": 0.0,
            "purpose": PatrolClass.ROUTINE,
        }
        return Submission(**{**values, **other})

    async def act(self, who: str, flow: Callable[..., Awaitable[Any]], *arguments: Any, **named: Any) -> Any:
        """Run a flow as that person, in a transaction of its own."""
        viewer = self.viewers[who]
        async with self.database.transaction(viewer.context) as session:
            return await flow(session, viewer, *arguments, **named)

    async def read(
        self, who: str, reading: Callable[..., Awaitable[Any]], *arguments: Any, **named: Any
    ) -> Any:
        """Run a store's function as that person."""
        async with self.database.transaction(self.viewers[who].context) as session:
            return await reading(session, *arguments, **named)

    async def register(self, who: str, submission: Submission | None = None, **other: Any) -> Registered:
        """Register a patrol as that person."""
        submission = submission or self.submission(**other)
        return await self.act(who, register_patrol, submission, self.deployment, self.now())

    async def amend(self, who: str, patrol: UUID, version: int, **other: Any) -> Registered:
        """Hand in another plan for a patrol as that person."""
        submission = self.submission(**other)
        return await self.act(who, amend_patrol, patrol, version, submission, self.deployment, self.now())

    async def move(self, who: str, patrol: UUID, to: PatrolState, version: int | None = None) -> Registered:
        """Move a patrol on as that person."""
        return await self.act(who, move_patrol, patrol, to, self.deployment, self.now(), version)

    async def tick(self) -> None:
        """Check everything that is due, move to the next tick and release."""
        await self.engine.check_all()
        tick = self.deployment.tick_after(self.now() + timedelta(microseconds=1))
        self.clock.at = tick
        await self.engine.release_at_once()
        await self.engine.release_at_tick(tick)

    async def feed(self, who: str, after: int = 0, deployment: Deployment | None = None) -> list[Any]:
        """The alerts of that person's feed after a number, as they may be read now."""
        page = await self.act(who, read_feed, None, after, 1000, deployment or self.deployment)
        return [item.value for item in page.alerts]

    async def picture(self, who: str, deployment: Deployment | None = None) -> Picture:
        """Everything that person sees, at one moment."""
        viewer = self.viewers[who]
        async with self.database.transaction(viewer.context, snapshot=True) as session:
            return await take_picture(session, viewer, deployment or self.deployment, self.now())

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run a statement as the cluster's superuser, past every wall, and return its rows."""
        with ExitStack() as once:
            connection = self.superuser or once.enter_context(
                psycopg.connect(conninfo(self.url), autocommit=True)
            )
            cursor = connection.execute(statement.encode(), values or None)
            return cursor.fetchall() if cursor.description else []


class Cleaner:
    """A superuser's connection, kept from test to test: a new one has to read the catalogue of every table first."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._kept: psycopg.Connection | None = None

    def connection(self) -> psycopg.Connection:
        """The connection, opened again if it was lost."""
        if self._kept is None or self._kept.closed:
            self._kept = psycopg.connect(conninfo(self._url), autocommit=True)
        return self._kept

    def close(self) -> None:
        """Close it: no database is copied while anybody is connected to it."""
        if self._kept is not None:
            self._kept.close()


@dataclass(frozen=True)
class Peopled:
    """A database with everybody of a world in it."""

    url: URL
    parties: dict[str, Party]
    viewers: dict[str, Viewer]
    cleaner: Cleaner


@pytest.fixture(scope="session")
def peopled(cluster: Cluster, template: str, context_key: bytes) -> Iterator[Peopled]:
    """One for the whole run: copying a database for each test takes longer than most tests."""
    with ExitStack() as undo:
        url = undo.enter_context(contextmanager(_database)(cluster, template, context_key))
        patch = undo.enter_context(pytest.MonkeyPatch.context())
        cheap = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
        patch.setattr(administer, "PASSWORDS", cheap)
        thread = undo.enter_context(ThreadPoolExecutor(1))
        people = thread.submit(asyncio.run, _people(url, ManualClock().now())).result()
        undo.callback(people.cleaner.close)
        yield people


async def _people(url: URL, now: datetime) -> Peopled:
    parties, viewers = {}, {}
    async with OwnerDatabase(url) as database, database.transaction() as owner:
        for slug in PARTIES:
            parties[slug] = await administer.add_party(owner, slug, f"Party {slug}", now)
            for number in (1, 2, 3):
                await administer.add_unit(owner, parties[slug].id, f"U{number}", now)
        for who, (role, slug) in PEOPLE.items():
            party = parties[slug].id if slug else None
            person = await administer.add_person(owner, party, who, who, role, PASSWORD, now)
            until = now + timedelta(hours=12)
            viewers[who] = Viewer(SessionId(uuid4()), person.id, party, role, None, until)
    return Peopled(url, parties, viewers, Cleaner(url))


def _forget(people: Peopled) -> None:
    """Undo whatever the last test did: leave only the people, each with an empty feed."""
    everybody = [viewer.person for viewer in people.viewers.values()]
    parties = [party.id for party in people.parties.values()]
    connection = people.cleaner.connection()
    with connection.transaction():
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute(EMPTY.encode())
        for table, (column, kept) in KEPT.items():
            values = {"everybody": everybody, "parties": parties}[kept]
            connection.execute(f"DELETE FROM {table} WHERE NOT {column} = ANY (%s)".encode(), [values])
        connection.execute("DELETE FROM unit WHERE callsign NOT IN ('U1', 'U2', 'U3')")
        connection.execute("UPDATE person SET disabled_at = NULL")
        connection.execute("UPDATE feed SET last_seq = 0")


@asynccontextmanager
async def open_world(peopled: Peopled, clock: ManualClock, context_key: bytes) -> AsyncIterator[World]:
    """A world in which nothing has happened yet."""
    _forget(peopled)
    deployment = Deployment.of(Settings())
    async with (
        Database(drop_privileges(peopled.url, "api", context_key), context_key=context_key) as database,
        CheckerDatabase(drop_privileges(peopled.url, "checker", context_key)) as checker,
        OwnerDatabase(peopled.url) as owner,
    ):
        superuser = psycopg.connect(conninfo(peopled.url), autocommit=True)
        world = World(
            url=peopled.url,
            database=database,
            checker=checker,
            owner=owner,
            engine=Engine(checker, deployment, clock),
            clock=clock,
            deployment=deployment,
            parties=dict(peopled.parties),
            viewers=dict(peopled.viewers),
            superuser=superuser,
        )
        try:
            yield world
        finally:
            world.superuser = superuser.close()


@pytest.fixture
async def world(peopled: Peopled, clock: ManualClock, context_key: bytes) -> AsyncIterator[World]:
    """A world of this test's own."""
    async with open_world(peopled, clock, context_key) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared_world(
    cluster: Cluster, peopled: Peopled, context_key: bytes
) -> Iterator[Callable[[Callable[[World], Awaitable[None]]], World]]:
    """Let something happen in a world, in a database of its own, that a module's tests then look at with `sql`."""

    async def lived(people: Peopled, story: Callable[[World], Awaitable[None]]) -> World:
        async with open_world(people, ManualClock(), context_key) as opened:
            await story(opened)
        return opened

    peopled.cleaner.close()
    with ExitStack() as undo:
        copy = contextmanager(_database)(cluster, peopled.url.database or "", context_key)
        url = undo.enter_context(copy)
        thread = undo.enter_context(ThreadPoolExecutor(1))
        people = replace(peopled, url=url, cleaner=Cleaner(url))
        undo.callback(people.cleaner.close)
        yield lambda story: thread.submit(asyncio.run, lived(people, story)).result()


@dataclass
class Agreeing:
    """Two parties of a world drafting, signing and taking back; each has a private key, as on a device of its own."""

    world: World
    keys: dict[str, tuple[UUID, Ed25519PrivateKey]] = field(default_factory=dict)

    def asked(
        self,
        level: int = 2,
        *clauses: Clause,
        between: tuple[str, str] = ("a", "b"),
        days: float = 30,
        minimum_m: int = 1000,
        lead_time_s: int = 0,
        right_of_way: str | None = None,
    ) -> Draft:
        """What two parties could agree on."""
        one, other = (self.world.parties[slug].id for slug in between)
        return Draft(
            parties=(one, other),
            levels=Levels(Level(level), clauses),
            minimum_m={one: minimum_m, other: minimum_m},
            lead_time_s=lead_time_s,
            right_of_way=self.world.parties[right_of_way].id if right_of_way else None,
            safety_clause=True,
            expires_at=self.world.now() + timedelta(days=days),
        )

    async def draft(self, level: int = 2, *clauses: Clause, by: str = "a", **asked: Any) -> Agreement:
        """A draft by that person."""
        draft = self.asked(level, *clauses, **asked)
        return await self.world.act(by, draft_agreement, draft, self.world.deployment.terms, self.world.now())

    async def key(self, who: str) -> tuple[UUID, Ed25519PrivateKey]:
        """The registered key of that person's, made when it is first asked for."""
        if who not in self.keys:
            private = Ed25519PrivateKey.generate()
            public = private.public_key().public_bytes_raw()
            key = await self.world.act(who, register_key, f"key of {who}", public, self.world.now())
            self.keys[who] = (key.id, private)
        return self.keys[who]

    async def sign(self, who: str, agreement: Agreement) -> Agreement:
        """That person's signature under a text."""
        key, private = await self.key(who)
        by = SignedWith(key, private.sign(canonical(agreement.text)))
        terms = self.world.deployment.terms
        return await self.world.act(who, sign_agreement, agreement.id, by, terms, self.world.now())

    async def ratify(self, level: int = 2, *clauses: Clause, **asked: Any) -> Agreement:
        """A text that both have signed."""
        between = asked.get("between", ("a", "b"))
        agreement = await self.draft(level, *clauses, by=between[0], **asked)
        for who in between:
            agreement = await self.sign(who, agreement)
        return agreement

    async def lower(self, who: str, other: str, level: int, *clauses: Clause) -> Lowering:
        """What that person's party takes back from another."""
        levels = Levels(Level(level), clauses)
        return await self.world.act(
            who,
            lower_level,
            self.world.parties[other].id,
            levels,
            self.world.deployment.terms,
            self.world.now(),
        )


@pytest.fixture
def agreeing(world: World) -> Agreeing:
    """Parties that agree, in a world of the test's own."""
    return Agreeing(world)


@pytest.fixture(scope="session")
def agreeing_class() -> type[Agreeing]:
    """How parties of another world agree."""
    return Agreeing


@dataclass
class Seating:
    """A joint room of a world, and people taking seats there, each by an open session."""

    world: World

    async def opened(self, *slugs: str, chair: str = "facilitator") -> Room:
        """A room for those parties, for A and B unless others are named."""
        named = [self.world.parties[slug].id for slug in slugs or ("a", "b")]
        return await self.world.act(chair, open_room, "Coast road", named, self.world.now())

    async def sit(self, room: Room, *people: str) -> None:
        """Sign those people in and let them take seats."""
        for who in people:
            signed_in = replace(
                self.world.viewers[who],
                session=SessionId(uuid4()),
                expires_at=datetime(2200, 1, 1, tzinfo=UTC),  # as the machine's clock sees it, too
            )
            self.world.viewers[who] = signed_in
            async with self.world.database.transaction(signed_in.context) as session:
                await parties.open_session(session, signed_in, digest(secrets.token_hex(8)), self.world.now())
            await self.world.act(who, take_seat, room.id, self.world.now())


@pytest.fixture
def seating(world: World) -> Seating:
    """Joint rooms in a world of this test's own."""
    return Seating(world)
