"""The only SQL that writes what parties at level 3 and above are shown of conflicts: for the checker alone.

Never commits.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, tuple_

from deconflict.conflicts.facts import from_shown_facts, to_shown_facts
from deconflict.conflicts.model import Segment
from deconflict.conflicts.segment_store import SEEN, to_segment
from deconflict.conflicts.tables import finding, segment, segment_told
from deconflict.parties.model import PartyId
from deconflict.runtime.database import CheckerSession
from deconflict.runtime.one_of import one_of
from deconflict.separation.finding import Grade

Told = tuple[UUID, int, bytes]
"""A segment, a revision of it, and the packed cell-hours where what it told lies."""


async def segments_of(
    checker: CheckerSession, conflicts: Collection[UUID]
) -> dict[tuple[UUID, PartyId], tuple[Segment, bytes | None]]:
    """Return what the sides of those conflicts were last told, what last rang for them, and where it lies.

    Locked, so that an answer given meanwhile comes before or after what is recorded, and is kept.
    """
    told = (segment_told.c.segment == segment.c.id) & (segment_told.c.revision == segment.c.revision)
    alarm = segment_told.alias()
    rang = (alarm.c.segment == segment.c.id) & (alarm.c.revision == segment.c.rang)
    said = segment_told.c.facts, segment_told.c.cells, segment.c.rang, alarm.c.facts.label("alarm")
    query = (
        select(*SEEN, segment.c.conflict, *said)
        .outerjoin(segment_told, told)
        .outerjoin(alarm, rang)
        .where(one_of(segment.c.conflict, conflicts))
        .with_for_update(of=segment, key_share=True)
    )
    found: dict[tuple[UUID, PartyId], tuple[Segment, bytes | None]] = {}
    for row in await checker.rows(query):
        item = replace(
            to_segment(row, row.conflict, row.facts),
            rang=row.rang,
            alarm=None if row.alarm is None else from_shown_facts(row.alarm),
        )
        found[item.conflict, item.party] = item, row.cells
    return found


async def shown_of(checker: CheckerSession, wanted: UUID) -> frozenset[UUID]:
    """Return as what the sides of a conflict know it."""
    return frozenset(await checker.scalars(select(segment.c.id).where(segment.c.conflict == wanted)))


async def between(checker: CheckerSession, pairs: Collection[tuple[PartyId, PartyId]]) -> frozenset[UUID]:
    """Return the segments in which either of such a pair is shown a conflict with the other."""
    both = [sides for one, other in pairs for sides in ((one, other), (other, one))]
    sides = tuple_(segment.c.party, segment.c.rival)
    return (
        frozenset(await checker.scalars(select(segment.c.id).where(sides.in_(both)))) if both else frozenset()
    )


async def critical_findings(checker: CheckerSession, wanted: Collection[UUID]) -> frozenset[UUID]:
    """Return which of those findings are critical."""
    grave = finding.c.facts["grade"].astext == Grade.CRITICAL.value
    found = select(finding.c.id).where(one_of(finding.c.id, list(wanted)), grave)
    return frozenset(await checker.scalars(found))


async def critical(
    checker: CheckerSession, wanted: Collection[tuple[UUID | None, int | None]]
) -> frozenset[tuple[UUID, int]]:
    """Return which of those segments told of something critical in those revisions."""
    told = segment_told.c
    grave = told.facts["grade"].astext == Grade.CRITICAL.value
    rows = await checker.rows(
        select(told.segment, told.revision).where(
            tuple_(told.segment, told.revision).in_(list(wanted)), grave
        )
    )
    return frozenset((row.segment, row.revision) for row in rows)


async def record_segments(
    checker: CheckerSession,
    new: Sequence[Segment],
    changed: Sequence[Segment],
    told: Sequence[tuple[Segment, bytes | None]],
) -> None:
    """Store segments told for the first time, those that changed, and what each revision tells and where it lies."""
    await checker.insert_all(segment, [_row(item) for item in new])
    await checker.update_all(segment, "id", [_row(item) for item in changed])
    rows = [_told_row(item, cells) for item, cells in told]
    await checker.insert_all(segment_told, rows)


async def told_between(checker: CheckerSession, one: PartyId, other: PartyId) -> list[Told]:
    """Return where everything lies that either of two parties was shown of a conflict with the other."""
    between = tuple_(segment_told.c.party, segment_told.c.rival).in_([(one, other), (other, one)])
    columns = segment_told.c.segment, segment_told.c.revision, segment_told.c.cells
    rows = await checker.rows(select(*columns).where(between, segment_told.c.cells.is_not(None)))
    return [(row.segment, row.revision, row.cells) for row in rows]


async def tell_no_more(checker: CheckerSession, withheld: Collection[tuple[UUID, int]]) -> None:
    """Forget what those revisions told: the level does not allow it any more."""
    if withheld:
        those = tuple_(segment_told.c.segment, segment_told.c.revision).in_(list(withheld))
        await checker.execute(delete(segment_told).where(those))


def _row(item: Segment) -> dict[str, Any]:
    return {
        "id": item.id,
        "reference": item.reference,
        "conflict": item.conflict,
        "party": item.party,
        "patrol": item.patrol,
        "rival": item.rival,
        "state": item.state.value,
        "episode": item.episode,
        "revision": item.revision,
        "change": item.change.value,
        "opened_at": item.opened_at,
        "updated_at": item.updated_at,
        "acknowledged": item.acknowledged,
        "accepted": item.accepted,
        "resolution": item.resolution and item.resolution.value,
        "rang": item.rang,
    }


def _told_row(item: Segment, cells: bytes | None) -> dict[str, Any]:
    return {
        "segment": item.id,
        "revision": item.revision,
        "party": item.party,
        "rival": item.rival,
        "facts": None if item.shown is None else to_shown_facts(item.shown),
        "cells": cells,
    }
