"""The only SQL about overlaps as their own party and the desk read them. Never commits."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Row,
    TableValuedAlias,
    Tuple,
    Uuid,
    bindparam,
    func,
    select,
    text,
    tuple_,
    update,
)

from deconflict.agreements.model import Level
from deconflict.overlaps.model import (
    CLOSED,
    Overlap,
    OverlapChange,
    OverlapId,
    OverlapState,
    SharedArea,
)
from deconflict.overlaps.tables import overlap, overlap_revision
from deconflict.parties import scope
from deconflict.parties.model import PartyId
from deconflict.runtime.database import PartySession

SEEN: Final = (
    overlap.c.id,
    overlap.c.reference,
    overlap.c.party,
    overlap.c.patrol,
    overlap.c.state,
    overlap.c.revision,
    overlap.c.change,
    overlap.c.released_at,
)
"""What a viewer reads of the row itself; what it tells comes from `told_of`."""

TOLD_OF: Final = text("SELECT * FROM told_of(:ids, :revisions, :bound) ORDER BY rival").bindparams(
    bindparam("ids", type_=ARRAY(Uuid)), bindparam("revisions", type_=ARRAY(Integer))
)


async def overlap_with(reader: PartySession, wanted: UUID, bound: Level) -> Overlap | None:
    """Return an overlap the reader may see; `bound` is the deployment's default level."""
    row = await reader.one_or_none(select(*SEEN).where(overlap.c.id == wanted, _own(reader)))
    found = await _shown(reader, [] if row is None else [row], bound)
    return found[0] if found else None


async def standing_of(reader: PartySession, patrol: UUID, bound: Level) -> Overlap | None:
    """Return the overlap of a patrol that the reader may see, unless it has ended or is withheld."""
    of = (overlap.c.patrol == patrol) & overlap.c.state.not_in([state.value for state in CLOSED])
    row = await reader.one_or_none(select(*SEEN).where(of, _own(reader)))
    found = await _shown(reader, [] if row is None else [row], bound)
    return found[0] if found else None


async def was_told(reader: PartySession, patrol: UUID) -> bool:
    """Tell whether the reader's party was ever told of an overlap of that patrol of its own."""
    return (
        await reader.one_or_none(select(overlap.c.id).where(overlap.c.patrol == patrol, _own(reader)))
        is not None
    )


async def overlap_to_change(writer: PartySession, wanted: UUID, bound: Level) -> Overlap | None:
    """Return an overlap the writer may change, as it is once nobody else is changing it."""
    query = select(*SEEN).where(overlap.c.id == wanted, _own(writer)).with_for_update(key_share=True)
    row = await writer.one_or_none(query)
    found = await _shown(writer, [] if row is None else [row], bound)
    return found[0] if found else None


async def page(
    reader: PartySession,
    limit: int,
    after: tuple[datetime, UUID] | None,
    bound: Level,
    *,
    open_only: bool = False,
) -> list[Overlap]:
    """Return at most `limit` overlaps the reader may see, newest release first, after that (released_at, id)."""
    newest = overlap.c.released_at.desc(), overlap.c.id.desc()
    wanted = select(*SEEN).where(_own(reader)).order_by(*newest)
    if open_only:
        wanted = wanted.where(overlap.c.state.not_in([state.value for state in CLOSED]))
    found: list[Overlap] = []
    while (
        missing := limit - len(found)
    ) > 0:  # what is withheld makes no page shorter: it would look like the last
        further = wanted if after is None else wanted.where(_key() < after)
        rows = await reader.rows(further.limit(missing))
        found += await _shown(reader, rows, bound)
        if len(rows) < missing:
            break
        after = rows[-1].released_at, rows[-1].id
    return found


def _key() -> Tuple:
    return tuple_(overlap.c.released_at, overlap.c.id)


async def revisions(
    reader: PartySession, wanted: Collection[tuple[UUID, int]], bound: Level
) -> dict[tuple[UUID, int], Overlap]:
    """Return those overlaps as they were told in those revisions, less what may not be seen any more.

    The state is the present one.
    """
    told_then, asked = overlap_revision.c, _asked(wanted)
    rows = await reader.rows(
        select(
            overlap.c.id,
            overlap.c.reference,
            overlap.c.party,
            overlap.c.patrol,
            overlap.c.state,
            told_then.revision,
            told_then.change,
            told_then.released_at,
        )
        .join(overlap, overlap.c.id == told_then.overlap)
        .join(asked, (told_then.overlap == asked.c.overlap) & (told_then.revision == asked.c.revision))
        .where(_own(reader))
    )
    return {(item.id, item.revision): item for item in await _shown(reader, rows, bound)}


def _asked(wanted: Collection[tuple[UUID, int]]) -> TableValuedAlias:
    """Return overlaps and revisions as a table: one statement, however many they are."""
    overlaps = bindparam(None, [of for of, _ in wanted], type_=ARRAY(Uuid))
    numbers = bindparam(None, [number for _, number in wanted], type_=ARRAY(Integer))
    both = func.unnest(overlaps, numbers)
    return both.table_valued("overlap", "revision", name="asked").render_derived()


def _own(reader: PartySession) -> ColumnElement[bool]:
    return scope.of_viewer(reader, overlap.c.party)


async def _shown(reader: PartySession, rows: Sequence[Row[*tuple[Any, ...]]], bound: Level) -> list[Overlap]:
    """Return what those revisions tell the reader; without those of which nothing may be seen now (DIS-02)."""
    if not rows:
        return []
    asked = {
        "ids": [row.id for row in rows],
        "revisions": [row.revision for row in rows],
        "bound": int(bound),
    }
    hours: dict[tuple[UUID, int], tuple[int, ...]] = {}
    areas: dict[tuple[UUID, int], tuple[SharedArea, ...]] = {}
    for told_row in (await reader.execute(TOLD_OF, asked)).all():
        key = told_row.overlap, told_row.revision
        if told_row.rival is None:
            hours[key] = tuple(told_row.hours)
        else:
            areas[key] = (*areas.get(key, ()), SharedArea(PartyId(told_row.rival), told_row.cells))
    keys = [(row.id, row.revision) for row in rows]
    return [
        to_overlap(row, hours[key], areas.get(key, ()))
        for key, row in zip(keys, rows, strict=True)
        if key in hours
    ]


async def set_state(writer: PartySession, changed: Overlap) -> None:
    """Store the state of an overlap read to be changed."""
    await writer.execute(update(overlap).where(overlap.c.id == changed.id).values(state=changed.state.value))


def to_overlap(row: Row[*tuple[Any, ...]], hours: tuple[int, ...], areas: tuple[SharedArea, ...]) -> Overlap:
    """Read an overlap with what it tells."""
    return Overlap(
        OverlapId(row.id),
        row.reference,
        PartyId(row.party),
        row.patrol,
        OverlapState(row.state),
        row.revision,
        hours,
        OverlapChange(row.change),
        row.released_at,
        areas,
    )
