"""The only SQL that shares positions at live level 4 and takes them back: for the checker alone. Never commits."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Row, and_, delete, or_, select
from sqlalchemy.dialects.postgresql import insert as insert_or

from deconflict.parties.model import PartyId, UnitId
from deconflict.parties.tables import unit
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.one_of import one_of
from deconflict.tracking.model import Fix, Position
from deconflict.tracking.tables import last_position, shared_position

Viewing = tuple[PartyId, UnitId]
"""A viewer's party and the rival's unit whose position it is shown."""

FACTS: Final = (
    "callsign",
    "at",
    "lon",
    "lat",
    "accuracy_m",
    "speed_m_s",
    "course_deg",
    "received_at",
    "shared_at",
)
_put = insert_or(shared_position)
SHARE: Final = _put.on_conflict_do_update(
    index_elements=[shared_position.c.party, shared_position.c.unit],
    set_={name: _put.excluded[name] for name in FACTS},
)


async def shareable(checker: CheckerSession, owners: Collection[PartyId], since: datetime) -> list[Position]:
    """Return where units of those parties are by fixes that are no older."""
    of = (unit.c.party == last_position.c.party) & (unit.c.id == last_position.c.unit)
    wanted = one_of(last_position.c.party, owners), last_position.c.at >= since
    rows = await checker.rows(select(last_position, unit.c.callsign).join(unit, of).where(*wanted))
    return [_to_position(row) for row in rows]


async def shown(checker: CheckerSession) -> dict[Viewing, tuple[UUID, datetime]]:
    """Return to whom positions are shown: the id under which each viewer knows it, and of when its fix is."""
    columns = shared_position.c.party, shared_position.c.unit, shared_position.c.id, shared_position.c.at
    rows = await checker.rows(select(*columns))
    return {(PartyId(row.party), UnitId(row.unit)): (row.id, row.at) for row in rows}


async def share(
    checker: CheckerSession, wanted: Sequence[tuple[PartyId, UUID, Position]], at: datetime
) -> None:
    """Show viewers those positions, each under an id of its own."""
    if wanted:
        await checker.execute(SHARE, [_row(party, name, position, at) for party, name, position in wanted])


async def unshare(checker: CheckerSession, those: Collection[Viewing]) -> None:
    """Show those positions no more."""
    if those:
        of = [and_(shared_position.c.party == party, shared_position.c.unit == name) for party, name in those]
        await checker.execute(delete(shared_position).where(or_(*of)))


async def unshare_between(checker: CheckerSession, one: PartyId, other: PartyId) -> None:
    """Show neither of two parties any position of the other's."""
    sides = ((one, other), (other, one))
    of = [and_(shared_position.c.party == side, shared_position.c.owner == owner) for side, owner in sides]
    await checker.execute(delete(shared_position).where(or_(*of)))


def _row(party: PartyId, name: UUID, position: Position, at: datetime) -> Mapping[str, object]:
    fix = position.fix._asdict()
    of = {"owner": position.party, "unit": position.unit, "callsign": position.callsign}
    return {"id": name, "party": party, **of, **fix, "received_at": position.received_at, "shared_at": at}


def _to_position(row: Row[tuple[object, ...]]) -> Position:
    fix = Fix(row.at, row.lon, row.lat, row.accuracy_m, row.speed_m_s, row.course_deg)
    return Position(PartyId(row.party), UnitId(row.unit), row.callsign, fix, row.received_at)
