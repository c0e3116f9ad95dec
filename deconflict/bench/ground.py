"""The database a bench runs on: one of its own, fresh, on a private cluster or on the server that is named.

Nothing that was there before is looked at; nothing stays behind.
"""

import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

from deconflict.runtime.datafolder import DataFolder
from deconflict.runtime.migrate import conninfo, upgrade
from deconflict.runtime.postgres import Cluster
from deconflict.runtime.roles import drop_logins
from deconflict.runtime.settings import Settings


@dataclass(frozen=True)
class Ground:
    """A migrated database without rows: an administrator's URL of it, and the key of its logins."""

    url: URL
    key: bytes

    @contextmanager
    def administrator(self) -> Iterator[psycopg.Connection]:
        """Yield a connection whose transaction ends with the block."""
        with psycopg.connect(conninfo(self.url), connect_timeout=10) as connection:
            yield connection

    def copy(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Store rows that all have the same columns."""
        with self.administrator() as connection:
            copy_into(connection, table, rows)

    def analyse(self) -> None:
        """Let the planner know what is there."""
        with self.administrator() as connection:
            connection.execute("ANALYZE")


@contextmanager
def ground(settings: Settings, data: Path | None) -> Iterator[Ground]:
    """Yield a fresh database: on the server that the settings name, or else on a cluster in a folder."""
    key = secrets.token_urlsafe(48).encode()
    if settings.database_url is not None:
        with _database(make_url(settings.url), key) as fresh:
            yield fresh
        return
    with _folder(data) as folder, DataFolder(folder) as kept:
        cluster = Cluster(kept.home())
        try:
            cluster.start()
            with _database(cluster.url("postgres"), key) as fresh:
                yield fresh
        finally:
            cluster.stop()


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    """Yield the folder that was named, or one for this time that the cluster's account can get to."""
    if data is not None:
        yield data
        return
    folder = Path(tempfile.mkdtemp(prefix="dcf-bench-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def _database(server: URL, key: bytes) -> Iterator[Ground]:
    name = f"bench_{secrets.token_hex(4)}"
    with _standing(server) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            url = server.set(database=name)
            upgrade(url, key)
            yield Ground(url, key)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
            drop_logins(connection, name)


@contextmanager
def _standing(server: URL) -> Iterator[psycopg.Connection]:
    """Yield a connection outside any transaction: databases are not made in one."""
    connection = psycopg.connect(conninfo(server), connect_timeout=10)
    connection.set_autocommit(True)
    with connection:
        yield connection


def copy_into(connection: psycopg.Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store rows that all have the same columns, in the connection's transaction."""
    if not rows:
        return
    columns = list(rows[0])
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row([row[column] for column in columns])
