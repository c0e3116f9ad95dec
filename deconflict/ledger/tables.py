"""The ledger's table. A party reads the entries about its own data; nobody changes or deletes one."""

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from deconflict.runtime.metadata import TIMESTAMP, metadata

ledger_entry = Table(
    "ledger_entry",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("party", ForeignKey("party.id")),
    Column("person", Uuid),
    Column("subject", Uuid, nullable=False),
    Column("payload", JSONB, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("commitment", LargeBinary, nullable=False),
    Column("at", TIMESTAMP, nullable=False),
    Index("ledger_entry_party_at", "party", "at"),
)
