"""Part of the release: what of shared covers the level that holds lets each party be told, rival by rival (DIS-03)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from deconflict.agreements.model import Level, Matter, Pacts
from deconflict.agreements.rules import depends_on_cells, plain
from deconflict.overlaps import checker_store as overlaps
from deconflict.overlaps.checker_store import SharedHours
from deconflict.overlaps.model import Told
from deconflict.overlaps.rules import is_agreed, told_by_cell, union
from deconflict.parties.model import PartyId
from deconflict.runtime.database import CheckerSession
from deconflict.separation.cover import merged, unpack


class _Seen(NamedTuple):
    """A shared cover from one of its sides."""

    patrol: UUID
    party: PartyId
    rival: PartyId
    cover: SharedHours


async def what_may_be_told(
    checker: CheckerSession,
    concerned: Collection[UUID],
    pacts: Pacts,
    now: datetime,
    suspended: Collection[PartyId] = frozenset(),
) -> dict[UUID, tuple[Told, ...]]:
    """Return for each patrol that shares anything what its party may be told of each rival now, by the rivals' ids.

    A rival it may be told nothing of is not among them: that something is there must not show either (DIS-03). What
    is shared with a suspended party rings at every level: no conflict with it is told by itself (PAT-02).
    """
    covers = await overlaps.hours_shared_by(checker, concerned)
    finer = [item for item in covers if depends_on_cells(pacts.of(item.party_a, item.party_b), now)]
    cells = await overlaps.cells_shared_by(checker, [(item.patrol_a, item.patrol_b) for item in finer])
    by_rival: dict[UUID, dict[PartyId, list[_Seen]]] = {}
    for seen in _both_sides(covers):
        if seen.patrol in concerned:
            by_rival.setdefault(seen.patrol, {}).setdefault(seen.rival, []).append(seen)
    return {
        patrol: tuple(
            told
            for rival in sorted(rivals, key=lambda rival: rival.int)
            if (told := _told_of(rivals[rival], pacts, cells, now, suspended)).hours
        )
        for patrol, rivals in by_rival.items()
    }


def _told_of(
    seen: list[_Seen],
    pacts: Pacts,
    cells: Mapping[tuple[UUID, UUID], bytes],
    now: datetime,
    suspended: Collection[PartyId],
) -> Told:
    """Return what may be told of one rival."""
    party, rival = seen[0].party, seen[0].rival
    pact = pacts.of(party, rival)
    if not depends_on_cells(pact, now):
        sealed = plain(pact, Matter.PLANS, now) is Level.SEALED
        all_hours = () if sealed else union(item.cover.hours for item in seen)
        return Told(rival, is_agreed(pact, now), all_hours)
    keys = merged(unpack(cells[item.cover.patrol_a, item.cover.patrol_b]) for item in seen)
    told = told_by_cell(pact, rival, keys, now)
    return replace(told, exact=False) if rival in suspended else told


def _both_sides(covers: Iterable[SharedHours]) -> Iterable[_Seen]:
    for item in covers:
        yield _Seen(item.patrol_a, item.party_a, item.party_b, item)
        yield _Seen(item.patrol_b, item.party_b, item.party_a, item)
