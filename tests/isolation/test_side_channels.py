"""What somebody who runs SQL of their own as the API may learn or break beyond the rows they see (SEC-01, SEC-02)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy.engine import URL

from deconflict.runtime.context import Context, sign
from deconflict.runtime.locks import ENGINE
from deconflict.runtime.migrate import conninfo
from deconflict.runtime.roles import drop_privileges

REFUSED = (
    psycopg.errors.InsufficientPrivilege,
    psycopg.errors.CheckViolation,
    psycopg.errors.ForeignKeyViolation,
)
NOTICE = (
    "INSERT INTO notice (id, party, kind, change, rings, found_at, released_at, patrol, conflict, review)"
    " VALUES (gen_random_uuid(), %(party)s, %(kind)s, %(change)s, true, %(found)s, %(released)s, %(patrol)s,"
    " %(conflict)s, %(review)s)"
)
ZONE = (
    "INSERT INTO zone (id, party, kind, name, outline, envelope, holds, created_by, created_at) VALUES"
    " (gen_random_uuid(), %(party)s, %(kind)s, 'x', ST_GeomFromText(%(outline)s, 4326),"
    " ST_MakeEnvelope(-180, -90, 180, 90, 4326), %(holds)s, %(person)s, %(at)s)"
)
SQUARE = "POLYGON((1 1, 2 1, 2 2, 1 2, 1 1))"
MANY = {
    "last_position": "INSERT INTO last_position (party, unit, at, lon, lat, received_at)"
    " SELECT %s, gen_random_uuid(), '2026-12-01Z', CASE WHEN n %% 10 < 7 THEN 15.5 + n / 1e6 ELSE 13 + n / 1e3 END, 32,"
    " '2026-12-01Z' FROM generate_series(1, 2000) AS n",
    "upload": "INSERT INTO upload (id, party, unit, person, sent_at, received_at, first_at, last_at, fixes)"
    " SELECT gen_random_uuid(), %s, gen_random_uuid(), gen_random_uuid(), at, at, at, at, repeat('x', 48)::bytea"
    " FROM (SELECT timestamptz '2026-12-01 02:00Z' + n * interval '1 second' AS at FROM generate_series(1, 3000) AS n)"
    " AS sent",
}
"""Where and when there are many of somebody's, and where and when there are few."""
BOW_TIE = "POLYGON((1 1, 2 2, 2 1, 1 2, 1 1))"


@pytest.fixture
def intruder(busy: Any, context_key: bytes) -> Iterator[psycopg.Connection]:
    """A's session, in which somebody runs what they like; nothing of it stays."""
    with psycopg.connect(conninfo(drop_privileges(busy.url, "api", context_key))) as connection:
        signed = sign(busy.viewers["a"].context, context_key, datetime.now(UTC))
        connection.execute("SELECT set_config('deconflict.context', %s, false)", [signed])
        connection.commit()
        yield connection
        connection.rollback()


def attempt(intruder: psycopg.Connection, statement: str, values: Any = None) -> None:
    try:
        intruder.execute(statement.encode(), values)
    finally:
        intruder.rollback()


@pytest.mark.rule("SEC-01", "DIS-06")
@pytest.mark.parametrize(
    "question",
    [
        "pg_stat_get_tuples_inserted('plan'::regclass)",
        "pg_stat_get_live_tuples('plan'::regclass)",
        "count(*) FROM pg_stat_activity",
        "sum(n_tup_ins) FROM pg_stat_user_tables",
        "count(*) FROM pg_locks",
        "pg_relation_size('plan')",
        "pg_total_relation_size('plan'::regclass)",
        "pg_database_size(current_database())",
        "pg_current_wal_lsn()",
        "ST_EstimatedExtent('plan', 'envelope')",
        "pg_terminate_backend(1)",
        "pg_cancel_backend(1)",
        f"pg_advisory_lock({ENGINE})",
        f"pg_try_advisory_lock({ENGINE})",
        f"pg_try_advisory_xact_lock_shared({ENGINE})",
        "lo_creat(-1)",
    ],
)
def test_what_tells_of_others_work_or_stops_it_is_not_answered(
    intruder: psycopg.Connection, question: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        attempt(intruder, f"SELECT {question}")


@pytest.mark.rule("SEC-01", "DIS-06")
def test_the_planners_estimates_do_not_tell_where_others_plans_are(
    busy: Any, intruder: psycopg.Connection
) -> None:
    busy.sql("ANALYZE plan")
    busy.sql("ANALYZE zone")
    for table in ("plan", "zone"):
        costs = set()
        for west in (15.0, -120.0):  # where they are, and where nobody is
            window = f"envelope && ST_MakeEnvelope({west}, 31, {west} + 2, 36, 4326)"
            [(plan,)] = intruder.execute(
                f"EXPLAIN (FORMAT JSON) SELECT id FROM {table} WHERE {window}".encode()
            )
            costs.add((plan[0]["Plan"]["Plan Rows"], plan[0]["Plan"]["Total Cost"]))
        assert len(costs) == 1, table
    known = busy.sql("SELECT attname FROM pg_stats WHERE tablename IN ('plan', 'zone')")
    assert ("party",) in known
    assert not {("envelope",), ("outline",)} & set(known)


@pytest.mark.rule("SEC-01", "DIS-06")
def test_the_planners_estimates_do_not_tell_where_others_units_are_nor_when_they_report(
    database_url: URL, context_key: bytes
) -> None:
    windows = {
        "last_position": (
            "lon BETWEEN 15.5 AND 15.51",
            "lon BETWEEN 14.1 AND 15.4",
            "lon BETWEEN 15.6 AND 90",
        ),
        "upload": (
            "received_at < '2026-12-01 01:00Z'",
            "received_at < '2026-12-01 02:30Z'",
            "received_at < '2200-01-01Z'",
        ),
    }
    with psycopg.connect(conninfo(database_url), autocommit=True) as administrator:
        administrator.execute("SET session_replication_role = replica")
        for table in windows:
            administrator.execute(MANY[table].encode(), [uuid4()])
            administrator.execute(f"ANALYZE {table}".encode())
    with psycopg.connect(conninfo(drop_privileges(database_url, "api", context_key))) as connection:
        a = sign(Context(uuid4(), uuid4(), "liaison", "viewer"), context_key, datetime.now(UTC))
        connection.execute("SELECT set_config('deconflict.context', %s, false)", [a])
        for table, wheres in windows.items():
            estimates = set()
            for where in wheres:
                query = f"EXPLAIN (FORMAT JSON) SELECT party FROM {table} WHERE {where}"
                [(plan,)] = connection.execute(query.encode())
                estimates.add((plan[0]["Plan"]["Plan Rows"], plan[0]["Plan"]["Total Cost"]))
            assert len(estimates) == 1, table


@pytest.mark.rule("SEC-01", "DIS-06")
def test_the_planners_estimates_do_not_tell_who_agrees_with_whom(
    busy: Any, intruder: psycopg.Connection
) -> None:
    sides = {
        "agreement": "party_a",
        "agreement_signature": "other",
        "lowering": "other",
        "party_key": "party",
    }
    for table, column in sides.items():
        busy.sql(f"ANALYZE {table}")
        estimates = set()
        for party in (busy.parties["b"].id, busy.parties["c"].id, uuid4()):
            query = f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {table} WHERE {column} = '{party}'"
            [(plan,)] = intruder.execute(query.encode())
            estimates.add((plan[0]["Plan"]["Plan Rows"], plan[0]["Plan"]["Total Cost"]))
        assert len(estimates) == 1, table


@pytest.mark.rule("SEC-01", "SEC-04")
def test_a_ticket_is_for_ones_own_session_alone(busy: Any, intruder: psycopg.Connection) -> None:
    ticket = "INSERT INTO ticket VALUES (%s, %s, %s, now())"
    [(theirs,)] = busy.sql("SELECT id FROM session WHERE person = %s LIMIT 1", busy.viewers["b"].person)
    [(own,)] = busy.sql("SELECT id FROM session WHERE person = %s LIMIT 1", busy.viewers["a"].person)
    person = busy.viewers["a"].person
    attempt(intruder, ticket, [b"own", own, person])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        attempt(intruder, ticket, [b"theirs", theirs, person])


@pytest.mark.rule("SEC-01", "ALR-01")
def test_a_notice_to_the_desk_speaks_of_ones_own_patrol_or_is_refused(
    busy: Any, intruder: psycopg.Connection
) -> None:
    a, b = busy.viewers["a"].party, busy.viewers["b"].party
    [(own,)] = busy.sql("SELECT id FROM patrol WHERE party = %s LIMIT 1", a)
    [(theirs,)] = busy.sql("SELECT id FROM patrol WHERE party = %s LIMIT 1", b)
    [(conflict,)] = busy.sql("SELECT id FROM conflict LIMIT 1")
    [(review,)] = busy.sql("SELECT id FROM review WHERE party = %s LIMIT 1", a)
    declared = dict.fromkeys(("party", "released", "conflict", "review"))
    declared |= {"kind": "patrol", "change": "contingent", "patrol": own, "found": busy.now()}
    opened = declared | {"kind": "review", "change": "opened", "review": review}
    for allowed in (declared, opened):
        attempt(intruder, NOTICE, allowed)
    forged = [
        declared | {"patrol": theirs},
        declared | {"patrol": uuid4()},
        declared | {"patrol": None},
        declared | {"party": a},
        declared | {"party": b},
        declared | {"kind": "overlap"},
        declared | {"kind": "conflict", "conflict": conflict},
        declared | {"conflict": conflict},
        declared | {"change": "the others lie"},
        declared | {"released": datetime.now(UTC)},
        declared | {"found": busy.now() - timedelta(days=2)},
        opened | {"review": None},
        opened | {"review": uuid4()},
        opened | {"patrol": theirs},
    ]
    for notice in forged:
        with pytest.raises(REFUSED):
            attempt(intruder, NOTICE, notice)


@pytest.mark.rule("SEC-02", "CON-01")
def test_the_database_keeps_no_row_that_would_stop_its_reader(
    busy: Any, intruder: psycopg.Connection
) -> None:
    a = busy.viewers["a"]
    zone = {"party": a.party, "person": a.person, "kind": "base", "outline": SQUARE, "holds": "[,)"}
    zone |= {"at": datetime.now(UTC)}
    due = "INSERT INTO check_due (id, party, queued_at) VALUES (gen_random_uuid(), %s, %s)"
    attempt(intruder, ZONE, zone)
    attempt(intruder, due, [a.party, datetime.now(UTC)])
    refused: list[tuple[str, Any]] = [
        *((due, [a.party, at]) for at in ("-infinity", "infinity", "0044-03-15 BC", "20000-01-01")),
        (ZONE, zone | {"kind": "x"}),
        (ZONE, zone | {"holds": "[,infinity)"}),
        (ZONE, zone | {"holds": "[-infinity,)"}),
        (ZONE, zone | {"at": "infinity"}),
        ("UPDATE patrol SET registered_at = '-infinity'", None),
        ("UPDATE session SET ended_at = 'infinity'", None),
    ]
    for statement, values in refused:
        with pytest.raises(psycopg.errors.CheckViolation):
            attempt(intruder, statement, values)


@pytest.mark.rule("SEC-02", "CON-01")
async def test_a_zone_that_is_no_polygon_does_not_stop_the_checker(world: Any, context_key: bytes) -> None:
    a = world.viewers["a"]
    zone = {"party": a.party, "person": a.person, "kind": "base", "outline": BOW_TIE, "holds": "[,)"}
    with psycopg.connect(conninfo(drop_privileges(world.url, "api", context_key))) as connection:
        signed = sign(a.context, context_key, datetime.now(UTC))
        connection.execute("SELECT set_config('deconflict.context', %s, false)", [signed])
        connection.execute(ZONE.encode(), zone | {"at": world.now()})
    registered = await world.register("b")
    await world.tick()
    told = [alert for alert in await world.feed("desk") if alert.change == "unchecked"]
    assert [alert.body.patrol for alert in told] == [registered.patrol.id]


@pytest.mark.rule("SEC-02")
def test_every_time_that_is_kept_can_be_read(busy: Any) -> None:
    unchecked = busy.sql(
        "SELECT relname, attname FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid"
        " WHERE relowner = 'deconflict_owner'::regrole AND relkind IN ('r', 'p') AND NOT relispartition"
        " AND atttypid = 'timestamptz'::regtype"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = c.oid"
        "   AND conname = relname || '_' || attname || '_readable')"
    )
    assert unchecked == []
