"""The database's roles: three groups per cluster, two weak logins per database, and proof that they are weak.

Tables and grants are the migrations' matter. Logins get passwords that follow from the context key, so a
deployment keeps one secret.
"""

from dataclasses import dataclass
from typing import ClassVar, Final, Literal

import psycopg
from psycopg import sql
from sqlalchemy import text
from sqlalchemy.engine import URL, make_url

from deconflict.errors import DeconflictError
from deconflict.runtime.context import derive
from deconflict.runtime.database import RoleDatabase

Kind = Literal["api", "checker"]

OWNER: Final = "deconflict_owner"
API: Final = "deconflict_api"
CHECKER: Final = "deconflict_checker"

SIDE_DOORS: Final = (
    "st_estimatedextent",
    "_postgis_stats",
    "_postgis_selectivity",
    "_postgis_join_selectivity",
    "_postgis_index_extent",
    "pg_cancel_backend",
    "pg_terminate_backend",
    "pg_relation_size",
    "pg_table_size",
    "pg_indexes_size",
    "pg_total_relation_size",
    "pg_database_size",
    "pg_current_wal_lsn",
    "pg_current_wal_insert_lsn",
    "pg_current_wal_flush_lsn",
    "pg_last_committed_xact",
    "lo_creat",
    "lo_create",
    "lo_from_bytea",
)
"""What tells of rows past every policy, or lets one session end or fill up others'."""

LOCKS: Final = "^pg_(try_)?advisory_"
STATISTICS: Final = "^pg_(stat_get_.*|lock_status)$"

GROUPS: Final[dict[Kind, str]] = {"api": API, "checker": CHECKER}
MAX_NAME: Final = 63
BOXES: Final = ("geometry_overlaps(geometry,geometry)", "range_overlaps(anyrange,anyrange)")
"""What map reads compare behind row policies: only what is leakproof may use an index there."""


@dataclass(eq=False)
class LoginTooPowerful(DeconflictError):
    """The login could see past its role, so nothing is served with it. `because`: the attribute or group."""

    code: ClassVar[str] = "login_too_powerful"
    login: str
    because: str


def login_name(database: str, kind: Kind) -> str:
    """Return the login of a database for one kind of process; never the name of a group, whatever the database's.

    PostgreSQL would cut it at 63 bytes.
    """
    name = f"{database}_{kind}_login"

    if len(name.encode()) > MAX_NAME:
        raise ValueError("the database's name is too long to name its logins after it")
    return name


def password(login: str, key: bytes) -> str:
    """Return a login's password: whoever holds the context key can make it, nobody else."""
    return derive(key, f"password of {login}")


def drop_privileges(url: str | URL, kind: Kind, key: bytes) -> URL:
    """Return the URL of the weak login for an administrator's URL; a weak URL stays as it is."""
    parsed = make_url(url)
    login = login_name(parsed.database or "", kind)
    if parsed.username == login and parsed.password:
        return parsed
    return parsed.set(username=login, password=password(login, key))


def ensure_groups(connection: psycopg.Connection) -> None:
    """Create the group roles where they are missing and let the present administrator become the owner.

    Another database of the cluster may be doing the same at this moment; losing that race is fine.
    """
    for group in (OWNER, API, CHECKER):
        connection.execute(
            sql.SQL(
                "DO $$ BEGIN CREATE ROLE {} NOLOGIN NOINHERIT;"
                " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
            ).format(sql.Identifier(group))
        )
    if not _is_superuser(connection):
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER)))


def ensure_logins(connection: psycopg.Connection, key: bytes) -> None:
    """Create the two logins of the current database and shut the database to all others."""
    database = connection.info.dbname
    for kind, group in GROUPS.items():
        login = login_name(database, kind)
        _ensure_login(connection, login, password(login, key))
        # The API's policies are written for its group, so it inherits; the checker's login inherits
        # nothing, or it would see every party without ever saying so.
        inherit = sql.SQL("INHERIT" if kind == "api" else "NOINHERIT")
        connection.execute(sql.SQL("ALTER ROLE {} {}").format(sql.Identifier(login), inherit))
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), sql.Identifier(login)))
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                sql.Identifier(database), sql.Identifier(login)
            )
        )
    if _is_superuser(connection):  # see `close_side_doors`: who leads is decided by a lock
        connection.execute(
            sql.SQL("GRANT EXECUTE ON FUNCTION pg_try_advisory_lock(bigint) TO {}").format(
                sql.Identifier(login_name(database, "checker"))
            )
        )
    connection.execute(
        sql.SQL("REVOKE CONNECT, TEMPORARY ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database))
    )


def drop_logins(connection: psycopg.Connection, database: str) -> None:
    """Remove the logins of a database that is no more."""
    for kind in GROUPS:
        connection.execute(
            sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(login_name(database, kind)))
        )


def mark_leakproof(connection: psycopg.Connection) -> None:
    """Let `geom && box` and `period && range` use an index under row-level security, if the administrator may.

    (Superusers only.) Of PostGIS the one function is harmless: it compares two cached boxes and raises nothing. The
    other compares bounds by what the range is of: here moments, whose comparison is leakproof itself.
    """
    if _is_superuser(connection):
        for function in BOXES:
            connection.execute(sql.SQL("ALTER FUNCTION {} LEAKPROOF").format(sql.SQL(function)))


def close_side_doors(connection: psycopg.Connection) -> None:
    """Leave the weak logins nothing that leads around the row policies, if the administrator may (superusers only).

    PostGIS reads the planner's statistics and the pages of indexes for whoever asks, and PostgreSQL tells everybody how
    much is written, locked and asked: both tell where or when others are at work. Who could take advisory locks could
    keep the engine from its own.
    """
    if not _is_superuser(connection):
        return
    doors = connection.execute(
        "SELECT oid::regprocedure::text, proname ~ %(statistics)s FROM pg_proc"
        " WHERE proname = ANY (%(doors)s) OR (pronamespace = 'pg_catalog'::regnamespace"
        " AND (proname ~ %(locks)s OR proname ~ %(statistics)s))",
        {"doors": list(SIDE_DOORS), "locks": LOCKS, "statistics": STATISTICS},
    )
    for signature, statistics in doors.fetchall():
        connection.execute(f"REVOKE EXECUTE ON FUNCTION {signature} FROM PUBLIC".encode())
        if statistics:
            connection.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO pg_monitor".encode())
    connection.execute(f"GRANT EXECUTE ON FUNCTION pg_lock_status() TO {OWNER}".encode())


def _ensure_login(connection: psycopg.Connection, login: str, secret: str) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [login]).fetchone()
    # Hashed here: the server's log and its statistics never see the password.
    verifier = connection.pgconn.encrypt_password(secret.encode(), login.encode(), b"scram-sha-256").decode()
    connection.execute(
        sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD {}").format(
            sql.SQL("ALTER" if known else "CREATE"), sql.Identifier(login), sql.Literal(verifier)
        )
    )


def _is_superuser(connection: psycopg.Connection) -> bool:
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    return bool(row and row[0])


WEAKNESS: Final = text(
    """
    SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolinherit,
           pg_has_role(session_user, 'deconflict_checker', 'MEMBER') AS checker,
           pg_has_role(session_user, 'deconflict_owner', 'MEMBER') AS owner
      FROM pg_roles WHERE rolname = session_user
    """
)


async def require_weak(database: RoleDatabase, kind: Kind) -> None:
    """Raise `LoginTooPowerful` unless the login is as weak as its kind should be. Run before serving."""
    row = await database.probe(WEAKNESS)
    reasons = {
        "SUPERUSER": row.rolsuper,
        "BYPASSRLS": row.rolbypassrls,
        "CREATEROLE": row.rolcreaterole,
        OWNER: row.owner,
        CHECKER: kind == "api" and row.checker,
        "INHERIT": kind == "checker" and row.rolinherit,
    }
    for because, powerful in reasons.items():
        if powerful:
            raise LoginTooPowerful(row.rolname, because)


LEAKPROOF: Final = text(
    "SELECT bool_and(proleakproof) FROM pg_proc WHERE oid::regprocedure::text = ANY (:boxes)"
).bindparams(boxes=list(BOXES))


async def boxes_are_leakproof(database: RoleDatabase) -> bool:
    """Tell whether `&&` may use its index under row-level security; without that every map read scans a table.

    A restore or an update of the extension loses the flag; `deconflict migrate` as a superuser sets it again.
    """
    return bool((await database.probe(LEAKPROOF))[0])
