"""Tables of distress: the party's own calls and the desk's halts, and what each other party is told of them.

What a rival sees are rows of its own, written by the checker, so that the wall holds for fields and not only for rows.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from deconflict.runtime.metadata import TIMESTAMP, metadata

# `due`: the checker has still to tell others of what became of it; its durable to-do.
sos = Table(
    "sos",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("party", Uuid, nullable=False),
    Column("unit", Uuid, nullable=False),
    Column("callsign", Text, nullable=False),
    Column("person", Uuid, nullable=False),
    Column("device", Uuid),
    Column("raised_at", TIMESTAMP, nullable=False),
    Column("lon", Float),
    Column("lat", Float),
    Column("fixed_at", TIMESTAMP),
    Column("note", Text, nullable=False),
    Column("ended_at", TIMESTAMP),
    Column("by_desk", Boolean, nullable=False),
    Column("due", Boolean, nullable=False, server_default=text("true")),
    ForeignKeyConstraint(("party", "unit"), ("unit.party", "unit.id"), name="sos_unit"),
    Index("sos_standing", "party", "unit", unique=True, postgresql_where=text("ended_at IS NULL")),
    Index("sos_due", "raised_at", postgresql_where=text("due")),
)

sos_told = Table(
    "sos_told",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("owner", ForeignKey("party.id"), nullable=False),
    Column("sos", ForeignKey("sos.id"), nullable=False),
    Column("callsign", Text, nullable=False),
    Column("lon", Float),
    Column("lat", Float),
    Column("fixed_at", TIMESTAMP),
    Column("raised_at", TIMESTAMP, nullable=False),
    Column("joint", Boolean, nullable=False),
    Column("ended_at", TIMESTAMP),
    Index("sos_told_party", "party", "sos", unique=True),
    Index("sos_told_sos", "sos"),
    Index("sos_told_owner", "owner", "party"),
)

# `ring`: longitudes and latitudes in turn.
halt = Table(
    "halt",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("person", Uuid, nullable=False),
    Column("ring", ARRAY(Float), nullable=False),
    Column("note", Text, nullable=False),
    Column("raised_at", TIMESTAMP, nullable=False),
    Column("lifted_at", TIMESTAMP),
    Column("due", Boolean, nullable=False, server_default=text("true")),
    Index("halt_due", "raised_at", postgresql_where=text("due")),
    Index("halt_standing", "raised_at", postgresql_where=text("lifted_at IS NULL")),
)

halt_told = Table(
    "halt_told",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("halt", ForeignKey("halt.id"), nullable=False),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("ring", ARRAY(Float), nullable=False),
    Column("note", Text, nullable=False),
    Column("raised_at", TIMESTAMP, nullable=False),
    Column("lifted_at", TIMESTAMP),
    Column("notice", Uuid, nullable=False),
    Column("people", ARRAY(Uuid), nullable=False),
    Index("halt_told_party", "party", "halt", unique=True),
    Index("halt_told_halt", "halt"),
)
