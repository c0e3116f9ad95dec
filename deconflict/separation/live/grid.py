"""Which units could come near each other at all: circles that meet, found by a hash grid.

Cheap and never wrong in leaving out; whether they do come near is for `sweep` to say. Circles are put in classes by
radius, a factor of two each, and each class has a grid of its own: the smaller of two asks the grid of the larger
one's class, so that neither a fast unit nor a wide distance makes all others look far. Cells are rows of latitude, cut
along the row; cells share a table by hash, and what collides is told apart by distance. Works on the whole sphere.

    ┌───┬───┬───┐
    │ · │   │ · │    a circle asks the rows it may meet, in each row one stretch of cells:
    ├───╭───╮───┤    what is filed there is one run of the sorted table
    │   │ o │ · │
    ├───╰───╯───┤
    └───┴───┴───┘
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from deconflict.separation.frame import SEMI_MINOR_M
from deconflict.separation.live.sweep import spans
from deconflict.separation.units import BoolArray, FloatArray, IntArray

# No circle is taken to be smaller: cells would be many and empty.
LEAST_RADIUS_M: Final = 250.0
# Single precision keeps earth-centred metres to half a metre; arcs and chords of 100 km differ by 0.001 %.
SLACK_M: Final = 3.0
SLACK_SHARE: Final = 1.001
# Candidates looked at together, so that the memory needed does not depend on how crowded a place is.
BATCH: Final = 1 << 19
# Centres are looked at in stripes of latitude, about 3 km each.
STRIPES: Final = 2000.0
# So few circles are sooner compared each with each than filed.
FEW: Final = 128
# Rows of cells lie this far apart in the table; odd, so that they spread.
ROW_STEP: Final = 7919


@dataclass(frozen=True, eq=False)
class Circles:
    """n circles: centres as (n, 3) earth-centred metres close to the surface, radii in metres."""

    centre: FloatArray
    radius_m: FloatArray

    def only(self, chosen: IntArray) -> "Circles":
        """Return the chosen ones."""
        return Circles(self.centre.take(chosen, axis=0), self.radius_m.take(chosen))


@dataclass(frozen=True, eq=False)
class Between:
    """How far apart two circles may be, by the kind of each: (n,) kinds below p, and (p, p) metres, symmetric.

    -inf for two kinds of which no pair matters.
    """

    kind: IntArray
    metres: FloatArray

    def of(self, one: IntArray, other: IntArray) -> FloatArray:
        """Return the metres for pairs of kinds."""
        return self.metres.ravel().take(one * len(self.metres) + other)

    @property
    def half_m(self) -> FloatArray:
        """(n,) half the largest distance of each: two circles that are larger by as much meet if they have to."""
        return np.asarray(self.metres.max(axis=1, initial=0.0).take(self.kind) / 2.0)


@dataclass(frozen=True, eq=False)
class _Spots:
    """n centres as the grid sees them.

    Radians, single-precision metres, the circle's radius and the one by which it is filed, its kind, which circle it
    is, whether it asks.
    """

    lat: FloatArray
    lon: FloatArray
    centre: np.ndarray[tuple[int, ...], np.dtype[np.float32]]
    radius_m: FloatArray
    wide_m: FloatArray
    kind: IntArray
    number: IntArray
    asks: BoolArray

    def only(self, chosen: IntArray) -> "_Spots":
        return _Spots(*(getattr(self, each.name).take(chosen, axis=0) for each in fields(self)))


def near(circles: Circles, asks: BoolArray, between: Between) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield, batch by batch, every pair of circles that come near enough and of which at least one asks.

    As (k,) and (k,) numbers. A pair comes once, in either order; across the antimeridian, where both ends of a row may
    share a cell of the table, it may come twice.
    """
    if len(asks) <= FEW:
        yield from _each_with_each(circles, asks, between)
        return
    spots = _spots(circles, asks, between)
    rank = np.ceil(np.log2(np.maximum(spots.wide_m, LEAST_RADIUS_M))).astype(np.int64)
    for size in np.unique(rank)[::-1].tolist():
        filed, smaller = (rank == size).nonzero()[0], (rank < size).nonzero()[0]
        members = spots.only(filed)
        asking, grid = filed[spots.asks[filed]], _Grid(members)
        yield from _asked(grid, spots.only(asking), between, same=True)
        yield from _asked(grid, spots.only(smaller[spots.asks[smaller]]), between, same=False)
        others = smaller[~spots.asks[smaller]]
        if len(asking) and len(others):
            yield from _asked(_Grid(spots.only(asking)), spots.only(others), between, same=False)


def _each_with_each(
    circles: Circles, asks: BoolArray, between: Between
) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield the same without a grid, where that is quicker."""
    a, b = np.triu(asks | asks[:, None], 1).nonzero()
    apart = circles.centre[a] - circles.centre[b]
    reach = circles.radius_m[a] + circles.radius_m[b] + between.of(between.kind[a], between.kind[b]) + SLACK_M
    kept = ((reach >= 0.0) & (np.einsum("ij,ij->i", apart, apart) <= reach * reach)).nonzero()[0]
    if len(kept):
        yield a[kept], b[kept]


def _spots(circles: Circles, asks: BoolArray, between: Between) -> _Spots:
    """Return the centres in rows from south to north, so that those who ask one after the other look at one place."""
    centre = circles.centre
    lon = np.arctan2(centre[:, 1], centre[:, 0])
    lat = np.arctan2(centre[:, 2], np.hypot(centre[:, 0], centre[:, 1]))
    wide = circles.radius_m + between.half_m
    single = centre.astype(np.float32)
    spots = _Spots(lat, lon, single, circles.radius_m, wide, between.kind, np.arange(len(lon)), asks)
    return spots.only((np.floor(lat * STRIPES) * 8.0 + lon).argsort())


class _Grid:
    """Circles of one class, filed by the cell of their centre."""

    def __init__(self, filed: _Spots) -> None:
        self.largest_m = float(filed.wide_m.max())
        self.cell_m = max(self.largest_m, LEAST_RADIUS_M)
        self.mask = (1 << max(int(len(filed.lat) * 2).bit_length(), 10)) - 1
        row = np.floor(filed.lat * (SEMI_MINOR_M / self.cell_m)).astype(np.int64)
        column = np.floor(filed.lon * (self._scale(row))).astype(np.int64)
        key = (row * ROW_STEP + column) & self.mask
        order = key.argsort(kind="stable")
        self.filed = filed.only(order)
        begins = np.zeros(self.mask + 2, dtype=np.int64)
        np.cumsum(np.bincount(key, minlength=self.mask + 1), out=begins[1:])
        self.begins = begins

    def _scale(self, row: IntArray) -> FloatArray:
        """Return cells per radian of longitude along rows: those of the edge that is farther from the equator."""
        edge = np.maximum(np.abs(row), np.abs(row + 1)) * (self.cell_m / SEMI_MINOR_M)
        return np.maximum(np.cos(np.minimum(edge, np.pi / 2)), 1e-3) * (SEMI_MINOR_M / self.cell_m)

    def runs(self, asking: _Spots) -> Iterator[tuple[IntArray, IntArray, IntArray]]:
        """Yield for rows of cells: who asks, and the first and the end of a run of what is filed there."""
        reach = (asking.wide_m + self.largest_m + SLACK_M) * SLACK_SHARE
        per_m = 1.0 / self.cell_m
        low = np.floor(asking.lat * (SEMI_MINOR_M * per_m) - reach * per_m).astype(np.int64)
        high = np.floor(asking.lat * (SEMI_MINOR_M * per_m) + reach * per_m).astype(np.int64)
        cos_lat = np.cos(asking.lat)
        for step in range(int((high - low).max()) + 1):
            who = (low + step <= high).nonzero()[0]
            row = low.take(who) + step
            scale = self._scale(row)
            # A degree is at least as long as at the row's edge or, if that is nearer the pole, at the one who asks.
            stretch = np.sqrt(np.maximum(scale * self.cell_m / SEMI_MINOR_M / cos_lat.take(who), 1e-6))
            wide = reach.take(who) * per_m * np.maximum(stretch, stretch**2)
            yield from self._stretches(who, row, asking.lon.take(who) * scale, wide, scale)

    def _stretches(
        self, who: IntArray, row: IntArray, middle: FloatArray, wide: FloatArray, scale: FloatArray
    ) -> Iterator[tuple[IntArray, IntArray, IntArray]]:
        """Yield the runs of one row for each who asks; across the antimeridian there is a second one."""
        half = np.pi * scale
        base, west, east = row * ROW_STEP, middle - wide, middle + wide
        begin, end = np.maximum(west, -half), np.minimum(east, half)
        yield from self._runs(who, base, _floor(begin), _floor(end))
        over = (west < -half).nonzero()[0]
        if len(over):
            begin, end = np.maximum(west + 2.0 * half, -half)[over], half[over]
            yield from self._runs(who[over], base[over], _floor(begin), _floor(end))
        over = (east > half).nonzero()[0]
        if len(over):
            begin, end = -half[over], np.minimum(east - 2.0 * half, half)[over]
            yield from self._runs(who[over], base[over], _floor(begin), _floor(end))

    def _runs(
        self, who: IntArray, base: IntArray, begin: IntArray, end: IntArray
    ) -> Iterator[tuple[IntArray, IntArray, IntArray]]:
        """Yield runs of the table for stretches of cells; one that wraps around the table's end comes in two."""
        count = np.minimum(end - begin, self.mask)
        first = (base + begin) & self.mask
        last = first + count
        yield who, self.begins[first], self.begins[np.minimum(last, self.mask) + 1]
        wraps = (last > self.mask).nonzero()[0]
        if len(wraps):
            yield who[wraps], np.zeros(len(wraps), dtype=np.int64), self.begins[(last[wraps] & self.mask) + 1]


def _floor(values: FloatArray) -> IntArray:
    return np.floor(values).astype(np.int64)


def _asked(
    grid: _Grid, asking: _Spots, between: Between, *, same: bool
) -> Iterator[tuple[IntArray, IntArray]]:
    if not len(asking.number):
        return
    for who, first, end in grid.runs(asking):
        count = end - first
        total = count.cumsum()
        begin = 0
        while begin < len(who):
            done = int(total[begin - 1]) if begin else 0
            stop = max(int(total.searchsorted(done + BATCH, side="right")), begin + 1)
            part = slice(begin, stop)
            found, owner = spans(first[part], count[part])
            if len(found):
                yield from _met(grid, asking, who[part].take(owner), found, between, same=same)
            begin = stop


def _met(
    grid: _Grid, asking: _Spots, who: IntArray, found: IntArray, between: Between, *, same: bool
) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield those candidates that come near enough."""
    reach = asking.radius_m.take(who) + grid.filed.radius_m.take(found) + SLACK_M
    reach += between.of(asking.kind.take(who), grid.filed.kind.take(found))
    apart = asking.centre.take(who, axis=0) - grid.filed.centre.take(found, axis=0)
    kept = ((reach >= 0.0) & (np.einsum("ij,ij->i", apart, apart) <= reach * reach)).nonzero()[0]
    who, found = who.take(kept), found.take(kept)
    a, b = asking.number.take(who), grid.filed.number.take(found)
    if same:
        # Where both ask, both find each other: the pair is kept once.
        once = ((a < b) | ~grid.filed.asks.take(found)).nonzero()[0]
        a, b = a.take(once), b.take(once)
    if len(a):
        yield a, b
