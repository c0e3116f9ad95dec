"""Tables of budgets and questions. A party sees its own draws and questions; `silence` is the checker's alone."""

from geoalchemy2 import Geometry
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
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
from sqlalchemy.dialects.postgresql import ARRAY, TSTZRANGE

from deconflict.runtime.metadata import TIMESTAMP, metadata

# What drew on a unit's budget; added to, never changed. `subject` is the patrol or the question.
budget_draw = Table(
    "budget_draw",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("party", Uuid, nullable=False),
    Column("unit", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Uuid, nullable=False),
    Column("at", TIMESTAMP, nullable=False),
    ForeignKeyConstraint(("party", "unit"), ("unit.party", "unit.id"), name="budget_draw_unit"),
    Index("budget_draw_unit_at", "party", "unit", "at"),
    Index("budget_draw_at", "at"),
)

# Patrols of whose present version their own party is told nothing more until then, since the unit's budget is used up.
silence = Table(
    "silence",
    metadata,
    Column("patrol", ForeignKey("patrol.id"), primary_key=True),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("until", TIMESTAMP, nullable=False),
    Column("hours", ARRAY(BigInteger), nullable=False),
    Index("silence_until", "until"),
)

# A question: what would be shared if this were a plan. Its answer is read through `answer_of` alone.
what_if = Table(
    "what_if",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("party", Uuid, nullable=False),
    Column("unit", Uuid, nullable=False),
    Column("person", Uuid, nullable=False),
    Column("asked_at", TIMESTAMP, nullable=False),
    Column("answer_by", TIMESTAMP, nullable=False),
    Column("answered_at", TIMESTAMP),
    Column("withheld", Boolean, nullable=False),
    Column("envelope", Geometry("POLYGON", srid=4326, spatial_index=False), nullable=False),
    Column("period", TSTZRANGE, nullable=False),
    Column("cover", LargeBinary, nullable=False),
    ForeignKeyConstraint(("party", "unit"), ("unit.party", "unit.id"), name="what_if_unit"),
    Index("what_if_unanswered", "answer_by", postgresql_where=text("answered_at IS NULL")),
    Index("what_if_party_asked", "party", "asked_at"),
)

# What it was answered with, rival by rival, as overlaps are told: no viewer reads the rows.
what_if_told = Table(
    "what_if_told",
    metadata,
    Column("what_if", ForeignKey("what_if.id"), primary_key=True),
    Column("rival", ForeignKey("party.id"), primary_key=True),
    Column("agreed", Boolean, nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("hours", ARRAY(BigInteger), nullable=False),
    Column("cells", LargeBinary),
    Index("what_if_told_rival", "rival"),
)
