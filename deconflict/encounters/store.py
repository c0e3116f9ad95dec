"""The only SQL about encounters as their viewers deal with them. Never commits."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Integer, Row, Uuid, bindparam, select, text, tuple_

from deconflict.encounters.checker_store import to_overdue, to_sighting
from deconflict.encounters.facts import from_facts
from deconflict.encounters.model import LiveRun, Overdue, Shown, Sighting, SightingState
from deconflict.encounters.tables import overdue, sighting
from deconflict.parties import scope
from deconflict.parties.tables import unit
from deconflict.runtime.database import HubSession, PartySession
from deconflict.runtime.one_of import one_of

Revision = tuple[UUID, int]
TOLD = text("SELECT * FROM sightings_told(:wanted, :revisions)").bindparams(
    bindparam("wanted", type_=ARRAY(Uuid)), bindparam("revisions", type_=ARRAY(Integer))
)
RUNS = text("SELECT * FROM live_runs()")
SEEN = [column for column in sighting.c if column is not sighting.c.encounter]


async def page(
    reader: PartySession, limit: int, after: tuple[datetime, UUID] | None, *, open_only: bool
) -> list[Sighting]:
    """Return at most `limit` sightings of the reader's own (the desk's: exact ones), newest first."""
    newest = sighting.c.opened_at.desc(), sighting.c.id.desc()
    shown = sighting.c.state != SightingState.WITHHELD.value
    wanted = select(*SEEN).where(shown, scope.own_or_exact(reader, sighting.c.party)).order_by(*newest)
    if open_only:
        wanted = wanted.where(sighting.c.state == SightingState.OPEN.value)
    if after is not None:
        wanted = wanted.where(tuple_(sighting.c.opened_at, sighting.c.id) < after)
    return [to_sighting(row, None) for row in await reader.rows(wanted.limit(limit))]


async def with_ids(reader: PartySession, wanted: Collection[UUID]) -> dict[UUID, Sighting]:
    """Return those sightings that the reader may see."""
    rows = await reader.rows(
        select(*SEEN).where(one_of(sighting.c.id, wanted), scope.own_or_exact(reader, sighting.c.party))
    )
    return {row.id: to_sighting(row, None) for row in rows}


async def told(reader: PartySession, of: Sequence[Revision]) -> dict[Revision, list[Shown]]:
    """Return what those revisions tell the reader; nothing of one that the level forbids now."""
    if not of:
        return {}
    asked = {"wanted": [one for one, _ in of], "revisions": [revision for _, revision in of]}
    found: dict[Revision, list[Shown]] = {}
    rows: Sequence[Row[*tuple[Any, ...]]] = (await reader.execute(TOLD, asked)).all()
    for row in rows:
        found.setdefault((row.sighting, row.revision), []).append(from_facts(row.level, row.facts))
    return found


async def overdue_with(reader: PartySession, wanted: Collection[UUID]) -> dict[UUID, Overdue]:
    """Return those silent units that the reader may see."""
    rows = await reader.rows(
        select(overdue, unit.c.callsign)
        .join(unit, unit.c.id == overdue.c.unit)
        .where(one_of(overdue.c.id, wanted), scope.of_viewer(reader, overdue.c.party))
    )
    return {row.id: to_overdue(row) for row in rows}


async def last_run(hub: HubSession) -> LiveRun | None:
    """Return how the live tick did lately; None before its first ten seconds."""
    row = (await hub.execute(RUNS)).one_or_none()
    return None if row is None else LiveRun(**row._asdict())
