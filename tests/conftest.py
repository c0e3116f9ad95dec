"""What every test may lean on: one real PostGIS cluster per worker, a fresh migrated database per test."""

import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.database import Database, OwnerDatabase
from deconflict.runtime.migrate import upgrade
from deconflict.runtime.postgres import Cluster
from deconflict.runtime.roles import drop_logins, drop_privileges, ensure_logins

TEMPLATE = "deconflict_template"
UNSAFE_BUT_QUICK = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "64MB"}


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
    return secrets.token_bytes(48)


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
