"""The main job: parties, patrols, zones, conflicts, overlaps, alerts, and the walls between viewers."""

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from alembic import op
from sqlalchemy import text

from deconflict.runtime.ids import new_id

revision: str = "0001"
down_revision: str | None = None
branch_labels: None = None
depends_on: None = None

HERE: Final = Path(__file__).parent

# What every feature adds to the first two has a script of its own.
SCRIPTS: Final = (
    "0001_tables.sql",
    "0001_walls.sql",
    "0001_devices.sql",
    "0001_sign_in.sql",
    "0001_segments.sql",
    "0001_probing.sql",
    "0001_suspension.sql",
    "0001_glass.sql",
    "0001_together.sql",
    "0001_proposals.sql",
    "0001_messages.sql",
    "0001_rooms.sql",
    "0001_tracking.sql",
    "0001_distress.sql",
    "0001_incidents.sql",
    "0001_encounters.sql",
    "0001_ladders.sql",
    "0001_summons.sql",
    "0001_shared_positions.sql",
    "0001_shiftlog.sql",
    "0001_presence.sql",
    "0001_tracks.sql",
    "0001_receipts.sql",
)

# What the scripts guard their tables with, of no use afterwards.
GUARDS: Final = ("unmeasured(name[])", "guard_for_checker(name[])", "guard(name[])", "readable(name[])")

# They look at tables that are dropped before theirs.
POLICIES: Final = (
    ("change", "rendezvous"),
    ("change", "joint_patrol"),
    ("together", "notice"),
    ("of_glass", "notice"),
    ("of_sos", "notice"),
    ("of_halt", "notice"),
    ("of_distress_alone", "notice"),
    ("of_incident", "notice"),
    ("of_incident_alone", "notice"),
)

# In the order in which they can be dropped.
TABLES: Final = (
    "presence", "press", "note",
    "summons", "address", "snooze", "escalated", "escalation", "ladder", "duty",
    "halt_told", "halt", "sos_told", "sos", "incident_photo", "incident",
    "live_run", "overdue", "sighting_told", "sighting", "encounter",
    "shared_position", "last_position", "upload",
    "seat", "room",
    "joint_countersignature", "joint_unit", "joint_member", "joint_text", "joint_patrol",
    "rendezvous_patrol", "rendezvous_confirmation", "rendezvous",
    "glass", "suspended_plan", "suspension", "what_if_told", "what_if", "silence", "budget_draw",
    "segment_told", "segment", "shared_plan",
    "agreement_signature", "party_key", "agreement", "lowering",
    "held_message", "message", "liaison", "proposal", "reservation", "shift_offer", "advice", "assignment",
    "receipt", "alert", "feed", "notice", "overlap_told", "overlap_revision", "overlap", "shared_cover", "oracle_run",
    "finding", "conflict", "zone", "check_due", "review", "submission", "plan", "patrol", "ledger_entry",
    "binding", "passkey_challenge", "passkey", "recovery_code", "second_factor", "second_factor_offer",
    "ticket", "session", "device", "credential", "person", "unit", "party", "context_key", "deployment",
)  # fmt: skip
FUNCTIONS: Final = (
    "photo_bytes(uuid)", "receipts_of(uuid[])",
    "note_presence(uuid[], timestamptz)", "tracks_of(timestamptz, timestamptz, uuid, double precision, bigint)",
    "redeem_code(bytea, bytea, timestamptz)",
    "add_challenge(bytea, uuid, timestamptz, timestamptz)", "take_challenge(bytea, timestamptz)",
    "passkey_of(bytea)", "use_passkey(uuid, bigint, timestamptz)",
    "password_of(uuid)", "change_password(text, text)", "still_holds(text)",
    "holds_factor(uuid)", "try_factor(uuid, timestamptz, interval)", "spend_step(uuid, bigint)",
    "spend_recovery_code(uuid, bytea)", "see_sessions(uuid[], timestamptz)",
    "live_runs()", "sighting_readable(uuid, integer)", "sightings_told(uuid[], integer[])",
    "take_summons(integer, double precision)", "settle_summons(uuid, text, text, double precision)", "ladders_open()",
    "snoozes_of(uuid[])",
    "keep_upload_hours(timestamptz, timestamptz, timestamptz)", "comes_now(timestamptz)",
    "room_screen(uuid)", "room_present(uuid[])",
    "glass_plans(uuid)", "answer_of(uuid, integer)",
    "conduct_of(timestamptz, timestamptz, integer, integer, integer, integer)",
    "viewer_partners(integer)",
    "agreement_may_become(uuid, text)", "hold_own_party()", "hold_unit(uuid)", "party_name(uuid)",
    "times_agreed(uuid[])", "told_of(uuid[], integer[], integer)", "viewer_ceiling(uuid, uuid)",
    "liaison_of(uuid[], integer[])", "advice_of(uuid[])", "assigned_in(uuid[])",
    "engine_runs(bigint)", "open_sessions(uuid[], timestamptz)", "feed_heads(uuid[])",
    "take_ticket(bytea, timestamptz)",
    "session_of(bytea, timestamptz)", "device_of(uuid)", "credential_of(text, text)", "viewer_feeds()",
    "viewer_directory()", "viewer_parties()", "viewer_party()", "viewer_person()", "viewer_role()", "viewer_purpose()",
    "viewer_claims()", "service_now()",
)  # fmt: skip


def upgrade() -> None:
    """Make the tables and their walls; begin the first epoch with the desk's empty feed."""
    for name in SCRIPTS:
        run_script((HERE / name).read_text())
    for guard in GUARDS:
        run_script(f"DROP FUNCTION {guard}")
    connection = op.get_bind()
    connection.execute(
        text("INSERT INTO deployment (epoch, started_at) VALUES (:epoch, :at)"),
        {"epoch": secrets.token_hex(8), "at": datetime.now(UTC)},
    )
    connection.execute(text("INSERT INTO feed (id, last_seq) VALUES (:id, 0)"), {"id": new_id()})


def downgrade() -> None:
    """Drop everything this step made; the extensions stay."""
    for policy, table in POLICIES:
        op.execute(f"DROP POLICY {policy} ON {table}")
    for name in TABLES:
        op.execute(f"DROP TABLE {name}")
    for signature in FUNCTIONS:
        op.execute(f"DROP FUNCTION {signature}")


def run_script(script: str) -> None:
    """Run a whole SQL script as it stands: percent signs are its own."""
    driver = op.get_bind().connection.driver_connection
    assert driver is not None  # noqa: S101  (for the type checker: a bound connection has one)
    driver.execute(script)
