"""Synthetic patrols: drives of 20 to 150 km between the towns of a Libya-sized country, and posts. Seeded.

Made to be like what parties declare, not to be easy: some wander, some wait on the way, some stand for hours,
most have tolerances. Must not know a database.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

WEST, EAST, NORTH, DEPTH_DEG = 10.0, 25.0, 32.6, 8.5
TOWNS: Final = 150
NEIGHBOURS: Final = 5
KM_PER_DEGREE: Final = 111.2
LEAST_KM, MOST_KM = 20.0, 150.0
DETOUR: Final = 1.15
"""How much longer than the straight line a wandering drive may get; keeps the longest within `MOST_KM`."""

POSTS: Final = 0.08
DWELLS: Final = 0.3
TOLERANCES_S: Final = (0.0, 300.0, 600.0, 900.0, 1800.0)
WIDTHS_M: Final = (0.0, 0.0, 50.0, 100.0, 200.0)


@dataclass(frozen=True)
class Route:
    """What an officer would declare. waypoints: (longitude, latitude) in degrees, with aware times."""

    waypoints: tuple[tuple[float, float], ...]
    times: tuple[datetime, ...]
    time_tolerance_s: float
    lateral_tolerance_m: float


@dataclass(frozen=True, eq=False)
class Country:
    """towns: (n, 2) degrees, denser in the north; near: (n, k) the nearest towns of each."""

    towns: FloatArray
    near: NDArray[np.int64]

    @classmethod
    def draw(cls, seed: int) -> "Country":
        """Return the country of a seed."""
        rng = np.random.default_rng([seed, 0])
        east, south = rng.uniform(WEST, EAST, TOWNS), DEPTH_DEG * rng.uniform(0, 1, TOWNS) ** 1.5
        towns = np.column_stack((east, NORTH - south))
        flat = towns * (math.cos(math.radians(NORTH - DEPTH_DEG / 2)), 1.0)
        apart = np.linalg.norm(flat[:, None] - flat[None, :], axis=2)
        return cls(towns, np.argsort(apart, axis=1)[:, 1 : NEIGHBOURS + 1])


def draw_routes(country: Country, seed: Sequence[int], first: datetime, days: float) -> Iterator[Route]:
    """Yield routes without end, all starting within so many days from `first`."""
    rng = np.random.default_rng(seed)
    while True:
        chance = rng.random(12).tolist()
        start = first + timedelta(seconds=round(chance[0] * days * 86400))
        lay_out = _post if chance[1] < POSTS else _drive
        places, seconds = lay_out(rng, country, chance[4:])
        yield Route(
            tuple((lon, lat) for lon, lat in places.tolist()),
            tuple(start + timedelta(seconds=second) for second in seconds),
            TOLERANCES_S[int(chance[2] * len(TOLERANCES_S))],
            WIDTHS_M[int(chance[3] * len(WIDTHS_M))],
        )


def _post(
    rng: np.random.Generator, country: Country, chance: Sequence[float]
) -> tuple[FloatArray, list[float]]:
    """Stand near a town for one to eight hours."""
    place = country.towns[int(chance[0] * TOWNS)] + rng.normal(0, 12.5 / KM_PER_DEGREE, 2)
    return np.array([place, place]), [0.0, round(3600 + chance[1] * 25200)]


def _drive(
    rng: np.random.Generator, country: Country, chance: Sequence[float]
) -> tuple[FloatArray, list[float]]:
    """Drive from near a town towards another near it, wandering off the straight line."""
    origin = int(chance[0] * TOWNS)
    target = country.near[origin, int(chance[1] * NEIGHBOURS)]
    count = 5 + int(chance[2] * 26)
    normal = rng.standard_normal(2 * count + 4)
    begin = country.towns[origin] + normal[:2] * (5 / KM_PER_DEGREE)
    run = country.towns[target] + normal[2:4] * (5 / KM_PER_DEGREE) - begin
    scale = np.array((math.cos(math.radians(begin[1])), 1.0)) * KM_PER_DEGREE
    straight_km = math.hypot(*(run * scale))
    length_km = min(max(straight_km, LEAST_KM), MOST_KM / DETOUR)
    run *= length_km / straight_km
    across = np.array((-run[1] * scale[1], run[0] * scale[0])) / length_km / scale
    along = np.sort(rng.random(count))
    along = (along - along[0]) / (along[-1] - along[0])
    wander_km = np.sin(np.pi * along) * chance[3] * 0.1 * length_km + 0.2 * normal[4 : 4 + count]
    places = begin + along[:, None] * run + wander_km[:, None] * across
    steps = np.diff(places, axis=0) * scale
    pace = (25 + 45 * chance[4]) * np.exp(0.15 * normal[4 + count : 3 + 2 * count]).clip(0.6, 1.6)
    seconds = [0.0, *np.ceil(np.hypot(steps[:, 0], steps[:, 1]) / pace * 3600).cumsum().tolist()]
    if chance[5] >= DWELLS:
        return places, seconds
    at, wait = 1 + int(chance[6] * (count - 1)), round(600 + chance[7] * 3000)
    later = [second + wait for second in seconds[at:]]
    return places.take([*range(at + 1), *range(at, count)], axis=0), [*seconds[: at + 1], *later]
