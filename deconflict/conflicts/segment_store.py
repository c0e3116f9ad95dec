"""The only SQL about conflicts as a party at level 3 and above reads its own view of them. Never commits."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, select, tuple_, update

from deconflict.conflicts.facts import from_shown_facts
from deconflict.conflicts.model import (
    OVER,
    Change,
    ConflictId,
    ConflictState,
    Resolution,
    Segment,
    SegmentId,
)
from deconflict.conflicts.tables import segment, segment_told
from deconflict.parties import scope
from deconflict.parties.model import PartyId
from deconflict.runtime.database import PartySession

NOBODYS: Final = ConflictId(UUID(int=0))
"""What a viewer's segment is of: the conflict behind it has an id that nobody sees."""

SEEN: Final = (
    segment.c.id,
    segment.c.reference,
    segment.c.party,
    segment.c.patrol,
    segment.c.rival,
    segment.c.state,
    segment.c.episode,
    segment.c.revision,
    segment.c.change,
    segment.c.opened_at,
    segment.c.updated_at,
    segment.c.acknowledged,
    segment.c.accepted,
    segment.c.resolution,
)


def _segments(reader: PartySession) -> Select[*tuple[Any, ...]]:
    """Say which segments the reader may see, each with what its present revision tells."""
    told = (segment_told.c.segment == segment.c.id) & (segment_told.c.revision == segment.c.revision)
    own = scope.of_party(reader, segment.c.party)
    return select(*SEEN, segment_told.c.facts).join(segment_told, told).where(own)


async def segment_with(reader: PartySession, wanted: UUID) -> Segment | None:
    """Return a segment the reader may see."""
    row = await reader.one_or_none(_segments(reader).where(segment.c.id == wanted))
    return None if row is None else to_segment(row, NOBODYS, row.facts)


async def segment_to_change(writer: PartySession, wanted: UUID) -> Segment | None:
    """Return a segment as it is once nobody else is changing it; one that is over may be read and not changed."""
    lock = select(segment.c.id).where(segment.c.id == wanted, scope.of_party(writer, segment.c.party))
    await writer.one_or_none(lock.with_for_update(key_share=True))
    return await segment_with(writer, wanted)  # by another statement: its revision may be a new one


async def page(
    reader: PartySession, limit: int, after: tuple[datetime, UUID] | None, *, open_only: bool = False
) -> list[Segment]:
    """Return at most `limit` segments the reader may see, newest first, after that (opened_at, id)."""
    newest = segment.c.opened_at.desc(), segment.c.id.desc()
    wanted = _segments(reader).where(segment.c.state != ConflictState.WITHHELD.value).order_by(*newest)
    if after is not None:
        wanted = wanted.where(tuple_(segment.c.opened_at, segment.c.id) < after)
    if open_only:
        wanted = wanted.where(segment.c.state.not_in([state.value for state in OVER]))
    return [to_segment(row, NOBODYS, row.facts) for row in await reader.rows(wanted.limit(limit))]


async def revisions(
    reader: PartySession, wanted: Collection[tuple[UUID, int]]
) -> dict[tuple[UUID, int], Segment]:
    """Return those segments as they were told in those revisions, if that may still be seen; the state is today's."""
    then = segment_told.c
    rows = await reader.rows(
        select(*SEEN, then.revision.label("then"), then.facts)
        .join(segment, segment.c.id == then.segment)
        .where(tuple_(then.segment, then.revision).in_(list(wanted)), scope.of_party(reader, segment.c.party))
    )
    return {(row.id, row.then): to_segment(row, NOBODYS, row.facts) for row in rows}


async def set_answer(writer: PartySession, changed: Segment) -> None:
    """Store what a party said about a conflict of its own."""
    said = {
        "state": changed.state.value,
        "acknowledged": changed.acknowledged,
        "accepted": changed.accepted,
    }
    await writer.execute(update(segment).where(segment.c.id == changed.id).values(said))


def to_segment(row: Row[*tuple[Any, ...]], conflict: UUID, facts: dict[str, Any] | None) -> Segment:
    """Read a segment with what it tells."""
    return Segment(
        SegmentId(row.id),
        row.reference,
        ConflictId(conflict),
        PartyId(row.party),
        row.patrol,
        PartyId(row.rival),
        ConflictState(row.state),
        row.episode,
        row.revision,
        Change(row.change),
        row.opened_at,
        row.updated_at,
        None if facts is None else from_shown_facts(facts),
        row.acknowledged,
        row.accepted,
        row.resolution and Resolution(row.resolution),
    )
