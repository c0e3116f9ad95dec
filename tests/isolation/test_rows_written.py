"""What the database lets nobody write, whatever the application asks of it: anything in another party's name."""

from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.isolation.conftest import AGREED, signed


@pytest.mark.rule("SEC-01")
def test_a_neighbour_cannot_write_in_anothers_name(busy: Any, looking: Any, context_key: bytes) -> None:
    a, b = busy.viewers["a"], busy.viewers["b"]
    looking.as_context(signed(a.context, context_key))
    [(patrol, plan)] = busy.sql("SELECT patrol, id FROM plan WHERE party = %s LIMIT 1", b.party)
    [(feed, seq, notice)] = busy.sql("SELECT feed, seq, notice FROM alert WHERE party = %s LIMIT 1", b.party)
    [(own_feed, own_seq)] = busy.sql("SELECT feed, seq FROM alert WHERE party = %s LIMIT 1", a.party)
    columns = "feed, seq, fact, party, notice, person, at"
    receipt = f"INSERT INTO receipt ({columns}) VALUES (%s, %s, 'seen', %s, %s, %s, now())"
    refused = [
        ("INSERT INTO check_due (id, party, queued_at) VALUES (gen_random_uuid(), %s, now())", [b.party]),
        (receipt, [feed, seq, b.party, notice, a.person]),
        (receipt, [own_feed, own_seq, b.party, notice, a.person]),
        (receipt, [own_feed, own_seq, None, notice, a.person]),
        (receipt, [own_feed, own_seq, a.party, notice, b.person]),
        (
            "INSERT INTO ledger_entry SELECT gen_random_uuid(), 'plan', %s, %s, gen_random_uuid(), '{}', '', '', now()",
            [b.party, a.person],
        ),
        (
            "INSERT INTO ledger_entry SELECT gen_random_uuid(), 'plan', %s, %s, gen_random_uuid(), '{}', '', '', now()",
            [a.party, b.person],
        ),
        ("INSERT INTO unit (id, party, callsign) VALUES (gen_random_uuid(), %s, 'spy')", [a.party]),
        ("INSERT INTO party (id, slug, name) VALUES (gen_random_uuid(), 'd', 'd')", []),
        ("UPDATE deployment SET epoch = 'mine'", []),
        ("UPDATE feed SET last_seq = 0", []),
        ("DELETE FROM patrol", []),
        ("TRUNCATE plan", []),
        ("SELECT * FROM context_key", []),
        ("SELECT secret_hash FROM device", []),
        ("SELECT token_hash FROM session", []),
        ("SELECT password_hash FROM credential", []),
        ("SELECT secret FROM second_factor", []),
        ("SELECT public_key FROM passkey", []),
        ("UPDATE passkey SET sign_count = 0", []),
        ("SELECT * FROM passkey_challenge", []),
        ("UPDATE second_factor SET last_step = 0", []),
        ("UPDATE recovery_code SET code_hash = sha256('mine')", []),
        ("SELECT * FROM shared_cover", []),
        ("SELECT compared FROM oracle_run", []),
        ("SET ROLE deconflict_checker", []),
        ("SET ROLE deconflict_owner", []),
        ("SET session_replication_role = replica", []),
        ("CREATE TABLE mine (a int)", []),
        ("CREATE TEMP TABLE mine (a int)", []),
        ("CREATE FUNCTION viewer_role() RETURNS text LANGUAGE sql AS 'SELECT ''desk'''", []),
        ("SELECT viewer_claims()", []),
    ]
    for statement, values in refused:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            looking.connection.execute(statement.encode(), values)
    nothing = [
        ("UPDATE patrol SET state = 'ended' WHERE id = %s", [patrol]),
        ("UPDATE plan SET current = false WHERE id = %s", [plan]),
        ("UPDATE overlap SET state = 'ended' WHERE party = %s", [b.party]),
        ("UPDATE conflict SET state = 'resolved'", []),
        ("UPDATE session SET ended_at = now() WHERE person = %s", [b.person]),
        ("UPDATE device SET revoked_at = now() WHERE person = %s", [b.person]),
        ("DELETE FROM second_factor", []),
        ("DELETE FROM passkey WHERE person = %s", [b.person]),
        ("UPDATE second_factor_offer SET expires_at = 'infinity'", []),
        ("SELECT 1 FROM patrol WHERE id = %s FOR UPDATE", [patrol]),
    ]
    for statement, values in nothing:
        assert looking.connection.execute(statement.encode(), values).rowcount == 0, statement


@pytest.mark.rule("SEC-01", "DIS-02")
def test_nobody_signs_lowers_or_ratifies_in_anothers_name(
    busy: Any, looking: Any, context_key: bytes
) -> None:
    a, b = busy.viewers["a"], busy.viewers["b"]
    looking.as_context(signed(a.context, context_key))
    [(draft, text)] = busy.sql("SELECT id, text FROM agreement WHERE state = 'drafted'")
    [(own_key,)] = busy.sql("SELECT id FROM party_key WHERE party = %s", a.party)
    [(their_key,)] = busy.sql("SELECT id FROM party_key WHERE party = %s", b.party)
    name = "INSERT INTO agreement_signature (agreement, party, other, person, key, value, lowest, at)"
    name += " VALUES (%s, %s, %s, %s, %s, repeat('x', 64)::bytea, 4, now())"
    taken = "INSERT INTO lowering (id, party, other, person, levels, lowest, at)"
    taken += " VALUES (gen_random_uuid(), %s, %s, %s, '{}', 0, now())"
    key = "INSERT INTO party_key (id, party, person, name, public, registered_at)"
    key += " VALUES (gen_random_uuid(), %s, %s, 'x', repeat('y', 32)::bytea, now())"
    drafted = "INSERT INTO agreement (id, reference, party_a, party_b, state, text, drafter, drafted_by, drafted_at,"
    drafted += " expires_at) SELECT gen_random_uuid(), 'x', party_a, party_b, %s, text, %s, %s, now(), now()"
    drafted += " FROM agreement WHERE id = %s"
    refused = [
        (name, [draft, b.party, a.party, a.person, their_key]),
        (name, [draft, b.party, a.party, b.person, their_key]),
        (name, [draft, a.party, b.party, b.person, own_key]),
        (name, [draft, a.party, b.party, a.person, their_key]),
        (name, [uuid4(), a.party, b.party, a.person, own_key]),
        (name, [draft, a.party, busy.parties["c"].id, a.person, own_key]),
        (taken, [b.party, a.party, a.person]),
        (taken, [a.party, b.party, b.person]),
        (key, [b.party, a.person]),
        (key, [a.party, b.person]),
        (drafted, ["drafted", b.party, a.person, draft]),
        (drafted, ["drafted", None, a.person, draft]),
        (drafted, ["drafted", a.party, b.person, draft]),
        (drafted, ["ratified", a.party, a.person, draft]),
        ("UPDATE agreement SET state = 'ratified', ratified_at = now() WHERE id = %s", [draft]),
        ("UPDATE agreement SET state = 'signed' WHERE id = %s", [draft]),
        ("UPDATE agreement SET state = 'expired'", []),
        ("UPDATE agreement SET text = %s", [text]),
        ("UPDATE agreement SET ended_applied_at = now()", []),
        ("UPDATE agreement_signature SET applied_at = now()", []),
        ("UPDATE lowering SET applied_at = now()", []),
        ("UPDATE party_key SET revoked_at = NULL WHERE id = %s", [own_key]),
        ("SELECT person FROM agreement_signature", []),
        ("SELECT person FROM party_key", []),
        ("SELECT drafted_by FROM agreement", []),
        *((f"DELETE FROM {table}", []) for table in sorted(AGREED)),
    ]
    for statement, values in refused:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            looking.connection.execute(statement.encode(), values)
    revoke = "UPDATE party_key SET revoked_at = now() WHERE id = %s"
    assert looking.connection.execute(revoke.encode(), [their_key]).rowcount == 0
    assert looking.connection.execute(b"SELECT hold_own_party()").fetchall() == [(a.party,)]
    looking.as_context(signed(busy.viewers["crew"].context, context_key))
    assert looking.connection.execute(b"UPDATE agreement SET state = 'withdrawn'").rowcount == 0


@pytest.mark.rule("SEC-01", "DIS-02")
def test_no_side_alone_ends_what_both_have_signed_nor_revives_it(
    busy: Any, looking: Any, context_key: bytes
) -> None:
    looking.connection.autocommit = False
    looking.as_context(signed(busy.viewers["a"].context, context_key))
    looking.connection.commit()
    [(ratified,)] = busy.sql("SELECT id FROM agreement WHERE state = 'ratified'")
    [(draft,)] = busy.sql("SELECT id FROM agreement WHERE state = 'drafted'")
    refused = [
        ("state = 'superseded', ended_at = now()", ratified),
        ("state = 'withdrawn', ended_at = now(), ratified_at = NULL", ratified),
        ("ended_at = now()", ratified),
        ("ratified_at = NULL", ratified),
        ("state = 'signed', ratified_at = NULL", ratified),
        ("state = 'expired', ended_at = now()", ratified),
        ("state = 'superseded', ended_at = now(), ratified_at = now()", draft),
        ("state = 'ratified', ratified_at = now()", draft),
        ("state = 'withdrawn'", draft),
        ("ended_at = now()", draft),
    ]
    for change, which in refused:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            looking.connection.execute(f"UPDATE agreement SET {change} WHERE id = %s".encode(), [which])
        looking.connection.rollback()
    taken_back = b"UPDATE agreement SET state = 'withdrawn', ended_at = now() WHERE id = %s"
    assert looking.connection.execute(taken_back, [draft]).rowcount == 1
    revived = b"UPDATE agreement SET state = 'drafted', ended_at = NULL WHERE id = %s"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        looking.connection.execute(revived, [draft])
    looking.connection.rollback()


@pytest.mark.rule("DIS-02")
async def test_a_later_text_that_both_ratified_ends_the_one_before(world: Any, agreeing: Any) -> None:
    before, later = await agreeing.ratify(1), await agreeing.ratify(2)
    states = dict(world.sql("SELECT id, state FROM agreement"))
    assert states == {before.id: "superseded", later.id: "ratified"}


@pytest.mark.rule("SEC-01")
def test_the_shift_log_is_written_under_one_s_own_name_and_never_changed(
    busy: Any, looking: Any, context_key: bytes
) -> None:
    write = "INSERT INTO note (id, person, role, kind, text, written_at, at)"
    write += " VALUES (gen_random_uuid(), %s, %s, 'note', 'x', now(), now())"
    pressing = "INSERT INTO press (note, feed, seq, asked_at) SELECT id, gen_random_uuid(), 1, now() FROM note LIMIT 1"
    desk, other = (busy.viewers[who].person for who in ("desk", "desk2"))
    refused = {
        "a": [(write, [busy.viewers["a"].person, "desk"]), (write, [desk, "desk"])],
        "oversight": [(write, [busy.viewers["oversight"].person, "desk"])],
        "desk": [
            (write, [other, "desk"]),
            (write, [desk, "facilitator"]),
            ("UPDATE note SET text = 'y'", []),
            ("DELETE FROM note", []),
            (pressing, []),
            ("UPDATE press SET done_at = now(), reached = '[]'", []),
        ],
    }
    for who, statements in refused.items():
        looking.as_context(signed(busy.viewers[who].context, context_key))
        for statement, values in statements:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                looking.connection.execute(statement.encode(), values)
    looking.connection.execute(write.encode(), [desk, "desk"])
