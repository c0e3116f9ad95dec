"""The only SQL about rivals' positions as a party at live level 4 reads them. Never commits."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, select

from deconflict.parties import scope
from deconflict.parties.model import PartyId
from deconflict.runtime.database import PartySession
from deconflict.tracking.model import Fix, SharedPosition
from deconflict.tracking.tables import shared_position

SEEN: Final = tuple(column for column in shared_position.c if column.name != "unit")


async def page(reader: PartySession, limit: int, after: UUID | None) -> list[SharedPosition]:
    """Return at most `limit` of rivals' positions that the reader may see, in order of their ids, after that one."""
    query = _shared(reader).order_by(shared_position.c.id)
    if after is not None:
        query = query.where(shared_position.c.id > after)
    return [_to_shared(row) for row in await reader.rows(query.limit(limit))]


async def moved(reader: PartySession, since: datetime, limit: int) -> list[SharedPosition]:
    """Return at most `limit` of them that were shown since a moment, the newest first."""
    query = _shared(reader).where(shared_position.c.shared_at > since)
    query = query.order_by(shared_position.c.shared_at.desc(), shared_position.c.id)
    return [_to_shared(row) for row in await reader.rows(query.limit(limit))]


def _shared(reader: PartySession) -> Select[*tuple[Any, ...]]:
    return select(*SEEN).where(scope.of_party(reader, shared_position.c.party))


def _to_shared(row: Row[*tuple[Any, ...]]) -> SharedPosition:
    fix = Fix(row.at, row.lon, row.lat, row.accuracy_m, row.speed_m_s, row.course_deg)
    return SharedPosition(row.id, PartyId(row.party), PartyId(row.owner), row.callsign, fix, row.received_at)
