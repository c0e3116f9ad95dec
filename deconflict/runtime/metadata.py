"""The catalogue every `tables.py` adds to, and the few tables that belong to no feature. No queries here."""

from sqlalchemy import Column, DateTime, LargeBinary, MetaData, Table, Text

metadata = MetaData()

TIMESTAMP = DateTime(timezone=True)

# One row: the epoch that every cursor carries (IDN-05). Everybody may read it; nobody but the owner writes it.
deployment = Table(
    "deployment",
    metadata,
    Column("epoch", Text, primary_key=True),
    Column("started_at", TIMESTAMP, nullable=False),
)

# One row: the padded halves of the key that signs viewers' contexts (SEC-01, RFC 2104). Only the owner reads it.
context_key = Table(
    "context_key",
    metadata,
    Column("inner_pad", LargeBinary, primary_key=True),
    Column("outer_pad", LargeBinary, nullable=False),
)
