"""The only SQL about how far the desk's matters have been told to each side. Never commits."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select

from deconflict.alerts.model import Reading, Rung, SideTold, Told
from deconflict.alerts.rules import least_far
from deconflict.parties import scope
from deconflict.parties.model import PartyId
from deconflict.runtime.database import PartySession

COLUMNS = (
    "matter",
    "party",
    "told_at",
    "rings",
    "told",
    "received",
    "received_at",
    "seen",
    "seen_at",
    "acknowledged",
    "acknowledged_at",
    "rung",
)


async def told_of(reader: PartySession, matters: Collection[UUID]) -> list[SideTold]:
    """Return what each side of those matters was told, and what became of it; nothing of what is none."""
    found = func.receipts_of(list(matters)).table_valued(*COLUMNS)
    wanted = select(found).where(scope.of_desk(reader)).order_by(found.c.matter, found.c.party)
    sides: dict[tuple[UUID, PartyId], list[Told]] = defaultdict(list)
    for row in await reader.rows(wanted):
        told = sides[row.matter, PartyId(row.party)]
        if row.told_at is not None:
            told.append(_told(row))
    return [SideTold(matter, party, least_far(told)) for (matter, party), told in sides.items()]


def _told(row: Row[*tuple[Any, ...]]) -> Told:
    return Told(
        row.told_at,
        row.rings,
        row.told,
        Reading(row.received, row.received_at),
        Reading(row.seen, row.seen_at),
        Reading(row.acknowledged, row.acknowledged_at),
        row.rung and Rung(row.rung),
    )
