"""The only SQL about what rivals share and what each is told of it: for the checker alone, which no network reaches.

Never commits.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
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
    union,
    update,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from deconflict.overlaps.model import (
    CLOSED,
    Overlap,
    Told,
)
from deconflict.overlaps.rules import areas_of
from deconflict.overlaps.store import to_overlap
from deconflict.overlaps.tables import overlap, overlap_revision, overlap_told, shared_cover
from deconflict.parties.model import PartyId
from deconflict.runtime.database import CheckerSession, Insertion
from deconflict.runtime.one_of import one_of

DELETE_SHARED: Final = text(
    "DELETE FROM shared_cover USING unnest(:a, :b) AS gone (a, b) WHERE patrol_a = gone.a AND patrol_b = gone.b"
).bindparams(bindparam("a", type_=ARRAY(Uuid)), bindparam("b", type_=ARRAY(Uuid)))


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
    """The hours since 1970, in order, in which a patrol shares some cell with patrols of one rival party."""

    patrol: UUID
    party: PartyId
    rival: PartyId
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
    """Return for each of those patrols and each rival party the hours that it shares with any of that one's.

    Put together by the database: in a crowded place a patrol shares cells with hundreds, and is told of them as one.
    """
    cover = shared_cover.c
    sides = (
        (cover.patrol_a, cover.party_a, cover.party_b),
        (cover.patrol_b, cover.party_b, cover.party_a),
    )
    each = union(
        *(
            select(
                patrol.label("patrol"),
                party.label("party"),
                rival.label("rival"),
                func.unnest(cover.hours).label("hour"),
            ).where(one_of(patrol, patrols))
            for patrol, party, rival in sides
        )
    ).subquery()
    hours = func.array_agg(aggregate_order_by(each.c.hour, each.c.hour)).label("hours")
    named = (each.c.patrol, each.c.party, each.c.rival)
    rows = await checker.rows(select(*named, hours).group_by(*named))
    return [SharedHours(row.patrol, PartyId(row.party), PartyId(row.rival), tuple(row.hours)) for row in rows]


async def cells_shared_by(
    checker: CheckerSession, wanted: Collection[tuple[UUID, PartyId]]
) -> dict[tuple[UUID, PartyId], list[bytes]]:
    """Return the packed cell-hours that a patrol shares with those of a rival party, for each such two."""
    found: dict[tuple[UUID, PartyId], list[bytes]] = {}
    if not wanted:
        return found
    cover, patrols, rivals = shared_cover.c, {patrol for patrol, _ in wanted}, {rival for _, rival in wanted}
    for patrol, rival in ((cover.patrol_a, cover.party_b), (cover.patrol_b, cover.party_a)):
        concerned = one_of(patrol, patrols) & one_of(rival, rivals)
        for row in await checker.rows(select(patrol, rival, cover.cells).where(concerned)):
            if (row[0], row[1]) in wanted:
                found.setdefault((row[0], PartyId(row[1])), []).append(row.cells)
    return found


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


async def told(
    checker: CheckerSession, owners: Mapping[UUID, PartyId]
) -> tuple[dict[UUID, Overlap], dict[UUID, list[Told]]]:
    """Return what the parties of those patrols were last told, by patrol, and what of that of each rival, by overlap.

    Locked, or acknowledgements would be lost.
    """
    pairs = _pairs(owners)
    query = select(overlap).join(pairs, _is_of(pairs)).with_for_update(of=overlap, key_share=True)
    rows = await checker.rows(query)
    rivals = await rivals_told(checker, {row.id: row.revision for row in rows})
    known = {row.patrol: to_overlap(row, tuple(row.hours), areas_of(rivals.get(row.id, ()))) for row in rows}
    return known, rivals


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


async def told_of_rival(checker: CheckerSession, owner: PartyId, rival: PartyId) -> list[tuple[UUID, Told]]:
    """Return what a party's standing overlaps tell of that rival with cells, in their present revisions."""
    present = (overlap_told.c.overlap == overlap.c.id) & (overlap_told.c.revision == overlap.c.revision)
    rows = await checker.rows(
        select(overlap_told)
        .join(overlap, present)
        .where(overlap.c.party == owner, overlap_told.c.rival == rival, overlap_told.c.cells.is_not(None))
        .where(overlap.c.state.not_in([state.value for state in CLOSED]))
        .order_by(overlap_told.c.overlap)
    )
    return [(row.overlap, _to_told(row)) for row in rows]


async def standing_of(checker: CheckerSession, patrol: UUID, owner: PartyId) -> tuple[UUID, ...]:
    """Return the overlap of a party's patrol, unless it has ended or is withheld."""
    of = (overlap.c.party == owner) & (overlap.c.patrol == patrol)
    stands = overlap.c.state.not_in([state.value for state in CLOSED])
    return tuple(await checker.scalars(select(overlap.c.id).where(of, stands)))


async def patrols_of(checker: CheckerSession, overlaps: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the patrols of those overlaps."""
    rows = await checker.rows(select(overlap.c.id, overlap.c.patrol).where(one_of(overlap.c.id, overlaps)))
    return {row.id: row.patrol for row in rows}


async def tell_no_cells(checker: CheckerSession, one: PartyId, other: PartyId) -> None:
    """Let nothing that either of two parties was told of the other tell a cell any more."""
    told = overlap_told.c.overlap.in_(select(overlap.c.id).where(overlap.c.party == bindparam("of")))
    hide = update(overlap_told).where(
        overlap_told.c.rival == bindparam("named"), told, overlap_told.c.cells.is_not(None)
    )
    for of, named in ((one, other), (other, one)):
        await checker.execute(hide.values(cells=None), {"of": of, "named": named})


async def tell_nothing(checker: CheckerSession, one: PartyId, other: PartyId) -> None:
    """Let nothing that either of two parties was told of the other tell anything more than that it is withheld."""
    told = overlap_told.c.overlap.in_(select(overlap.c.id).where(overlap.c.party == bindparam("of")))
    anything = func.cardinality(overlap_told.c.hours) > 0
    gone = delete(overlap_told).where(overlap_told.c.rival == bindparam("named"), told, anything)
    for of, named in ((one, other), (other, one)):
        await checker.execute(gone, {"of": of, "named": named})


async def tell_less(checker: CheckerSession, changed: Sequence[tuple[UUID, int, Told]]) -> None:
    """Store what revisions tell from now on of a rival; nothing of it where no hour is left."""
    if changed:
        of = tuple_(overlap_told.c.overlap, overlap_told.c.revision, overlap_told.c.rival)
        those = [(overlap_id, revision, item.rival) for overlap_id, revision, item in changed]
        await checker.execute(delete(overlap_told).where(of.in_(those)))
        left = [_told_row(*item) for item in changed if item[2].hours]
        await checker.insert_all(overlap_told, left)


async def hours_rung(checker: CheckerSession, owners: Mapping[UUID, PartyId]) -> dict[UUID, set[int]]:
    """Return the hours that the parties of those patrols were alarmed of, by patrol; none where the overlap has ended.

    On account of rivals whose conflicts are told exactly nobody was.
    """
    pairs = _pairs(owners)
    rung = (
        select(overlap.c.patrol, overlap_told.c.hours)
        .join(pairs, _is_of(pairs))
        .join(
            overlap_told,
            (overlap_told.c.overlap == overlap.c.id) & (overlap_told.c.revision == overlap.c.revision),
        )
        .where(overlap.c.state.not_in([state.value for state in CLOSED]), ~overlap_told.c.exact)
    )
    found: dict[UUID, set[int]] = {}
    for row in await checker.rows(rung):
        found.setdefault(row.patrol, set()).update(row.hours)
    return found


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
            [
                _told_row(item.id, item.revision, of)
                for item in (*new, *changed)
                for of in rivals.get(item.id, ())
            ],
        ),
    )


async def tell_of_others(checker: CheckerSession, same: Sequence[tuple[Overlap, Sequence[Told]]]) -> None:
    """Store on account of whom the present revisions of those overlaps say what they said already."""
    if same:
        of = tuple_(overlap_told.c.overlap, overlap_told.c.revision)
        those = [(item.id, item.revision) for item, _ in same]
        await checker.execute(delete(overlap_told).where(of.in_(those)))
        rows = [_told_row(item.id, item.revision, one) for item, rivals in same for one in rivals]
        await checker.insert_all(overlap_told, rows)


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


def _told_row(of: UUID, revision: int, item: Told) -> dict[str, Any]:
    return {
        "overlap": of,
        "revision": revision,
        "rival": item.rival,
        "agreed": item.agreed,
        "hours": item.hours,
        "cells": item.cells,
        "shared": item.shared,
        "exact": item.exact,
    }


def _to_told(row: Row[*tuple[Any, ...]]) -> Told:
    return Told(PartyId(row.rival), row.agreed, tuple(row.hours), row.cells, row.shared, row.exact)
