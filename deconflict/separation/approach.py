"""How close two legs come when either unit may run early or late: closed forms, vectorised over leg pairs.

Knows straight legs in metres and seconds only: no tracks, no grades, no degrees.

For legs A and B let x and y be the seconds since either leg began. The vector between the units,

    r(x, y) = gap + x · velocity_a - y · velocity_b,

is affine, so its squared length is a convex quadratic. Wanted are its minimum, and the extent of
{|r| ≤ bound}, over

        y
     lb ┌────────╱─┐        the rectangle [0, la] × [0, lb]
        │      ╱ ░░│        cut by the band |lag| ≤ T, where
        │    ╱ ░░ ╱│        lag = (start_a + x) - (start_b + y)
        │  ╱ ░░ ╱  │
      0 └╱────╱────┘ x      a polygon of at most six edges.
        0          la

The minimum is the stationary point, if that lies in the polygon, or lies on an edge. The extent of the
ellipse {|r| ≤ bound} within the polygon is reached where an edge enters or leaves it, or at its own extremes.
"""

from dataclasses import dataclass

import numpy as np

from deconflict.separation.units import BoolArray, FloatArray, IntArray

# sin² of the angle between two velocities below which legs count as parallel: over 5 km that bends the
# closest point by 5 mm at most, and above it the stationary point still has four good digits.
PARALLEL = 1e-12
# Stands for zero in a denominator whose numerator is then zero too; far below (1 nm / 7 days)².
TINY = 1e-200

# The rows of LegPairs.vectors: r = vectors[GAP] + x · vectors[A] + y · vectors[B].
GAP, A, B, D = range(4)

# The six edges: x = 0, x = la, y = 0, y = lb, lag = T, lag = -T. Along each runs one of A, B and D.
_ALONG = np.array([B, B, A, A, D, D])
_GROWS_X = np.array([[0.0], [0.0], [1.0], [1.0], [1.0], [1.0]])
_GROWS_Y = np.array([[1.0], [1.0], [0.0], [0.0], [1.0], [1.0]])

# Each edge is the line (x0 + grows_x · t, y0 + grows_y · t), from max(0, first) to min(last, end). These are
# sums of la, lb, low = later - T and high = later + T, so one matrix makes them, exactly: one row per edge.
_LA, _LB, _LOW, _HIGH, _ZERO = np.vstack((np.eye(4), np.zeros(4)))
_LINES = np.array(
    (
        (_LOW, _LOW + _LA, -_HIGH, _LB - _HIGH, -_LOW, -_HIGH),  # first
        (_HIGH, _HIGH + _LA, -_LOW, _LB - _LOW, _LB - _LOW, _LB - _HIGH),  # last
        (_LB, _LB, _LA, _LA, _LA, _LA),  # end
        (_ZERO, _LA, _ZERO, _ZERO, _ZERO, _ZERO),  # x0
        (_ZERO, _ZERO, _ZERO, _LB, _LOW, _HIGH),  # y0
    )
).reshape(30, 4)


@dataclass(frozen=True, eq=False)
class LegPairs:
    """n pairs of legs.

    vectors: (4, 3, n): the gap from b's start to a's in metres, velocity of a, *minus* velocity of b, and the
    sum of these two, all m/s. times: (5, n) seconds: durations of a and b, how much later a starts than b,
    and both starts since 1970. Contiguous: what `[:, chosen]` returns is up to ten times slower to go on with
    than what `take` does.
    """

    vectors: FloatArray
    times: FloatArray

    @classmethod
    def of(cls, legs: FloatArray, a: IntArray, b: IntArray) -> "LegPairs":
        """Pair the columns `a` and `b` of (8, m) legs: start (3), velocity (3), duration, start time."""
        first, second = legs.take(a, axis=1), legs.take(b, axis=1)
        vectors = np.empty((4, 3, len(a)))
        np.subtract(first[:3], second[:3], out=vectors[GAP])
        vectors[A] = first[3:6]
        np.negative(second[3:6], out=vectors[B])
        np.add(vectors[A], vectors[B], out=vectors[D])
        times = np.empty((5, len(a)))
        times[0], times[1] = first[6], second[6]
        times[3], times[4] = first[7], second[7]
        np.subtract(times[3], times[4], out=times[2])
        return cls(vectors, times)

    def only(self, chosen: IntArray) -> "LegPairs":
        """Return the chosen pairs."""
        return LegPairs(self.vectors.take(chosen, axis=2), self.times.take(chosen, axis=1))

    def distance(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """Metres between the units, (n,) seconds x and y into their legs."""
        apart = self.vectors[GAP] + x * self.vectors[A] + y * self.vectors[B]
        return np.asarray(np.sqrt(_dot(apart, apart)))

    def lag(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """How much later a is than b, in seconds."""
        return np.asarray(x - y + self.times[2])


@dataclass(frozen=True, eq=False)
class Closest:
    """The closest points of n leg pairs: seconds into either leg, metres apart (inf outside the band)."""

    x: FloatArray
    y: FloatArray
    distance: FloatArray

    def only(self, chosen: IntArray) -> "Closest":
        """Return the chosen ones."""
        return Closest(self.x.take(chosen), self.y.take(chosen), self.distance.take(chosen))


@dataclass(frozen=True, eq=False)
class Extent:
    """The set of x, y within a bound, as points of n leg pairs that hold all its extremes.

    x, y: (19, n) seconds into either leg; met: (19, n) whether the point exists.
    """

    x: FloatArray
    y: FloatArray
    met: BoolArray

    def least(self, values: FloatArray) -> FloatArray:
        """Least of (19, n) values over the points of each pair; inf where there is none."""
        return np.asarray(np.where(self.met, values, np.inf).min(axis=0))

    def greatest(self, values: FloatArray) -> FloatArray:
        """Greatest of (19, n) values over the points of each pair; -inf where there is none."""
        return np.asarray(np.where(self.met, values, -np.inf).max(axis=0))


@dataclass(frozen=True, eq=False)
class _Edges:
    """The six edges of n polygons, each (6, n).

    A start x, y; the seconds along it, negative where there is no such edge; and along it
    |r|² = at_start + 2 · slope · t + bend · t², least at t = foot (0 where it does not change).
    """

    x: FloatArray
    y: FloatArray
    seconds: FloatArray
    at_start: FloatArray
    slope: FloatArray
    bend: FloatArray
    foot: FloatArray


def _dot(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return the dot products of the last but one axis, of three.

    Written out because einsum and sum add in an order that depends on the shape: what is found between two plans
    must not depend, not even in its last bit, on which others are looked at in the same pass.
    """
    x, y, z = a[..., 0, :] * b[..., 0, :], a[..., 1, :] * b[..., 1, :], a[..., 2, :] * b[..., 2, :]
    x += y
    x += z
    return np.asarray(x)


def _dots(pairs: LegPairs) -> FloatArray:
    """Return (4, 4, n) dot products of the vectors.

    Those with D, the closing velocity, come from D itself: multiplied out they would cancel for convoys.
    """
    return _dot(pairs.vectors[:, np.newaxis], pairs.vectors)


def _edges(pairs: LegPairs, dots: FloatArray, band_s: FloatArray) -> _Edges:
    ends = np.empty((4, len(band_s)))
    ends[:2] = pairs.times[:2]
    np.subtract(pairs.times[2], band_s, out=ends[2])
    np.add(pairs.times[2], band_s, out=ends[3])
    first, last, end, x, y = (_LINES @ ends).reshape(5, 6, -1)
    first = np.maximum(first, 0.0)
    seconds = np.minimum(last, end) - first
    x += _GROWS_X * first
    y += _GROWS_Y * first
    at_start = dots[GAP, GAP] + x * (2 * (dots[GAP, A] + y * dots[A, B]) + x * dots[A, A])
    at_start += y * (2 * dots[GAP, B] + y * dots[B, B])
    along = dots[:, _ALONG]
    slope = along[GAP] + x * along[A] + y * along[B]
    bend = dots[_ALONG, _ALONG]
    return _Edges(x, y, seconds, at_start, slope, bend, -slope / np.maximum(bend, TINY))


def _cross(pairs: LegPairs) -> FloatArray:
    """Return (n,) |velocity_a × velocity_b|², by the cross product: it does not cancel for near parallels."""
    (ax, ay, az), (bx, by, bz) = pairs.vectors[A], pairs.vectors[B]
    return np.asarray((ay * bz - az * by) ** 2 + (az * bx - ax * bz) ** 2 + (ax * by - ay * bx) ** 2)


def _centre(dots: FloatArray, cross: FloatArray) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Return the stationary point and whether there is one, that is, the velocities are not parallel.

    y is the best for the x that was found, so that a rounded x slides along the valley instead of leaving it.
    """
    crossing = cross > PARALLEL * dots[A, A] * dots[B, B]
    x = (dots[A, B] * dots[GAP, B] - dots[GAP, A] * dots[B, B]) / np.where(crossing, cross, 1.0)
    y = -(dots[GAP, B] + x * dots[A, B]) / np.where(crossing, dots[B, B], 1.0)
    return x, y, crossing


def _inside(pairs: LegPairs, x: FloatArray, y: FloatArray, band_s: FloatArray) -> BoolArray:
    inside: BoolArray = (x >= 0.0) & (x <= pairs.times[0]) & (y >= 0.0) & (y <= pairs.times[1])
    inside &= np.abs(pairs.lag(x, y)) <= band_s
    return inside


def closest(pairs: LegPairs, band_s: FloatArray) -> Closest:
    """Return the closest points of each pair with |lag| ≤ band_s, (n,) seconds (SEP-03)."""
    dots = _dots(pairs)
    edges = _edges(pairs, dots, band_s)
    t = np.minimum(np.maximum(edges.foot, 0.0), edges.seconds)
    x, y, crossing = _centre(dots, _cross(pairs))
    squared = np.empty((7, len(band_s)))
    squared[:6] = edges.at_start + t * (2 * edges.slope + t * edges.bend)
    squared[:6][edges.seconds < 0.0] = np.inf
    squared[6] = np.where(crossing & _inside(pairs, x, y, band_s), -np.inf, np.inf)
    best, column = squared.argmin(axis=0), np.arange(len(band_s))
    exists = squared[best, column] < np.inf
    edge = np.minimum(best, 5)
    x = np.where(best < 6, (edges.x + _GROWS_X * t)[edge, column], x)
    y = np.where(best < 6, (edges.y + _GROWS_Y * t)[edge, column], y)
    return Closest(x, y, np.where(exists, pairs.distance(x, y), np.inf))


def extent(pairs: LegPairs, band_s: FloatArray, bound_m: FloatArray, known: Closest) -> Extent:
    """Return the points that span {|r| ≤ bound_m, |lag| ≤ band_s} of each pair; both (n,).

    Its points hold the extremes of x, y and lag: one known before, so that a set of one point is not lost to
    rounding; the ends of what six edges have within the bound; six points of the ellipse itself.
    """
    dots = _dots(pairs)
    edges = _edges(pairs, dots, band_s)
    left = bound_m**2 - edges.at_start - edges.foot * edges.slope
    half = np.sqrt(np.maximum(left, 0.0) / np.maximum(edges.bend, TINY))
    t = np.stack((np.maximum(edges.foot - half, 0.0), np.minimum(edges.foot + half, edges.seconds)))
    on_edge = (left >= 0.0) & (t[0] <= t[1])
    own_x, own_y, on_ellipse = _ellipse(pairs, dots, bound_m)
    n = len(band_s)
    x = np.concatenate((known.x[np.newaxis], (edges.x + _GROWS_X * t).reshape(12, n), own_x))
    y = np.concatenate((known.y[np.newaxis], (edges.y + _GROWS_Y * t).reshape(12, n), own_y))
    met = np.empty((19, n), dtype=np.bool_)
    met[0] = known.distance <= bound_m
    met[1:7] = met[7:13] = on_edge
    met[13:] = on_ellipse & _inside(pairs, own_x, own_y, band_s)
    return Extent(x, y, met)


def _ellipse(
    pairs: LegPairs, dots: FloatArray, bound_m: FloatArray
) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Return the (6, n) points where x, y and lag are extreme on |r| = bound_m, and (n,) whether they exist.

    From the centre they lie √left · H⁻¹f / √(fᵀH⁻¹f) away, H the matrix of the quadratic and f = (1, 0),
    (0, 1) and (1, -1).
    """
    cross = _cross(pairs)
    x, y, crossing = _centre(dots, cross)
    left = bound_m**2 - pairs.distance(x, y) ** 2
    exists = crossing & (left >= 0.0)
    scale = np.sqrt(np.where(exists, left, 0.0) / np.where(exists, cross, 1.0))
    length = np.sqrt(np.where(exists, dots[[A, B, D], [A, B, D]], 1.0))
    step = np.empty((2, 3, len(bound_m)))
    step[0, 0], step[0, 1], step[0, 2] = length[1], -dots[A, B] / length[0], dots[B, D] / length[2]
    step[1, 0], step[1, 1], step[1, 2] = -dots[A, B] / length[1], length[0], -dots[A, D] / length[2]
    step *= scale
    return np.concatenate((x - step[0], x + step[0])), np.concatenate((y - step[1], y + step[1])), exists


def nominal(pairs: LegPairs) -> FloatArray:
    """Return the smallest distance of each pair with no lag, inf where the legs share no instant (SEP-05)."""
    line = _Line.at(pairs, np.zeros(pairs.times.shape[1]))
    apart = line.start + np.clip(line.foot, 0.0, np.maximum(line.seconds, 0.0)) * pairs.vectors[D]
    return np.where(line.seconds >= 0.0, np.sqrt(_dot(apart, apart)), np.inf)


def earliest(pairs: LegPairs, lag_s: FloatArray, bound_m: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the earliest x and y with exactly this lag and |r| ≤ bound_m; all (n,).

    There is such a moment up to rounding; where it is the only one, the closest to the bound is returned.
    """
    line = _Line.at(pairs, lag_s)
    left = bound_m**2 - _dot(line.start, line.start) - line.foot * line.slope
    t = line.foot - np.sqrt(np.maximum(left, 0.0) / np.maximum(line.bend, TINY))
    t = np.minimum(np.maximum(t, 0.0), np.maximum(line.seconds, 0.0))
    return line.x + t, line.y + t


@dataclass(frozen=True, eq=False)
class _Line:
    """The moments of n pairs with a given lag: from x, y (n,) for some seconds, negative when there are none.

    start: (3, n) r there; slope, bend and foot as in _Edges.
    """

    x: FloatArray
    y: FloatArray
    seconds: FloatArray
    start: FloatArray
    slope: FloatArray
    bend: FloatArray
    foot: FloatArray

    @classmethod
    def at(cls, pairs: LegPairs, lag_s: FloatArray) -> "_Line":
        la, lb, later = pairs.times[:3]
        ahead = later - lag_s
        x = np.maximum(-ahead, 0.0)
        y = x + ahead
        seconds = np.minimum(la - x, lb - y)
        start = pairs.vectors[GAP] + x * pairs.vectors[A] + y * pairs.vectors[B]
        slope = _dot(start, pairs.vectors[D])
        bend = _dot(pairs.vectors[D], pairs.vectors[D])
        return cls(x, y, seconds, start, slope, bend, -slope / np.maximum(bend, TINY))
