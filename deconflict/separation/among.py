"""Every plan of a set against the plans of all other sides, and what would clear it: what a check of files asks.

Does not look for the plans, name the sides or order what it finds; a single plan against its candidates is
`check.find_all`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from deconflict.separation.check import Finding, find_all
from deconflict.separation.meeting import ADVISORY_MINIMA
from deconflict.separation.path import Track
from deconflict.separation.shift import Shift, clearing_shift
from deconflict.separation.units import FloatArray, IntArray

# Beyond the bound's own centimetre and all rounding; what the boxes let through is checked exactly.
SLACK_M = 1.0
SLACK_S = 1.0
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
    boxes = _Boxes.of(tracks, sides)
    for a, track in enumerate(tracks):
        later = [int(b) for b in boxes.near(a, ADVISORY_MINIMA * minimum_m, 0.0) if b > a]
        findings = find_all(track, [tracks[b] for b in later], minimum_m)
        found = [(b, finding) for b, finding in zip(later, findings, strict=True) if finding is not None]
        if found:
            others = [tracks[b] for b in boxes.near(a, minimum_m, SHIFT_LIMIT_S)]
            shift = clearing_shift(track, others, minimum_m, SHIFT_LIMIT_S)
            yield tuple(PairFinding(a, b, finding, shift) for b, finding in found)
        else:
            yield ()


@dataclass(frozen=True, eq=False)
class _Boxes:
    """The boxes of all plans in space and time, grown by their own tolerances: (n, 3) metres, (n,) seconds."""

    low_m: FloatArray
    high_m: FloatArray
    start_s: FloatArray
    end_s: FloatArray
    side: IntArray

    @classmethod
    def of(cls, tracks: Sequence[Track], sides: Sequence[int]) -> "_Boxes":
        """Take the boxes of plans, each on a side."""
        width = np.array([track.lateral_tolerance_m + SLACK_M for track in tracks]).reshape(-1, 1)
        slack = np.array([track.time_tolerance_s + SLACK_S for track in tracks])
        low = np.array([track.knots.min(axis=0) for track in tracks]).reshape(-1, 4)
        high = np.array([track.knots.max(axis=0) for track in tracks]).reshape(-1, 4)
        return cls(
            low[:, :3] - width, high[:, :3] + width, low[:, 3] - slack, high[:, 3] + slack, np.array(sides)
        )

    def near(self, a: int, reach_m: float, lag_s: float) -> IntArray:
        """Return the plans of other sides whose boxes come within reach of plan a's."""
        apart = np.maximum(self.low_m - self.high_m[a], self.low_m[a] - self.high_m).max(axis=1)
        late = np.maximum(self.start_s - self.end_s[a], self.start_s[a] - self.end_s)
        return np.flatnonzero((apart <= reach_m) & (late <= lag_s) & (self.side != self.side[a]))
