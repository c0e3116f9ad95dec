"""Tables of who moves.

Assignments are the neutral staff's, advice is read through `advice_of` alone, an offer is seen by whoever asked for it.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY

from deconflict.runtime.metadata import TIMESTAMP, metadata

# Who adjusts in the present episode of a conflict; `party` NULL: the desk took it back. `told_at`: when the checker
# has told both sides what it means for their own overlaps; the agreement's right of way is told nobody below level 3.
assignment = Table(
    "assignment",
    metadata,
    Column("conflict", ForeignKey("conflict.id"), primary_key=True),
    Column("episode", Integer, nullable=False),
    Column("party", ForeignKey("party.id")),
    Column("by_agreement", Boolean, nullable=False),
    Column("person", Uuid),
    Column("at", TIMESTAMP, nullable=False),
    Column("told_at", TIMESTAMP),
    Index("assignment_untold", "at", postgresql_where=text("told_at IS NULL")),
)

# What the desk advised a party on its overlap. It stays until the desk says otherwise, the patrol has another version
# or the overlap ends: if it went with the conflict, its going would tell what level 1 keeps back (DIS-04).
advice = Table(
    "advice",
    metadata,
    Column("overlap", ForeignKey("overlap.id"), primary_key=True),
    Column("conflict", ForeignKey("conflict.id"), primary_key=True),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("rival", ForeignKey("party.id"), nullable=False),
    Column("says", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", TIMESTAMP, nullable=False),
)

# A question for a shift that clears, and the checker's answer. `party` NULL: the desk's, on one side of a conflict.
shift_offer = Table(
    "shift_offer",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("party", ForeignKey("party.id")),
    Column("person", Uuid, nullable=False),
    Column("overlap", ForeignKey("overlap.id")),
    Column("conflict", ForeignKey("conflict.id")),
    Column("patrol", ForeignKey("patrol.id"), nullable=False),
    Column("asked_at", TIMESTAMP, nullable=False),
    Column("answered_at", TIMESTAMP),
    Column("exact", Boolean),
    Column("later_s", Integer),
    Column("earlier_s", Integer),
    Index("shift_offer_due", "asked_at", postgresql_where=text("answered_at IS NULL")),
    Index("shift_offer_overlap", "party", "overlap", "asked_at"),
    Index("shift_offer_conflict", "conflict", "asked_at", postgresql_where=text("conflict IS NOT NULL")),
)

# What one end proposes to the other: a row for each end. `matter` is the checker's, which carries and settles them.
proposal = Table(
    "proposal",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("matter", Uuid, nullable=False),
    Column("party", ForeignKey("party.id")),
    Column("other", ForeignKey("party.id")),
    Column("received", Boolean, nullable=False),
    Column("mover", Text, nullable=False),
    Column("shift_s", Integer, nullable=False),
    Column("about", ARRAY(Uuid), nullable=False),
    Column("conflict", Uuid),
    Column("state", Text, nullable=False),
    Column("person", Uuid),
    Column("at", TIMESTAMP, nullable=False),
    Column("expires_at", TIMESTAMP, nullable=False),
    Column("carried_at", TIMESTAMP),
    Column("said", Text),
    Column("said_by", Uuid),
    Column("said_at", TIMESTAMP),
    Column("chosen", Uuid),
    Column("settled_at", TIMESTAMP),
    Index("proposal_open", "matter", postgresql_where=text("state = 'proposed'")),
    Index("proposal_matter", "matter"),
    Index("proposal_party_at", "party", "at", "id"),
)

# The slot of whoever agreed to move, kept free until the amended plan is checked; the checker's alone.
reservation = Table(
    "reservation",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("patrol", ForeignKey("patrol.id"), nullable=False),
    Column("party", ForeignKey("party.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("shift_s", Integer, nullable=False),
    Column("track", LargeBinary, nullable=False),
    Column("cover", LargeBinary, nullable=False),
    Column("at", TIMESTAMP, nullable=False),
    Column("until", TIMESTAMP, nullable=False),
    Column("ended_at", TIMESTAMP),
    Index("reservation_kept", "until", postgresql_where=text("ended_at IS NULL")),
)
