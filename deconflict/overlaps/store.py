"""The only SQL about shared covers (the checker's) and overlaps (a party's own). Never commits."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Row,
    TableValuedAlias,
    Uuid,
    all_,
    bindparam,
    delete,
    func,
    literal,
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
    Told,
)
from deconflict.overlaps.tables import overlap, overlap_revision, overlap_told, shared_cover
from deconflict.parties.model import PartyId
from deconflict.runtime.database import CheckerSession, Insertion, PartySession
from deconflict.runtime.one_of import one_of

DELETE_SHARED: Final = text(
    "DELETE FROM shared_cover USING unnest(:a, :b) AS gone (a, b) WHERE patrol_a = gone.a AND patrol_b = gone.b"
).bindparams(bindparam("a", type_=ARRAY(Uuid)), bindparam("b", type_=ARRAY(Uuid)))

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


@dataclass(frozen=True)
class SharedCover:
    """The cell-hours that two patrols share, in order of their ids; `cells` as `separation.cover` packs them."""

    patrol_a: UUID
    patrol_b: UUID
    party_a: PartyId
    party_b: PartyId
    hours: tuple[int, ...]
    cells: bytes

    @property
    def key(self) -> tuple[UUID, UUID]:
        """The two patrols."""
        return self.patrol_a, self.patrol_b


@dataclass(frozen=True)
class SharedHours:
    """The hours since 1970 that two patrols share some cell in."""

    patrol_a: UUID
    patrol_b: UUID
    party_a: PartyId
    party_b: PartyId
    hours: tuple[int, ...]


async def shared_by(checker: CheckerSession, patrols: Collection[UUID]) -> list[SharedCover]:
    """Return every shared cover in which one of those patrols takes part, once each."""
    found: dict[tuple[UUID, UUID], SharedCover] = {}
    for side in (shared_cover.c.patrol_a, shared_cover.c.patrol_b):
        for row in await checker.rows(select(shared_cover).where(one_of(side, patrols))):
            item = SharedCover(
                row.patrol_a,
                row.patrol_b,
                PartyId(row.party_a),
                PartyId(row.party_b),
                tuple(row.hours),
                row.cells,
            )
            found[item.key] = item
    return list(found.values())


async def hours_shared_by(checker: CheckerSession, patrols: Collection[UUID]) -> list[SharedHours]:
    """Return the hours of every shared cover in which one of those patrols takes part, once each."""
    cover = shared_cover.c
    columns = (cover.patrol_a, cover.patrol_b, cover.party_a, cover.party_b, cover.hours)
    found = {
        (row.patrol_a, row.patrol_b): SharedHours(
            row.patrol_a, row.patrol_b, PartyId(row.party_a), PartyId(row.party_b), tuple(row.hours)
        )
        for side in (cover.patrol_a, cover.patrol_b)
        for row in await checker.rows(select(*columns).where(one_of(side, patrols)))
    }
    return list(found.values())


async def cells_shared_by(
    checker: CheckerSession, pairs: Collection[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], bytes]:
    """Return the packed cell-hours of those shared covers, each named by its two patrols in order of their ids."""
    if not pairs:
        return {}
    cover = shared_cover.c
    wanted = tuple_(cover.patrol_a, cover.patrol_b).in_(list(pairs))
    rows = await checker.rows(select(cover.patrol_a, cover.patrol_b, cover.cells).where(wanted))
    return {(row.patrol_a, row.patrol_b): row.cells for row in rows}


async def patrols_shared_between(
    checker: CheckerSession, one: PartyId, other: PartyId
) -> list[tuple[UUID, PartyId]]:
    """Return the patrols of two parties that share cell-hours with the other's, each with its party."""
    cover = shared_cover.c
    between = ((cover.party_a == one) & (cover.party_b == other)) | (
        (cover.party_a == other) & (cover.party_b == one)
    )
    columns = (cover.patrol_a, cover.party_a, cover.patrol_b, cover.party_b)
    rows = await checker.rows(select(*columns).where(between))
    sides = {(row.patrol_a, row.party_a) for row in rows} | {(row.patrol_b, row.party_b) for row in rows}
    return [(patrol, PartyId(party)) for patrol, party in sides]


async def replace_shared(
    checker: CheckerSession, gone: Collection[tuple[UUID, UUID]], new: Sequence[SharedCover]
) -> None:
    """Delete the shared covers that no longer hold and store those that hold now."""
    if gone:
        await checker.execute(DELETE_SHARED, {"a": [a for a, _ in gone], "b": [b for _, b in gone]})
    await checker.insert_all(
        shared_cover,
        [
            {
                "patrol_a": item.patrol_a,
                "patrol_b": item.patrol_b,
                "party_a": item.party_a,
                "party_b": item.party_b,
                "hours": item.hours,
                "cells": item.cells,
            }
            for item in new
        ],
    )


async def told(checker: CheckerSession, owners: Mapping[UUID, PartyId]) -> dict[UUID, Overlap]:
    """Return what the parties of those patrols were last told, by patrol; locked, or acknowledgements would be lost."""
    pairs = _pairs(owners)
    query = select(overlap).join(pairs, _is_of(pairs)).with_for_update(of=overlap, key_share=True)
    rows = await checker.rows(query)
    areas = await _areas_told(checker, {row.id: row.revision for row in rows})
    return {row.patrol: to_overlap(row, tuple(row.hours), areas.get(row.id, ())) for row in rows}


async def _areas_told(
    checker: CheckerSession, revisions: Mapping[UUID, int]
) -> dict[UUID, tuple[SharedArea, ...]]:
    """Return what those overlaps tell of cells in those revisions, in order of the rivals' ids."""
    known = overlap_told.c
    rows = await checker.rows(
        select(known.overlap, known.revision, known.rival, known.cells)
        .where(known.cells.is_not(None), one_of(known.overlap, revisions))
        .order_by(known.rival)
    )
    areas: dict[UUID, tuple[SharedArea, ...]] = {}
    for row in rows:
        if row.revision == revisions[row.overlap]:
            areas[row.overlap] = (*areas.get(row.overlap, ()), SharedArea(PartyId(row.rival), row.cells))
    return areas


async def rivals_told(checker: CheckerSession, revisions: Mapping[UUID, int]) -> dict[UUID, list[Told]]:
    """Return what those overlaps tell of each rival in those revisions."""
    found: dict[UUID, list[Told]] = {}
    for row in await checker.rows(select(overlap_told).where(one_of(overlap_told.c.overlap, revisions))):
        if row.revision == revisions[row.overlap]:
            found.setdefault(row.overlap, []).append(_to_told(row))
    return found


async def told_between(checker: CheckerSession, one: PartyId, other: PartyId) -> list[tuple[UUID, int, Told]]:
    """Return whatever either of two parties was told of the other, by overlap and revision."""
    of = (overlap.c.party == one) & (overlap_told.c.rival == other)
    back = (overlap.c.party == other) & (overlap_told.c.rival == one)
    rows = await checker.rows(
        select(overlap_told).join(overlap, overlap.c.id == overlap_told.c.overlap).where(of | back)
    )
    return [(row.overlap, row.revision, _to_told(row)) for row in rows]


async def tell_less(checker: CheckerSession, changed: Sequence[tuple[UUID, int, Told]]) -> None:
    """Store what revisions tell from now on of a rival; nothing of it where no hour is left."""
    for of, revision, item in changed:
        this = (overlap_told.c.overlap == of) & (overlap_told.c.revision == revision)
        this &= overlap_told.c.rival == item.rival
        if item.hours:
            await checker.execute(
                update(overlap_told).where(this).values(hours=list(item.hours), cells=item.cells)
            )
        else:
            await checker.execute(delete(overlap_told).where(this))


async def hours_told(checker: CheckerSession, owners: Mapping[UUID, PartyId]) -> dict[UUID, tuple[int, ...]]:
    """Return the hours that the parties of those patrols know of, by patrol; none where the overlap has ended."""
    pairs = _pairs(owners)
    known = select(overlap.c.patrol, overlap.c.hours).join(pairs, _is_of(pairs))
    rows = await checker.rows(known.where(overlap.c.state.not_in([state.value for state in CLOSED])))
    return {row.patrol: tuple(row.hours) for row in rows}


def _pairs(owners: Mapping[UUID, PartyId]) -> TableValuedAlias:
    """Return the parties and patrols as a table: the index on overlaps begins with the party."""
    columns = (bindparam(None, list(ids), type_=ARRAY(Uuid)) for ids in (owners.values(), owners))
    return func.unnest(*columns).table_valued("party", "patrol", name="wanted").render_derived()


def _is_of(pairs: TableValuedAlias) -> ColumnElement[bool]:
    return (overlap.c.party == pairs.c.party) & (overlap.c.patrol == pairs.c.patrol)


async def over(checker: CheckerSession, hour: int) -> list[tuple[UUID, PartyId]]:
    """Return the patrols and parties of overlaps that have not ended though all their hours are before that hour."""
    rows = await checker.rows(
        select(overlap.c.patrol, overlap.c.party).where(
            overlap.c.state.not_in([state.value for state in CLOSED]), literal(hour) > all_(overlap.c.hours)
        )
    )
    return [(row.patrol, PartyId(row.party)) for row in rows]


async def release(
    checker: CheckerSession,
    new: Sequence[Overlap],
    changed: Sequence[Overlap],
    rivals: Mapping[UUID, Sequence[Told]],
) -> None:
    """Store what the parties are told from now on, and each revision for good, with what it tells of each rival."""
    await checker.insert_all(overlap, [_row(item) for item in new])
    await checker.update_all(overlap, "id", [_row(item) for item in changed])
    revised = [
        {
            "overlap": item.id,
            "revision": item.revision,
            "party": item.party,
            "change": item.change.value,
            "released_at": item.released_at,
        }
        for item in (*new, *changed)
    ]
    await checker.insert(
        Insertion(overlap_revision, revised),
        Insertion(
            overlap_told,
            [_told_row(item, of) for item in (*new, *changed) for of in rivals.get(item.id, ())],
        ),
    )


async def tell_of_others(checker: CheckerSession, same: Sequence[tuple[Overlap, Sequence[Told]]]) -> None:
    """Store on account of whom the present revisions of those overlaps say what they said already."""
    for item, rivals in same:
        this = (overlap_told.c.overlap == item.id) & (overlap_told.c.revision == item.revision)
        await checker.execute(delete(overlap_told).where(this))
        await checker.insert_all(overlap_told, [_told_row(item, one) for one in rivals])


async def overlap_with(reader: PartySession, wanted: UUID, bound: Level) -> Overlap | None:
    """Return an overlap the reader may see; `bound` is the deployment's default level."""
    row = await reader.one_or_none(select(*SEEN).where(overlap.c.id == wanted))
    found = await _shown(reader, [] if row is None else [row], bound)
    return found[0] if found else None


async def overlap_to_change(writer: PartySession, wanted: UUID, bound: Level) -> Overlap | None:
    """Return an overlap the writer may change, as it is once nobody else is changing it."""
    query = select(*SEEN).where(overlap.c.id == wanted).with_for_update(key_share=True)
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
    wanted = select(*SEEN).order_by(overlap.c.released_at.desc(), overlap.c.id.desc()).limit(limit)
    if after is not None:
        wanted = wanted.where(tuple_(overlap.c.released_at, overlap.c.id) < after)
    if open_only:
        wanted = wanted.where(overlap.c.state.not_in([state.value for state in CLOSED]))
    return await _shown(reader, await reader.rows(wanted), bound)


async def revisions(
    reader: PartySession, wanted: Collection[tuple[UUID, int]], bound: Level
) -> dict[tuple[UUID, int], Overlap]:
    """Return those overlaps as they were told in those revisions, less what may not be seen any more.

    The state is the present one.
    """
    told_then = overlap_revision.c
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
        .where(tuple_(told_then.overlap, told_then.revision).in_(list(wanted)))
    )
    return {(item.id, item.revision): item for item in await _shown(reader, rows, bound)}


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


def _row(item: Overlap) -> dict[str, Any]:
    return {
        "id": item.id,
        "reference": item.reference,
        "party": item.party,
        "patrol": item.patrol,
        "state": item.state.value,
        "revision": item.revision,
        "hours": list(item.hours),
        "change": item.change.value,
        "released_at": item.released_at,
    }


def _told_row(of: Overlap, item: Told) -> dict[str, Any]:
    return {
        "overlap": of.id,
        "revision": of.revision,
        "rival": item.rival,
        "agreed": item.agreed,
        "hours": item.hours,
        "cells": item.cells,
        "shared": item.shared,
    }


def _to_told(row: Row[*tuple[Any, ...]]) -> Told:
    return Told(PartyId(row.rival), row.agreed, tuple(row.hours), row.cells, row.shared)


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
