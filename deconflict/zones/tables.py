"""Table of zones. A neutral zone is seen by all; a party's zone by that party, the neutral desk and the checker."""

from geoalchemy2 import Geometry
from sqlalchemy import Column, ForeignKey, Index, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import TSTZRANGE

from deconflict.runtime.metadata import TIMESTAMP, metadata

zone = Table(
    "zone",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("party", ForeignKey("party.id")),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("outline", Geometry("POLYGON", srid=4326, spatial_index=False), nullable=False),
    Column("envelope", Geometry("POLYGON", srid=4326, spatial_index=False), nullable=False),
    Column("holds", TSTZRANGE, nullable=False),
    Column("created_by", Uuid, nullable=False),
    Column("created_at", TIMESTAMP, nullable=False),
    Column("removed_at", TIMESTAMP),
    Index("zone_where", "envelope", postgresql_using="gist"),
)
