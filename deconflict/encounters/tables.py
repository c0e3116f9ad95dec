"""Tables of encounters: the exact ones are the checker's; each viewer has rows of its own (0001_encounters.sql)."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from deconflict.runtime.metadata import TIMESTAMP, metadata

# The exact ones, for the engine alone: that none opens twice after a start, and who is told.
encounter = Table(
    "encounter",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("party_a", ForeignKey("party.id"), nullable=False),
    Column("unit_a", Uuid, nullable=False),
    Column("party_b", ForeignKey("party.id"), nullable=False),
    Column("unit_b", Uuid, nullable=False),
    Column("state", Text, nullable=False),
    Column("closeness", Text, nullable=False),
    Column("episode", Integer, nullable=False),
    Column("distance_m", Float, nullable=False),
    Column("closest_at", TIMESTAMP, nullable=False),
    Column("opened_at", TIMESTAMP, nullable=False),
    Column("updated_at", TIMESTAMP, nullable=False),
    ForeignKeyConstraint(("party_a", "unit_a"), ("unit.party", "unit.id"), name="encounter_a"),
    ForeignKeyConstraint(("party_b", "unit_b"), ("unit.party", "unit.id"), name="encounter_b"),
    Index("encounter_open", "opened_at", postgresql_where=text("state = 'open'")),
    Index("encounter_lately", "updated_at"),
    Index("encounter_pair", "unit_a", "unit_b", "episode", unique=True),
)

# What a party (NULL: the desk) is shown of one, about a unit; and of a desk's the lesser unit.
sighting = Table(
    "sighting",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("party", ForeignKey("party.id")),
    Column("unit", Uuid, nullable=False),
    Column("encounter", ForeignKey("encounter.id")),
    Column("sight", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("change", Text, nullable=False),
    Column("opened_at", TIMESTAMP, nullable=False),
    Column("updated_at", TIMESTAMP, nullable=False),
    ForeignKeyConstraint(("party", "unit"), ("unit.party", "unit.id"), name="sighting_unit"),
    Index("sighting_party_opened", "party", "opened_at", "id"),
    Index("sighting_encounter", "encounter"),
    Index("sighting_open", "party", "unit", postgresql_where=text("state = 'open'")),
    Index(
        "sighting_area",
        "party",
        "unit",
        unique=True,
        postgresql_where=text("state = 'open' AND sight = 'area'"),
    ),
)

# What each revision tells of each rival, by the level it was told at; read through `sightings_told` alone.
sighting_told = Table(
    "sighting_told",
    metadata,
    Column("sighting", ForeignKey("sighting.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("rival", ForeignKey("party.id"), primary_key=True),
    Column("level", SmallInteger, primary_key=True),
    Column("party", ForeignKey("party.id")),
    Column("facts", JSONB, nullable=False),
    Column("lies", LargeBinary, nullable=False),
    Index("sighting_told_between", "party", "rival"),
)

# A unit under way that has been silent for too long.
overdue = Table(
    "overdue",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("unit", Uuid, nullable=False),
    Column("since", TIMESTAMP, nullable=False),
    Column("beyond_reach", Boolean, nullable=False),
    Column("heard_at", TIMESTAMP),
    Column("revision", Integer, nullable=False),
    ForeignKeyConstraint(("party", "unit"), ("unit.party", "unit.id"), name="overdue_unit"),
    Index("overdue_standing", "party", "unit", unique=True, postgresql_where=text("heard_at IS NULL")),
)

# The live tick's last ten seconds, for `/metrics`.
live_run = Table(
    "live_run",
    metadata,
    Column("at", TIMESTAMP, primary_key=True),
    Column("ticks", Integer, nullable=False),
    Column("mean_s", Float, nullable=False),
    Column("worst_s", Float, nullable=False),
    Column("lag_s", Float, nullable=False),
    Column("units", Integer, nullable=False),
    Column("pairs", Integer, nullable=False),
    Column("clusters", Integer, nullable=False),
    Column("behind_s", Float, nullable=False),
)
