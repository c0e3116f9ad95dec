"""Tables of rendezvous: seen by both sides and the neutral staff, each side confirming for itself alone.

Who of a side wrote a row is kept beside it, and the service's login cannot read it: ids of people are their party's
(IDN-04). No uniqueness reaches across parties.
"""

from sqlalchemy import Column, Float, ForeignKey, ForeignKeyConstraint, Index, Table, Text, Uuid, text

from deconflict.runtime.metadata import TIMESTAMP, metadata

# `hidden_from`: a side that left it with the desk does not see the row until the other has confirmed.
rendezvous = Table(
    "rendezvous",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("one", ForeignKey("party.id"), nullable=False),
    Column("other", ForeignKey("party.id")),
    Column("proposer", ForeignKey("party.id")),
    Column("proposed_by", Uuid, nullable=False),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("radius_m", Float, nullable=False),
    Column("start_at", TIMESTAMP, nullable=False),
    Column("end_at", TIMESTAMP, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_at", TIMESTAMP, nullable=False),
    Column("hidden_from", Uuid),
    Column("of_overlap", Uuid),
    Column("asked", Uuid),
    Column("ended_by", Uuid),
    Column("ended_at", TIMESTAMP),
    Index("rendezvous_one", "one", "proposed_at", "id"),
    Index("rendezvous_other", "other", "proposed_at", "id"),
    Index("rendezvous_confirmed", "end_at", postgresql_where=text("state = 'confirmed'")),
)

rendezvous_confirmation = Table(
    "rendezvous_confirmation",
    metadata,
    Column("rendezvous", ForeignKey("rendezvous.id"), primary_key=True),
    Column("party", ForeignKey("party.id"), primary_key=True),
    Column("other", ForeignKey("party.id"), nullable=False),
    Column("person", Uuid, nullable=False),
    Column("at", TIMESTAMP, nullable=False),
)

# The one own patrol that a side means it for: its own matter, so not on the row that both see.
rendezvous_patrol = Table(
    "rendezvous_patrol",
    metadata,
    Column("rendezvous", ForeignKey("rendezvous.id"), primary_key=True),
    Column("party", ForeignKey("party.id"), primary_key=True),
    Column("patrol", Uuid, nullable=False),
    ForeignKeyConstraint(("party", "patrol"), ("patrol.party", "patrol.id"), name="rendezvous_patrol_own"),
)
