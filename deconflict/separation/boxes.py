"""Boxes around whole plans, to leave out cheaply what cannot be close when each plan is held against all.

Never wrong in leaving out; what is left is for the exact check to say. No index: every box is looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from deconflict.separation.path import Track
from deconflict.separation.units import FloatArray, IntArray

# Beyond the bound's own centimetre and all rounding; what the boxes let through is checked exactly.
SLACK_M = 1.0
SLACK_S = 1.0


@dataclass(frozen=True, eq=False)
class Boxes:
    """The boxes of plans in space and time, grown by their own tolerances: (n, 3) metres, (n,) seconds."""

    low_m: FloatArray
    high_m: FloatArray
    start_s: FloatArray
    end_s: FloatArray

    @classmethod
    def of(cls, tracks: Sequence[Track]) -> "Boxes":
        """Take the boxes of plans."""
        width = np.array([track.lateral_tolerance_m + SLACK_M for track in tracks]).reshape(-1, 1)
        slack = np.array([track.time_tolerance_s + SLACK_S for track in tracks])
        low = np.array([track.knots.min(axis=0) for track in tracks]).reshape(-1, 4)
        high = np.array([track.knots.max(axis=0) for track in tracks]).reshape(-1, 4)
        return cls(low[:, :3] - width, high[:, :3] + width, low[:, 3] - slack, high[:, 3] + slack)

    def near(self, own: "Boxes", a: int, reach_m: float, lag_s: float) -> IntArray:
        """Return which of these come within reach of box `a` of `own`."""
        apart = np.maximum(self.low_m - own.high_m[a], own.low_m[a] - self.high_m).max(axis=1)
        late = np.maximum(self.start_s - own.end_s[a], own.start_s[a] - self.end_s)
        return np.flatnonzero((apart <= reach_m) & (late <= lag_s))
