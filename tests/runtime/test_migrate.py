"""Forward, back and forward again, by several at once, with a key that changes."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import URL

from deconflict.runtime import migrate as module
from deconflict.runtime.binaries import choose, installed
from deconflict.runtime.context import Context
from deconflict.runtime.database import Database, conninfo
from deconflict.runtime.errors import DatabaseUnavailable, MissingPostGIS
from deconflict.runtime.migrate import downgrade, upgrade
from deconflict.runtime.roles import drop_privileges

DESK = Context(uuid4(), None, "desk", "viewer")


@pytest.fixture
def blank(empty_database_url: URL) -> URL:
    """A database that nothing was done to; its logins go with it."""
    return empty_database_url


def catalogue(url: URL) -> str:
    """Return everything that a dump of the schema says, without the tokens that change every time."""
    command = [choose(installed(), None)["pg_dump"], "--schema-only", conninfo(url)]
    dump = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return "\n".join(line for line in dump.splitlines() if not line.startswith("\\"))


def tables(url: URL) -> set[str]:
    with psycopg.connect(conninfo(url)) as connection:
        query = "SELECT tablename FROM pg_tables WHERE tableowner = 'deconflict_owner'"
        return {row[0] for row in connection.execute(query)}


def test_back_and_forward_again_leaves_the_same_catalogue(blank: URL, context_key: bytes) -> None:
    upgrade(blank, context_key)
    first = catalogue(blank)
    assert "CREATE TABLE public.party" in first
    downgrade(blank, context_key, "base")
    assert tables(blank) == {"alembic_version"}
    upgrade(blank, context_key)
    assert catalogue(blank) == first


def test_migrating_again_changes_nothing(database_url: URL, context_key: bytes) -> None:
    before = catalogue(database_url)
    upgrade(database_url, context_key)
    assert catalogue(database_url) == before


@pytest.mark.rule("SEC-01")
def test_what_runs_out_does_so_by_the_databases_own_clock_which_only_the_engine_may_ask(
    blank: URL, context_key: bytes
) -> None:
    upgrade(blank, context_key)
    with psycopg.connect(conninfo(blank)) as connection:
        assert connection.execute("SELECT service_now() = now()").fetchone() == (True,)
        for role, may in (("deconflict_api", False), ("deconflict_checker", True)):  # its ladders climb by it
            asked = connection.execute(
                "SELECT has_function_privilege(%s, 'service_now()', 'EXECUTE')", [role]
            )
            assert asked.fetchone() == (may,)


def test_a_worlds_database_stands_at_the_hour_at_which_the_world_begins(peopled: Any, clock: Any) -> None:
    """Otherwise what is agreed there would have run out as soon as the true time is past it."""
    with psycopg.connect(conninfo(peopled.url)) as connection:
        assert connection.execute("SELECT service_now()").fetchone() == (clock.now(),)


def test_two_that_migrate_at_once_take_turns(blank: URL, context_key: bytes) -> None:
    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(upgrade, blank, context_key) for _ in range(3)]:
            done.result()
    assert "party" in tables(blank)


async def test_a_new_key_replaces_the_old_one(database_url: URL, context_key: bytes) -> None:
    async def role(key: bytes) -> str | None:
        login = drop_privileges(database_url, "api", key)
        async with Database(login, context_key=key) as database, database.transaction(DESK) as session:
            return await session.scalar(select(func.viewer_role()))

    assert await role(context_key) == "desk"
    new = b"another key" * 4
    upgrade(database_url, new)
    assert await role(new) == "desk"
    assert await role(context_key) is None


@pytest.mark.rule("SEC-01")
def test_every_table_has_forced_row_security_or_is_on_the_short_list(database_url: URL) -> None:
    with psycopg.connect(conninfo(database_url)) as connection:
        bare = connection.execute(
            """
            SELECT relname FROM pg_class
             WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'm', 'v')
               AND NOT (relrowsecurity AND relforcerowsecurity)
            """
        ).fetchall()
    # The revision's number, and what PostGIS brings: nobody's data.
    assert {row[0] for row in bare} == {
        "alembic_version",
        "spatial_ref_sys",
        "geography_columns",
        "geometry_columns",
    }


def test_an_ordinary_administrator_is_enough_where_postgis_is_there(blank: URL, context_key: bytes) -> None:
    name = f"{blank.database}_admin"
    with psycopg.connect(conninfo(blank), autocommit=True) as connection:
        connection.execute("CREATE EXTENSION postgis")
        connection.execute(f"CREATE ROLE {name} LOGIN CREATEROLE".encode())
        connection.execute(f"ALTER DATABASE {blank.database} OWNER TO {name}".encode())
        connection.execute(f"GRANT ALL ON SCHEMA public TO {name} WITH GRANT OPTION".encode())
        try:
            upgrade(blank.set(username=name), context_key)
            assert "party" in tables(blank)
        finally:
            connection.execute(f"REASSIGN OWNED BY {name} TO postgres".encode())
            connection.execute(f"DROP OWNED BY {name}".encode())
            connection.execute(f"DROP ROLE {name}".encode())


def test_a_server_without_postgis_is_told_by_the_package_to_install(
    blank: URL, context_key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "EXTENSIONS", ("postgis_of_the_future",))
    with pytest.raises(MissingPostGIS) as refused:
        upgrade(blank, context_key)
    assert refused.value.package.startswith("postgresql-1")


def test_a_database_that_does_not_answer_is_said_without_the_drivers_words(context_key: bytes) -> None:
    with pytest.raises(DatabaseUnavailable) as refused:
        upgrade("postgresql://postgres@/nothing?host=/nowhere", context_key)
    assert refused.value.__suppress_context__
