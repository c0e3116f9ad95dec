"""The only SQL about fixes and positions as their own party and the desk deal with them. Never commits."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql import insert as insert_or

from deconflict.parties import scope
from deconflict.parties.model import PartyId, UnitId
from deconflict.parties.tables import unit
from deconflict.runtime.database import PartySession
from deconflict.tracking.model import Fix, Position, Upload
from deconflict.tracking.packing import pack
from deconflict.tracking.tables import last_position, upload

SOON: Final = select(func.set_config("synchronous_commit", "off", True))  # noqa: FBT003  (of this transaction)
FACTS: Final = ("at", "lon", "lat", "accuracy_m", "speed_m_s", "course_deg", "received_at")
_put = insert_or(last_position).values({name: bindparam(f"new_{name}") for name in ("party", "unit", *FACTS)})
KEEP_LAST: Final = _put.on_conflict_do_update(
    index_elements=[last_position.c.party, last_position.c.unit],
    set_={name: _put.excluded[name] for name in FACTS},
    where=last_position.c.at < _put.excluded.at,
)


async def add(writer: PartySession, new: Upload) -> None:
    """Store an upload. Its transaction does not wait for the disk: a crash may cost the last fraction of a second."""
    await writer.execute(SOON)
    await writer.execute(
        insert(upload).values(
            id=new.id,
            party=new.party,
            unit=new.unit,
            person=new.person,
            device=new.device,
            sent_at=new.sent_at,
            received_at=new.received_at,
            first_at=new.fixes[0].at,
            last_at=new.fixes[-1].at,
            fixes=pack(new.fixes),
        )
    )


async def first_received(
    reader: PartySession, party: PartyId, of: UnitId, sent_at: datetime
) -> datetime | None:
    """Return when the first upload of a unit of the reader's own that was sent at that moment came in, if any did."""
    sent = (upload.c.party == party, upload.c.unit == of, upload.c.sent_at == sent_at)
    return await reader.scalar(select(func.min(upload.c.received_at)).where(*sent))


async def keep_last(writer: PartySession, of: Upload) -> None:
    """Let the newest fix of an upload be where its unit was last, unless a newer one is known."""
    fix = of.fixes[-1]
    facts = {name: getattr(fix, name) for name in FACTS[:-1]} | {"received_at": of.received_at}
    known = {"party": of.party, "unit": of.unit} | facts
    await writer.execute(KEEP_LAST, {f"new_{name}": value for name, value in known.items()})


async def positions(reader: PartySession, limit: int, after: UUID | None) -> list[Position]:
    """Return at most `limit` last positions that the reader may see, in order of their units' ids, after that one."""
    query = _positions().where(scope.of_viewer(reader, last_position.c.party)).order_by(last_position.c.unit)
    if after is not None:
        query = query.where(last_position.c.unit > after)
    return [_to_position(row) for row in await reader.rows(query.limit(limit))]


def _positions() -> Select[*tuple[Any, ...]]:
    of = (unit.c.party == last_position.c.party) & (unit.c.id == last_position.c.unit)
    return select(last_position, unit.c.callsign).join(unit, of)


def _to_position(row: Row[*tuple[Any, ...]]) -> Position:
    fix = Fix(row.at, row.lon, row.lat, row.accuracy_m, row.speed_m_s, row.course_deg)
    return Position(PartyId(row.party), UnitId(row.unit), row.callsign, fix, row.received_at)
