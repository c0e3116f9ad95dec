"""The plans that units drive, as columns: what lies ahead on a route, and how far off it a unit is (LIV-02, LIV-04).

Of a route only its own unit is known here; whether it keeps to it is for `conformance` to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, sqrt
from typing import Final, NamedTuple

import numpy as np

from deconflict.separation.live.kernel import kernel
from deconflict.separation.live.sweep import Legs
from deconflict.separation.path import Track
from deconflict.separation.units import BoolArray, FloatArray, IntArray

# Before its start a unit stands where the route begins, after its end where it ends: for longer than it is ever late.
STANDS_S: Final = 1_000_000.0
# Slower than this a leg is a dwell: any of its moments fits.
STILL_MS: Final = 0.1
# A leg outside the corridor is never chosen before one inside, whatever the delay.
OUTSIDE: Final = 1e9


class Deviation(NamedTuple):
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
    the same places. first, count: (n,) which knots are whose. time_s, width_m: (n,) tolerances.
    """

    knots: FloatArray
    first: IntArray
    count: IntArray
    time_s: FloatArray
    width_m: FloatArray

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
        return cls(knots, first, count, time_s, width_m)

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
        leg, count = np.empty((2, len(units)), dtype=np.int64)
        _between(self.knots, self.first, self.count, units, begin_s, end_s, leg, count)
        return leg, count

    def stretch(self, units: IntArray, begin_s: FloatArray, end_s: FloatArray, aside: FloatArray) -> Legs:
        """Return the legs m units have to drive between two moments of their plans, so far aside, (m, 3)."""
        leg, count = self.between(units, begin_s, end_s)
        room = int(count.sum())
        (started, stopped), (place, velocity) = np.empty((2, room)), np.empty((2, room, 3))
        legs = Legs(started, stopped, place, velocity, count.cumsum() - count, count)
        _drive(self.knots, leg, begin_s, end_s, aside, legs)
        return legs

    def ahead(
        self, units: IntArray, now_s: float, seconds: float, late_s: FloatArray, aside: FloatArray
    ) -> Legs:
        """Return the legs m units drive from now on, if they stay as late and as far aside, (m, 3), as they are."""
        planned = now_s - late_s
        legs = self.stretch(units, planned, planned + seconds, aside)
        shift = late_s.repeat(legs.count)
        return legs._replace(begin_s=legs.begin_s + shift, end_s=legs.end_s + shift)

    def deviation(self, units: IntArray, time_s: FloatArray, place: FloatArray, slack_m: float) -> Deviation:
        """Return where m units, at (m, 3) places, are beside their routes; looks twice their tolerance around."""
        around = 2.0 * self.time_s.take(units) + 60.0
        leg, count = self.between(units, time_s - around, time_s + around)
        (across, late), foot = np.empty((2, len(units))), np.empty((len(units), 3))
        corridor_m = self.width_m.take(units) + slack_m
        _deviate(self.knots, leg, count, time_s, place, corridor_m, Deviation(across, late, foot))
        return Deviation(across, late, foot)


def _standing(knots: FloatArray) -> FloatArray:
    """Return the knots of a route with one more at either end, at the same place."""
    before, after = knots[:1].copy(), knots[-1:].copy()
    before[0, 3] -= STANDS_S
    after[0, 3] += STANDS_S
    return np.concatenate((before, knots, after))


@kernel
def _between(
    knots: FloatArray,
    first: IntArray,
    count: IntArray,
    units: IntArray,
    begin_s: FloatArray,
    end_s: FloatArray,
    leg: IntArray,
    number: IntArray,
) -> None:
    for at in range(len(units)):
        one = first[units[at]]
        last = one + count[units[at]] - 2
        begin = one
        while begin < last and knots[begin + 1, 3] <= begin_s[at]:
            begin += 1
        end = begin
        while end < last and knots[end + 1, 3] < end_s[at]:
            end += 1
        leg[at], number[at] = begin, end - begin + 1


@kernel
def _drive(
    knots: FloatArray, leg: IntArray, begin_s: FloatArray, end_s: FloatArray, aside: FloatArray, legs: Legs
) -> None:
    """Lay the legs of each unit from its first one on, between two moments."""
    for at in range(len(leg)):
        for nth in range(legs.count[at]):
            knot, to = leg[at] + nth, legs.first[at] + nth
            lasts = knots[knot + 1, 3] - knots[knot, 3]
            legs.begin_s[to] = max(knots[knot, 3], begin_s[at])
            legs.end_s[to] = min(knots[knot + 1, 3], end_s[at])
            driven_s = legs.begin_s[to] - knots[knot, 3]
            for axis in range(3):
                moved = knots[knot + 1, axis] - knots[knot, axis]
                legs.velocity[to, axis] = moved / lasts if lasts > 0.0 else 0.0
                driven_m = driven_s * legs.velocity[to, axis]
                legs.place[to, axis] = knots[knot, axis] + driven_m + aside[at, axis]


@kernel
def _deviate(
    knots: FloatArray,
    leg: IntArray,
    count: IntArray,
    time_s: FloatArray,
    place: FloatArray,
    corridor_m: FloatArray,
    found: Deviation,
) -> None:
    """Take of the legs of each unit the one that costs least: off in time within the corridor, else off in space."""
    for at in range(len(leg)):
        least = inf
        for knot in range(leg[at], leg[at] + count[at]):
            begin, lasts = knots[knot, 3], knots[knot + 1, 3] - knots[knot, 3]
            u, v, w = (
                knots[knot + 1, 0] - knots[knot, 0],
                knots[knot + 1, 1] - knots[knot, 1],
                knots[knot + 1, 2] - knots[knot, 2],
            )
            x, y, z = (
                place[at, 0] - knots[knot, 0],
                place[at, 1] - knots[knot, 1],
                place[at, 2] - knots[knot, 2],
            )
            square = max(u * u + v * v + w * w, 1e-12)
            share = min(max((x * u + y * v + z * w) / square, 0.0), 1.0)
            x, y, z = x - share * u, y - share * v, z - share * w
            across = sqrt(x * x + y * y + z * z)
            still = square < (STILL_MS * lasts) ** 2
            there = min(max(time_s[at], begin), begin + lasts) if still else begin + share * lasts
            late = time_s[at] - there
            cost = abs(late) if across <= corridor_m[at] else OUTSIDE + across
            if cost < least:
                least = cost
                found.across_m[at], found.late_s[at] = across, late
                found.foot[at, 0], found.foot[at, 1], found.foot[at, 2] = (
                    place[at, 0] - x,
                    place[at, 1] - y,
                    place[at, 2] - z,
                )
