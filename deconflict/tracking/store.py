"""The only SQL about fixes and positions as their own party and the desk deal with them. Never commits.

And what a restore does to them: see `forget_transactions`.
"""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or

from deconflict.parties import scope
from deconflict.parties.model import PartyId, UnitId
from deconflict.parties.tables import unit
from deconflict.runtime.database import OwnerSession, PartySession
from deconflict.tracking.model import Fix, Position, Upload
from deconflict.tracking.packing import pack
from deconflict.tracking.tables import last_position, upload

SOON: Final = select(func.set_config("synchronous_commit", "off", True))  # noqa: FBT003  (of this transaction)
LONG: Final = select(func.set_config("statement_timeout", "0", True))  # noqa: FBT003  (of this transaction)
OF_BEFORE: Final = 0
"""A transaction before all others: what it wrote has been seen in whatever snapshot."""
AHEAD: Final = timedelta(minutes=2)
"""What is so far ahead of what comes now was stored by a clock that has been set back since; less passes soon."""
FACTS: Final = ("at", "lon", "lat", "accuracy_m", "speed_m_s", "course_deg", "received_at")
_put = insert_or(last_position).values({name: bindparam(f"new_{name}") for name in ("party", "unit", *FACTS)})
KEEP_LAST: Final = _put.on_conflict_do_update(
    index_elements=[last_position.c.party, last_position.c.unit],
    set_={name: _put.excluded[name] for name in FACTS},
    where=(last_position.c.at < _put.excluded.at) | (last_position.c.at > _put.excluded.received_at + AHEAD),
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
            late=new.late,
        )
    )


async def first_received(
    reader: PartySession, party: PartyId, of: UnitId, sent_at: datetime
) -> datetime | None:
    """Return when the first upload of a unit of the reader's own that was sent at that moment came in, if any did."""
    sent = (upload.c.party == party, upload.c.unit == of, upload.c.sent_at == sent_at)
    return await reader.scalar(select(func.min(upload.c.received_at)).where(*sent))


async def keep_last(writer: PartySession, of: Upload) -> None:
    """Let the newest fix of an upload be where its unit was last, unless one is newer and not of the future."""
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


async def last_of(reader: PartySession, of: UUID) -> Position | None:
    """Return where a unit that the reader may see was last, if that is known."""
    own = scope.of_viewer(reader, last_position.c.party)
    row = await reader.one_or_none(_positions().where(last_position.c.unit == of, own))
    return None if row is None else _to_position(row)


async def moved(reader: PartySession, since: datetime, limit: int) -> list[Position]:
    """Return at most `limit` last positions that the reader may see and that came in since, newest first."""
    seen = scope.of_viewer(reader, last_position.c.party), last_position.c.received_at > since
    query = _positions().where(*seen).order_by(last_position.c.received_at.desc(), last_position.c.unit)
    return [_to_position(row) for row in await reader.rows(query.limit(limit))]


async def forget_transactions(owner: OwnerSession, since: datetime) -> None:
    """Let what came in since that moment be of no transaction of this cluster, whose numbers begin anew.

    Else it would come to the live tick as new when this cluster's numbers get to where the old one's were.
    """
    await owner.execute(LONG)
    await owner.execute(update(upload).where(upload.c.received_at >= since).values(written=OF_BEFORE))


def _positions() -> Select[*tuple[Any, ...]]:
    of = (unit.c.party == last_position.c.party) & (unit.c.id == last_position.c.unit)
    return select(last_position, unit.c.callsign).join(unit, of)


def _to_position(row: Row[*tuple[Any, ...]]) -> Position:
    fix = Fix(row.at, row.lon, row.lat, row.accuracy_m, row.speed_m_s, row.course_deg)
    return Position(PartyId(row.party), UnitId(row.unit), row.callsign, fix, row.received_at)
