"""Tables of what two parties sign: seen by those two and by the neutral staff, each written by its own side alone.

Who of a side wrote a row is kept beside it, and the service's login cannot read it: ids of people are their party's
(IDN-04). No uniqueness reaches across parties.
"""

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from deconflict.runtime.metadata import TIMESTAMP, metadata

# `text`: the canonical bytes that are signed, from which everything else about an agreement follows.
agreement = Table(
    "agreement",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False),
    Column("party_a", ForeignKey("party.id"), nullable=False),
    Column("party_b", ForeignKey("party.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("drafter", Uuid),
    Column("drafted_by", Uuid, nullable=False),
    Column("drafted_at", TIMESTAMP, nullable=False),
    Column("expires_at", TIMESTAMP, nullable=False),
    Column("ratified_at", TIMESTAMP),
    Column("ended_at", TIMESTAMP),
    Column("ended_applied_at", TIMESTAMP),
    Index("agreement_parties", "party_a", "party_b"),
    Index("agreement_party_b", "party_b"),
)

# `lowest`: the lowest level anywhere in the text. Until `applied_at` it caps everything between the two.
agreement_signature = Table(
    "agreement_signature",
    metadata,
    Column("agreement", ForeignKey("agreement.id"), primary_key=True),
    Column("party", ForeignKey("party.id"), primary_key=True),
    Column("other", ForeignKey("party.id"), nullable=False),
    Column("person", Uuid, nullable=False),
    Column("key", Uuid, nullable=False),
    Column("value", LargeBinary, nullable=False),
    Column("lowest", SmallInteger, nullable=False),
    Column("at", TIMESTAMP, nullable=False),
    Column("applied_at", TIMESTAMP),
    ForeignKeyConstraint(
        ("party", "key"), ("party_key.party", "party_key.id"), name="agreement_signature_key"
    ),
    Index("agreement_signature_pair", "party", "other"),
)

# The private key never leaves the device it was made on.
party_key = Table(
    "party_key",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("person", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("public", LargeBinary, nullable=False),
    Column("registered_at", TIMESTAMP, nullable=False),
    Column("revoked_at", TIMESTAMP),
    UniqueConstraint("party", "public", name="party_key_once"),
    UniqueConstraint("party", "id", name="party_key_own"),
)

# What a party takes back alone, at once (DIS-02). Never changed but for `applied_at`, never deleted.
lowering = Table(
    "lowering",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("other", ForeignKey("party.id"), nullable=False),
    Column("person", Uuid, nullable=False),
    Column("levels", JSONB, nullable=False),
    Column("lowest", SmallInteger, nullable=False),
    Column("at", TIMESTAMP, nullable=False),
    Column("applied_at", TIMESTAMP),
    Index("lowering_pair", "party", "other"),
)
