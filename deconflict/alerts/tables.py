"""Tables of notices, feeds, alerts and receipts, and of what climbs unacknowledged (ALR-04).

`notice` and `ladder` are the checker's; a feed and its alerts are seen by the person or desk they belong to; a receipt
by its party.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

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
    Column("sos", Uuid),
    Column("halt", Uuid),
    Column("incident", Uuid),
    Index("notice_segment", "segment", postgresql_where=text("segment IS NOT NULL")),
    Index("notice_due", "found_at", postgresql_where=text("released_at IS NULL AND closed_at IS NULL")),
    Index("notice_conflict", "conflict", postgresql_where=text("conflict IS NOT NULL")),
    Index("notice_zone", "zone", "patrol", postgresql_where=text("zone IS NOT NULL")),
    Index(
        "notice_incident_once",
        "incident",
        "party",
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=text("incident IS NOT NULL AND change = 'reported'"),
    ),
    Index(
        "notice_sos_once",
        "sos",
        "party",
        "change",
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=text("sos IS NOT NULL"),
    ),
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
    Column("sos", Uuid),
    Column("halt", Uuid),
    Column("incident", Uuid),
    Column("sighting", Uuid),
    Column("overdue", Uuid),
    Column("escalation", Uuid),
    Column("released_at", TIMESTAMP, nullable=False),
    Index("alert_escalation", "escalation", postgresql_where=text("escalation IS NOT NULL")),
    Index("alert_segment", "segment", postgresql_where=text("segment IS NOT NULL")),
    Index("alert_overlap", "overlap", postgresql_where=text("overlap IS NOT NULL")),
    Index("alert_sighting", "sighting", postgresql_where=text("sighting IS NOT NULL")),
    Index("alert_sos", "sos", postgresql_where=text("sos IS NOT NULL")),
    Index("alert_patrol", "patrol", postgresql_where=text("patrol IS NOT NULL")),
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

# One for each notice that rang, by the database's clock. `look_at`: when something is to be done about it next.
ladder = Table(
    "ladder",
    metadata,
    Column("notice", Uuid, primary_key=True),
    Column("party", ForeignKey("party.id")),
    Column("kind", Text, nullable=False),
    Column("urgency", Text, nullable=False),
    Column("matter", Uuid),
    Column("begun_at", TIMESTAMP, nullable=False),
    Column("fired", SmallInteger, nullable=False),
    Column("look_at", TIMESTAMP, nullable=False),
    Column("ended_at", TIMESTAMP),
    Index("ladder_due", "look_at", postgresql_where=text("ended_at IS NULL")),
    Index("ladder_open", "party", "matter", postgresql_where=text("ended_at IS NULL")),
)

# A call: what came due on one rung of one side at one moment. Told to whom the rung is for, and to nobody else.
escalation = Table(
    "escalation",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("party", ForeignKey("party.id")),
    Column("rung", Text, nullable=False),
    Column("kinds", ARRAY(Text), nullable=False),
    Column("unanswered", Integer, nullable=False),
    Column("since", TIMESTAMP, nullable=False),
    Column("at", TIMESTAMP, nullable=False),
    Column("over_at", TIMESTAMP),
    Index("escalation_latest", "party", "rung", "at"),
    Index("escalation_open", "at", postgresql_where=text("over_at IS NULL")),
)

# Which notices a call was for: by its key each rung of each is reached once.
escalated = Table(
    "escalated",
    metadata,
    Column("notice", Uuid, ForeignKey("ladder.notice"), primary_key=True),
    Column("rung", Text, primary_key=True),
    Column("party", ForeignKey("party.id")),
    Column("escalation", Uuid, ForeignKey("escalation.id"), nullable=False),
    Index("escalated_by", "escalation"),
)

# Until when a person's own devices keep still about what had been told by then: `up_to` in the feed they read (ALR-05).
snooze = Table(
    "snooze",
    metadata,
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("party", ForeignKey("party.id")),
    Column("up_to", BigInteger, nullable=False),
    Column("until", TIMESTAMP, nullable=False),
)
