"""Tables of positions: what a unit reported is seen by its own party and the neutral desk; the checker reads all."""

from sqlalchemy import BigInteger, Column, Float, ForeignKeyConstraint, Index, LargeBinary, Table, Uuid, text

from deconflict.runtime.metadata import TIMESTAMP, metadata

# One row for all fixes that came together, in partitions by the hour in which they came (0001_tracking.sql). `fixes` as
# `tracking.packing` packs them; `written` is the transaction that stored them, by which the checker finds what is new.
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
    Column("written", BigInteger, server_default=text("pg_current_xact_id()::text::bigint"), nullable=False),
    ForeignKeyConstraint(("party", "unit"), ("unit.party", "unit.id"), name="upload_unit"),
    Index("upload_unit_sent", "party", "unit", "sent_at"),
    Index("upload_written", "written"),
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
