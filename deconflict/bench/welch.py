"""Whether two ways of asking take the same time: Welch's t, as side-channel measurements use it. Pure.

Beyond 4.5 either way the two can be told apart (Goodwill et al., A testing methodology for side-channel resistance).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

LIMIT: Final = 4.5
CROPPED: Final = 0.9
"""What share of the fastest is looked at again by itself: a rare long pause must not hide a steady small difference."""


@dataclass(frozen=True)
class Sameness:
    """Medians of both ways in milliseconds, and t over everything and over the fastest nine tenths."""

    samples: int
    one_ms: float
    other_ms: float
    t: float
    t_cropped: float

    @property
    def same(self) -> bool:
        """Whether the two cannot be told apart."""
        return max(abs(self.t), abs(self.t_cropped)) < LIMIT


def sameness(one_s: Sequence[float], other_s: Sequence[float]) -> Sameness:
    """Compare how long both ways took, in seconds."""
    one, other = np.asarray(one_s, dtype=np.float64), np.asarray(other_s, dtype=np.float64)
    most = np.quantile(np.concatenate([one, other]), CROPPED)
    return Sameness(
        samples=len(one) + len(other),
        one_ms=float(np.median(one)) * 1e3,
        other_ms=float(np.median(other)) * 1e3,
        t=welch(one, other),
        t_cropped=welch(one[one <= most], other[other <= most]),
    )


def welch(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return Welch's t of two samples; 0 when neither varies."""
    spread = float(np.sqrt(one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other)))
    return float(one.mean() - other.mean()) / spread if spread else 0.0
