"""Tables of conflicts, written by the checker.

`conflict` and `finding` are read by the neutral desk and the facilitator: no party sees a row. What a party at level 3
and above sees of a conflict are rows of its own: `segment` and `segment_told`.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from deconflict.runtime.metadata import TIMESTAMP, metadata

conflict = Table(
    "conflict",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("party_a", ForeignKey("party.id"), nullable=False),
    Column("patrol_a", ForeignKey("patrol.id"), nullable=False),
    Column("callsign_a", Text, nullable=False),
    Column("reference_a", Text, nullable=False),
    Column("party_b", ForeignKey("party.id")),
    Column("patrol_b", ForeignKey("patrol.id")),
    Column("callsign_b", Text),
    Column("reference_b", Text),
    Column("zone", ForeignKey("zone.id")),
    Column("zone_name", Text),
    Column("zone_party", Uuid),
    Column("state", Text, nullable=False),
    Column("episode", Integer, nullable=False),
    Column("finding", Uuid, nullable=False),
    Column("alarm", Uuid, nullable=False),
    Column("opened_at", TIMESTAMP, nullable=False),
    Column("updated_at", TIMESTAMP, nullable=False),
    Column("over_at", TIMESTAMP, nullable=False),
    Column("resolution", Text),
    Index("conflict_patrols", "patrol_a", "patrol_b", unique=True, postgresql_where=text("zone IS NULL")),
    Index("conflict_patrol_zone", "patrol_a", "zone", unique=True, postgresql_where=text("zone IS NOT NULL")),
    Index("conflict_patrol_b", "patrol_b", postgresql_where=text("zone IS NULL")),
    Index("conflict_zone", "zone", postgresql_where=text("zone IS NOT NULL")),
    Index("conflict_open_until", "over_at", postgresql_where=text("state <> 'resolved'")),
    Index("conflict_opened", "opened_at", "id"),
)

# The oracle's latest run (CON-03).
oracle_run = Table(
    "oracle_run",
    metadata,
    Column("at", TIMESTAMP, primary_key=True),
    Column("compared", Integer, nullable=False),
    Column("difference", Integer, nullable=False),
)

# One row per pair of versions that was found too close; kept for good, closed when a version is superseded (CON-02).
finding = Table(
    "finding",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("conflict", ForeignKey("conflict.id"), nullable=False),
    Column("version_a", Integer, nullable=False),
    Column("version_b", Integer),
    Column("facts", JSONB, nullable=False),
    Column("found_at", TIMESTAMP, nullable=False),
    Column("closed_at", TIMESTAMP),
    Index("finding_conflict", "conflict"),
)

# A party's own view of a conflict, under an id of its own. `conflict` is the checker's: the same for both sides, it
# would let two viewers compare.
segment = Table(
    "segment",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("conflict", ForeignKey("conflict.id"), nullable=False),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("patrol", ForeignKey("patrol.id"), nullable=False),
    Column("rival", ForeignKey("party.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("episode", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("change", Text, nullable=False),
    Column("opened_at", TIMESTAMP, nullable=False),
    Column("updated_at", TIMESTAMP, nullable=False),
    Column("acknowledged", Boolean, nullable=False),
    Column("accepted", Boolean, nullable=False),
    Column("resolution", Text),
    Column("rang", Integer, nullable=False),
    Index("segment_party_conflict", "party", "conflict", unique=True),
    Index("segment_conflict", "conflict"),
    Index("segment_party_opened", "party", "opened_at", "id"),
)

# What each revision told, so that an alert keeps speaking of what it spoke of. `cells` are where it lies, for the
# checker to take it back when the level falls there; `facts` NULL: that it is withheld, which everybody told may know.
segment_told = Table(
    "segment_told",
    metadata,
    Column("segment", ForeignKey("segment.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("rival", ForeignKey("party.id"), nullable=False),
    Column("facts", JSONB),
    Column("cells", LargeBinary),
    Index("segment_told_rival", "rival"),
)
