"""The only SQL about looks. Never commits."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, false, insert, select, true, tuple_, update

from deconflict.glass.model import Area, Glass, GlassId, GlassState, Scope
from deconflict.glass.tables import glass
from deconflict.parties.model import OFFICERS, PartyId, PersonId, Role
from deconflict.runtime.database import CheckerSession, PartySession
from deconflict.runtime.one_of import one_of

WATCHERS = frozenset({Role.FACILITATOR.value, Role.OVERSIGHT.value, Role.DESK.value})


async def add(writer: PartySession, new: Glass) -> None:
    """Store a request."""
    scope = new.scope
    values: dict[str, Any] = {
        "id": new.id,
        "reference": new.reference,
        "party": new.party,
        "reason": new.reason,
        "ends_at": new.ends_at,
        "state": new.state.value,
        "asked_by": new.asked_by,
        "asked_at": new.asked_at,
    }
    if isinstance(scope, Area):
        values |= {"west": scope.west, "south": scope.south, "east": scope.east, "north": scope.north}
        values |= {"start_at": scope.start, "end_at": scope.end}
    else:
        values["patrol"] = scope
    await writer.execute(insert(glass).values(values))


async def glass_with(reader: PartySession, wanted: UUID) -> Glass | None:
    """Return a request that the reader may see."""
    row = await reader.one_or_none(select(glass).where(glass.c.id == wanted, _seen(reader)))
    return None if row is None else _to_glass(row)


async def glass_to_change(writer: PartySession, wanted: UUID) -> Glass | None:
    """Return a request that the writer may see, as it is once nobody else is changing it."""
    query = select(glass).where(glass.c.id == wanted, _seen(writer)).with_for_update(key_share=True)
    row = await writer.one_or_none(query)
    return None if row is None else _to_glass(row)


async def page(reader: PartySession, limit: int, after: tuple[datetime, UUID] | None) -> list[Glass]:
    """Return at most `limit` requests that the reader may see, the newest first, after that (asked_at, id)."""
    wanted = select(glass).where(_seen(reader)).order_by(glass.c.asked_at.desc(), glass.c.id.desc())
    if after is not None:
        wanted = wanted.where(tuple_(glass.c.asked_at, glass.c.id) < after)
    return [_to_glass(row) for row in await reader.rows(wanted.limit(limit))]


async def with_ids(reader: PartySession, wanted: Collection[UUID]) -> dict[UUID, Glass]:
    """Return those requests that the reader may see."""
    rows = await reader.rows(select(glass).where(one_of(glass.c.id, wanted), _seen(reader)))
    return {row.id: _to_glass(row) for row in rows}


async def set_state(writer: PartySession | CheckerSession, changed: Glass) -> None:
    """Store what became of a request."""
    await writer.execute(
        update(glass)
        .where(glass.c.id == changed.id)
        .values(
            state=changed.state.value,
            decided_by=changed.decided_by,
            decided_role=changed.decided_role and changed.decided_role.value,
            decided_at=changed.decided_at,
            closed_at=changed.closed_at,
        )
    )


async def run_out(checker: CheckerSession, now: datetime) -> list[Glass]:
    """Return the requests and looks whose time is over and which have not ended."""
    standing = glass.c.state.in_([GlassState.ASKED.value, GlassState.APPROVED.value])
    rows = await checker.rows(select(glass).where(standing, glass.c.ends_at <= now).order_by(glass.c.ends_at))
    return [_to_glass(row) for row in rows]


def _seen(reader: PartySession) -> ColumnElement[bool]:
    """Say again what the row policy says: the staff who ask, decide and watch, and the party's officers."""
    if reader.viewer.role in WATCHERS:
        return true()
    if reader.viewer.role in {role.value for role in OFFICERS}:
        return glass.c.party == reader.viewer.party
    return false()


def _to_glass(row: Row[*tuple[Any, ...]]) -> Glass:
    return Glass(
        GlassId(row.id),
        row.reference,
        PartyId(row.party),
        _scope(row),
        row.reason,
        row.ends_at,
        GlassState(row.state),
        PersonId(row.asked_by),
        row.asked_at,
        row.decided_by and PersonId(row.decided_by),
        row.decided_role and Role(row.decided_role),
        row.decided_at,
        row.closed_at,
    )


def _scope(row: Row[*tuple[Any, ...]]) -> Scope:
    if row.patrol is not None:
        return UUID(str(row.patrol))
    return Area(row.west, row.south, row.east, row.north, row.start_at, row.end_at)
