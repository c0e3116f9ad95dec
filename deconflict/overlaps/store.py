"""The only SQL about shared covers (the checker's) and overlaps (a party's own). Never commits."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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
    func,
    literal,
    select,
    text,
    tuple_,
    update,
)

from deconflict.overlaps.model import Overlap, OverlapChange, OverlapId, OverlapState
from deconflict.overlaps.tables import overlap, overlap_revision, shared_cover
from deconflict.parties.model import PartyId
from deconflict.runtime.database import CheckerSession, PartySession, Session
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
    """The hours since 1970 that two patrols share some cell in."""

    patrol_a: UUID
    patrol_b: UUID
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
    columns = (shared_cover.c.patrol_a, shared_cover.c.patrol_b, shared_cover.c.hours)
    found = {
        (row.patrol_a, row.patrol_b): SharedHours(row.patrol_a, row.patrol_b, tuple(row.hours))
        for side in (shared_cover.c.patrol_a, shared_cover.c.patrol_b)
        for row in await checker.rows(select(*columns).where(one_of(side, patrols)))
    }
    return list(found.values())


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
    return {row.patrol: to_overlap(row) for row in await checker.rows(query)}


async def hours_told(checker: CheckerSession, owners: Mapping[UUID, PartyId]) -> dict[UUID, tuple[int, ...]]:
    """Return the hours that the parties of those patrols know of, by patrol; none where the overlap has ended."""
    pairs = _pairs(owners)
    known = select(overlap.c.patrol, overlap.c.hours).join(pairs, _is_of(pairs))
    rows = await checker.rows(known.where(overlap.c.state != OverlapState.ENDED.value))
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
            overlap.c.state != OverlapState.ENDED.value, literal(hour) > all_(overlap.c.hours)
        )
    )
    return [(row.patrol, PartyId(row.party)) for row in rows]


async def release(checker: CheckerSession, new: Sequence[Overlap], changed: Sequence[Overlap]) -> None:
    """Store what the parties are told from now on, and each revision for good."""
    await checker.insert_all(overlap, [_row(item) for item in new])
    await checker.update_all(overlap, "id", [_row(item) for item in changed])
    await checker.insert_all(
        overlap_revision,
        [
            {
                "overlap": item.id,
                "revision": item.revision,
                "party": item.party,
                "hours": item.hours,
                "change": item.change.value,
                "released_at": item.released_at,
            }
            for item in (*new, *changed)
        ],
    )


async def overlap_with(reader: Session, wanted: UUID) -> Overlap | None:
    """Return an overlap the reader may see."""
    row = await reader.one_or_none(select(overlap).where(overlap.c.id == wanted))
    return None if row is None else to_overlap(row)


async def overlap_to_change(writer: PartySession, wanted: UUID) -> Overlap | None:
    """Return an overlap the writer may change, as it is once nobody else is changing it."""
    query = select(overlap).where(overlap.c.id == wanted).with_for_update(key_share=True)
    row = await writer.one_or_none(query)
    return None if row is None else to_overlap(row)


async def page(
    reader: Session, limit: int, after: tuple[datetime, UUID] | None, *, open_only: bool = False
) -> list[Overlap]:
    """Return at most `limit` overlaps the reader may see, newest release first, after that (released_at, id)."""
    wanted = select(overlap).order_by(overlap.c.released_at.desc(), overlap.c.id.desc()).limit(limit)
    if after is not None:
        wanted = wanted.where(tuple_(overlap.c.released_at, overlap.c.id) < after)
    if open_only:
        wanted = wanted.where(overlap.c.state != OverlapState.ENDED.value)
    return [to_overlap(row) for row in await reader.rows(wanted)]


async def revisions(reader: Session, wanted: Collection[tuple[UUID, int]]) -> dict[tuple[UUID, int], Overlap]:
    """Return those overlaps as they were told in those revisions; the state is the present one."""
    told_then = overlap_revision.c
    rows = await reader.rows(
        select(
            overlap.c.id,
            overlap.c.reference,
            overlap.c.party,
            overlap.c.patrol,
            overlap.c.state,
            told_then.revision,
            told_then.hours,
            told_then.change,
            told_then.released_at,
        )
        .join(overlap, overlap.c.id == told_then.overlap)
        .where(tuple_(told_then.overlap, told_then.revision).in_(list(wanted)))
    )
    return {(row.id, row.revision): to_overlap(row) for row in rows}


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


def to_overlap(row: Row[*tuple[Any, ...]]) -> Overlap:
    """Read an overlap."""
    return Overlap(
        OverlapId(row.id),
        row.reference,
        PartyId(row.party),
        row.patrol,
        OverlapState(row.state),
        row.revision,
        tuple(row.hours),
        OverlapChange(row.change),
        row.released_at,
    )
