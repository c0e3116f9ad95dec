"""Tables of the shift log: the desk and the facilitator write and read it, and nobody changes what is there.

Of a press the engine writes what came of it.
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

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

# `feed`, `seq`: the alert at which the desk pressed; `reached`: pairs of a party and a rung.
press = Table(
    "press",
    metadata,
    Column("note", ForeignKey("note.id"), primary_key=True),
    Column("feed", Uuid, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("asked_at", TIMESTAMP, nullable=False),
    Column("done_at", TIMESTAMP),
    Column("reached", JSONB),
    Index("press_waiting", "asked_at", postgresql_where=text("done_at IS NULL")),
)
