"""Pure decisions about tracks of the past: which windows can be read, and how many fixes of them."""

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from deconflict.parties.model import PartyId, UnitId
from deconflict.separation.units import FloatArray
from deconflict.tracking.errors import TooManyFixes, TrackWindowRefused
from deconflict.tracking.model import Fix
from deconflict.tracking.packing import sane

REACH: Final = timedelta(hours=72)
"""As long as fixes are kept (SEC-05); what an open conflict keeps longer is kept for its sake alone."""
LONGEST: Final = timedelta(hours=6)
MOST: Final = 20_000
"""Fixes of one answer."""


@dataclass(frozen=True)
class Track:
    """Where a unit was, in order of time."""

    party: PartyId
    unit: UnitId
    fixes: tuple[Fix, ...]


@dataclass(frozen=True)
class Window:
    """A time of the past, both ends included, of which at most one fix of each unit in `every` is read."""

    since: datetime
    until: datetime
    every: timedelta

    def readable(self, now: datetime) -> "Window":
        """Return the window, unless it is none, too long, too long ago or yet to come."""
        within = now - REACH <= self.since < min(self.until, now)
        if not within or self.until - self.since > LONGEST:  # not `since + LONGEST`: time has an end
            raise TrackWindowRefused(
                longest_hours=LONGEST // timedelta(hours=1), reach_hours=REACH // timedelta(hours=1)
            )
        return self


def thinned(rows: FloatArray, window: Window) -> FloatArray:
    """Return what of a unit's rows is sane and within a window, in order of time, the first of every interval of it."""
    first, last = window.since.timestamp(), window.until.timestamp()
    rows = rows[sane(rows)][::-1]  # of two of the same time the one that came last
    rows = rows[(rows[:, 0] >= first) & (rows[:, 0] <= last)]
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    since_us = np.rint((rows[:, 0] - first) * 1e6).astype(np.int64)
    _, kept = np.unique(since_us // (window.every // timedelta(microseconds=1)), return_index=True)
    return rows[kept]


def few_enough(tracks: Sequence[Sized]) -> None:
    """Refuse tracks that together hold too many fixes for one answer."""
    if sum(map(len, tracks)) > MOST:
        raise TooManyFixes(most=MOST)
