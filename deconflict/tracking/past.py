"""Pure decisions about tracks of the past: which windows can be read, and how many fixes of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from deconflict.parties.model import PartyId, UnitId
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
        """Return the window, unless it is none, too long or too long ago."""
        if not (now - REACH <= self.since < self.until <= self.since + LONGEST):
            raise TrackWindowRefused(
                longest_hours=LONGEST // timedelta(hours=1), reach_hours=REACH // timedelta(hours=1)
            )
        return self


def thinned(fixes: Sequence[Fix], window: Window) -> tuple[Fix, ...]:
    """Return what of a unit's fixes is within a window, the first of every interval of it."""
    within = sorted({fix.at: fix for fix in fixes if window.since <= fix.at <= window.until}.values())
    kept: dict[int, Fix] = {}
    for fix in within:
        kept.setdefault((fix.at - window.since) // window.every, fix)
    return tuple(kept.values())


def few_enough(tracks: Sequence[Track]) -> Sequence[Track]:
    """Return those tracks, unless together they hold too many fixes for one answer."""
    if sum(len(track.fixes) for track in tracks) > MOST:
        raise TooManyFixes(most=MOST)
    return tracks
