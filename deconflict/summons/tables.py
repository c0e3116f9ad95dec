"""Tables of what is sent out of band: where people can be summoned, and each summons with what became of it."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, Uuid, text

from deconflict.runtime.metadata import TIMESTAMP, metadata

# A push subscription is its person's own; numbers and Apprise targets are named on the machine itself. `reach` is read
# by whoever sends, and by nobody else.
address = Table(
    "address",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("party", ForeignKey("party.id")),
    Column("person", ForeignKey("person.id")),
    Column("device", ForeignKey("device.id")),
    Column("reach", Text, nullable=False),
    Column("added_at", TIMESTAMP, nullable=False),
    Column("removed_at", TIMESTAMP),
    Index("address_person", "person", postgresql_where=text("removed_at IS NULL")),
    Index("address_party", "party", postgresql_where=text("removed_at IS NULL AND person IS NULL")),
)

# `about`: whose alerts nobody acknowledged; NULL the desk's own. `taken_until`: somebody is sending it.
summons = Table(
    "summons",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("address", ForeignKey("address.id"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("party", ForeignKey("party.id")),
    Column("person", ForeignKey("person.id")),
    Column("about", ForeignKey("party.id")),
    Column("shared", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("made_at", TIMESTAMP, nullable=False),
    Column("due_at", TIMESTAMP, nullable=False),
    Column("taken_until", TIMESTAMP),
    Column("tries", Integer, nullable=False),
    Column("tried_at", TIMESTAMP),
    Column("settled_at", TIMESTAMP),
    Column("fault", Text),
    Index("summons_waiting", "address", unique=True, postgresql_where=text("state = 'waiting'")),
    Index("summons_due", "due_at", postgresql_where=text("state = 'waiting'")),
    Index("summons_latest", "address", "due_at"),
    Index("summons_party_made", "party", "made_at", "id"),
)
