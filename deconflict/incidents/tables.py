"""Tables of incidents: a party's reports with their photos. Seen by that party's people and the neutral desk,
by whoever of a crew is with a unit so far as they are of that unit."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from deconflict.runtime.metadata import TIMESTAMP, metadata

# The observation is these columns alone (INC-01): verification and attribution get tables of their own.
incident = Table(
    "incident",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("party", Uuid, nullable=False),
    Column("unit", Uuid, nullable=False),
    Column("callsign", Text, nullable=False),
    Column("person", Uuid, nullable=False),
    Column("device", Uuid),
    Column("patrol", Uuid),
    Column("state", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("confidence", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("lon", Float),
    Column("lat", Float),
    Column("accuracy_m", Float),
    Column("happened_at", TIMESTAMP, nullable=False),
    Column("reported_at", TIMESTAMP, nullable=False),
    Column("rings", Boolean, nullable=False),
    UniqueConstraint("party", "id", name="incident_party"),
    ForeignKeyConstraint(("party", "unit"), ("unit.party", "unit.id"), name="incident_unit"),
    ForeignKeyConstraint(("party", "patrol"), ("patrol.party", "patrol.id"), name="incident_patrol"),
    Index("incident_reported", "reported_at", "id"),
)

# `content` is read for one photo at a time.
incident_photo = Table(
    "incident_photo",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("party", Uuid, nullable=False),
    Column("incident", Uuid, nullable=False),
    Column("person", Uuid, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("added_at", TIMESTAMP, nullable=False),
    ForeignKeyConstraint(("party", "incident"), ("incident.party", "incident.id"), name="incident_photo_of"),
    Index("incident_photo_once", "party", "incident", "digest", unique=True),
)
