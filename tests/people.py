"""Everybody of the small world in a database that stays for a whole run, and how one test's doings are undone."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from unittest.mock import patch
from uuid import uuid4

import psycopg
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.engine import URL

from deconflict.flows import administer
from deconflict.parties.model import Party, Role, SessionId, Viewer
from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.database import Database, OwnerDatabase
from deconflict.runtime.migrate import conninfo
from deconflict.runtime.roles import drop_privileges

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
TABLES = f"""
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND relowner = 'deconflict_owner'::regrole AND relname <> ALL ('{{{",".join(UNTOUCHED)}}}') ORDER BY relname
"""
# Whoever holds nothing may stay: its connection is as good for the next test as for the last.
HOLDING = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
    AND (state <> 'idle' OR pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory'))
"""


class Superuser:
    """A superuser's connection, kept from test to test: a new one has to read the catalogue of every table first."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._kept: psycopg.Connection | None = None

    def connection(self) -> psycopg.Connection:
        """The connection, as it is when it is new; opened again if it was lost."""
        if self._kept is not None:
            try:
                self._kept.rollback()
                self._kept.execute("RESET ALL; UNLISTEN *; SELECT pg_advisory_unlock_all()")
            except psycopg.OperationalError:
                self._kept.close()
        if self._kept is None or self._kept.closed:
            self._kept = psycopg.connect(conninfo(self._url), autocommit=True)
        return self._kept

    def close(self) -> None:
        """Close it: no database is copied while anybody is connected to it."""
        if self._kept is not None:
            self._kept.close()


class Ways:
    """The service's ways into a database, kept from test to test with what was compiled, connected and planned."""

    def __init__(self, url: URL, key: bytes) -> None:
        self.api = Database(drop_privileges(url, "api", key), context_key=key)
        self.checker = CheckerDatabase(drop_privileges(url, "checker", key))
        self.owner = OwnerDatabase(url)

    async def rest(self) -> None:
        """Let go of what a test has left unfinished, or has exhausted: that belongs to its event loop."""
        for database in (self.api, self.checker, self.owner):
            pool = database._engine.pool
            if pool.checkedout() or pool.checkedin() >= pool.size():
                await database.close()

    def close(self) -> None:
        """Close every connection."""
        with ThreadPoolExecutor(1) as thread:  # which has no event loop yet
            for database in (self.api, self.checker, self.owner):
                thread.submit(asyncio.run, database.close()).result()


@dataclass(frozen=True)
class Peopled:
    """A database with everybody of a world in it."""

    url: URL
    parties: dict[str, Party]
    viewers: dict[str, Viewer]
    superuser: Superuser
    ways: Ways
    password_hash: str

    def at(self, url: URL, key: bytes) -> "Peopled":
        """The same people in a copy of the database."""
        return replace(self, url=url, superuser=Superuser(url), ways=Ways(url, key))

    def forget(self) -> psycopg.Connection:
        """Undo whatever the last test did: leave only the people, each with an empty feed."""
        kept = {
            "everybody": [viewer.person for viewer in self.viewers.values()],
            "parties": [party.id for party in self.parties.values()],
        }
        connection = self.superuser.connection()
        with connection.transaction():
            connection.execute(HOLDING.encode())
            connection.execute("SET LOCAL session_replication_role = replica")
            for table in _filled(connection):
                connection.execute(f"DELETE FROM {table}".encode())
            for table, (column, whose) in KEPT.items():
                connection.execute(
                    f"DELETE FROM {table} WHERE NOT {column} = ANY (%s)".encode(), [kept[whose]]
                )
            connection.execute("DELETE FROM unit WHERE callsign NOT IN ('U1', 'U2', 'U3')")
            connection.execute("UPDATE person SET disabled_at = NULL WHERE disabled_at IS NOT NULL")
            password = "UPDATE credential SET password_hash = %(hash)s WHERE password_hash <> %(hash)s"
            connection.execute(password, {"hash": self.password_hash})
            connection.execute("UPDATE feed SET last_seq = 0 WHERE last_seq <> 0")
        return connection

    def close(self) -> None:
        """Let nobody be connected to it."""
        self.ways.close()
        self.superuser.close()


def _filled(connection: psycopg.Connection) -> list[str]:
    """The tables with rows: one question, planned once, and no row is looked for twice where there is none."""
    names = [name for (name,) in connection.execute(TABLES.encode()).fetchall()]
    question = " UNION ALL ".join(
        f"""SELECT '"{name}"' WHERE EXISTS (SELECT FROM "{name}")""" for name in names
    )
    return [name for (name,) in connection.execute(question.encode(), prepare=True).fetchall()]


@contextmanager
def peopling(url: URL, key: bytes, now: datetime) -> Iterator[Peopled]:
    """Add everybody to a migrated database; meanwhile passwords are hashed with the least argon2id allows."""
    cheap = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    with patch.object(administer, "PASSWORDS", cheap):
        with ThreadPoolExecutor(1) as thread:
            parties, viewers = thread.submit(asyncio.run, _added(url, now)).result()
        people = Peopled(url, parties, viewers, Superuser(url), Ways(url, key), cheap.hash(PASSWORD))
        yield people
        people.close()


async def _added(url: URL, now: datetime) -> tuple[dict[str, Party], dict[str, Viewer]]:
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
    return parties, viewers
