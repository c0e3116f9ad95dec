"""The only SQL that reads what every two parties confirmed: for the checker alone (CON-01). Never commits."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from deconflict.parties.model import PartyId
from deconflict.rendezvous.model import Meant, RendezvousState
from deconflict.rendezvous.store import to_where
from deconflict.rendezvous.tables import rendezvous, rendezvous_patrol
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.one_of import one_of


async def confirmed(checker: CheckerSession, since: datetime) -> list[Meant]:
    """Return what both sides confirmed and was not over by that moment."""
    columns = rendezvous.c
    where = (columns.lon, columns.lat, columns.radius_m, columns.start_at, columns.end_at)
    confirmed_by_both = columns.state == RendezvousState.CONFIRMED.value, columns.ended_at.is_(None)
    still = *confirmed_by_both, columns.end_at >= since
    rows = await checker.rows(select(columns.id, columns.one, columns.other, *where).where(*still))
    only: dict[UUID, dict[PartyId, UUID]] = {row.id: {} for row in rows}
    if rows:
        of = rendezvous_patrol.c
        named = select(of.rendezvous, of.party, of.patrol).where(one_of(of.rendezvous, list(only)))
        for row in await checker.rows(named):
            only[row.rendezvous][row.party] = row.patrol
    return [Meant(frozenset((row.one, row.other)), to_where(row), only[row.id]) for row in rows]
