"""Every plan of a set against the plans of all other sides, and what would clear it: what a check of files asks.

Does not look for the plans, name the sides or order what it finds; a single plan against its candidates is
`check.find_all`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from deconflict.separation.boxes import Boxes
from deconflict.separation.check import Finding, find_all
from deconflict.separation.meeting import ADVISORY_MINIMA
from deconflict.separation.path import Track
from deconflict.separation.shift import Shift, clearing_shift

SHIFT_LIMIT_S = 12 * 3600.0


@dataclass(frozen=True)
class PairFinding:
    """What two plans of a set do to each other; a < b are their places in the set.

    shift: by how much later or earlier a would be strictly clear of everything in the set, not of b alone.
    """

    a: int
    b: int
    finding: Finding
    shift: Shift


def among(
    tracks: Sequence[Track], sides: Sequence[int], minimum_m: float
) -> Iterator[tuple[PairFinding, ...]]:
    """Yield for each plan what is found with those behind it of other sides; one side is not compared.

    sides: a number for the side of each plan. One item for each plan, so that a caller can show how far it is.
    """
    boxes, side = Boxes.of(tracks), np.array(sides)

    def near(a: int, reach_m: float, lag_s: float) -> list[int]:
        close = boxes.near(boxes, a, reach_m, lag_s)
        rivals: list[int] = close[side[close] != side[a]].tolist()
        return rivals

    for a, track in enumerate(tracks):
        later = [b for b in near(a, ADVISORY_MINIMA * minimum_m, 0.0) if b > a]
        findings = find_all(track, [tracks[b] for b in later], minimum_m)
        found = [(b, finding) for b, finding in zip(later, findings, strict=True) if finding is not None]
        if found:
            others = [tracks[b] for b in near(a, minimum_m, SHIFT_LIMIT_S)]
            shift = clearing_shift(track, others, minimum_m, SHIFT_LIMIT_S)
            yield tuple(PairFinding(a, b, finding, shift) for b, finding in found)
        else:
            yield ()
