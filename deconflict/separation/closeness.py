"""How close each plan comes to the first one, batch of leg pairs after batch: when the bound is met, and where it
is closest.

Keeps a few numbers for each plan and nothing of the legs, so that two plans of thousands of legs in one place cost
time, not memory. Gives no grades.
"""

import numpy as np

from deconflict.separation.approach import earliest, extent
from deconflict.separation.meeting import Bounds, Meetings, groups
from deconflict.separation.units import FloatArray, IntArray

# Half of the centimetre that distances are rounded to, and how far apart in time equal lags may be (SEP-05).
HALF_ROUNDING_M = 0.005
SAME_LAG_S = 1e-6

# The rows of Closeness.span and Closeness.spot.
LEAST_LAG, FIRST_A, LAST_A, FIRST_B, LAST_B = range(5)
LAG, TIME_A, TIME_B = range(3)
PLACE_A, PLACE_B = slice(3, 6), slice(6, 9)


class Closeness:
    """What is known so far of the first of n tracks with each; a and b in the order of the arithmetic.

    least_m: (n,) smallest distance, inf for a track that is not met. span: (5, n) least |lag|, first and last time
    on a, then on b, at which the bound is met, inf where it is not. spot: (9, n) lag, times and earth-centred
    places of a and b where, of all moments whose distance rounds to the smallest, |lag| is least, of these the
    earliest (SEP-05).
    """

    def __init__(self, bounds: Bounds) -> None:
        count = len(bounds.tracks)
        self.bounds = bounds
        self.least_m = np.full(count, np.inf)
        self.span = np.full((5, count), np.inf)
        self.span[[LAST_A, LAST_B]] = -np.inf
        self.spot = np.full((9, count), np.inf)
        self._rounded = np.full(count, np.inf)

    def add(self, meetings: Meetings) -> None:
        """Take in one batch, not empty."""
        tracks, begins = groups(meetings.track)
        least = np.minimum.reduceat(meetings.nearest.distance, begins)
        self.least_m[tracks] = np.minimum(self.least_m[tracks], least)
        rounded = np.round(least, 2)
        tie = np.full(len(self.least_m), -np.inf)
        near = rounded <= self._rounded[tracks]
        tie[tracks[near]] = np.maximum(rounded + HALF_ROUNDING_M, least)[near]
        self._extend(meetings, tie)
        self._rounded[tracks] = np.minimum(self._rounded[tracks], rounded)

    def _extend(self, meetings: Meetings, tie: FloatArray) -> None:
        """Work out, in one pass, what is within the bound and, once more, what rounds to the smallest distance."""
        bounds = self.bounds
        conflicts, ties = meetings.within(bounds.bound_m), meetings.within(tie)
        both = meetings.only(np.concatenate((conflicts, ties)))
        if not len(both.track):
            return
        limit = np.concatenate((bounds.bound_m[meetings.track[conflicts]], tie[meetings.track[ties]]))
        met = extent(both.pairs, bounds.band_s[both.track], limit, both.nearest)
        lag = both.pairs.lag(met.x, met.y)
        least_lag = np.maximum(met.least(lag), 0.0) + np.minimum(met.greatest(lag), 0.0)
        n = len(conflicts)
        if n:
            tracks, begins = groups(both.track[:n])
            seen = np.minimum.reduceat(np.abs(least_lag[:n]), begins)
            self.span[LEAST_LAG, tracks] = np.minimum(self.span[LEAST_LAG, tracks], seen)
            starts = both.pairs.times[3:]
            for first, last, seconds, start in zip(
                (FIRST_A, FIRST_B), (LAST_A, LAST_B), (met.x, met.y), starts, strict=True
            ):
                seen = np.minimum.reduceat((met.least(seconds) + start)[:n], begins)
                self.span[first, tracks] = np.minimum(self.span[first, tracks], seen)
                seen = np.maximum.reduceat((met.greatest(seconds) + start)[:n], begins)
                self.span[last, tracks] = np.maximum(self.span[last, tracks], seen)
        if len(ties):
            self._settle(meetings.only(ties), least_lag[n:], limit[n:])

    def _settle(self, ties: Meetings, lags: FloatArray, limit: FloatArray) -> None:
        """Keep the best spot of those that round to the smallest distance.

        lags: the lag of least |lag| of each; limit: what still rounds to the smallest distance.
        """
        tracks, begins = groups(ties.track)
        least_lag = np.empty(len(self.least_m))
        least_lag[tracks] = np.minimum.reduceat(np.abs(lags), begins) + SAME_LAG_S
        chosen = (np.abs(lags) <= least_lag[ties.track]).nonzero()[0]
        ties, lags = ties.only(chosen), lags[chosen]
        x, y = earliest(ties.pairs, lags, limit[chosen])
        time_a, time_b = x + ties.pairs.times[3], y + ties.pairs.times[4]
        order = np.lexsort((time_a, np.minimum(time_a, time_b), ties.track))
        best = order[groups(ties.track)[1]]
        legs = self.bounds.legs.table
        a, b = legs[:, ties.i[best]], legs[:, ties.j[best]]
        spot = np.empty((9, len(tracks)))
        spot[LAG], spot[TIME_A], spot[TIME_B] = lags[best], time_a[best], time_b[best]
        spot[PLACE_A] = a[:3] + x[best] * a[3:6]
        spot[PLACE_B] = b[:3] + y[best] * b[3:6]
        better = self._better(tracks, spot)
        self.spot[:, tracks[better]] = spot[:, better]

    def _better(self, tracks: IntArray, spot: FloatArray) -> IntArray:
        """Say which spots beat the ones known for their tracks: closer, else less lag, else earlier."""
        known = self.spot[:, tracks]
        more = np.abs(spot[LAG]) - np.abs(known[LAG])
        first, known_first = (np.minimum(item[TIME_A], item[TIME_B]) for item in (spot, known))
        # Of two that mirror each other, the one where a is first: no answer depends on who asks (SEP-08).
        earlier = (first < known_first) | ((first == known_first) & (spot[TIME_A] < known[TIME_A]))
        less_lag = (more < -SAME_LAG_S) | ((more <= SAME_LAG_S) & earlier)
        closer = np.round(self.least_m[tracks], 2) < self._rounded[tracks]
        return np.asarray((closer | less_lag).nonzero()[0])
