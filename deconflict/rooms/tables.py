"""Tables of joint rooms: a room is seen by its chair and by officers of its parties, a seat by whoever sits there."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY

from deconflict.runtime.metadata import TIMESTAMP, metadata

room = Table(
    "room",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("parties", ARRAY(Uuid), nullable=False),
    Column("chair", Uuid, nullable=False),
    Column("chair_role", Text, nullable=False),
    Column("opened_at", TIMESTAMP, nullable=False),
    Column("closed_at", TIMESTAMP),
    Index("room_parties", "parties", postgresql_using="gin"),
    Index("room_chair", "chair"),
)

seat = Table(
    "seat",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("room", ForeignKey("room.id"), nullable=False),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("person", Uuid, nullable=False),
    Column("session", Uuid, nullable=False),
    Column("taken_at", TIMESTAMP, nullable=False),
    Column("left_at", TIMESTAMP),
    Index("seat_taken", "room", postgresql_where=text("left_at IS NULL")),
)
