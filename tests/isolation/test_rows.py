"""The database's wall, row by row: what a login of the API can read, whatever context it sets (SEC-01)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from deconflict.runtime.context import DOOR, HUB, Context, sign
from deconflict.runtime.migrate import conninfo
from deconflict.runtime.roles import drop_privileges
from tests.isolation.conftest import AGREED, signed

# What anybody connected as the API may read: the epoch of cursors, and whether the oracle found a difference.
EVERYBODYS = {"deployment", "oracle_run", "alembic_version"}
# What they mean to do together is theirs and the desk's: a rendezvous also the facilitator's, who sees no plan.
MEANT = {"rendezvous", "rendezvous_confirmation"}
JOINT = {"joint_patrol", "joint_text", "joint_member", "joint_countersignature"}


def tables_with_rows(seen: dict[str, list[Any]]) -> set[str]:
    return {table for table, rows in seen.items() if rows}


@pytest.mark.rule("SEC-01")
def test_without_a_context_that_verifies_no_table_shows_a_row(
    busy: Any, looking: Any, context_key: bytes
) -> None:
    a = busy.viewers["a"].context
    desk = busy.viewers["desk"].context
    ours, theirs = signed(a, context_key), signed(desk, context_key)
    *claims, signature = ours.split("|")
    forged = {
        "none": "",
        "rubbish": "give me everything",
        "too few parts": "|".join(claims),
        "too many parts": f"{ours}|x",
        "another key": signed(a, b"x" * 48),
        "no signature": "|".join([*claims, ""]),
        "another's signature": "|".join([*claims, theirs.rsplit("|", 1)[1]]),
        "promoted": "|".join([*claims[:2], "desk", *claims[3:], signature]),
        "moved to another party": "|".join([claims[0], str(busy.parties["b"].id), *claims[2:], signature]),
        "issued later": "|".join([*claims[:4], str(int(claims[4]) + 1), signature]),
        "of an hour ago": sign(a, context_key, datetime.now(UTC) - timedelta(hours=1)),
        "of an hour ahead": sign(a, context_key, datetime.now(UTC) + timedelta(hours=1)),
        "door": signed(DOOR, context_key),
        "hub": signed(HUB, context_key),
        "nobody of no party": signed(Context(uuid4(), uuid4(), "liaison", "viewer"), context_key),
        "unknown role": signed(replace(a, role="root", party=uuid4(), person=uuid4()), context_key),
    }
    neutral_zone = {"nobody of no party": {"zone"}, "unknown role": {"zone"}}
    for name, context in forged.items():
        seen = tables_with_rows(looking.as_context(context).everything())
        assert seen == EVERYBODYS | neutral_zone.get(name, set()), name


@pytest.mark.rule("SEC-01", "DIS-06")
def test_a_party_that_nothing_concerns_sees_itself_and_public_zones_and_nothing_else(
    busy: Any, looking: Any, context_key: bytes
) -> None:
    viewer = busy.viewers["c"]
    seen = looking.as_context(signed(viewer.context, context_key)).everything()
    assert tables_with_rows(seen) - EVERYBODYS == {"party", "unit", "person", "feed", "zone"}
    assert [row["slug"] for row in seen["party"]] == ["c"]
    assert [row["id"] for row in seen["person"]] == [viewer.person]
    assert [(row["person"], row["last_seq"]) for row in seen["feed"]] == [(viewer.person, 0)]
    assert [(row["party"], row["name"]) for row in seen["zone"]] == [(None, "hospital")]
    assert {row["party"] for row in seen["unit"]} == {viewer.party}


@pytest.mark.rule("SEC-01", "DIS-03", "IDN-04")
def test_nothing_a_party_can_read_names_the_other_party_or_anything_of_its(
    busy: Any, looking: Any, context_key: bytes
) -> None:
    ours, theirs = busy.viewers["a"].party, busy.viewers["b"].party
    foreign = ids_of(busy, theirs)
    assert len(foreign) >= 20
    seen = looking.as_context(signed(busy.viewers["a"].context, context_key)).everything()
    assert {
        "patrol",
        "plan",
        "overlap",
        "overlap_revision",
        "alert",
        "receipt",
        "ledger_entry",
    } <= tables_with_rows(seen)
    assert {"conflict", "finding", "review", "notice", "shared_cover"} & tables_with_rows(seen) == set()
    for table, rows in seen.items():
        agreed = {theirs} if table in AGREED | MEANT | JOINT else set()
        for row in rows:
            assert row.get("party") in {ours, None} | agreed, table
            named = {value for value in row.values() if isinstance(value, UUID | str)}
            assert not foreign - agreed & named, table


@pytest.mark.rule("SEC-01", "DIS-02", "IDN-04")
def test_of_what_two_parties_sign_both_see_the_same_and_no_third_and_nobody_sees_who_signed(
    busy: Any, looking: Any, context_key: bytes
) -> None:
    seen = {
        who: looking.as_context(signed(busy.viewers[who].context, context_key)).everything()
        for who in ("a", "b", "c", "crew", "desk", "facilitator", "oversight", "operator")
    }
    for table in AGREED:
        assert seen["a"][table], table
        assert not {"person", "drafted_by"} & set(seen["a"][table][0]), table
        for who in ("b", "crew", "desk", "facilitator", "oversight"):
            assert seen[who][table] == seen["a"][table], (who, table)
        for who in ("c", "operator"):
            assert seen[who][table] == [], (who, table)


@pytest.mark.rule("SEC-01", "SEP-10", "PAT-10")
def test_what_two_mean_to_do_together_both_see_and_what_each_keeps_to_itself_neither_sees_of_the_other(
    busy: Any, looking: Any, context_key: bytes
) -> None:
    seen = {
        who: looking.as_context(signed(busy.viewers[who].context, context_key)).everything()
        for who in ("a", "b", "c", "desk", "oversight")
    }
    for table in MEANT | JOINT:
        assert seen["a"][table], table
        assert not {"person", "proposed_by"} & set(seen["a"][table][0]), table
        assert seen["c"][table] == seen["oversight"][table] == [], table
    for table in {*JOINT, "rendezvous_confirmation"}:
        assert seen["a"][table] == seen["b"][table] == seen["desk"][table], table
    # What A left with the desk B does not see; whose unit and which patrol it is, A alone and the desk.
    assert {row["state"] for row in seen["a"]["rendezvous"]} == {"proposed", "asked"}
    assert [row["state"] for row in seen["b"]["rendezvous"]] == ["proposed"]
    for table in ("rendezvous_patrol", "joint_unit"):
        assert seen["a"][table] == seen["desk"][table] != [], table
        assert seen["b"][table] == [], table


def ids_of(world: Any, party: UUID) -> set[Any]:
    """Every id and reference of a party's rows, and of the conflicts that it is part of."""
    found: set[Any] = {party}
    for table in ("unit", "person", "device", "patrol", "plan", "overlap", "feed", "notice"):
        found |= {row[0] for row in world.sql(f"SELECT id FROM {table} WHERE party = %s", party)}
    for table in ("patrol", "overlap"):
        found |= {row[0] for row in world.sql(f"SELECT reference FROM {table} WHERE party = %s", party)}
    for column in ("id", "reference", "finding"):
        found |= {row[0] for row in world.sql(f"SELECT {column} FROM conflict WHERE party_b IS NOT NULL")}
    return found


@pytest.mark.rule("SEC-01")
def test_other_roles_see_no_more_than_their_work_needs(busy: Any, looking: Any, context_key: bytes) -> None:
    expected = {
        "crew": AGREED
        | MEANT
        | JOINT
        | {
            "rendezvous_patrol",
            "joint_unit",
            "patrol",
            "plan",
            "upload",
            "last_position",
            "sos",
            "halt_told",
            "incident",
            "incident_photo",
            "alert",
            "overlap",
            "overlap_revision",
            "receipt",
            "ledger_entry",
            "budget_draw",
            "what_if",
            "suspension",
            "sighting",
            "overdue",
            "binding",
        },
        "facilitator": AGREED
        | MEANT
        | {"suspension", "glass", "conflict", "finding", "sighting", "note", "press", "presence"},
        "oversight": AGREED | {"suspension", "glass"},
        "operator": {"device", "suspension", "binding"},
    }
    everybody = {"party", "unit", "person", "feed", "zone"}
    for who, tables in expected.items():
        seen = looking.as_context(signed(busy.viewers[who].context, context_key)).everything()
        assert tables_with_rows(seen) - EVERYBODYS - everybody == tables, who
        assert len(seen["party"]) == (1 if who == "crew" else 3)
        assert len(seen["feed"]) == 1


@pytest.mark.rule("SEC-01", "CON-01")
def test_a_party_has_the_checker_compare_itself_with_others_and_no_two_others(
    busy: Any, looking: Any, context_key: bytes
) -> None:
    looking.as_context(signed(busy.viewers["a"].context, context_key))
    a, b, c = (busy.parties[slug].id for slug in ("a", "b", "c"))
    due = "INSERT INTO check_due (id, party, pair_a, pair_b, patrol, queued_at)"
    due = f"{due} VALUES (gen_random_uuid(), %s, %s, %s, %s, now() + interval '1 year')"
    first, second = sorted((a, b))
    third, fourth = sorted((b, c))
    refused = [
        [a, third, fourth, None],
        [b, first, second, None],
        [a, second, first, None],
        [a, a, None, None],
        [a, None, a, None],
        [a, first, second, uuid4()],
    ]
    for values in refused:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            looking.connection.execute(due.encode(), values)
    with looking.connection.transaction(force_rollback=True):
        assert looking.connection.execute(due.encode(), [a, first, second, None]).rowcount == 1


@pytest.mark.rule("SEC-01", "CON-01")
def test_the_checkers_login_sees_nothing_before_it_says_that_it_is_the_checker(
    busy: Any, context_key: bytes, looking_class: type
) -> None:
    url = drop_privileges(busy.url, "checker", context_key)
    with psycopg.connect(conninfo(url), autocommit=True) as connection:
        assert tables_with_rows(looking_class(connection).everything()) <= {"alembic_version"}
        connection.execute("SET ROLE deconflict_checker")
        seen = looking_class(connection).everything()
        assert {"plan", "conflict", "shared_cover", "notice"} <= tables_with_rows(seen)
        assert {"credential", "session", "ticket", "device", "context_key", "submission"} & set(seen) == set()
        for statement in ("SET ROLE deconflict_owner", "SET ROLE deconflict_api", "SELECT viewer_role()"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())


@pytest.mark.rule("SEC-01")
def test_nothing_was_left_out_because_no_table_is_empty(busy: Any) -> None:
    tables = busy.sql(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relowner = 'deconflict_owner'::regrole"
    )
    assert len(tables) > 20
    empty = {table for (table,) in tables if busy.sql(f"SELECT count(*) FROM {table}") == [(0,)]}
    between_partners = {  # tests/isolation/test_partners.py
        *("segment", "segment_told", "shared_plan", "shared_position", "assignment", "advice", "reservation"),
        *("message", "liaison", "proposal", "shift_offer", "sos_told"),
    }
    assert empty <= between_partners | {"held_message"}  # which the checker alone may read
