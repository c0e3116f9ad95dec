"""Outlines: the rings of a polygon as geodesic edges in metres, and how a moving point passes them.

Knows nothing of zones, kinds, validity or grades (`area.py`), and nothing of tolerances: a point and a
line.

An edge is the geodesic between two corners, as a leg is between two waypoints: a path drawn along an edge
lies on it, and the antimeridian is nowhere special. Who draws straight lines on a map must know that a 50
km edge at 33° may lie 30 m beside them. Distances are taken in the plane around the middle of each leg
(azimuthal equidistant), within 10 km exact to 2 mm, farther off to 10⁻⁵ of themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import shapely

from deconflict.separation.errors import (
    OutlineCrossed,
    OutlineTooLarge,
    RingNotClosed,
    RingOutOfRange,
    RingTooShort,
)
from deconflict.separation.frame import WORLD, Box, ecef, lon_lat, padded_box
from deconflict.separation.path import WGS84
from deconflict.separation.plane import SAME_M, apart, flat, within
from deconflict.separation.units import MAX_LEG_M, FloatArray, IntArray

Ring = tuple[tuple[float, float], ...]
"""Positions (longitude, latitude) in degrees, the first repeated as the last."""

Ball = tuple[FloatArray, float]
Balls = tuple[FloatArray, FloatArray]

MAX_POSITIONS = 5000
# Any two places of a polygon are then in one hemisphere, which telling inside from outside needs.
MAX_PERIMETER_M = 16e6
# Pairs of leg and edge looked at together: bounds the memory of a week's path along a country's border.
TILE = 100_000
# No way over the ground is longer than this many times its chord.
_ARC_PER_CHORD = np.pi / 2


@dataclass(frozen=True)
class Passing:
    """How a line passes a polygon: how near, when first so near, and from when until when within some reach.

    Times are seconds since 1970 UTC. Between `first_s` and `last_s` it may have been farther off.
    """

    distance_m: float
    at_s: float
    first_s: float
    last_s: float


@dataclass(frozen=True)
class Outline:
    """A polygon, closed; the outer ring first, then the holes, in any direction. Checked when built.

    edges: (m, 2, 3) ends of the pieces of the edges in earth-centred metres, at most 5 km each.
    Raises the OutlineError of the first cause found.
    """

    rings: tuple[Ring, ...]
    edges: FloatArray = field(init=False, repr=False, compare=False)
    _edge_balls: Balls = field(init=False, repr=False, compare=False)
    _ball: Ball = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _check_rings(self.rings)
        edges = np.concatenate([_edges(number, np.array(ring)) for number, ring in enumerate(self.rings)])
        middle = edges[:, 0].mean(axis=0)
        radius = float(np.linalg.norm(edges[:, 0] - middle, axis=1).max())
        object.__setattr__(self, "edges", edges)
        object.__setattr__(self, "_edge_balls", _balls(edges[:, 0], edges[:, 1]))
        object.__setattr__(self, "_ball", (middle, radius))

    def box(self, metres: float) -> Box:
        """Return a box in degrees that holds every point within `metres` of the polygon."""
        return padded_box(lon_lat(np.concatenate([self.edges[:, 0], self.edges[-1:, 1]])), metres)

    def holds(self, place: FloatArray) -> bool:
        """Say whether a place, (3,) earth-centred metres, lies inside; on an edge either answer may come."""
        if self._clearance_m(place[None, :])[0] > 0.0:
            return False
        x, y = np.moveaxis(flat(place[None, :], self.edges), -1, 0)
        straddles = (y[:, 0] > 0.0) != (y[:, 1] > 0.0)
        x, y = x[straddles], y[straddles]
        crossing = x[:, 0] - y[:, 0] * (x[:, 1] - x[:, 0]) / (y[:, 1] - y[:, 0])
        return bool(np.count_nonzero(crossing > 0.0) % 2)

    def passing(self, knots: FloatArray, reach_m: float) -> Passing | None:
        """Return how a line through (k, 4) knots passes within `reach_m` > 0; None when never so near."""
        passes = [_pass(knots, reach_m, *tile) for tile in self._pairs(knots, reach_m)]
        passes += [Passing(0.0, at, at, at) for at in self._ends_inside(knots)]
        passes = [one for one in passes if one.first_s <= one.last_s]
        if not passes:
            return None
        least = min(one.distance_m for one in passes)
        return Passing(
            least,
            min(one.at_s for one in passes if one.distance_m <= least + SAME_M),
            min(one.first_s for one in passes),
            max(one.last_s for one in passes),
        )

    def distance_m(self, knots: FloatArray) -> float:
        """Return how near a line through (k, 4) knots comes to the polygon, however far; 0 inside."""
        if self._ends_inside(knots):
            return 0.0
        closest = knots[np.argmin(self._clearance_m(knots[:, :3])), :3]
        at_most = _ARC_PER_CHORD * float(np.linalg.norm(self.edges[:, 0] - closest, axis=1).min())
        tiles = self._pairs(knots, at_most + 1.0)
        return min(float(apart(legs, edges)[0].min(initial=np.inf)) for _, legs, edges in tiles)

    def _ends_inside(self, knots: FloatArray) -> list[float]:
        """Return the times of the ends of a line that are inside; to get inside between, it crosses edges."""
        return [float(end[3]) for end in (knots[0], knots[-1]) if self.holds(end[:3])]

    def _clearance_m(self, places: FloatArray) -> FloatArray:
        """Return how far (n, 3) places are at least from a ball around the polygon; negative within."""
        middle, radius = self._ball
        away: FloatArray = np.linalg.norm(places - middle, axis=1) - radius
        return away

    def _pairs(self, knots: FloatArray, reach_m: float) -> Iterator[tuple[IntArray, FloatArray, FloatArray]]:
        """Yield legs that may come within reach of edges: (p,) indices, (p, 2, 2) ends of leg and of edge.

        The ends are metres east and north of the middle of the leg. Rejects only what is farther apart.
        """
        begin, end = knots[:-1, :3], knots[1:, :3]
        middles, halves = _balls(begin, end)
        edge_middles, edge_halves = self._edge_balls
        close = np.flatnonzero(self._clearance_m(middles) - halves <= reach_m)
        step = max(1, TILE // len(self.edges))
        for some in (close[at : at + step] for at in range(0, len(close), step)):
            distance = np.linalg.norm(middles[some, None] - edge_middles, axis=2)
            row, edge = np.nonzero(distance <= reach_m + 1.0 + halves[some, None] + edge_halves)
            leg = some[row]
            ends = np.stack([begin[leg], end[leg]], axis=1)
            yield leg, flat(middles[leg], ends), flat(middles[leg], self.edges[edge])


def _pass(knots: FloatArray, reach_m: float, leg: IntArray, legs: FloatArray, edges: FloatArray) -> Passing:
    """Return how the nearest of some pairs of leg and edge pass; first > last when none is within reach."""
    distance, fraction = apart(legs, edges)
    enter, leave = within(legs, edges, reach_m)
    start, lasts = knots[leg, 3], knots[leg + 1, 3] - knots[leg, 3]
    least = distance.min(initial=np.inf)
    at = (start + fraction * lasts)[distance <= least + SAME_M].min(initial=np.inf)
    met = enter <= leave
    first = (start[met] + enter[met] * lasts[met]).min(initial=np.inf)
    last = (start[met] + leave[met] * lasts[met]).max(initial=-np.inf)
    return Passing(float(least), float(at), float(first), float(last))


def _balls(begin: FloatArray, end: FloatArray) -> Balls:
    """Return the middles and half lengths of straight pieces."""
    return (begin + end) / 2, np.linalg.norm(end - begin, axis=1) / 2


def _check_rings(rings: tuple[Ring, ...]) -> None:
    if not rings:
        raise RingTooShort(0, 0)
    if sum(len(ring) for ring in rings) > MAX_POSITIONS:
        raise OutlineTooLarge(0, MAX_POSITIONS)
    for number, ring in enumerate(rings):
        if len(ring) < 4:
            raise RingTooShort(number, len(ring))
        for index, (lon, lat) in enumerate(ring):
            if not WORLD.contains(lon, lat):
                raise RingOutOfRange(number, index)
        if ring[0] != ring[-1]:
            raise RingNotClosed(number, len(ring) - 1)
    shell, *holes = _unrolled(rings)
    if not shapely.is_valid(shapely.Polygon(shell, holes)):
        raise OutlineCrossed(0, 0)


def _unrolled(rings: tuple[Ring, ...]) -> list[FloatArray]:
    """Return the rings with longitudes that do not jump at 180°, the holes beside the outer ring."""
    unrolled: list[FloatArray] = []
    for number, ring in enumerate(rings):
        degrees = np.array(ring)
        degrees[:, 0] = np.unwrap(degrees[:, 0], period=360.0)
        if abs(degrees[0, 0] - degrees[-1, 0]) > 180.0:
            raise RingNotClosed(number, len(ring) - 1)
        degrees[-1] = degrees[0]
        if unrolled:
            degrees[:, 0] += 360.0 * round(float(unrolled[0][0, 0] - degrees[0, 0]) / 360.0)
        unrolled.append(degrees)
    return unrolled


def _edges(number: int, ring: FloatArray) -> FloatArray:
    """Return (m, 2, 3) ends of the pieces of a ring's geodesic edges; repeated positions make none."""
    moves = np.any(np.diff(ring, axis=0) != 0.0, axis=1)
    ring = np.concatenate([ring[:1], ring[1:][moves]])
    azimuths, _, lengths = WGS84.inv(ring[:-1, 0], ring[:-1, 1], ring[1:, 0], ring[1:, 1])
    if lengths.sum() > MAX_PERIMETER_M:
        raise OutlineTooLarge(number, int(np.argmax(np.cumsum(lengths) > MAX_PERIMETER_M)))
    pieces = np.maximum(np.ceil(lengths / MAX_LEG_M), 1.0).astype(np.int64)
    corner = np.append(np.repeat(np.arange(len(pieces)), pieces), len(pieces))
    piece = np.arange(len(corner) - 1) - (np.cumsum(pieces) - pieces)[corner[:-1]]
    inner = np.flatnonzero(piece)
    origin = corner[inner]
    degrees = ring[corner]
    degrees[inner, 0], degrees[inner, 1], _ = WGS84.fwd(
        ring[origin, 0], ring[origin, 1], azimuths[origin], piece[inner] / pieces[origin] * lengths[origin]
    )
    knots = ecef(degrees)
    return np.stack([knots[:-1], knots[1:]], axis=1)
