"""Tables of joint patrols: seen by the parties asked to take part and by the desk, each written by its own side alone.

Which unit a side sends and what patrol became of it is that side's own (`joint_unit`); the others see its callsign.
Who of a side wrote a row is kept beside it, and the service's login cannot read it (IDN-04).
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from deconflict.runtime.metadata import TIMESTAMP, metadata

# `version`: the text in force, 0 before the first. `pending`: the text that is being countersigned. `due`: all have,
# and the engine is to make patrols of it; this is its durable to-do.
joint_patrol = Table(
    "joint_patrol",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("proposer", ForeignKey("party.id"), nullable=False),
    Column("parties", ARRAY(Uuid), nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("pending", Integer),
    Column("due", Boolean, nullable=False),
    Column("proposed_at", TIMESTAMP, nullable=False),
    Column("ended_by", Uuid),
    Column("ended_at", TIMESTAMP),
    Index("joint_patrol_parties", "parties", postgresql_using="gin"),
    Index("joint_patrol_due", "id", postgresql_where=text("due")),
)

# The canonical bytes that are countersigned; immutable.
joint_text = Table(
    "joint_text",
    metadata,
    Column("joint", ForeignKey("joint_patrol.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("person", Uuid, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("over_at", TIMESTAMP, nullable=False),
    Column("at", TIMESTAMP, nullable=False),
)

joint_member = Table(
    "joint_member",
    metadata,
    Column("joint", ForeignKey("joint_patrol.id"), primary_key=True),
    Column("party", ForeignKey("party.id"), primary_key=True),
    Column("callsign", Text, nullable=False),
    Column("at", TIMESTAMP, nullable=False),
)

# `version`: that of the patrol's plan which is the joint text in force.
joint_unit = Table(
    "joint_unit",
    metadata,
    Column("joint", ForeignKey("joint_patrol.id"), primary_key=True),
    Column("party", ForeignKey("party.id"), primary_key=True),
    Column("unit", Uuid, nullable=False),
    Column("patrol", Uuid),
    Column("version", Integer),
    ForeignKeyConstraint(("party", "unit"), ("unit.party", "unit.id"), name="joint_unit_own"),
    ForeignKeyConstraint(("party", "patrol"), ("patrol.party", "patrol.id"), name="joint_unit_patrol"),
    Index("joint_unit_of_patrol", "patrol", postgresql_where=text("patrol IS NOT NULL")),
)

joint_countersignature = Table(
    "joint_countersignature",
    metadata,
    Column("joint", ForeignKey("joint_patrol.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("party", ForeignKey("party.id"), primary_key=True),
    Column("parties", ARRAY(Uuid), nullable=False),
    Column("person", Uuid, nullable=False),
    Column("digest", Text, nullable=False),
    Column("at", TIMESTAMP, nullable=False),
)
