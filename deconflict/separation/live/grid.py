"""Which units could come near each other at all: circles that meet, found by a hash grid.

Cheap and never wrong in leaving out; whether they do come near is for `sweep` to say. Circles are put in classes by
radius, a factor of four each, and each class has a grid of its own: the smaller of two asks the grid of the larger
one's class, so that neither a fast unit nor a wide distance makes all others look far. Cells are slices across the
earth's axis, cut by longitude; cells share a table by hash, and what collides is told apart. Works on the whole globe.

    ┌───┬───┬───┐
    │ · │   │ · │    a circle asks the rows it may meet, in each row one stretch of cells:
    ├───╭───╮───┤    what is filed there is one run of the sorted table
    │   │ o │ · │
    ├───╰───╯───┤
    └───┴───┴───┘
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor, pi, sqrt
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from deconflict.separation.frame import SEMI_MAJOR_M, SEMI_MINOR_M
from deconflict.separation.live.kernel import kernel
from deconflict.separation.units import BoolArray, FloatArray, IntArray

# No circle is taken to be smaller: cells would be many and empty.
LEAST_RADIUS_M: Final = 250.0
# Single precision keeps earth-centred metres to half a metre; arcs and chords of 100 km differ by 0.001 %.
SLACK_M: Final = 3.0
SLACK_SHARE: Final = 1.001
# Pairs found together, so that the memory needed does not depend on how crowded a place is.
BATCH: Final = 1 << 19
# By how much the circles of one class may differ: more classes look at fewer pairs, but ask more tables.
CLASS: Final = 4.0
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


class _Spots(NamedTuple):
    """n circles as the grid sees them.

    disc: (n, 4) x, y, z and the radius in single precision, side by side because they are read together. lon: radians.
    wide_m: the radius by which it is filed. Its kind, which circle it is, whether it asks.
    """

    disc: NDArray[np.float32]
    lon: FloatArray
    wide_m: FloatArray
    kind: NDArray[np.int32]
    number: IntArray
    asks: BoolArray

    def only(self, chosen: IntArray) -> "_Spots":
        return _Spots(
            self.disc.take(chosen, axis=0),
            self.lon.take(chosen),
            self.wide_m.take(chosen),
            self.kind.take(chosen),
            self.number.take(chosen),
            self.asks.take(chosen),
        )


class _Grid(NamedTuple):
    """Circles of one class, filed by the cell of their centre.

    row: the row of each. begins: where what is filed under each cell of the table begins; its length is a power of two
    and the table is there twice, for runs across its end. scale: how many cells a radian of longitude is at least, for
    rows on either side of the equator.
    """

    filed: _Spots
    row: IntArray
    begins: NDArray[np.int32]
    scale: FloatArray
    cell_m: float
    largest_m: float


def near(circles: Circles, asks: BoolArray, between: Between) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield, batch by batch, every pair of circles that come near enough and of which at least one asks.

    As (k,) and (k,) numbers. A pair comes once, in either order; across the antimeridian, where both ends of a row may
    share a cell of the table, it may come twice.
    """
    if len(asks) <= FEW:
        yield from _each_with_each(circles, asks, between)
        return
    metres = np.ascontiguousarray(between.metres)
    files = [_File.of(members) for members in _classes(circles, asks, between)]
    for index, file in enumerate(files):
        yield from _asked(file.all, file.asking, metres, same=True)
        some = _filed(file.asking)
        for smaller in files[index + 1 :]:
            yield from _asked(file.all, smaller.asking, metres, same=False)
            yield from _asked(some, smaller.quiet, metres, same=False)


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


def _classes(circles: Circles, asks: BoolArray, between: Between) -> Iterator[_Spots]:
    """Yield the circles of each class, the largest first."""
    wide = circles.radius_m + between.half_m
    disc = np.column_stack((circles.centre, circles.radius_m)).astype(np.float32)
    lon = np.arctan2(circles.centre[:, 1], circles.centre[:, 0])
    spots = _Spots(disc, lon, wide, between.kind.astype(np.int32), np.arange(len(lon)), asks)
    rank = np.ceil(np.log2(np.maximum(wide, LEAST_RADIUS_M)) / np.log2(CLASS)).astype(np.int8)
    for size in np.unique(rank)[::-1].tolist():
        yield spots.only((rank == size).nonzero()[0])


@dataclass(frozen=True, eq=False)
class _File:
    """The circles of one class: all of them filed, and in that order those that ask and those that do not.

    In the order of the table, so that those who ask one after the other look at one place.
    """

    all: _Grid
    asking: _Spots
    quiet: _Spots

    @classmethod
    def of(cls, members: _Spots) -> "_File":
        grid = _filed(members)
        asks = grid.filed.asks
        return cls(grid, grid.filed.only(asks.nonzero()[0]), grid.filed.only((~asks).nonzero()[0]))


def _filed(members: _Spots) -> _Grid:
    largest_m = float(members.wide_m.max(initial=0.0))
    cell_m = max(largest_m, LEAST_RADIUS_M)
    # Of a slice the edge that is farther from the equator, where a radian of longitude is shortest.
    sine = np.minimum(np.arange(int(SEMI_MINOR_M / cell_m) + 3) * (cell_m / SEMI_MINOR_M), 1.0)
    scale = np.maximum(np.sqrt(1.0 - sine * sine), 1e-3) * (SEMI_MAJOR_M / cell_m)
    begins = np.zeros(2 * (1 << max(len(members.lon).bit_length(), 10)) + 1, dtype=np.int32)
    order, row = np.empty((2, len(members.lon)), dtype=np.int64)
    _file(members.disc, members.lon, scale, cell_m, begins, order, row)
    return _Grid(members.only(order), row, begins, scale, cell_m, largest_m)


def _asked(
    grid: _Grid, asking: _Spots, metres: FloatArray, *, same: bool
) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield who of those that ask comes near whom of what is filed."""
    if not len(asking.number) or not len(grid.row):
        return
    a, b = np.empty((2, max(BATCH, 2 * len(grid.row))), dtype=np.int64)
    begin = 0
    while begin < len(asking.number):
        begin, found = _search(grid, asking, metres, int(same), begin, a, b)
        if found:
            yield a[:found].copy(), b[:found].copy()


@kernel
def _edge(row: int, scale: FloatArray) -> int:
    """Return where the scale of a row stands: below the equator rows count down."""
    return min(row + 1 if row >= 0 else -row, len(scale) - 1)


@kernel
def _file(
    disc: NDArray[np.float32],
    lon: FloatArray,
    scale: FloatArray,
    cell_m: float,
    begins: NDArray[np.int32],
    order: IntArray,
    rows: IntArray,
) -> None:
    """Sort by cells of the table, by counting: write down the order, and the row of each in this order."""
    cells, count = len(begins) // 2, len(lon)
    row, key = np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64)
    for at in range(count):
        row[at] = floor(disc[at, 2] / cell_m)
        key[at] = (row[at] * ROW_STEP + floor(lon[at] * scale[_edge(row[at], scale)])) & (cells - 1)
        begins[key[at] + 1] += 1
    for cell in range(cells):
        begins[cell + 1] += begins[cell]
    begins[cells:] = begins[: cells + 1] + count
    filled = begins[:cells].copy()
    for at in range(count):
        spot = filled[key[at]]
        order[spot], rows[spot] = at, row[at]
        filled[key[at]] += 1


@kernel
def _clipped(middle: float, wide: float, half: float, turn: int) -> tuple[float, float]:
    """Return the ends of a stretch of a row, that goes from -half to half, after so many turns around the globe."""
    return max(middle - wide + turn * 2.0 * half, -half), min(middle + wide + turn * 2.0 * half, half)


@kernel
def _search(
    grid: _Grid, asking: _Spots, metres: FloatArray, same: int, begin: int, a: IntArray, b: IntArray
) -> tuple[int, int]:
    """Write down pairs of those that ask, from one on, as far as there is room; return the next one, and how many.

    One loop in one function: to hand columns on to another one costs more than all that is done with them.
    """
    filed, rows, begins, cell_m = grid.filed, grid.row, grid.begins, grid.cell_m
    mask, size, room, found = len(begins) // 2 - 1, len(rows), len(a), 0
    mutual = same != 0 and len(asking.lon) == size
    for who in range(begin, len(asking.lon)):
        before, kind, number, lon = found, asking.kind[who], asking.number[who], asking.lon[who]
        x, y, z = asking.disc[who, 0], asking.disc[who, 1], asking.disc[who, 2]
        reach, radius = (asking.wide_m[who] + grid.largest_m + SLACK_M) * SLACK_SHARE, asking.disc[who, 3]
        around = sqrt(x * x + y * y)
        # Where all ask, whoever is in a lower row finds those in a higher one.
        own = floor(z / cell_m)
        lowest = own if mutual else floor((z - reach) / cell_m)
        for row in range(lowest, floor((z + reach) / cell_m) + 1):
            scale = grid.scale[_edge(row, grid.scale)]
            # A chord seen along the axis: as long as the angle times the mean, the geometric one, of both arms.
            wide = reach * sqrt(scale / (around * cell_m))
            over = int(abs(lon) * scale + wide > pi * scale)
            for turn in range(-over, over + 1):
                west, east = _clipped(lon * scale, wide, pi * scale, turn)
                first = (row * ROW_STEP + floor(west)) & mask
                last = first + max(min(floor(east) - floor(west), mask), -1)
                for spot in range(begins[first], begins[last + 1]):
                    at = spot - size if spot >= size else spot
                    dx, dy, dz = x - filed.disc[at, 0], y - filed.disc[at, 1], z - filed.disc[at, 2]
                    bound = radius + filed.disc[at, 3] + metres[kind, filed.kind[at]] + SLACK_M
                    if bound < 0.0 or dx * dx + dy * dy + dz * dz > bound * bound or rows[at] != row:
                        continue
                    # Where both ask, and both look at the row of the other, the pair is kept once.
                    both = same != 0 and filed.asks[at] and (row == own or not mutual)
                    if both and number >= filed.number[at]:
                        continue
                    if found < room:
                        a[found], b[found] = number, filed.number[at]
                    found += 1
        if found > room:
            return who, before
    return len(asking.lon), found
