"""What every test may lean on: a real PostGIS cluster per worker, a migrated database per test, a small world in it."""

import asyncio
import secrets
import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import psycopg
import pytest
import structlog
from pydantic import SecretStr
from sqlalchemy.engine import URL

from deconflict.app import bare_app, stand
from deconflict.engine.engine import Engine
from deconflict.flows.deployment import Deployment
from deconflict.flows.enrol_device import offer_code, redeem_code
from deconflict.parties import store as parties
from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.database import Database, OwnerDatabase
from deconflict.runtime.postgres import Cluster
from deconflict.runtime.roles import drop_privileges
from deconflict.runtime.settings import Settings
from tests.agreeing import Agreeing, Seating
from tests.databases import UNSAFE_BUT_QUICK, copied, migrated
from tests.people import Peopled, peopling
from tests.worlds import ManualClock, World


def pytest_configure() -> None:
    """Let the programs that tests start heed Ctrl-C also in the background of a shell, which ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    trouble = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[only_trouble, structlog.processors.add_log_level, trouble])


def only_trouble(_: object, method: str, event: Any) -> Any:
    """Drop what is logged while all is well: a line for each answer costs as much as many an answer."""
    if method in {"debug", "info"}:
        raise structlog.DropEvent
    return event


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, lest one of them be left over when every other worker is done.

    `make test` hands out files in this order; by itself xdist begins with those that have the most tests.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path not in slow, -tests[item.path]))


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that this process sends from now on, whichever way it goes to the driver."""
    sent: list[str] = []
    execute = psycopg.AsyncCursor.execute

    async def noted(cursor: Any, query: Any, *arguments: Any, **options: Any) -> Any:
        sent.append(query.decode() if isinstance(query, bytes) else str(query))
        return await execute(cursor, query, *arguments, **options)

    monkeypatch.setattr(psycopg.AsyncCursor, "execute", noted)
    return sent


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
    return migrated(cluster, context_key)


@pytest.fixture
def empty_database_url(cluster: Cluster) -> Iterator[URL]:
    """The administrator's URL of a database that nothing was done to."""
    with copied(cluster, "template1", None) as url:
        yield url


@pytest.fixture
def database_url(cluster: Cluster, template: str, context_key: bytes) -> Iterator[URL]:
    """The administrator's URL of a migrated database of this test's own."""
    with copied(cluster, template, context_key) as url:
        yield url


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


@pytest.fixture(scope="session")
def peopled(cluster: Cluster, template: str, context_key: bytes) -> Iterator[Peopled]:
    """One for the whole run: copying a database for each test takes longer than most tests."""
    with copied(cluster, template, context_key) as url, peopling(url, context_key, ManualClock.at) as people:
        yield people


@asynccontextmanager
async def open_world(people: Peopled, clock: ManualClock, deployment: Deployment) -> AsyncIterator[World]:
    """A world in which nothing has happened yet."""
    superuser, ways = people.forget(), people.ways
    world = World(
        url=people.url,
        database=ways.api,
        checker=ways.checker,
        owner=ways.owner,
        engine=Engine(ways.checker, deployment, clock),
        clock=clock,
        deployment=deployment,
        parties=dict(people.parties),
        viewers=dict(people.viewers),
        superuser=superuser,
    )
    try:
        yield world
    finally:
        world.superuser = None
        await ways.rest()


@pytest.fixture(scope="session")
def usual() -> Deployment:
    """A deployment as its operator gets it who sets nothing."""
    return Deployment.of(Settings())


@pytest.fixture
async def world(peopled: Peopled, clock: ManualClock, usual: Deployment) -> AsyncIterator[World]:
    """A world of this test's own."""
    async with open_world(peopled, clock, usual) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared_world(
    cluster: Cluster, peopled: Peopled, context_key: bytes, usual: Deployment
) -> Iterator[Callable[[Callable[[World], Awaitable[None]]], World]]:
    """Let something happen in a world, in a database of its own, that a module's tests then look at with `sql`."""

    async def lived(people: Peopled, story: Callable[[World], Awaitable[None]]) -> World:
        async with open_world(people, ManualClock(), usual) as opened:
            await story(opened)
        return opened

    peopled.close()
    with copied(cluster, peopled.url.database or "", context_key) as url, ThreadPoolExecutor(1) as thread:
        people = peopled.at(url, context_key)
        yield lambda story: thread.submit(asyncio.run, lived(people, story)).result()
        people.close()


@pytest.fixture
def agreeing(world: World) -> Agreeing:
    """Parties that agree, in a world of the test's own."""
    return Agreeing(world)


@pytest.fixture(scope="session")
def agreeing_class() -> type[Agreeing]:
    """How parties of another world agree."""
    return Agreeing


@pytest.fixture
def seating(world: World) -> Seating:
    """Joint rooms in a world of this test's own."""
    return Seating(world)


@dataclass(frozen=True)
class Tracker:
    """A unit's device as its app knows it."""

    id: str
    secret: str

    @property
    def identifier(self) -> str:
        """Both in one word."""
        return f"{self.id}.{self.secret}"

    @property
    def basic(self) -> tuple[str, str]:
        """User and password."""
        return self.id, self.secret


@pytest.fixture
def app(world: Any, context_key: bytes) -> Any:
    """The application; its hub stands, its loop is not run."""
    made = bare_app()
    settings = Settings(database_url=SecretStr("unused"), context_key=SecretStr(context_key.decode()))
    stand(made, settings, world.database, world.clock)
    return made


@pytest.fixture
async def http(app: Any) -> AsyncIterator[Any]:
    """A client that is nobody."""
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    async with AsyncExitStack() as exits:
        client = httpx2.AsyncClient(transport=transport, base_url="http://deconflict.test")
        yield await exits.enter_async_context(client)


@pytest.fixture
def enrol(world: Any) -> Callable[..., Awaitable[Tracker]]:
    """Enrol a device of a unit as that party's officer."""

    async def made(who: str = "a", callsign: str = "U1") -> Tracker:
        party = world.viewers[who].party
        unit = await world.read("operator", parties.unit_called, party, callsign)
        offered = await world.read(who, offer_code, unit, "tracker", world.now())
        redeemed = await redeem_code(world.database, offered.code, world.now())
        return Tracker(str(redeemed.enrolled.device.id), redeemed.enrolled.secret)

    return made
