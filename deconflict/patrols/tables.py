"""Tables of patrols. A row is seen by its own party and by the neutral desk; the checker reads all."""

from geoalchemy2 import Geometry
from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, ExcludeConstraint

from deconflict.runtime.metadata import TIMESTAMP, metadata

patrol = Table(
    "patrol",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("unit", Uuid, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("after_the_fact", Boolean, nullable=False),
    Column("registered_by", Uuid, nullable=False),
    Column("registered_at", TIMESTAMP, nullable=False),
    UniqueConstraint("party", "id", name="patrol_of_party"),
    ForeignKeyConstraint(("party", "unit"), ("unit.party", "unit.id"), name="patrol_unit"),
    Index("patrol_party_registered", "party", "registered_at", "id"),
)

# One row per version. `current`: the newest version of a patrol that is on record, the only ones the checker compares.
# `waypoints` are (lon, lat, unix seconds) as little-endian float64; `track` and `cover` as `separation` packs them.
# `envelope` and `period` are padded so that plans in conflict, advisory or overlap always meet in both (CON-01).
plan = Table(
    "plan",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("patrol", Uuid, nullable=False),
    Column("party", Uuid, nullable=False),
    Column("unit", Uuid, nullable=False),
    Column("callsign", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("after_the_fact", Boolean, nullable=False),
    Column("waypoints", LargeBinary, nullable=False),
    Column("time_tolerance_s", Float, nullable=False),
    Column("lateral_tolerance_m", Float, nullable=False),
    Column("nominal", TSTZRANGE, nullable=False),
    Column("over_at", TIMESTAMP, nullable=False),
    Column("envelope", Geometry("POLYGON", srid=4326, spatial_index=False), nullable=False),
    Column("period", TSTZRANGE, nullable=False),
    Column("track", LargeBinary, nullable=False),
    Column("cover", LargeBinary, nullable=False),
    Column("submitted_by", Uuid, nullable=False),
    Column("submitted_at", TIMESTAMP, nullable=False),
    ForeignKeyConstraint(("party", "patrol"), ("patrol.party", "patrol.id"), name="plan_patrol"),
    Index("plan_party_patrol_version", "party", "patrol", "version", unique=True),
    Index("plan_patrol_current", "patrol", postgresql_where=text("current")),
    Index("plan_over", "over_at", postgresql_where=text("current")),
    Index("plan_where_when", "envelope", "period", postgresql_using="gist", postgresql_where=text("current")),
    ExcludeConstraint(
        ("party", "="),
        ("unit", "="),
        ("nominal", "&&"),
        name="plan_one_per_unit",
        using="gist",
        where=text("current AND NOT after_the_fact"),
    ),
)

# What an Idempotency-Key was first answered with (PAT-08); seen by the person who sent it.
submission = Table(
    "submission",
    metadata,
    Column("person", ForeignKey("person.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("answer", JSONB),
    Column("at", TIMESTAMP, nullable=False),
)

# What the desk has to look at after the fact; the desk alone.
review = Table(
    "review",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("party", Uuid, nullable=False),
    Column("patrol", Uuid, nullable=False),
    Column("reason", Text, nullable=False),
    Column("opened_at", TIMESTAMP, nullable=False),
    Column("closed_at", TIMESTAMP),
    Column("closed_by", Uuid),
    Column("outcome", Text),
    ForeignKeyConstraint(("party", "patrol"), ("patrol.party", "patrol.id"), name="review_patrol"),
    Index("review_opened", "opened_at", "id"),
)

# The checker's durable to-do: written with every change to a patrol, a zone or what two parties agreed, taken by the
# checker alone (CON-01, PAT-09). Both of a patrol and a pair: that patrol, on account of the pair's new terms.
check_due = Table(
    "check_due",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("patrol", Uuid),
    Column("zone", Uuid),
    Column("pair_a", Uuid),
    Column("pair_b", Uuid),
    Column("party", Uuid),
    Column("queued_at", TIMESTAMP, nullable=False),
    Column("not_before", TIMESTAMP),
    Index("check_due_queued", "queued_at"),
)

# A rival's whole plan at level 4, one row for each viewer, under an id and a reference of the viewer's own (DIS-03).
# `patrol` and `cover` are the checker's: to change it, and to take it back where the level falls.
shared_plan = Table(
    "shared_plan",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("owner", ForeignKey("party.id"), nullable=False),
    Column("patrol", ForeignKey("patrol.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("callsign", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("waypoints", LargeBinary, nullable=False),
    Column("time_tolerance_s", Float, nullable=False),
    Column("lateral_tolerance_m", Float, nullable=False),
    Column("envelope", Geometry("POLYGON", srid=4326, spatial_index=False), nullable=False),
    Column("period", TSTZRANGE, nullable=False),
    Column("cover", LargeBinary, nullable=False),
    Column("shared_at", TIMESTAMP, nullable=False),
    Index("shared_plan_party_patrol", "party", "patrol", unique=True),
    Index("shared_plan_patrol", "patrol"),
    Index("shared_plan_owner", "owner", "party"),
    Index("shared_plan_where_when", "party", "envelope", "period", postgresql_using="gist"),
)

# While a party is suspended: the version of each of its patrols that rivals go on being warned of, whatever it does.
suspended_plan = Table(
    "suspended_plan",
    metadata,
    Column("patrol", Uuid, primary_key=True),
    Column("party", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    ForeignKeyConstraint(("party", "patrol"), ("patrol.party", "patrol.id"), name="suspended_plan_patrol"),
    Index("suspended_plan_party", "party"),
)
