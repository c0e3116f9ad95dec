"""Pure decisions about fixes: whose clock counts, and which of them can be (LIV-01)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import lt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from deconflict.separation.units import FloatArray
from deconflict.tracking.errors import ClockOff
from deconflict.tracking.model import Fix, FixFault

CLOCK_SLACK: Final = timedelta(seconds=2)
"""What an upload may take on its way: a clock that is off by no more is taken for right."""
OLDEST: Final = timedelta(days=30)
"""How long before it is sent a fix may have been made, and how far a clock may be off to be set right."""
HOURS_BEFORE: Final = timedelta(hours=25)
"""How far back the live tick looks for uploads by when they came: further than clocks may differ (`comes_now`)."""
BEHIND_AFTER: Final = timedelta(minutes=5)
"""What came so long after its first fix is compared after the fact; until then the live tick has what it takes.

It keeps ten minutes of every track: the longest gap between two fixes that is believed, and as much again.
"""
LOWEST: Final = np.array([-2.2e9, -180.0, -90.0, 0.0, 0.0, 0.0])
HIGHEST: Final = np.array([1e10, 180.0, 90.0, 1_000_000.0, 1000.0, 360.0])
"""What each of them can be: times from 1900 until 2286, the others as they are taken in."""


def clock_offset(sent_at: datetime, received_at: datetime) -> timedelta:
    """Return how far the sender's clock is behind ours (ahead: negative), as the upload's own time tells."""
    offset = received_at - sent_at
    if abs(offset) > OLDEST:
        raise ClockOff(days=OLDEST.days)
    return timedelta() if abs(offset) <= CLOCK_SLACK else offset


def sent_by(fixes: Sequence[Fix], received_at: datetime) -> datetime:
    """Return when fixes were sent, by the clock of a sender that does not say: not before it made the last of them."""
    return max(received_at, *(fix.at for fix in fixes))


def sorted_out(
    fixes: Sequence[Fix], sent_at: datetime, received_at: datetime, offset: timedelta
) -> tuple[tuple[Fix, ...], dict[int, FixFault]]:
    """Return the track by our clock, and what is wrong with the others by their index: a track is a sorted set.

    A clock that is taken for right gets no second slack: nothing is stored that is ahead of us by more than one.
    """
    newest = min(sent_at, received_at - offset) + CLOCK_SLACK
    oldest = sent_at - OLDEST
    times = [fix.at for fix in fixes]
    faults: dict[int, FixFault] = {}
    good: Sequence[Fix] = fixes
    if max(times, default=newest) > newest or min(times, default=oldest) < oldest:
        found = ((index, _fault(at, newest, oldest)) for index, at in enumerate(times))
        faults = {index: fault for index, fault in found if fault is not None}
        good = [fix for index, fix in enumerate(fixes) if index not in faults]
    if offset:
        good = [fix._replace(at=fix.at + offset) for fix in good]
    if faults or not all(map(lt, times, times[1:])):
        track = {fix.at: fix for fix in good}
        good = [track[at] for at in sorted(track)]
    return tuple(good), faults


def _fault(at: datetime, newest: datetime, oldest: datetime) -> FixFault | None:
    if at > newest:
        return FixFault.FUTURE
    return FixFault.TOO_OLD if at < oldest else None


def unpack(stored: bytes) -> FloatArray:
    """Return what `pack` wrote as (n, 6) columns; whatever else stands there, too."""
    return np.frombuffer(stored, "<f8").reshape(-1, len(HIGHEST))


def sane(rows: FloatArray) -> NDArray[np.bool_]:
    """Return (n,) which of them are fixes: SQL of somebody's own stores any numbers."""
    with np.errstate(invalid="ignore"):
        said = (rows >= LOWEST) & (rows <= HIGHEST)
    said[:, 3:] |= np.isnan(rows[:, 3:])
    fine: NDArray[np.bool_] = np.all(said, axis=1)
    return fine


def thinned(rows: FloatArray, since: datetime, until: datetime, every: timedelta) -> FloatArray:
    """Return what of a unit's rows is sane and within a time, in order of time, the first of every interval of it."""
    first, last = since.timestamp(), until.timestamp()
    rows = rows[sane(rows)][::-1]  # of two of the same time the one that came last
    rows = rows[(rows[:, 0] >= first) & (rows[:, 0] <= last)]
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    since_us = np.rint((rows[:, 0] - first) * 1e6).astype(np.int64)
    _, kept = np.unique(since_us // (every // timedelta(microseconds=1)), return_index=True)
    return rows[kept]
