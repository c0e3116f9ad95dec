"""Part of the release: what of shared covers the level that holds lets each party be told, rival by rival (DIS-03)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

import numpy as np

from deconflict.agreements.model import Level, Matter, Pact, Pacts
from deconflict.agreements.rules import depends_on_cells, floor, in_force, levels_at, plain
from deconflict.overlaps import store as overlaps
from deconflict.overlaps.model import Told
from deconflict.overlaps.rules import union
from deconflict.overlaps.store import SharedHours
from deconflict.parties.model import PartyId
from deconflict.runtime.database import CheckerSession
from deconflict.separation.cover import CellHours, hours, pack, unpack


@dataclass(frozen=True)
class Holds:
    """What a patrol's party may be told of each rival; `withheld`: there is something that it may not be told."""

    told: tuple[Told, ...]
    withheld: bool


NOTHING: Final = Holds((), withheld=False)


class _Seen(NamedTuple):
    """A shared cover from one of its sides."""

    patrol: UUID
    party: PartyId
    rival: PartyId
    cover: SharedHours


async def what_may_be_told(
    checker: CheckerSession, concerned: Collection[UUID], pacts: Pacts, now: datetime
) -> dict[UUID, Holds]:
    """Return for each patrol that shares anything what its party may be told of each rival now."""
    covers = await overlaps.hours_shared_by(checker, concerned)
    finer = [item for item in covers if depends_on_cells(pacts.of(item.party_a, item.party_b), now)]
    cells = await overlaps.cells_shared_by(checker, [(item.patrol_a, item.patrol_b) for item in finer])
    by_rival: dict[UUID, dict[PartyId, list[_Seen]]] = {}
    for seen in _both_sides(covers):
        if seen.patrol in concerned:
            by_rival.setdefault(seen.patrol, {}).setdefault(seen.rival, []).append(seen)
    return {
        patrol: _holds([_told_of(one, pacts, cells, now) for one in rivals.values()])
        for patrol, rivals in by_rival.items()
    }


def less(pact: Pact, told: Told, now: datetime) -> Told:
    """Return what may still be told of a rival by a revision that told so much: never more than it did (DIS-02)."""
    level = plain(pact, Matter.PLANS, now)
    if told.shared is None:
        level = floor(pact) if level is None else level
        if level is Level.SEALED:
            return replace(told, hours=(), cells=None)
        return told if level >= Level.AREA else replace(told, cells=None)
    now_told = _by_cell(pact, told.rival, unpack(told.shared), now)
    still = tuple(hour for hour in told.hours if hour in set(now_told.hours))
    if told.cells is None or now_told.cells is None:
        return replace(told, hours=still, cells=None)
    common = np.intersect1d(unpack(told.cells), unpack(now_told.cells), assume_unique=True)
    return replace(told, hours=still, cells=pack(common) if len(common) else None)


def _holds(rivals: list[tuple[Told, bool]]) -> Holds:
    told = sorted((item for item, _ in rivals if item.hours), key=lambda item: item.rival.int)
    return Holds(tuple(told), withheld=any(hidden for _, hidden in rivals))


def _told_of(
    seen: list[_Seen], pacts: Pacts, cells: Mapping[tuple[UUID, UUID], bytes], now: datetime
) -> tuple[Told, bool]:
    """Return what may be told of one rival, and whether there is something that may not."""
    party, rival = seen[0].party, seen[0].rival
    pact = pacts.of(party, rival)
    if not depends_on_cells(pact, now):
        sealed = plain(pact, Matter.PLANS, now) is Level.SEALED
        all_hours = () if sealed else union(item.cover.hours for item in seen)
        return Told(rival, _agreed(pact, now), all_hours), sealed
    keys = _all(unpack(cells[item.cover.patrol_a, item.cover.patrol_b]) for item in seen)
    told = _by_cell(pact, rival, keys, now)
    return told, set(told.hours) != set(hours(keys))


def _by_cell(pact: Pact, rival: PartyId, keys: CellHours, now: datetime) -> Told:
    levels = levels_at(pact, keys, Matter.PLANS, now)
    shown = keys[levels >= Level.AREA]
    return Told(
        rival,
        _agreed(pact, now),
        tuple(hours(keys[levels >= Level.NOTICE])),
        pack(shown) if len(shown) else None,
        pack(keys),
    )


def _agreed(pact: Pact, now: datetime) -> bool:
    return pact.ratified is not None and in_force(pact.ratified, now)


def _both_sides(covers: Iterable[SharedHours]) -> Iterable[_Seen]:
    for item in covers:
        yield _Seen(item.patrol_a, item.party_a, item.party_b, item)
        yield _Seen(item.patrol_b, item.party_b, item.party_a, item)


def _all(keys: Iterable[CellHours]) -> CellHours:
    return np.unique(np.concatenate(list(keys)))
