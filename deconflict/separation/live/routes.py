"""The plans that units drive, as columns: what lies ahead on a route, and how far off it a unit is (LIV-02, LIV-04).

Of a route only its own unit is known here; whether it keeps to it is for `conformance` to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from deconflict.separation.live.sweep import Legs, spans
from deconflict.separation.path import Track
from deconflict.separation.units import BoolArray, FloatArray, IntArray

# Before its start a unit stands where the route begins, after its end where it ends: for longer than it is ever late.
STANDS_S: Final = 1_000_000.0
# A plan lasts 7 days at most: a unit's number and the seconds since it stands fit one sortable number.
SPAN_S: Final = 4_000_000.0
# Slower than this a leg is a dwell: any of its moments fits.
STILL_MS: Final = 0.1
# A leg outside the corridor is never chosen before one inside, whatever the delay.
OUTSIDE: Final = 1e9


@dataclass(frozen=True, eq=False)
class Deviation:
    """Where m units are beside their routes.

    across_m: (m,) metres from the nearest point; late_s: (m,) how much later than planned, negative when early. Of
    several places that are within the corridor, the one that is least off in time. foot: (m, 3) that point.
    """

    across_m: FloatArray
    late_s: FloatArray
    foot: FloatArray


@dataclass(frozen=True, eq=False)
class Routes:
    """The routes of n units; those without one have no knots.

    knots: (k, 4) x, y, z, seconds since 1970, unit after unit, with a knot before the start and one after the end, at
    the same places. first, count: (n,) which knots are whose. time_s, width_m: (n,) tolerances. key: (k,) unit and time
    in one ascending number.
    """

    knots: FloatArray
    first: IntArray
    count: IntArray
    time_s: FloatArray
    width_m: FloatArray
    key: FloatArray

    @classmethod
    def of(cls, units: int, tracks: Mapping[int, Track]) -> "Routes":
        """Take the tracks of units by number."""
        driven = sorted(tracks)
        count = np.zeros(units, dtype=np.int64)
        time_s, width_m = np.zeros(units), np.zeros(units)
        count[driven] = [len(tracks[unit].knots) + 2 for unit in driven]
        time_s[driven] = [tracks[unit].time_tolerance_s for unit in driven]
        width_m[driven] = [tracks[unit].lateral_tolerance_m for unit in driven]
        knots = np.concatenate([np.empty((0, 4)), *(_standing(tracks[unit].knots) for unit in driven)])
        first = count.cumsum() - count
        owner = np.arange(units).repeat(count)
        since_s = knots[:, 3] - knots[first.take(owner), 3] if len(knots) else knots[:, 3]
        return cls(knots, first, count, time_s, width_m, owner * SPAN_S + since_s)

    def under_way(self, now_s: float) -> BoolArray:
        """Say which of the n units have a route that, give or take its tolerance, is being driven at this moment."""
        driven = np.zeros(len(self.count), dtype=np.bool_)
        planned = self.count.nonzero()[0]
        start = self.knots[self.first[planned] + 1, 3] - self.time_s[planned]
        end = self.knots[self.first[planned] + self.count[planned] - 2, 3] + self.time_s[planned]
        driven[planned] = (start <= now_s) & (now_s <= end)
        return driven

    def between(self, units: IntArray, begin_s: FloatArray, end_s: FloatArray) -> tuple[IntArray, IntArray]:
        """Return the first leg of m units, all with routes, that meets a stretch of time, and how many do."""
        first, last = self.first.take(units), self.first.take(units) + self.count.take(units) - 2
        base = units * SPAN_S - self.knots[first, 3]
        begin = np.clip(self.key.searchsorted(base + begin_s, side="right") - 1, first, last)
        end = np.clip(self.key.searchsorted(base + end_s, side="left") - 1, begin, last)
        return begin, end - begin + 1

    def stretch(self, units: IntArray, begin_s: FloatArray, end_s: FloatArray, aside: FloatArray) -> Legs:
        """Return the legs m units have to drive between two moments of their plans, so far aside, (m, 3)."""
        leg, count = self.between(units, begin_s, end_s)
        knot, owner = spans(leg, count)
        begin, end = self.knots.take(knot, axis=0), self.knots.take(knot + 1, axis=0)
        velocity = _velocity(begin, end)
        started = np.maximum(begin[:, 3], begin_s.take(owner))
        stopped = np.minimum(end[:, 3], end_s.take(owner))
        place = begin[:, :3] + (started - begin[:, 3])[:, None] * velocity + aside.take(owner, axis=0)
        return Legs(started, stopped, place, velocity, count.cumsum() - count, count)

    def ahead(
        self, units: IntArray, now_s: float, seconds: float, late_s: FloatArray, aside: FloatArray
    ) -> Legs:
        """Return the legs m units drive from now on, if they stay as late and as far aside, (m, 3), as they are."""
        planned = now_s - late_s
        legs = self.stretch(units, planned, planned + seconds, aside)
        shift = late_s.repeat(legs.count)
        return replace(legs, begin_s=legs.begin_s + shift, end_s=legs.end_s + shift)

    def deviation(self, units: IntArray, time_s: FloatArray, place: FloatArray, slack_m: float) -> Deviation:
        """Return where m units, at (m, 3) places, are beside their routes; looks twice their tolerance around."""
        around = 2.0 * self.time_s.take(units) + 60.0
        first, count = self.between(units, time_s - around, time_s + around)
        knot, owner = spans(first, count)
        begin, end = self.knots.take(knot, axis=0), self.knots.take(knot + 1, axis=0)
        along, lasts = end[:, :3] - begin[:, :3], end[:, 3] - begin[:, 3]
        away = place.take(owner, axis=0) - begin[:, :3]
        length = np.maximum((along**2).sum(axis=1), 1e-12)
        share = np.clip((away * along).sum(axis=1) / length, 0.0, 1.0)
        foot = begin[:, :3] + share[:, None] * along
        across = np.linalg.norm(place.take(owner, axis=0) - foot, axis=1)
        moment = time_s.take(owner)
        still = length < (STILL_MS * lasts) ** 2
        there = np.where(still, np.clip(moment, begin[:, 3], end[:, 3]), begin[:, 3] + share * lasts)
        late = moment - there
        corridor = (self.width_m.take(units) + slack_m).take(owner)
        cost = np.where(across <= corridor, np.abs(late), OUTSIDE + across)
        begins = count.cumsum() - count
        best = (cost <= np.minimum.reduceat(cost, begins).take(owner)).nonzero()[0]
        chosen = best[np.unique(owner.take(best), return_index=True)[1]]
        return Deviation(across[chosen], late[chosen], foot[chosen])


def _standing(knots: FloatArray) -> FloatArray:
    """Return the knots of a route with one more at either end, at the same place."""
    before, after = knots[:1].copy(), knots[-1:].copy()
    before[0, 3] -= STANDS_S
    after[0, 3] += STANDS_S
    return np.concatenate((before, knots, after))


def _velocity(begin: FloatArray, end: FloatArray) -> FloatArray:
    lasts = end[:, 3] - begin[:, 3]
    moves = (lasts > 0.0)[:, None]
    return np.where(moves, (end[:, :3] - begin[:, :3]) / np.maximum(lasts, 1e-6)[:, None], 0.0)
