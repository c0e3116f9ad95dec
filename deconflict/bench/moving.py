"""Units that move, for the bench of the live tick: where each is at every second, as fixes of its device.

A fifth of them in towns, the rest all over the country; three in ten stand, a third drive a plan, the others go
straight on. The same seed, the same units. Must not open a database.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from deconflict.separation.frame import ecef
from deconflict.separation.live.fixes import Fixes
from deconflict.separation.live.roster import NO_GROUP, Roster
from deconflict.separation.live.routes import Routes
from deconflict.separation.path import Track
from deconflict.separation.units import FloatArray

PARTIES: Final = 10
# Each pair of parties keeps a distance of its own, from the one to the other, evenly on a logarithmic scale.
DISTANCES_M: Final = (200.0, 5000.0)
WEST, EAST, SOUTH, NORTH = 10.0, 25.0, 22.0, 32.0
TOWNS, IN_TOWNS, TOWN_DEG = 100, 0.2, 0.15
STANDING, PLANNED = 0.3, 0.35
METRES_PER_DEGREE: Final = 111_000.0
LEG_S, LEGS = 300.0, 8
START_S: Final = 1_800_000_000.0


@dataclass(frozen=True, eq=False)
class Convoy:
    """n units: where they are at the start, how fast they go east and north in degrees a second, when they send.

    origin, pace: (n, 2) degrees, and degrees a second. phase_s: (n,) how long before the full second a fix is taken.
    """

    roster: Roster
    routes: Routes
    origin: FloatArray
    pace: FloatArray
    phase_s: FloatArray
    seed: int

    @classmethod
    def draw(cls, seed: int, units: int) -> "Convoy":
        """Draw units, their parties and their plans."""
        chance = np.random.default_rng([seed, units])
        origin = _places(chance, units)
        kind = chance.random(units)
        speed = np.where(kind < STANDING, 0.0, chance.uniform(4.0, 25.0, units))
        course = chance.uniform(0.0, 2.0 * np.pi, units)
        north = speed * np.cos(course) / METRES_PER_DEGREE
        east = speed * np.sin(course) / METRES_PER_DEGREE / np.cos(np.radians(origin[:, 1]))
        pace = np.column_stack((east, north))
        planned = (kind >= STANDING) & (kind < STANDING + PLANNED)
        tracks = {unit: _plan(origin[unit], pace[unit]) for unit in planned.nonzero()[0].tolist()}
        party = chance.integers(0, PARTIES, units)
        roster = Roster(party, np.full(units, NO_GROUP), _distances(chance))
        return cls(roster, Routes.of(units, tracks), origin, pace, chance.uniform(0.2, 0.8, units), seed)

    def fixes(self, second: int) -> Fixes:
        """Return what every device sends within one second, noise and all, in no order."""
        chance = np.random.default_rng([self.seed, second])
        units = chance.permutation(len(self.origin))
        after = second - self.phase_s[units]
        places = self.origin[units] + after[:, None] * self.pace[units]
        places += chance.normal(0.0, 2.0 / METRES_PER_DEGREE, places.shape)
        east = self.pace[units, 0] * np.cos(np.radians(places[:, 1])) * METRES_PER_DEGREE
        north = self.pace[units, 1] * METRES_PER_DEGREE
        speed = np.abs(np.hypot(east, north) + chance.normal(0.0, 0.3, len(units)))
        course = np.degrees(np.arctan2(east, north)) + chance.normal(0.0, 2.0, len(units))
        accuracy = np.full(len(units), 5.0)
        return Fixes(units, START_S + after, places[:, 0], places[:, 1], accuracy, speed, course % 360.0)


def _places(chance: np.random.Generator, units: int) -> FloatArray:
    low, high = (WEST, SOUTH), (EAST, NORTH)
    places = chance.uniform(low, high, (units, 2))
    town = chance.uniform(low, high, (TOWNS, 2))[chance.integers(0, TOWNS, units)]
    urban = (chance.random(units) < IN_TOWNS)[:, None]
    return np.where(urban, town + chance.uniform(-TOWN_DEG, TOWN_DEG, (units, 2)), places)


def _plan(origin: FloatArray, pace: FloatArray) -> Track:
    """Return the plan to go on as it does, waypoint after waypoint."""
    moments = np.arange(-1, LEGS) * LEG_S
    knots = np.empty((len(moments), 4))
    knots[:, :3] = ecef(origin + moments[:, None] * pace)
    knots[:, 3] = START_S + moments
    return Track(knots, 300.0, 100.0)


def _distances(chance: np.random.Generator) -> FloatArray:
    low, high = np.log(DISTANCES_M)
    drawn = np.triu(np.exp(chance.uniform(low, high, (PARTIES, PARTIES))), 1)
    return np.asarray(drawn + drawn.T)
