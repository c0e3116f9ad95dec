"""A declared time of validity: half-open, aware, and either end may be unbounded.

Only zones and agreements have windows; paths, tolerance bands and covers are closed.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from deconflict.separation.errors import EmptyWindow, NaiveTime
from deconflict.separation.units import epoch_s


class Unbounded(Enum):
    """The end that is not there."""

    UNBOUNDED = "unbounded"


UNBOUNDED: Final = Unbounded.UNBOUNDED


@dataclass(frozen=True)
class Window:
    """From `start` up to, but without, `end`.

    Raises NaiveTime (index 0 for start, 1 for end) and EmptyWindow.
    """

    start: datetime | Unbounded
    end: datetime | Unbounded

    def __post_init__(self) -> None:
        for index, end in enumerate((self.start, self.end)):
            if isinstance(end, datetime) and end.utcoffset() is None:
                raise NaiveTime(index)
        if isinstance(self.start, datetime) and isinstance(self.end, datetime) and self.start >= self.end:
            raise EmptyWindow.between(self.start, self.end)

    @property
    def start_s(self) -> float:
        """Seconds since 1970 UTC, -inf when unbounded."""
        return epoch_s(self.start) if isinstance(self.start, datetime) else -math.inf

    @property
    def end_s(self) -> float:
        """Seconds since 1970 UTC, inf when unbounded; itself outside the window."""
        return epoch_s(self.end) if isinstance(self.end, datetime) else math.inf

    def holds(self, at: datetime) -> bool:
        """Say whether the window holds at an aware time."""
        return self.start_s <= epoch_s(at) < self.end_s

    def meets(self, start_s: float, end_s: float) -> bool:
        """Say whether some instant of the closed interval [start_s, end_s] lies in the window."""
        return start_s < self.end_s and end_s >= self.start_s


ALWAYS: Final = Window(UNBOUNDED, UNBOUNDED)
