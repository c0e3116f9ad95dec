"""Tables of notices, feeds, alerts and receipts.

`notice` is the checker's; a feed and its alerts are seen by the person or desk they belong to; a receipt by its party.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    text,
)

from deconflict.runtime.metadata import TIMESTAMP, metadata

# What must be told, stored with what was found (ALR-02); numbered into feeds when released (ALR-01), or closed
# when what it would have told no longer holds (CON-02).
notice = Table(
    "notice",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("party", ForeignKey("party.id")),
    Column("kind", Text, nullable=False),
    Column("change", Text, nullable=False),
    Column("rings", Boolean, nullable=False),
    Column("found_at", TIMESTAMP, nullable=False),
    Column("released_at", TIMESTAMP),
    Column("closed_at", TIMESTAMP),
    Column("patrol", Uuid),
    Column("conflict", Uuid),
    Column("finding", Uuid),
    Column("review", Uuid, ForeignKey("review.id")),
    Column("zone", Uuid),
    Column("segment", Uuid),
    Column("revision", Integer),
    Column("rendezvous", Uuid),
    Column("joint_patrol", Uuid),
    Column("suspension", Uuid),
    Column("glass", Uuid),
    Index("notice_segment", "segment", postgresql_where=text("segment IS NOT NULL")),
    Index("notice_due", "found_at", postgresql_where=text("released_at IS NULL AND closed_at IS NULL")),
    Index("notice_conflict", "conflict", postgresql_where=text("conflict IS NOT NULL")),
    Index("notice_zone", "zone", "patrol", postgresql_where=text("zone IS NOT NULL")),
)

# A person's feed, or the desk's (person NULL). `last_seq` is raised last in the releasing transaction (ALR-01).
feed = Table(
    "feed",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person", ForeignKey("person.id")),
    Column("party", ForeignKey("party.id")),
    Column("last_seq", BigInteger, nullable=False),
    Index("feed_person", "person", unique=True, postgresql_nulls_not_distinct=True),
    Index("feed_party", "party"),
)

alert = Table(
    "alert",
    metadata,
    Column("feed", ForeignKey("feed.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("party", ForeignKey("party.id")),
    Column("notice", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("change", Text, nullable=False),
    Column("rings", Boolean, nullable=False),
    Column("overlap", Uuid),
    Column("revision", Integer),
    Column("conflict", Uuid),
    Column("finding", Uuid),
    Column("review", Uuid),
    Column("patrol", Uuid),
    Column("zone", Uuid),
    Column("message", Uuid),
    Column("proposal", Uuid),
    Column("segment", Uuid),
    Column("rendezvous", Uuid),
    Column("joint_patrol", Uuid),
    Column("suspension", Uuid),
    Column("glass", Uuid),
    Column("released_at", TIMESTAMP, nullable=False),
    Index("alert_segment", "segment", postgresql_where=text("segment IS NOT NULL")),
    Index("alert_overlap", "overlap", postgresql_where=text("overlap IS NOT NULL")),
    Index("alert_notice", "notice"),
)

# Received, seen, acknowledged: each once per alert, with who, when and on what device (ALR-03).
receipt = Table(
    "receipt",
    metadata,
    Column("feed", ForeignKey("feed.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("fact", Text, primary_key=True),
    Column("party", ForeignKey("party.id")),
    Column("notice", Uuid, nullable=False),
    Column("person", Uuid, nullable=False),
    Column("device", Uuid),
    Column("at", TIMESTAMP, nullable=False),
    ForeignKeyConstraint(("feed", "seq"), ("alert.feed", "alert.seq"), name="receipt_of_alert"),
    Index("receipt_notice", "notice"),
)
