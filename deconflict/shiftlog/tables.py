"""The table of the shift log: the desk and the facilitator write and read it, and nobody changes what is there."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text, Uuid

from deconflict.runtime.metadata import TIMESTAMP, metadata

note = Table(
    "note",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person", ForeignKey("person.id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("matter_kind", Text),
    Column("matter", Uuid),
    Column("called", ForeignKey("party.id")),
    Column("answered_by", Text),
    Column("written_at", TIMESTAMP, nullable=False),
    Column("at", TIMESTAMP, nullable=False),
    Index("note_at", "at", "id"),
)
