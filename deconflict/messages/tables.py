"""Tables of messages and liaisons: rows of each end's own; the other side's liaison is read through `liaison_of`."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY

from deconflict.runtime.metadata import TIMESTAMP, metadata

# One row for whoever sent it, one for whoever received it, each with its own end's overlaps; NULL parties: the desk.
message = Table(
    "message",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("party", ForeignKey("party.id")),
    Column("other", ForeignKey("party.id")),
    Column("state", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("person", Uuid),
    Column("name", Text),
    Column("text", Text, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("about", ARRAY(Uuid), nullable=False),
    Column("conflict", Uuid),
    Column("at", TIMESTAMP, nullable=False),
    Column("carried_at", TIMESTAMP),
    Index("message_to_carry", "at", postgresql_where=text("state = 'sent'")),
    Index("message_party_at", "party", "at", "id"),
)

# Delivered as far as the sender may know: the other side is told nothing at the moment. The checker's alone.
held_message = Table(
    "held_message",
    metadata,
    Column("message", ForeignKey("message.id"), primary_key=True),
)

liaison = Table(
    "liaison",
    metadata,
    Column("party", ForeignKey("party.id"), primary_key=True),
    Column("name", Text, nullable=False),
    Column("reach", Text, nullable=False),
    Column("person", Uuid, nullable=False),
    Column("at", TIMESTAMP, nullable=False),
)
