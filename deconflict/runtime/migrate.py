"""Brings a database to this program's schema, or back: extensions, roles, revisions, key and logins.

Run by an administrator's login; what the revisions make belongs to `deconflict_owner`.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import URL, make_url

from deconflict.runtime.context import pads
from deconflict.runtime.database import conninfo as conninfo
from deconflict.runtime.errors import DatabaseUnavailable, MissingPostGIS
from deconflict.runtime.locks import MIGRATION
from deconflict.runtime.roles import (
    API,
    CHECKER,
    OWNER,
    close_side_doors,
    ensure_groups,
    ensure_logins,
    mark_leakproof,
)
from deconflict.runtime.schema import SCRIPTS

EXTENSIONS: Final = ("postgis", "btree_gist")


def upgrade(url: str | URL, key: bytes, revision: str = "head") -> None:
    """Make everything this program needs, from whatever state an earlier release left the database in."""
    with _locked(url) as connection:
        _ensure_extensions(connection)
        ensure_groups(connection)
        connection.execute(f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}".encode())
        connection.execute(f"GRANT USAGE ON SCHEMA public TO {API}, {CHECKER}".encode())
        mark_leakproof(connection)
        close_side_doors(connection)
        command.upgrade(_config(url, key), revision)
        _share(connection, key)
        ensure_logins(connection, key)


def make_groups(url: str | URL) -> None:
    """Make the group roles alone, which a backup's tables belong to and no backup of one database holds."""
    with _locked(url) as connection:
        ensure_groups(connection)


def downgrade(url: str | URL, key: bytes, revision: str) -> None:
    """Go back to an earlier revision; `base` leaves the extensions and the roles, and no data."""
    with _locked(url):
        command.downgrade(_config(url, key), revision)


def sync_url(url: str | URL) -> URL:
    """Return the URL with the driver we use, whichever it names."""
    return make_url(url).set(drivername="postgresql+psycopg")


@contextmanager
def _locked(url: str | URL) -> Iterator[psycopg.Connection]:
    """Connect as the administrator and wait until nobody else is migrating this database."""
    try:
        connection = psycopg.connect(conninfo(url), autocommit=True, connect_timeout=10)
    except psycopg.OperationalError:
        raise DatabaseUnavailable from None
    with connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [MIGRATION])  # let go when the connection closes
        yield connection


def _ensure_extensions(connection: psycopg.Connection) -> None:
    """Install what the schema needs; the administrator must be allowed to, unless it is there already."""
    for name in EXTENSIONS:
        found = connection.execute("SELECT 1 FROM pg_extension WHERE extname = %s", [name]).fetchone()
        offered = connection.execute(
            "SELECT 1 FROM pg_available_extensions WHERE name = %s", [name]
        ).fetchone()
        if not found and not offered:
            raise MissingPostGIS(f"postgresql-{connection.info.server_version // 10_000}-postgis-3")
        if not found:
            connection.execute(f"CREATE EXTENSION {name}".encode())


def _share(connection: psycopg.Connection, key: bytes) -> None:
    """Store the key that signs contexts (it may be a new one) and let every process read the revision."""
    inner, outer = pads(key)
    with connection.transaction():
        connection.execute(f"SET LOCAL ROLE {OWNER}".encode())
        connection.execute("DELETE FROM context_key")
        connection.execute("INSERT INTO context_key (inner_pad, outer_pad) VALUES (%s, %s)", [inner, outer])
        # Read by the bare logins, of which the checker's inherits nothing; nobody else can connect.
        connection.execute("GRANT SELECT ON alembic_version TO PUBLIC")


def _config(url: str | URL, key: bytes) -> Config:
    config = Config(attributes={"url": sync_url(url), "context_key": key})
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    return config
