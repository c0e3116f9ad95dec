"""Pure decisions about tracks of the past: which windows can be read, and how many fixes of them."""

from collections.abc import Sequence, Sized
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from deconflict.parties.model import PartyId, UnitId
from deconflict.separation.units import FloatArray
from deconflict.tracking import rules
from deconflict.tracking.errors import TooManyFixes, TrackWindowRefused
from deconflict.tracking.model import Fix

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
    """Return what of a unit's rows is read of a window."""
    return rules.thinned(rows, window.since, window.until, window.every)


def few_enough(tracks: Sequence[Sized]) -> None:
    """Refuse tracks that together hold too many fixes for one answer."""
    if sum(map(len, tracks)) > MOST:
        raise TooManyFixes(most=MOST)
