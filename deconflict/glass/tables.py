"""The table of looks: seen by the neutral staff who ask, decide and watch, and by officers of the party concerned."""

from sqlalchemy import Column, Float, ForeignKey, Index, Table, Text, Uuid, text

from deconflict.runtime.metadata import TIMESTAMP, metadata

glass = Table(
    "glass",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("patrol", Uuid),
    Column("west", Float),
    Column("south", Float),
    Column("east", Float),
    Column("north", Float),
    Column("start_at", TIMESTAMP),
    Column("end_at", TIMESTAMP),
    Column("reason", Text, nullable=False),
    Column("ends_at", TIMESTAMP, nullable=False),
    Column("state", Text, nullable=False),
    Column("asked_by", Uuid, nullable=False),
    Column("asked_at", TIMESTAMP, nullable=False),
    Column("decided_by", Uuid),
    Column("decided_role", Text),
    Column("decided_at", TIMESTAMP),
    Column("closed_at", TIMESTAMP),
    Index("glass_asked", "asked_at", "id"),
    Index("glass_party", "party"),
    Index("glass_open_until", "ends_at", postgresql_where=text("state IN ('asked', 'approved')")),
)
