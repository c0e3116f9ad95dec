"""Pure decisions about encounters: how coarsely something is told, and whether it is more than before (LIV-06)."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from deconflict.agreements.model import Level, Matter, Pact
from deconflict.agreements.rules import levels_at
from deconflict.encounters.model import Octant, Told
from deconflict.separation.cover import CellHours, at_hour, cells, pack, unpack

BANDS_M: Final = (100, 200, 300, 500, 1000)
"""How coarsely the safety clause tells a distance: within the first of these that is not less."""
OCTANTS: Final = tuple(Octant)


def octant(bearing: int) -> Octant:
    """Return the octant of a direction."""
    return OCTANTS[round(bearing / 45) % 8]


def band_m(distance_m: float) -> int:
    """Return the coarse distance that the safety clause tells."""
    return next((band for band in BANDS_M if distance_m <= band), BANDS_M[-1])


def shows_more(before: Sequence[Told], now: Sequence[Told]) -> bool:
    """Tell whether more is shown than before: a rival's cells where there were none of that rival."""
    return not {one.shown.party for one in now} <= {one.shown.party for one in before}


def looks_the_same(before: Collection[Told], now: Collection[Told]) -> bool:
    """Tell whether a viewer is shown the same, on whichever rivals' account."""
    return {one.shown for one in before} == {one.shown for one in now}


def less(pact: Pact, told: Told, now: datetime) -> Told | None:
    """Return what of that may still be told: of an area the cells that may, of what is exact all or nothing."""
    keys = unpack(told.lies)
    may = levels_at(pact, keys, Matter.LIVE, now) >= told.shown.level
    if may.all() and len(keys):
        return told
    if not may.any() or told.shown.level >= Level.SEGMENT:
        return None
    left: CellHours = keys[may]
    shown = replace(told.shown, cells=tuple(cells(left))) if told.shown.cells else told.shown
    return Told(told.rival, shown, pack(left))


def is_sealed(pact: Pact, told: Told, now: datetime) -> bool:
    """Tell whether nothing of a rival may be told any more where it was last told of (DIS-02).

    It depends on what was told and signed alone, never on where the rival is now.
    """
    here = at_hour(unpack(told.lies), now.timestamp())
    return bool((levels_at(pact, here, Matter.LIVE, now) < Level.NOTICE).all())
