"""Pure decisions at the tick: what changed since a party was last told, at the grain of its level (DIS-04)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import numpy as np

from deconflict.agreements.model import Level, Matter, Pact
from deconflict.agreements.rules import floor, in_force, levels_at, plain
from deconflict.overlaps.model import CLOSED, Overlap, OverlapChange, SharedArea, Told
from deconflict.parties.model import PartyId
from deconflict.separation.cover import CellHours, hours, merged, pack, unpack


def change_of(
    told: Overlap | None,
    hours: tuple[int, ...],
    areas: tuple[SharedArea, ...],
    *,
    withheld: bool,
    unrung: bool = False,
) -> OverlapChange | None:
    """Compare what may be told now with what the party was told; None when there is nothing to say.

    New hours, and new cells where cells were told before, are a rise and ring again (ALR-05); fewer, and cells that
    a higher level shows for the first time, are an update without alarm; none ends it (ALR-06), unless what there was
    is `withheld` from the party now: that is no all-clear. `unrung`: of some of the hours nobody was alarmed so far,
    for the conflicts there were told exactly, and now they are shared with others as well.
    """
    if told is None or told.state in CLOSED:
        return OverlapChange.OPENED if hours else None
    if not hours:
        return OverlapChange.WITHHELD if withheld else OverlapChange.RESOLVED
    if unrung:
        return OverlapChange.WORSE
    if hours == told.hours and areas == told.areas:
        return None
    before, after = all_cells(told.areas), all_cells(areas)
    wider = len(before) > 0 and len(np.setdiff1d(after, before, assume_unique=True)) > 0
    return OverlapChange.WORSE if set(hours) - set(told.hours) or wider else OverlapChange.UPDATED


def areas_of(told: Iterable[Told]) -> tuple[SharedArea, ...]:
    """Return the areas that may be told, in order of the rivals' ids."""
    areas = [SharedArea(item.rival, item.cells) for item in told if item.cells is not None]
    return tuple(sorted(areas, key=lambda area: area.rival.int))


def all_cells(areas: Iterable[SharedArea]) -> CellHours:
    """Return the cell-hours of several areas, each once."""
    return merged(unpack(area.cells) for area in areas)


def alarming(told: Iterable[Told]) -> frozenset[int]:
    """Return the hours shared with rivals whose conflicts are not told by themselves."""
    return frozenset(hour for item in told if not item.exact for hour in item.hours)


def rings(change: OverlapChange, told: Collection[Told]) -> bool:
    """Tell whether a change is an alarm: it depends only on what the recipient may know (ALR-04).

    With rivals whose conflicts are told exactly, a shared cell alone is news and no alarm: the conflict rings.
    """
    alarming = change in {OverlapChange.OPENED, OverlapChange.WORSE}
    return alarming and not (told and all(one.exact for one in told))


def hour_of(moment: datetime) -> int:
    """Return the whole UTC hour since 1970 that a moment lies in."""
    return int(moment.timestamp() // 3600)


def still_to_come(hours: tuple[int, ...], moment: datetime) -> tuple[int, ...]:
    """Return all the hours as long as one of them is not over, then none: an overlap ends with its last hour."""
    return hours if hours and hours[-1] >= hour_of(moment) else ()


def union(covers_hours: Iterable[Iterable[int]]) -> tuple[int, ...]:
    """Return the hours of several shared covers as one sorted tuple: several rivals are one overlap (DIS-04)."""
    return tuple(sorted({hour for hours in covers_hours for hour in hours}))


def told_by_cell(pact: Pact, rival: PartyId, keys: CellHours, now: datetime) -> Told:
    """Return what may be told of a rival with whom those cell-hours are shared, level by level (DIS-03)."""
    levels = levels_at(pact, keys, Matter.PLANS, now)
    shown = keys[levels >= Level.AREA]
    return Told(
        rival,
        is_agreed(pact, now),
        tuple(hours(keys[levels >= Level.NOTICE])),
        pack(shown) if len(shown) else None,
        pack(keys),
        exact=len(keys) > 0 and bool(levels.min() >= Level.SEGMENT),
    )


def less(pact: Pact, told: Told, now: datetime) -> Told:
    """Return what may still be told of a rival by a revision that told so much: never more than it did (DIS-02)."""
    level = plain(pact, Matter.PLANS, now)
    if told.shared is None:
        level = floor(pact) if level is None else level
        if level is Level.SEALED:
            return replace(told, hours=(), cells=None)
        return told if level >= Level.AREA else replace(told, cells=None)
    now_told = told_by_cell(pact, told.rival, unpack(told.shared), now)
    still = tuple(hour for hour in told.hours if hour in set(now_told.hours))
    if told.cells is None or now_told.cells is None:
        return replace(told, hours=still, cells=None)
    common = np.intersect1d(unpack(told.cells), unpack(now_told.cells), assume_unique=True)
    return replace(told, hours=still, cells=pack(common) if len(common) else None)


def until_in_line(
    full: Mapping[UUID, Sequence[Told]],
    bounded: Mapping[UUID, Sequence[Told]],
    before: Mapping[UUID, Sequence[Told]],
) -> tuple[dict[UUID, tuple[Told, ...]], frozenset[UUID]]:
    """Return what is told of each patrol while something signed between parties is still being applied, and which wait.

    By patrol, rival by rival: `full` is what the agreements allow, `bounded` what can be read until then, `before` what
    was told last. Where the first two differ nothing changes, unless nobody was told of some hours yet, or alarmed
    (a conflict that could not be read may not ring by itself): those ring at once, with as much as can be read.
    Patrols that differ are looked at again.
    """
    hold: dict[UUID, tuple[Told, ...]] = {}
    waiting: set[UUID] = set()
    for patrol in full:
        ours, theirs, told = (
            {item.rival: item for item in of.get(patrol, ())} for of in (full, bounded, before)
        )
        if ours != theirs:
            waiting.add(patrol)
        items = (_until_in_line(ours[rival], theirs.get(rival), told.get(rival)) for rival in ours)
        if now_told := tuple(item for item in items if item is not None):
            hold[patrol] = now_told
    return hold, frozenset(waiting)


def _until_in_line(full: Told, bounded: Told | None, before: Told | None) -> Told | None:
    if bounded == full:
        return full
    if before is None or not before.hours:
        return bounded
    return bounded if bounded is not None and _rises(bounded, before) else before


def _rises(now: Told, before: Told) -> bool:
    return bool(set(now.hours) - set(before.hours) or alarming([now]) - alarming([before]))


def share_cells(one: bytes | None, other: bytes | None) -> bool:
    """Tell whether two packed covers have a cell-hour in common."""
    if one is None or other is None:
        return False
    return bool(np.isin(unpack(one), unpack(other)).any())


def is_agreed(pact: Pact, now: datetime) -> bool:
    """Tell whether two parties have an agreement that holds."""
    return pact.ratified is not None and in_force(pact.ratified, now)
