"""How close two units come at a common time, leg by leg: between fixes, and along what is predicted (LIV-02).

A leg is a straight line driven uniformly for some seconds; what lies between two fixes and what lies ahead are legs
alike. The vector between two units on legs that share some time is affine in time, so its squared length is a
parabola: its least value and the spell below a bound are closed forms. Both units at the *same* moment: there is no
lag here, unlike in `separation.approach`.

    a  ●━━━━━━━●━━━━━━━●          legs end where fixes are, each unit's own
    b     ●━━━━━━━━━━━━━━━●       compared over each stretch of time that two legs share
"""

from math import inf, sqrt
from typing import Final, NamedTuple

import numpy as np

from deconflict.separation.live.kernel import kernel
from deconflict.separation.units import FloatArray, IntArray

# Closing at less than a micrometre a second is not closing: two keep their distance.
STILL: Final = 1e-12
# Legs along a route begin now but for rounding: a millisecond is a centimetre or two.
ROUNDING_S: Final = 1e-3


class Legs(NamedTuple):
    """The legs of m units, one unit after the other.

    begin_s, end_s: (k,) seconds since 1970. place: (k, 3) earth-centred metres where the leg begins; velocity: (k, 3)
    metres a second. first, count: (m,) which legs are whose.
    """

    begin_s: FloatArray
    end_s: FloatArray
    place: FloatArray
    velocity: FloatArray
    first: IntArray
    count: IntArray  # type: ignore[assignment]  # nobody counts legs by tuple.count


class Met(NamedTuple):
    """Of n pairs: the least distance and when, and the first and last time within the bound.

    inf where they share no time; first_s is inf and last_s -inf where the bound is not met.
    """

    distance_m: FloatArray
    at_s: FloatArray
    first_s: FloatArray
    last_s: FloatArray

    @classmethod
    def never(cls, pairs: int) -> "Met":
        """Return what is known of pairs before any leg is looked at."""
        return cls(*(np.full(pairs, value) for value in (np.inf, np.inf, np.inf, -np.inf)))

    def put(self, pairs: IntArray, found: "Met") -> None:
        """Write down what was found of some of the pairs."""
        self.distance_m[pairs], self.at_s[pairs] = found.distance_m, found.at_s
        self.first_s[pairs], self.last_s[pairs] = found.first_s, found.last_s


def spans(first: IntArray, count: IntArray) -> tuple[IntArray, IntArray]:
    """Return the numbers first … first + count - 1 of each range, one after the other, and which range each is of."""
    owner = np.arange(len(count)).repeat(count)
    ends = count.cumsum()
    return np.arange(len(owner)) + (first - ends + count).take(owner), owner


def meet(legs: Legs, a: IntArray, b: IntArray, bound_m: FloatArray, since_s: FloatArray) -> Met:
    """Compare pairs of units, (n,) positions in `legs.first`, each with a bound and from its own moment on."""
    met = Met.never(len(a))
    _meet(legs, a, b, bound_m, since_s, met)
    return met


@kernel
def closest(
    x: float, y: float, z: float, u: float, v: float, w: float, start: float, seconds: float, bound: float
) -> tuple[float, float, float, float]:
    """Return distance, its moment, and first and last moment within the bound, for a vector between two.

    x, y, z: metres at the start; u, v, w: metres a second, evenly for some seconds.
    """
    square, slope, bend = x * x + y * y + z * z, x * u + y * v + z * w, u * u + v * v + w * w
    foot = -slope / max(bend, STILL)
    t = min(max(foot, 0.0), seconds)
    distance = sqrt(max(square + t * (2.0 * slope + t * bend), 0.0))
    if distance > bound:
        return distance, start + t, inf, -inf
    # Where the parabola has no bend the bound is met throughout or not at all.
    left = max(bound * bound - square - foot * slope, 0.0)
    half = sqrt(left / bend) if bend > STILL else inf
    first, last = min(max(foot - half, 0.0), t), max(min(foot + half, seconds), t)
    return distance, start + t, start + first, start + last


@kernel
def _meet(legs: Legs, a: IntArray, b: IntArray, bound_m: FloatArray, since_s: FloatArray, met: Met) -> None:
    """Look at every leg of one with every leg of the other, over the time that they share."""
    begin, end, place, velocity = legs.begin_s, legs.end_s, legs.place, legs.velocity
    for pair in range(len(a)):
        one, other = a[pair], b[pair]
        for i in range(legs.first[one], legs.first[one] + legs.count[one]):
            for j in range(legs.first[other], legs.first[other] + legs.count[other]):
                start = max(begin[i], begin[j], since_s[pair])
                seconds = min(end[i], end[j]) - start
                if seconds < 0.0:
                    continue
                since_i, since_j = start - begin[i], start - begin[j]
                u, v, w = velocity[i, 0], velocity[i, 1], velocity[i, 2]
                r, s, t = velocity[j, 0], velocity[j, 1], velocity[j, 2]
                x = place[i, 0] - place[j, 0] + (since_i * u - since_j * r)
                y = place[i, 1] - place[j, 1] + (since_i * v - since_j * s)
                z = place[i, 2] - place[j, 2] + (since_i * w - since_j * t)
                found = closest(x, y, z, u - r, v - s, w - t, start, seconds, bound_m[pair])
                if found[0] < met.distance_m[pair] or (
                    found[0] == met.distance_m[pair] and found[1] < met.at_s[pair]
                ):
                    met.distance_m[pair], met.at_s[pair] = found[0], found[1]
                met.first_s[pair] = min(met.first_s[pair], found[2])
                met.last_s[pair] = max(met.last_s[pair], found[3])


def place_at(legs: Legs, unit: IntArray, time_s: FloatArray) -> FloatArray:
    """Return (n, 3) where units, positions in `legs.first`, are at a moment that lies on one of their legs."""
    leg, owner = spans(legs.first.take(unit), legs.count.take(unit))
    moment = time_s.take(owner)
    begun, over = moment >= legs.begin_s.take(leg) - ROUNDING_S, moment > legs.end_s.take(leg) + ROUNDING_S
    on = (begun & ~over).nonzero()[0]
    leg, owner = leg.take(on), owner.take(on)
    places = np.full((len(unit), 3), np.nan)
    seconds = moment.take(on) - legs.begin_s.take(leg)
    places[owner] = legs.place.take(leg, axis=0) + seconds[:, None] * legs.velocity.take(leg, axis=0)
    return places


def length(vectors: FloatArray) -> FloatArray:
    """Return the lengths of (n, 3) rows."""
    return np.asarray(np.sqrt(_dot(vectors, vectors)))


def _dot(one: FloatArray, other: FloatArray) -> FloatArray:
    """Return the dot products of (n, 3) rows; written out, so that no other row changes the last bit."""
    product: FloatArray = one[:, 0] * other[:, 0]
    product += one[:, 1] * other[:, 1]
    product += one[:, 2] * other[:, 2]
    return product
