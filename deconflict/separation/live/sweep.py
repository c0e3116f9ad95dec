"""How close two units come at a common time, leg by leg: between fixes, and along what is predicted (LIV-02).

A leg is a straight line driven uniformly for some seconds; what lies between two fixes and what lies ahead are legs
alike. The vector between two units on legs that share some time is affine in time, so its squared length is a
parabola: its least value and the spell below a bound are closed forms. Both units at the *same* moment: there is no
lag here, unlike in `separation.approach`.

    a  ●━━━━━━━●━━━━━━━●          legs end where fixes are, each unit's own
    b     ●━━━━━━━━━━━━━━━●       compared over each stretch of time that two legs share
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from deconflict.separation.units import FloatArray, IntArray

# Leg pairs looked at together: more only costs memory.
BATCH: Final = 1 << 17
# Closing at less than a micrometre a second is not closing: two keep their distance.
STILL: Final = 1e-12
# Legs along a route begin now but for rounding: a millisecond is a centimetre or two.
ROUNDING_S: Final = 1e-3


@dataclass(frozen=True, eq=False)
class Legs:
    """The legs of m units, one unit after the other.

    begin_s, end_s: (k,) seconds since 1970. place: (k, 3) earth-centred metres where the leg begins; velocity: (k, 3)
    metres a second. first, count: (m,) which legs are whose.
    """

    begin_s: FloatArray
    end_s: FloatArray
    place: FloatArray
    velocity: FloatArray
    first: IntArray
    count: IntArray


@dataclass(frozen=True, eq=False)
class Met:
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
    combinations = legs.count.take(a) * legs.count.take(b)
    total = combinations.cumsum()
    begin = 0
    while begin < len(a):
        done = int(total[begin - 1]) if begin else 0
        end = max(int(total.searchsorted(done + BATCH, side="right")), begin + 1)
        part = slice(begin, end)
        some = _Pairs(a[part], b[part], bound_m[part], since_s[part], combinations[part])
        _compare(legs, some, met, begin)
        begin = end
    return met


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Some of the pairs, and how many legs of the one times legs of the other each has."""

    a: IntArray
    b: IntArray
    bound_m: FloatArray
    since_s: FloatArray
    combinations: IntArray


def _compare(legs: Legs, pairs: _Pairs, met: Met, begin: int) -> None:
    """Look at every leg of one with every leg of the other, and keep what shares some time."""
    if len(pairs.a) and pairs.combinations.min() == 1 == pairs.combinations.max():
        _compare_single(legs, pairs, met, begin)
        return
    number, pair = spans(np.zeros_like(pairs.combinations), pairs.combinations)
    on_b = legs.count.take(pairs.b).take(pair)
    i = legs.first.take(pairs.a).take(pair) + number // on_b
    j = legs.first.take(pairs.b).take(pair) + number % on_b
    start = np.maximum(legs.begin_s.take(i), legs.begin_s.take(j))
    np.maximum(start, pairs.since_s.take(pair), out=start)
    stop = np.minimum(legs.end_s.take(i), legs.end_s.take(j))
    shared = (start <= stop).nonzero()[0]
    if not len(shared):
        return
    pair, i, j = pair.take(shared), i.take(shared), j.take(shared)
    found = _closest(legs, i, j, start.take(shared), stop.take(shared), pairs.bound_m.take(pair))
    new = np.ones(len(pair), dtype=np.bool_)
    np.not_equal(pair[1:], pair[:-1], out=new[1:])
    begins = new.nonzero()[0]
    whose = pair.take(begins) + begin
    distance, at, first, last = found
    least = np.minimum.reduceat(distance, begins)
    met.distance_m[whose] = least
    nearest = distance <= least.take(new.cumsum() - 1)
    met.at_s[whose] = np.minimum.reduceat(np.where(nearest, at, np.inf), begins)
    met.first_s[whose] = np.minimum.reduceat(first, begins)
    met.last_s[whose] = np.maximum.reduceat(last, begins)


def _compare_single(legs: Legs, pairs: _Pairs, met: Met, begin: int) -> None:
    """Do the same where each unit has one leg, as those have that go straight on: most, most of the time."""
    i, j = legs.first.take(pairs.a), legs.first.take(pairs.b)
    start = np.maximum(np.maximum(legs.begin_s.take(i), legs.begin_s.take(j)), pairs.since_s)
    stop = np.minimum(legs.end_s.take(i), legs.end_s.take(j))
    shared = (start <= stop).nonzero()[0]
    if len(shared) < len(i):
        i, j, start, stop = i.take(shared), j.take(shared), start.take(shared), stop.take(shared)
    found = _closest(legs, i, j, start, stop, pairs.bound_m.take(shared))
    for values, of_leg in zip((met.distance_m, met.at_s, met.first_s, met.last_s), found, strict=True):
        values[shared + begin] = of_leg


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


def _closest(
    legs: Legs, i: IntArray, j: IntArray, start: FloatArray, stop: FloatArray, bound_m: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return distance, its moment, and first and last moment within the bound, of leg pairs over a shared time."""
    move_i, move_j = legs.velocity.take(i, axis=0), legs.velocity.take(j, axis=0)
    apart = legs.place.take(i, axis=0) - legs.place.take(j, axis=0)
    apart += (start - legs.begin_s.take(i))[:, None] * move_i
    apart -= (start - legs.begin_s.take(j))[:, None] * move_j
    move_i -= move_j
    return _parabola(apart, move_i, start, stop - start, bound_m)


def meet_straight(
    apart: FloatArray, move: FloatArray, start_s: float, seconds: float, bound_m: FloatArray
) -> Met:
    """Compare n pairs that both go straight on from one moment on: (n, 3) metres apart, and metres a second."""
    return Met(*_parabola(apart, move, np.full(len(apart), start_s), np.full(len(apart), seconds), bound_m))


def _parabola(
    apart: FloatArray, move: FloatArray, start: FloatArray, seconds: FloatArray, bound_m: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return the same for vectors (n, 3) between two, that move evenly for some seconds."""
    square, slope, bend = _dot(apart, apart), _dot(apart, move), _dot(move, move)
    foot = -slope / np.maximum(bend, STILL)
    t = np.minimum(np.maximum(foot, 0.0), seconds)
    distance = np.sqrt(np.maximum(square + t * (2.0 * slope + t * bend), 0.0))
    # Below the parabola's least value the bound is not met; where it has no bend, it is met throughout or not at all.
    left = bound_m**2 - square - foot * slope
    half = np.where(bend > STILL, np.sqrt(np.maximum(left, 0.0) / np.maximum(bend, STILL)), np.inf)
    within = distance <= bound_m
    first = np.where(within, start + np.minimum(np.maximum(foot - half, 0.0), t), np.inf)
    last = np.where(within, start + np.maximum(np.minimum(foot + half, seconds), t), -np.inf)
    return distance, start + t, first, last


def length(vectors: FloatArray) -> FloatArray:
    """Return the lengths of (n, 3) rows."""
    return np.asarray(np.sqrt(_dot(vectors, vectors)))


def _dot(one: FloatArray, other: FloatArray) -> FloatArray:
    """Return the dot products of (n, 3) rows; written out, so that no other row changes the last bit."""
    product: FloatArray = one[:, 0] * other[:, 0]
    product += one[:, 1] * other[:, 1]
    product += one[:, 2] * other[:, 2]
    return product
