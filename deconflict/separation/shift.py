"""Which delay of a plan takes it out of every conflict, or off the cell-hours that are known to be others' (SEP-11).

Looks at plans against plans. Whether a unit may start so much earlier or later is not for it to say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from deconflict.separation.approach import closest, extent
from deconflict.separation.cover import HOUR_S, TIME_SLACK_S, CellHours, cover, hours
from deconflict.separation.meeting import Bounds
from deconflict.separation.path import Track
from deconflict.separation.units import BoolArray, FloatArray

MINUTE_S = 60
# Strictly clear is clear of the forbidden delays by this much: far above rounding, far below a minute.
CLEAR_S = 0.001
# A band that cuts nothing off: beyond any lag between two plans that the screen lets through.
ANY_LAG_S = 1e8


@dataclass(frozen=True)
class Shift:
    """The smallest clearing shifts in whole minutes, in seconds; None where there is none within the limit.

    A plan that is clear as it is has shifts of 0.
    """

    later_s: int | None
    earlier_s: int | None


@dataclass(frozen=True, eq=False)
class Told:
    """The cell-hours of others' that are known, and the hours of which nothing finer is; `dmax_m` as in `cover`."""

    cells: CellHours
    hours: frozenset[int]
    dmax_m: float

    def lets(self, a: Track, minutes: int) -> bool:
        """Tell whether the cover of `a`, so many minutes later, is off all of it."""
        moved = shifted(a, minutes * MINUTE_S)
        slack_s = a.time_tolerance_s + TIME_SLACK_S
        first = int((moved.knots[0, 3] - slack_s) // HOUR_S)
        last = int((moved.knots[-1, 3] + slack_s) // HOUR_S)
        under_way = range(first, last + 1)
        if not self.hours.isdisjoint(under_way):
            return False
        if not set(hours(self.cells)).intersection(under_way):
            return True
        return not bool(np.isin(cover(moved, self.dmax_m), self.cells).any())


def clearing_shift(
    a: Track, others: Sequence[Track], minima_m: Sequence[float] | float, limit_s: float = 12 * 3600
) -> Shift:
    """Return by how much later or earlier `a` would be strictly clear of all others, advisories aside.

    minima_m: one separation minimum or one for each of the others.
    """
    clear = _clear_minutes(a, others, minima_m, limit_s)
    middle = len(clear) // 2
    return Shift(_nearest(clear[middle:], 1), _nearest(clear[middle::-1], -1))


def clearing_shift_on_grid(
    a: Track,
    others: Sequence[Track],
    minima_m: Sequence[float] | float,
    told: Told,
    limit_s: float = 12 * 3600,
) -> Shift:
    """Return by how much later or earlier `a` would be clear of those others, and its cover off what is told.

    What lies beyond the told cell-hours is not known here, so nothing is said of it.
    """
    clear = _clear_minutes(a, others, minima_m, limit_s)
    middle = len(clear) // 2
    return Shift(
        next((n * MINUTE_S for n in range(middle + 1) if clear[middle + n] and told.lets(a, n)), None),
        next((-n * MINUTE_S for n in range(middle + 1) if clear[middle - n] and told.lets(a, -n)), None),
    )


def shifted(a: Track, by_s: float) -> Track:
    """Return the same way driven so much later, or earlier where that is negative."""
    knots = a.knots.copy()
    knots[:, 3] += by_s
    return replace(a, knots=knots)


def _clear_minutes(
    a: Track, others: Sequence[Track], minima_m: Sequence[float] | float, limit_s: float
) -> BoolArray:
    """Return for each whole minute, from the earliest on, whether `a` is strictly clear when shifted by it."""
    minutes = int(limit_s // MINUTE_S)
    # How many forbidden delays begin, less how many have ended, at each whole minute from the earliest on.
    change = np.zeros(2 * minutes + 2, dtype=np.int64)
    if others:
        for first, last in _forbidden(Bounds.between((a, *others), minima_m), limit_s):
            entered = np.clip(np.ceil((first - CLEAR_S) / MINUTE_S), -minutes, minutes + 1)
            left = np.clip(np.floor((last + CLEAR_S) / MINUTE_S) + 1, -minutes, minutes + 1)
            for ends, step in ((entered, 1), (left, -1)):
                at = ends.astype(np.int64) + minutes
                change += step * np.bincount(at, minlength=len(change))
    clear: BoolArray = change.cumsum()[:-1] == 0
    return clear


def _nearest(clear: BoolArray, sign: int) -> int | None:
    free = clear.nonzero()[0]
    return sign * int(free[0]) * MINUTE_S if len(free) else None


def _forbidden(bounds: Bounds, limit_s: float) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Yield first and last of the delays, in seconds, at which two legs conflict, for each pair that can.

    The lags at which two legs are within the bound are one interval, because the set of moments within it is
    convex. A delay is forbidden when it brings one of these lags into the band.
    """
    for paired in bounds.paired(bounds.bound_m, bounds.band_s + limit_s):
        bound = bounds.bound_m.take(paired.track)
        any_lag = np.full(len(bound), ANY_LAG_S)
        nearest = closest(paired.pairs, any_lag)
        chosen = (nearest.distance <= bound).nonzero()[0]
        pairs, track = paired.pairs.only(chosen), paired.track.take(chosen)
        met = extent(pairs, any_lag[chosen], bound.take(chosen), nearest.only(chosen))
        lag = pairs.lag(met.x, met.y)
        least, greatest = met.least(lag), met.greatest(lag)
        turned, band = bounds.turned.take(track), bounds.band_s.take(track)
        yield np.where(turned, least, -greatest) - band, np.where(turned, greatest, -least) + band
