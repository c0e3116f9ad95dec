"""Weak logins, and the proof of their weakness before anything is served."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import URL, make_url

from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.database import Database, RoleDatabase, conninfo
from deconflict.runtime.postgres import Cluster
from deconflict.runtime.roles import (
    API,
    BOXES,
    CHECKER,
    OWNER,
    LoginTooPowerful,
    boxes_are_leakproof,
    drop_logins,
    drop_privileges,
    ensure_groups,
    ensure_logins,
    login_name,
    mark_leakproof,
    password,
    require_weak,
)

KEY = b"k" * 32


@pytest.fixture
def administrator(database_url: URL) -> Iterator[psycopg.Connection]:
    """The cluster's superuser in the test's database."""
    with psycopg.connect(conninfo(database_url), autocommit=True) as connection:
        yield connection


def test_an_administrators_url_becomes_the_weak_logins() -> None:
    url = drop_privileges("postgresql://admin:secret@db:5432/ops?sslmode=require", "api", KEY)
    assert (url.username, url.password) == ("ops_api_login", password("ops_api_login", KEY))
    assert (url.host, url.port, url.database, url.query) == ("db", 5432, "ops", {"sslmode": "require"})
    assert drop_privileges(url, "checker", KEY).username == "ops_checker_login"


def test_a_weak_url_stays_as_it_is() -> None:
    url = make_url("postgresql+psycopg://ops_api_login:given@db/ops")
    assert drop_privileges(url, "api", KEY) is url


@pytest.mark.parametrize("database", ["deconflict", "x", "deconflict_api", "deconflict_checker"])
def test_no_login_has_the_name_of_a_group(database: str) -> None:
    names = {login_name(database, "api"), login_name(database, "checker")}
    assert names.isdisjoint({OWNER, API, CHECKER})


def test_a_name_that_postgresql_would_cut_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        login_name("d" * 50, "checker")


def test_passwords_follow_from_the_key_and_are_never_stored_plain(administrator: psycopg.Connection) -> None:
    ensure_logins(administrator, KEY)
    login = login_name(administrator.info.dbname, "api")
    stored = administrator.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [login]).fetchone()
    assert stored is not None
    assert stored[0].startswith("SCRAM-SHA-256$")
    assert password(login, KEY) != password(login, b"other" * 8)


def test_groups_and_logins_can_be_ensured_again(administrator: psycopg.Connection) -> None:
    for _ in range(2):
        ensure_groups(administrator)
        ensure_logins(administrator, KEY)


@pytest.mark.rule("SEC-01")
def test_a_database_is_shut_to_the_logins_of_another(
    cluster: Cluster, database_url: URL, template: str
) -> None:
    login = login_name(database_url.database or "", "api")
    with pytest.raises(psycopg.OperationalError, match="CONNECT"):
        psycopg.connect(conninfo(cluster.url(template).set(username=login)))


@pytest.mark.rule("SEC-01")
async def test_the_weak_logins_are_weak(api_database: Database, checker_database: CheckerDatabase) -> None:
    await require_weak(api_database, "api")
    await require_weak(checker_database, "checker")


@pytest.mark.rule("SEC-01")
async def test_nothing_is_served_as_a_superuser(database_url: URL) -> None:
    async with RoleDatabase(database_url) as database:
        with pytest.raises(LoginTooPowerful) as refused:
            await require_weak(database, "api")
    assert refused.value.fields() == {"login": "postgres", "because": "SUPERUSER"}


@pytest.mark.rule("SEC-01")
@pytest.mark.parametrize(
    ("kind", "change", "because"),
    [
        ("api", "ALTER ROLE {} BYPASSRLS", "BYPASSRLS"),
        ("api", "ALTER ROLE {} CREATEROLE", "CREATEROLE"),
        ("api", f"GRANT {CHECKER} TO {{}}", CHECKER),
        ("api", f"GRANT {OWNER} TO {{}}", OWNER),
        ("checker", f"GRANT {OWNER} TO {{}}", OWNER),
        ("checker", "ALTER ROLE {} INHERIT", "INHERIT"),
    ],
)
async def test_a_login_made_more_powerful_is_refused(
    database_url: URL,
    context_key: bytes,
    administrator: psycopg.Connection,
    kind: str,
    change: str,
    because: str,
) -> None:
    login = drop_privileges(database_url, kind, context_key)
    administrator.execute(change.format(login.username).encode())
    async with RoleDatabase(login) as database:
        with pytest.raises(LoginTooPowerful) as refused:
            await require_weak(database, kind)
    assert refused.value.because == because


@pytest.mark.parametrize("function", BOXES)
async def test_a_lost_leakproof_flag_is_seen_and_set_again(
    api_database: Database, administrator: psycopg.Connection, function: str
) -> None:
    assert await boxes_are_leakproof(api_database)
    administrator.execute(f"ALTER FUNCTION {function} NOT LEAKPROOF".encode())
    assert not await boxes_are_leakproof(api_database)
    mark_leakproof(administrator)
    assert await boxes_are_leakproof(api_database)


async def test_an_ordinary_administrator_leaves_the_flag_and_may_become_the_owner(
    administrator: psycopg.Connection, database_url: URL
) -> None:
    name = f"ordinary_{secrets.token_hex(4)}"
    administrator.execute(f"CREATE ROLE {name} LOGIN CREATEROLE".encode())
    administrator.execute(f"GRANT CONNECT ON DATABASE {database_url.database} TO {name}".encode())
    try:
        with psycopg.connect(conninfo(database_url.set(username=name)), autocommit=True) as ordinary:
            mark_leakproof(ordinary)
            ensure_groups(ordinary)
            ordinary.execute(f"SET ROLE {OWNER}".encode())
    finally:
        administrator.execute(f"DROP OWNED BY {name}".encode())
        administrator.execute(f"DROP ROLE {name}".encode())


def test_logins_go_with_their_database(cluster: Cluster) -> None:
    name = f"gone_{secrets.token_hex(4)}"
    cluster.ensure_database(name)
    with cluster.connect(name) as connection:
        ensure_groups(connection)
        ensure_logins(connection, KEY)
    with cluster.connect() as connection:
        connection.execute(f"DROP DATABASE {name}".encode())
        drop_logins(connection, name)
        left = connection.execute(
            "SELECT count(*) FROM pg_roles WHERE rolname LIKE %s", [f"{name}%"]
        ).fetchone()
    assert left == (0,)


@pytest.mark.rule("SEC-01")
def test_where_passwords_are_asked_for_only_the_right_key_gets_in(short_folder: Path) -> None:
    rules = short_folder / "hba.conf"
    rules.write_text("local all postgres trust\nlocal all all scram-sha-256\n")
    cluster = Cluster(short_folder, tuning={"fsync": "off", "shared_buffers": "16MB", "hba_file": str(rules)})
    cluster.start()
    try:
        with cluster.connect() as connection:
            ensure_groups(connection)
            ensure_logins(connection, KEY)
        for kind in ("api", "checker"):
            psycopg.connect(conninfo(drop_privileges(cluster.url("postgres"), kind, KEY))).close()
            with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
                psycopg.connect(conninfo(drop_privileges(cluster.url("postgres"), kind, b"guessed" * 8)))
    finally:
        cluster.stop()
