"""What the planner knows of hidden rows is told nobody, and behind the policies it still uses the indexes."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy.engine import URL

import deconflict.agreements.tables
import deconflict.alerts.tables
import deconflict.conflicts.tables
import deconflict.distress.tables
import deconflict.duty.tables
import deconflict.encounters.tables
import deconflict.glass.tables
import deconflict.incidents.tables
import deconflict.joint_patrols.tables
import deconflict.ledger.tables
import deconflict.messages.tables
import deconflict.overlaps.tables
import deconflict.parties.tables
import deconflict.patrols.tables
import deconflict.presence.tables
import deconflict.probing.tables
import deconflict.rendezvous.tables
import deconflict.resolving.tables
import deconflict.rooms.tables
import deconflict.shiftlog.tables
import deconflict.summons.tables
import deconflict.tracking.tables
import deconflict.zones.tables  # noqa: F401  (each adds its tables to the one catalogue)
from deconflict.runtime.context import Context, sign
from deconflict.runtime.migrate import conninfo
from deconflict.runtime.roles import SIDE_DOORS, drop_privileges


@pytest.fixture
def administrator(peopled: Any) -> Iterator[psycopg.Connection]:
    with psycopg.connect(conninfo(peopled.url), autocommit=True) as connection:
        yield connection


@pytest.mark.rule("SEC-01")
def test_the_weak_logins_may_not_ask_for_what_the_planner_knows_of_hidden_rows(
    administrator: psycopg.Connection,
) -> None:
    """PostGIS has functions that read statistics and index pages past every policy."""
    doors = administrator.execute(
        "SELECT DISTINCT proname FROM pg_proc, (VALUES ('deconflict_api'), ('deconflict_checker')) AS role (name)"
        " WHERE (proname = ANY (%s) OR (prosecdef AND pronamespace = 'public'::regnamespace"
        "   AND proowner = 10)) AND has_function_privilege(role.name, pg_proc.oid, 'EXECUTE')",
        [list(SIDE_DOORS)],
    )
    assert doors.fetchall() == []
    known = administrator.execute(
        "SELECT DISTINCT proname FROM pg_proc WHERE proname = ANY (%s)", [list(SIDE_DOORS)]
    )
    assert {name for (name,) in known.fetchall()} == set(SIDE_DOORS)


@pytest.mark.rule("SEC-01", "DIS-06")
def test_no_statistics_are_made_of_positions_that_the_api_may_compare(
    administrator: psycopg.Connection,
) -> None:
    columns = administrator.execute(
        "SELECT c.relname, a.attname, a.attstattarget FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE a.attnum > 0 AND ((c.relname = ANY (%(tables)s)"
        "   AND has_column_privilege('deconflict_api', c.oid, a.attnum, 'SELECT'))"
        "  OR (c.oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'upload'::regclass)"
        "   AND has_column_privilege('deconflict_api', 'upload', a.attname, 'SELECT')))",
        {"tables": ["upload", "last_position"]},
    ).fetchall()
    assert {table for table, *_ in columns} == {"upload", "upload_beyond", "last_position"}
    assert {(table, name) for table, name, target in columns if target != 0} == set()


@pytest.mark.rule("SEC-01", "DIS-06")
def test_no_statistics_are_made_of_whom_the_room_called_nor_of_who_is_with_which_unit(
    administrator: psycopg.Connection,
) -> None:
    tables = ["note", "press", "binding", "incident", "incident_photo"]
    columns = administrator.execute(
        "SELECT c.relname, a.attname, a.attstattarget FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE a.attnum > 0 AND c.relname = ANY (%s)",
        [tables],
    ).fetchall()
    assert {table for table, *_ in columns} == set(tables)
    assert {(table, name) for table, name, target in columns if target != 0} == set()


MANY_INCIDENTS = """
INSERT INTO incident (id, reference, party, unit, callsign, person, state, kind, severity, confidence, words,
    happened_at, reported_at, rings)
SELECT gen_random_uuid(), 'R', CASE WHEN n %% 500 = 0 THEN %s::uuid ELSE gen_random_uuid() END, gen_random_uuid(), 'U',
    gen_random_uuid(), 'reported', 'crowd', 'low', 'certain', '', at, at, false
FROM (SELECT n, timestamptz '2026-12-01 00:00Z' + n * interval '1 minute' AS at FROM generate_series(1, 6000) AS n)
    AS made
"""


@pytest.mark.rule("SEC-01", "DIS-06")
def test_a_partys_list_of_incidents_walks_none_of_rivals(database_url: URL, context_key: bytes) -> None:
    party = uuid4()
    context = sign(Context(uuid4(), party, "liaison", "viewer"), context_key, datetime.now(UTC))
    with psycopg.connect(conninfo(database_url), autocommit=True) as administrator:
        administrator.execute("SET session_replication_role = replica")
        administrator.execute(MANY_INCIDENTS.encode(), [party])
        administrator.execute("ANALYZE incident")
    newest = f"SELECT id FROM incident WHERE party = '{party}' ORDER BY reported_at DESC, id DESC LIMIT 50"
    with psycopg.connect(conninfo(drop_privileges(database_url, "api", context_key))) as connection:
        connection.execute("SELECT set_config('deconflict.context', %s, false)", [context])
        assert len(connection.execute(newest.encode()).fetchall()) == 12
        rows = connection.execute(f"EXPLAIN {newest}".encode()).fetchall()
    explained = "\n".join(line for (line,) in rows)
    assert "incident_reported" not in explained, explained
    assert "Index Cond: ((party" in explained, explained


MANY_PLANS = """
INSERT INTO plan (id, patrol, party, unit, callsign, reference, version, current, after_the_fact, waypoints,
    time_tolerance_s, lateral_tolerance_m, nominal, over_at, envelope, period, track, cover, submitted_by, submitted_at)
SELECT gen_random_uuid(), gen_random_uuid(), CASE WHEN n % 50 = 0 THEN %s::uuid ELSE gen_random_uuid() END,
    gen_random_uuid(), 'U', 'R', 1, true, false, repeat('x', 48)::bytea, 0, 0,
    tstzrange(at, at + interval '1 hour', '[]'), at + interval '1 hour',
    ST_MakeEnvelope(lon, lat, lon + 0.1, lat + 0.1, 4326), tstzrange(at, at + interval '2 hours', '[]'),
    'x', 'x', gen_random_uuid(), at
FROM (SELECT n, timestamptz '2026-12-01 00:00Z' + n * interval '1 minute' AS at, 10 + n %% 997 * 0.01 AS lon,
    28 + n %% 613 * 0.01 AS lat FROM generate_series(1, 6000) AS n) AS made
""".replace("% 50", "%% 50")


@pytest.mark.rule("SEC-01")
def test_a_window_of_the_map_uses_its_index_behind_the_policies(
    database_url: URL, context_key: bytes
) -> None:
    party = uuid4()
    context = sign(Context(uuid4(), party, "liaison", "viewer"), context_key, datetime.now(UTC))
    window = "FROM plan WHERE current AND envelope && ST_MakeEnvelope(14.0, 29.5, 16.0, 31.0, 4326)"
    window += " AND period && tstzrange('2026-12-01 06:00Z', '2026-12-03 06:00Z')"
    with psycopg.connect(conninfo(database_url), autocommit=True) as administrator:
        administrator.execute("SET session_replication_role = replica")
        administrator.execute(MANY_PLANS.encode(), [party])
        administrator.execute("ANALYZE plan")
        counts = f"SELECT count(*), count(*) FILTER (WHERE party = %s) {window}".encode()
        [(there, own)] = administrator.execute(counts, [party]).fetchall()
    with psycopg.connect(conninfo(drop_privileges(database_url, "api", context_key))) as connection:
        connection.execute("SELECT set_config('deconflict.context', %s, false)", [context])
        [(seen,)] = connection.execute(f"SELECT count(*) {window}".encode()).fetchall()
        rows = connection.execute(f"EXPLAIN SELECT id {window}".encode()).fetchall()
    explained = "\n".join(line for (line,) in rows)
    assert "plan_where_when" in explained
    assert "Index Cond: ((envelope &&" in explained
    assert "AND (period &&" in explained
    assert 0 < seen == own < there
