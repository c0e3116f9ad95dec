"""The table of duty rosters: a party's officers keep their own; the desk reads all, to know whom to ask for."""

from sqlalchemy import Column, ForeignKey, Index, Table, Uuid

from deconflict.runtime.metadata import TIMESTAMP, metadata

duty = Table(
    "duty",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("person", ForeignKey("person.id"), nullable=False),
    Column("start_at", TIMESTAMP, nullable=False),
    Column("end_at", TIMESTAMP, nullable=False),
    Column("named_by", Uuid, nullable=False),
    Index("duty_party_end", "party", "end_at"),
)
