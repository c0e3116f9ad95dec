"""The database's wall as the catalogue has it: forced policies, exact grants, pinned functions, no side door."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from geoalchemy2 import alembic_helpers
from sqlalchemy import Column, MetaData, Text, create_engine

import deconflict.agreements.tables
import deconflict.alerts.tables
import deconflict.conflicts.tables
import deconflict.distress.tables
import deconflict.duty.tables
import deconflict.encounters.tables
import deconflict.glass.tables
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
from deconflict.runtime.metadata import metadata
from deconflict.runtime.migrate import conninfo, sync_url

# Reviewed: a revision's name and the coordinate systems of the world. Nothing of anybody's.
WITHOUT_POLICIES = {"alembic_version", "spatial_ref_sys"}


# What each role may do to each table. r: select, a: insert, w: update, d: delete; with columns, only those.
API = {
    "alembic_version": "r",
    "deployment": "r",
    "party": "ra",
    "unit": "ra",
    "person": "ra",
    "binding": "ra w(unit since)",
    "credential": "a",
    "device": "r(id person party name code_expires_at enrolled_at revoked_at) a w(revoked_at)",
    "session": "r(id person device created_at expires_at ended_at last_seen_at address agent) a w(ended_at)",
    "ticket": "a",
    "second_factor_offer": "r a w(secret expires_at tries) d",
    "second_factor": "r(person held_since) a(person secret last_step held_since) d",
    "recovery_code": "r(person) a",
    "passkey": "r(id person credential_id name added_at last_used_at) a d",
    "ledger_entry": "ra",
    "patrol": "ra w(state version note late after_the_fact registered_by registered_at)",
    "plan": "ra w(current after_the_fact)",
    "submission": "ra w(answer)",
    "review": "ra w(closed_at closed_by outcome)",
    "check_due": "a",
    "zone": "ra w(removed_at)",
    "conflict": "r w(state updated_at resolution)",
    "finding": "r",
    "oracle_run": "r(at difference)",
    "overlap": "r(id reference party patrol state revision change released_at) w(state)",
    "overlap_revision": "r",
    "notice": "a",
    "feed": "ra",
    "alert": "r",
    "receipt": "ra",
    "escalation": "r",
    "escalated": "r",
    "duty": "rad",
    "note": "ra",
    "presence": "r",
    "press": "r a(note feed seq asked_at)",
    "snooze": "ra w(up_to until) d",
    "address": "r(id channel party person device added_at removed_at) a w(removed_at)",
    "summons": "r(id channel party person state made_at tries tried_at settled_at fault)",
    "agreement": "r(id reference party_a party_b state text drafter drafted_at expires_at ratified_at ended_at)"
    " a w(state ratified_at ended_at)",
    "agreement_signature": "r(agreement party other key value lowest at) a",
    "party_key": "r(id party name public registered_at revoked_at) a w(revoked_at)",
    "lowering": "r(id party other levels lowest at) a",
    "budget_draw": "ra",
    "what_if": "r(id party unit asked_at answer_by answered_at) a",
    "suspension": "r(id party reason suspended_at restored_at) a w(restored_by restored_at)",
    "glass": "ra w(state decided_by decided_role decided_at closed_at)",
    "room": "ra w(closed_at)",
    "seat": "ra w(left_at)",
    "segment": "r(id reference party patrol rival state episode revision change opened_at updated_at acknowledged"
    " accepted resolution) w(state acknowledged accepted)",
    "segment_told": "r(segment revision party rival facts)",
    "shared_plan": "r(id reference party owner version callsign state purpose waypoints time_tolerance_s"
    " lateral_tolerance_m envelope period shared_at)",
    "shared_position": "r(id party owner callsign at lon lat accuracy_m speed_m_s course_deg received_at shared_at)",
    "message": "ra",
    "proposal": "r(id party other received mover shift_s about conflict state at expires_at carried_at said said_at"
    " chosen settled_at) a w(said said_by said_at chosen)",
    "liaison": "r(party name reach at) a w(name reach person at)",
    "assignment": "ra w(episode party by_agreement person at told_at)",
    "shift_offer": "ra",
    "rendezvous": "r(id reference one other proposer lon lat radius_m start_at end_at state proposed_at hidden_from"
    " of_overlap asked ended_by ended_at) a w(state hidden_from ended_by ended_at)",
    "rendezvous_confirmation": "r(rendezvous party other at) a",
    "rendezvous_patrol": "ra",
    "joint_patrol": "ra w(state pending due ended_by ended_at)",
    "joint_text": "r(joint version party text over_at at) a",
    "joint_member": "ra w(callsign at)",
    "joint_unit": "ra w(unit)",
    "joint_countersignature": "r(joint version party parties digest at) a",
    "upload": "r(party unit sent_at received_at)"
    " a(id party unit person device sent_at received_at first_at last_at fixes late)",
    "sighting": "r(id reference party unit sight state revision change opened_at updated_at)",
    "overdue": "r",
    "last_position": "ra w(at lon lat accuracy_m speed_m_s course_deg received_at)",
    "sos": "r(id reference party unit callsign person device raised_at lon lat fixed_at note ended_at by_desk)"
    " a(id reference party unit callsign person device raised_at lon lat fixed_at note ended_at by_desk)"
    " w(ended_at by_desk due)",
    "sos_told": "r(id reference party owner callsign lon lat fixed_at raised_at joint ended_at)",
    "halt": "r(id reference role person ring note raised_at lifted_at)"
    " a(id reference role person ring note raised_at lifted_at)"
    " w(lifted_at due)",
    "halt_told": "r",
    "incident": "ra",
    "incident_photo": "ra",
}

CHECKER = {
    "ladder": "raw",
    "escalation": "raw",
    "escalated": "ra",
    "duty": "r",
    "binding": "r",
    "press": "r w(done_at reached)",
    "snooze": "rd",
    "address": "r(id channel party person removed_at)",
    "summons": "ra w(shared state settled_at)",
    "shared_position": "rawd",
    "upload": "r w(compared_to missed)",
    "last_position": "r",
    "sos": "rw",
    "sos_told": "rawd",
    "halt": "rw",
    "halt_told": "raw",
    "encounter": "raw",
    "live_run": "rad",
    "sighting": "raw",
    "sighting_told": "rawd",
    "overdue": "raw",
    "budget_draw": "ra",
    "silence": "rawd",
    "what_if": "rw",
    "what_if_told": "rad",
    "suspension": "rw",
    "suspended_plan": "rad",
    "held_message": "rad",
    "glass": "rw",
    "overlap_told": "rawd",
    "alembic_version": "r",
    "deployment": "r",
    "party": "r",
    "unit": "r",
    "person": "r",
    "review": "r",
    "zone": "r",
    "receipt": "r",
    "ledger_entry": "ra",
    "overlap_revision": "ra",
    "alert": "ra",
    "conflict": "raw",
    "finding": "raw",
    "overlap": "raw",
    "notice": "raw",
    "shared_cover": "rawd",
    "oracle_run": "rawd",
    "check_due": "rad",
    "patrol": "raw",
    "plan": "raw",
    "feed": "rw",
    "agreement": "rw",
    "agreement_signature": "rw",
    "party_key": "r",
    "lowering": "rw",
    "segment": "raw",
    "segment_told": "rad",
    "shared_plan": "rawd",
    "message": "raw",
    "proposal": "raw",
    "reservation": "raw",
    "assignment": "rawd",
    "advice": "rawd",
    "shift_offer": "rw",
    "rendezvous": "r",
    "rendezvous_confirmation": "r",
    "rendezvous_patrol": "r",
    "joint_patrol": "rw",
    "joint_text": "r",
    "joint_member": "r",
    "joint_unit": "rw",
    "joint_countersignature": "rd",
}

PRIVILEGES = {
    "SELECT": "r",
    "INSERT": "a",
    "UPDATE": "w",
    "DELETE": "d",
    "TRUNCATE": "T",
    "REFERENCES": "x",
    "TRIGGER": "t",
}


@pytest.fixture
def administrator(peopled: Any) -> Iterator[psycopg.Connection]:
    with psycopg.connect(conninfo(peopled.url), autocommit=True) as connection:
        yield connection


def granted(administrator: psycopg.Connection, role: str) -> dict[str, str]:
    """What a role, or everybody, may do to each table that is ours, in the notation above."""
    rights = administrator.execute(
        """
        SELECT relname, privilege_type, NULL, 0 FROM pg_class, aclexplode(relacl)
        WHERE relowner = 'deconflict_owner'::regrole AND relkind IN ('r', 'p') AND grantee IN (0, %(role)s::regrole)
        UNION
        SELECT relname, privilege_type, attname, attnum
        FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid, aclexplode(attacl)
        WHERE relowner = 'deconflict_owner'::regrole AND relkind IN ('r', 'p') AND grantee IN (0, %(role)s::regrole)
        ORDER BY 1, 4
        """,
        {"role": role},
    )
    found: dict[str, dict[str, list[str]]] = {}
    for table, privilege, column, _ in rights.fetchall():
        columns = found.setdefault(table, {}).setdefault(PRIVILEGES[privilege], [])
        columns += [column] if column else []
    return {
        table: " ".join(
            letter + (f"({' '.join(of[letter])})" if of[letter] else "")
            for letter in PRIVILEGES.values()
            if letter in of
        )
        for table, of in found.items()
    }


def spaced(grants: dict[str, str]) -> dict[str, str]:
    """Write `ra w(x)` as the catalogue's reading comes out: `r a w(x)`."""

    def parts(text: str) -> Iterator[str]:
        for word in text.replace("(", " (").split(" "):
            yield from word if word.isalpha() and set(word) <= set("rawd") else [word]

    return {table: " ".join(parts(text)).replace(" (", "(") for table, text in grants.items()}


@pytest.mark.rule("SEC-01")
def test_each_role_is_granted_what_its_work_needs_and_nothing_else(administrator: psycopg.Connection) -> None:
    assert granted(administrator, "deconflict_api") == spaced(API)
    assert granted(administrator, "deconflict_checker") == spaced(CHECKER)
    others = administrator.execute(
        "SELECT rolname FROM pg_roles WHERE rolname IN ('deconflict_owner', 'deconflict_api', 'deconflict_checker') AND"
        " (rolsuper OR rolbypassrls OR rolcanlogin OR rolcreaterole OR rolcreatedb)"
    )
    assert others.fetchall() == []


@pytest.mark.rule("SEC-01")
def test_every_table_has_forced_row_level_security_or_was_reviewed(administrator: psycopg.Connection) -> None:
    tables = administrator.execute(
        "SELECT relname, relrowsecurity AND relforcerowsecurity, relispartition FROM pg_class"
        " WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    assert {name for name, forced, _ in tables if not forced} == WITHOUT_POLICIES
    named = {name for name, forced, is_part in tables if forced and not is_part}
    assert named == {table.name for table in metadata.sorted_tables}
    assert {name for name, _, is_part in tables if is_part} == {"upload_beyond"}


@pytest.mark.rule("SEC-01")
def test_no_view_sequence_or_function_of_anybody_leads_around_the_policies(
    administrator: psycopg.Connection,
) -> None:
    ours = "NOT EXISTS (SELECT FROM pg_depend WHERE objid = o.oid AND deptype = 'e')"
    other_relations = administrator.execute(
        f"SELECT relname FROM pg_class o WHERE relnamespace = 'public'::regnamespace"
        f" AND relkind IN ('v', 'm', 'f', 'S') AND {ours}".encode()
    )
    assert other_relations.fetchall() == []
    functions = administrator.execute(
        f"SELECT proname, prosecdef, proconfig, proowner::regrole::text, provolatile::text,"
        f" has_function_privilege('public', o.oid, 'EXECUTE') FROM pg_proc o"
        f" WHERE pronamespace = 'public'::regnamespace AND {ours}".encode()
    ).fetchall()
    assert len(functions) > 10
    for name, definer, config, owner, _, public in functions:
        assert (definer, config, owner, public) == (
            True,
            ["search_path=pg_catalog, public, pg_temp"],
            "deconflict_owner",
            False,
        ), name
    volatile = {name for name, *_, volatile, _ in functions if volatile != "s"}
    assert volatile == {
        "change_password",
        "still_holds",
        "take_ticket",
        "redeem_code",
        "try_factor",
        "add_challenge",
        "take_challenge",
        "use_passkey",
        "session_of",
        "see_sessions",
        "spend_step",
        "spend_recovery_code",
        "hold_own_party",
        "hold_unit",
        "keep_upload_hours",
        "note_presence",
        "take_summons",
        "settle_summons",
    }


def whole(name: str | None, kind: str, _: object) -> bool:
    """Tables but for the parts that one is divided into."""
    return kind != "table" or name != "upload_beyond"


def test_the_tables_in_the_code_are_the_tables_in_the_database(peopled: Any) -> None:
    planted = MetaData()
    for table in metadata.sorted_tables:
        table.to_metadata(planted)
    planted.tables["patrol"].append_column(Column("intruder", Text))
    engine = create_engine(sync_url(peopled.url))
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_object": alembic_helpers.include_object,
                "include_name": whole,
            },
        )
        assert compare_metadata(context, metadata) == []
        [(difference, _, table_name, column)] = compare_metadata(context, planted)
    engine.dispose()
    assert (difference, table_name, column.name) == ("add_column", "patrol", "intruder")
