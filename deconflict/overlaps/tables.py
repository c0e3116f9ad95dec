"""Tables of overlaps. `shared_cover` is the checker's alone.

The others are of the party they belong to and the desk; what they tell is read through `told_of` alone.
"""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from deconflict.runtime.metadata import TIMESTAMP, metadata

# The cell-hours that two patrols of different parties share, in order of the patrols' ids; `hours` are theirs alone.
shared_cover = Table(
    "shared_cover",
    metadata,
    Column("patrol_a", ForeignKey("patrol.id"), primary_key=True),
    Column("patrol_b", ForeignKey("patrol.id"), primary_key=True),
    Column("party_a", ForeignKey("party.id"), nullable=False),
    Column("party_b", ForeignKey("party.id"), nullable=False),
    Column("hours", ARRAY(BigInteger), nullable=False),
    Column("cells", LargeBinary, nullable=False),
    Index("shared_cover_b", "patrol_b"),
)

# What a party has been told about one of its patrols; written at the tick alone (DIS-05).
overlap = Table(
    "overlap",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("patrol", ForeignKey("patrol.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("hours", ARRAY(BigInteger), nullable=False),
    Column("change", Text, nullable=False),
    Column("released_at", TIMESTAMP, nullable=False),
    Index("overlap_party_patrol", "party", "patrol", unique=True),
)

# Every revision that was told, so that an alert keeps speaking of what it spoke of.
overlap_revision = Table(
    "overlap_revision",
    metadata,
    Column("overlap", ForeignKey("overlap.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("change", Text, nullable=False),
    Column("released_at", TIMESTAMP, nullable=False),
)

# What each revision told, rival by rival: the hours at level 1, the cells at level 2 alone. No viewer reads the rows:
# `told_of` merges them, so that nothing shows how many rivals there are, and withholds what is taken back meanwhile.
# `shared` is everything that was shared, for the checker to tell less from it when the level falls. `agreed`: the
# two had an agreement; otherwise the deployment's default level bounds what is shown. `exact`: conflicts with that
# rival are told by themselves, so that what is shared with it rings nobody.
overlap_told = Table(
    "overlap_told",
    metadata,
    Column("overlap", ForeignKey("overlap.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("rival", ForeignKey("party.id"), primary_key=True),
    Column("agreed", Boolean, nullable=False),
    Column("hours", ARRAY(BigInteger), nullable=False),
    Column("cells", LargeBinary),
    Column("shared", LargeBinary),
    Column("exact", Boolean, nullable=False),
    Index("overlap_told_rival", "rival"),
)
