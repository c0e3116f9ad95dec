"""Part of the release: what of shared covers the level that holds lets each party be told, rival by rival (DIS-03)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from deconflict.agreements.model import Level, Matter, Pacts
from deconflict.agreements.rules import depends_on_cells, plain
from deconflict.overlaps import checker_store as overlaps
from deconflict.overlaps.checker_store import SharedHours
from deconflict.overlaps.model import Told
from deconflict.overlaps.rules import is_agreed, told_by_cell
from deconflict.parties.model import PartyId
from deconflict.runtime.database import CheckerSession
from deconflict.separation.cover import merged, unpack


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
    shared = await overlaps.hours_shared_by(checker, concerned)
    finer = {
        (item.patrol, item.rival)
        for item in shared
        if depends_on_cells(pacts.of(item.party, item.rival), now)
    }
    cells = await overlaps.cells_shared_by(checker, finer)
    by_patrol: dict[UUID, list[Told]] = {}
    for item in sorted(shared, key=lambda item: item.rival.int):
        told = _told_of(item, pacts, cells.get((item.patrol, item.rival), []), now, suspended)
        by_patrol.setdefault(item.patrol, []).extend([told] if told.hours else [])
    return {patrol: tuple(told) for patrol, told in by_patrol.items()}


def _told_of(
    shared: SharedHours,
    pacts: Pacts,
    cells: Collection[bytes],
    now: datetime,
    suspended: Collection[PartyId],
) -> Told:
    """Return what may be told of one rival; `cells`: packed, where that depends on them."""
    pact = pacts.of(shared.party, shared.rival)
    if not depends_on_cells(pact, now):
        sealed = plain(pact, Matter.PLANS, now) is Level.SEALED
        return Told(shared.rival, is_agreed(pact, now), () if sealed else shared.hours)
    told = told_by_cell(pact, shared.rival, merged(map(unpack, cells)), now)
    return replace(told, exact=False) if shared.rival in suspended else told
