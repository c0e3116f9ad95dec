"""The table of who is connected, a row a session. The room reads all, a party's officers their own party's."""

from sqlalchemy import Column, ForeignKey, Index, Table, Uuid

from deconflict.runtime.metadata import TIMESTAMP, metadata

presence = Table(
    "presence",
    metadata,
    Column("session", Uuid, primary_key=True),
    Column("person", ForeignKey("person.id"), nullable=False),
    Column("party", ForeignKey("party.id")),
    Column("since", TIMESTAMP, nullable=False),
    Column("seen_at", TIMESTAMP, nullable=False),
    Index("presence_seen", "seen_at"),
)
