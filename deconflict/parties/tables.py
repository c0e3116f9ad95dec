"""Tables of parties and people, and who may see a row (policies: the migrations).

The directory (party, unit, person, device) is seen by its own party and by all neutral roles; credentials by nobody
but the sign-in functions; sessions by the person they belong to; with which unit somebody is by themselves and their
officers.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from deconflict.runtime.metadata import TIMESTAMP, metadata

party = Table(
    "party",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("slug", Text, nullable=False, unique=True),  # given by the operator, so it tells a party nothing
    Column("name", Text, nullable=False),
)

# A party whose word does not count for the time being. `applied_at`, `restored_applied_at`: when the checker acted.
suspension = Table(
    "suspension",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("suspended_by", Uuid),
    Column("suspended_at", TIMESTAMP, nullable=False),
    Column("applied_at", TIMESTAMP),
    Column("restored_by", Uuid),
    Column("restored_at", TIMESTAMP),
    Column("restored_applied_at", TIMESTAMP),
    Index("suspension_standing", "party", unique=True, postgresql_where=text("restored_at IS NULL")),
)

unit = Table(
    "unit",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("callsign", Text, nullable=False),
    UniqueConstraint("party", "id", name="unit_of_party"),
    Index("unit_party_callsign", "party", "callsign", unique=True),
)

# `unit`: of whom it is the crew. Such a person has no password, only devices, and is made with the first of them.
person = Table(
    "person",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("party", ForeignKey("party.id")),
    Column("login", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("unit", Uuid),
    Column("disabled_at", TIMESTAMP),
    ForeignKeyConstraint(("party", "unit"), ("unit.party", "unit.id"), name="person_crew_of"),
    Index("person_party_login", "party", "login", unique=True, postgresql_nulls_not_distinct=True),
    Index("person_party_unit", "party", "unit", unique=True, postgresql_where=text("unit IS NOT NULL")),
)

# Who of a party's crews, signing in by themselves, is with which unit; released, with none. `since`: from when on.
binding = Table(
    "binding",
    metadata,
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("unit", Uuid),
    Column("since", TIMESTAMP, nullable=False),
    ForeignKeyConstraint(("party", "unit"), ("unit.party", "unit.id"), name="binding_unit"),
    Index("binding_of_unit", "unit", postgresql_where=text("unit IS NOT NULL")),
)

# The argon2id hash of a person's password. Read by the function credential_of() for the door alone.
credential = Table(
    "credential",
    metadata,
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("password_hash", Text, nullable=False),
)

# What a person's app reckons codes from (RFC 6238). Offered, it is shown to its person; held, only the door reads it.
# `last_step`: the step of time whose code was taken last, so that none is taken twice.
second_factor_offer = Table(
    "second_factor_offer",
    metadata,
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("secret", Text, nullable=False),
    Column("expires_at", TIMESTAMP, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
)

second_factor = Table(
    "second_factor",
    metadata,
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("secret", Text, nullable=False),
    Column("last_step", BigInteger, nullable=False),
    Column("held_since", TIMESTAMP, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("tried_since", TIMESTAMP),
)

# For whoever has lost the app: each lets in once. 78 random bits, so a plain SHA-256 is enough.
recovery_code = Table(
    "recovery_code",
    metadata,
    Column("person", ForeignKey("second_factor.person", ondelete="CASCADE"), primary_key=True),
    Column("code_hash", LargeBinary, primary_key=True),
)

# A passkey's private half stays on its device. `sign_count`: how often it was used, as the device says.
passkey = Table(
    "passkey",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person", ForeignKey("person.id"), nullable=False),
    Column("credential_id", LargeBinary, nullable=False, unique=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("added_at", TIMESTAMP, nullable=False),
    Column("last_used_at", TIMESTAMP),
    Index("passkey_person", "person"),
)

passkey_challenge = Table(
    "passkey_challenge",
    metadata,
    Column("challenge_hash", LargeBinary, primary_key=True),
    Column("person", ForeignKey("person.id")),
    Column("expires_at", TIMESTAMP, nullable=False),
    Index("passkey_challenge_expires", "expires_at"),
)

# A device's credential is 256 random bits, so a plain SHA-256 of it is enough. A code has 39: it is good for minutes,
# and once, and nobody may read its hash.
device = Table(
    "device",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person", ForeignKey("person.id"), nullable=False),
    Column("party", ForeignKey("party.id")),
    Column("name", Text, nullable=False),
    Column("secret_hash", LargeBinary),
    Column("code_hash", LargeBinary),
    Column("code_expires_at", TIMESTAMP),
    Column("enrolled_at", TIMESTAMP),
    Column("revoked_at", TIMESTAMP),
    Index("device_person", "person"),
    Index("device_code_hash", "code_hash", postgresql_where=text("code_hash IS NOT NULL")),
)

# Opaque sessions: only the hash of the token is stored. `address`, `agent`: from where and with what it was opened, as
# far as was said; `last_seen_at` is written once a minute.
session = Table(
    "session",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("person", ForeignKey("person.id"), nullable=False),
    Column("device", ForeignKey("device.id")),
    Column("created_at", TIMESTAMP, nullable=False),
    Column("expires_at", TIMESTAMP, nullable=False),
    Column("ended_at", TIMESTAMP),
    Column("last_seen_at", TIMESTAMP, nullable=False),
    Column("address", Text, nullable=False),
    Column("agent", Text, nullable=False),
    Index("session_person", "person"),
)

# Single-use tickets that let a session open a socket without a header.
ticket = Table(
    "ticket",
    metadata,
    Column("ticket_hash", LargeBinary, primary_key=True),
    Column("session", ForeignKey("session.id"), nullable=False),
    Column("person", ForeignKey("person.id"), nullable=False),
    Column("expires_at", TIMESTAMP, nullable=False),
)
