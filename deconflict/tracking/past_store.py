"""The only SQL about where units were, as the desk and a party's officers read it. Never commits."""

from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from deconflict.parties import scope
from deconflict.parties.model import PartyId, Role, UnitId
from deconflict.runtime.database import PartySession
from deconflict.tracking.errors import TooManyFixes
from deconflict.tracking.packing import fixes
from deconflict.tracking.past import MOST, Track, Window, few_enough, thinned
from deconflict.tracking.rules import unpack

MOST_BYTES: Final = 48 * 100_000
"""Of what units reported, before what phones sent in batches is thinned."""


async def tracks(reader: PartySession, window: Window, of: UUID | None) -> list[Track]:
    """Return where units were: for the desk all, for an officer those of their party; or one of them."""
    asked = func.tracks_of(window.since, window.until, of, window.every.total_seconds(), MOST_BYTES)
    found = asked.table_valued("party", "unit", "fixes", "size")
    seen = (
        scope.of_viewer(reader, found.c.party)
        if reader.viewer.role == Role.DESK.value
        else scope.of_officer(reader, found.c.party)
    )
    rows = await reader.rows(select(found).where(seen | found.c.party.is_(None)).order_by(found.c.unit))
    if any(row.party is None for row in rows):
        raise TooManyFixes(most=MOST)
    kept = [thinned(unpack(row.fixes), window) for row in rows]
    few_enough(kept)
    all_of = zip(rows, kept, strict=True)
    return [Track(PartyId(row.party), UnitId(row.unit), fixes(of)) for row, of in all_of if len(of)]
