"""Tables of positions: what a unit reported is seen by its own party and the neutral desk; the checker reads all.

A rival sees a copy, where the level allows it.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)

from deconflict.runtime.metadata import TIMESTAMP, metadata

BEHIND = "late OR received_at - first_at > interval '5 minutes'"
"""Which uploads came too late for the live tick, and are compared after the fact (`tracking.rules.BEHIND_AFTER`)."""
UNCOMPARED = f"({BEHIND} OR missed) AND (compared_to IS NULL OR compared_to < last_at)"
"""Which uploads are yet to be compared after the fact."""

# One row for all fixes that came together, in partitions by the hour in which they came (0001_tracking.sql). `fixes` as
# `tracking.packing` packs them; `late`: told after the fact, so that nothing rings; `written` is the transaction that
# stored them, by which the checker finds what is new; `compared_to`: up to which fix one that is
# behind was compared; `missed`: it came in time, but no live engine was there to take it in.
upload = Table(
    "upload",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("party", Uuid, nullable=False, primary_key=True),
    Column("unit", Uuid, nullable=False),
    Column("person", Uuid, nullable=False),
    Column("device", Uuid),
    Column("sent_at", TIMESTAMP, nullable=False),
    Column("received_at", TIMESTAMP, nullable=False, primary_key=True),
    Column("first_at", TIMESTAMP, nullable=False),
    Column("last_at", TIMESTAMP, nullable=False),
    Column("fixes", LargeBinary, nullable=False),
    Column("late", Boolean, server_default=text("false"), nullable=False),
    Column("written", BigInteger, server_default=text("pg_current_xact_id()::text::bigint"), nullable=False),
    Column("compared_to", TIMESTAMP),
    Column("missed", Boolean, server_default=text("false"), nullable=False),
    ForeignKeyConstraint(("party", "unit"), ("unit.party", "unit.id"), name="upload_unit"),
    Index("upload_unit_sent", "party", "unit", "sent_at"),
    Index("upload_written", "written"),
    Index("upload_behind", "last_at", postgresql_where=text(BEHIND)),
    Index("upload_behind_of", "party", "last_at", postgresql_where=text(BEHIND)),
    Index("upload_uncompared", "party", "received_at", "id", postgresql_where=text(UNCOMPARED)),
)

last_position = Table(
    "last_position",
    metadata,
    Column("party", Uuid, primary_key=True),
    Column("unit", Uuid, primary_key=True),
    Column("at", TIMESTAMP, nullable=False),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("accuracy_m", Float),
    Column("speed_m_s", Float),
    Column("course_deg", Float),
    Column("received_at", TIMESTAMP, nullable=False),
    ForeignKeyConstraint(("party", "unit"), ("unit.party", "unit.id"), name="last_position_of"),
    Index("last_position_unit", "unit"),
)

# A copy for each viewer at live level 4, under an id of its own for the unit (0001_shared_positions.sql).
shared_position = Table(
    "shared_position",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("party", Uuid, ForeignKey("party.id"), primary_key=True),
    Column("owner", Uuid, nullable=False),
    Column("unit", Uuid, primary_key=True),
    Column("callsign", Text, nullable=False),
    Column("at", TIMESTAMP, nullable=False),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("accuracy_m", Float),
    Column("speed_m_s", Float),
    Column("course_deg", Float),
    Column("received_at", TIMESTAMP, nullable=False),
    Column("shared_at", TIMESTAMP, nullable=False),
    ForeignKeyConstraint(("owner", "unit"), ("unit.party", "unit.id"), name="shared_position_of"),
    Index("shared_position_party_id", "party", "id", unique=True),
    Index("shared_position_owner", "owner", "unit"),
)
