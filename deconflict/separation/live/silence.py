"""Units that say nothing: overdue, and how far they can have got meanwhile (LIV-03). Silence is a fact, not sight.

The reach of a silent unit follows its plan, as late as it last was, give or take a lag that grows; without a plan it is
a disc around its last fix that grows as fast as it last drove. Beyond a cap there is no reach any more, and the unit is
only overdue, for its own side and the neutral desk.
"""

from enum import IntEnum
from typing import Final

import numpy as np

from deconflict.separation.live.conformance import Conformance, Keeping
from deconflict.separation.live.grid import Circles
from deconflict.separation.live.motion import around
from deconflict.separation.live.routes import Routes
from deconflict.separation.live.sweep import Legs, spans
from deconflict.separation.live.tidings import UnitEvents, UnitKind
from deconflict.separation.live.tracks import Tracks
from deconflict.separation.units import FloatArray, IntArray


class Quiet(IntEnum):
    """How silent a unit is."""

    HEARD = 0
    OVERDUE = 1
    BEYOND_REACH = 2


_TOLD: Final = np.array([UnitKind.HEARD, UnitKind.OVERDUE, UnitKind.BEYOND_REACH])


class Silence:
    """Which of n units are silent: `state` is (n,) `Quiet` numbers."""

    def __init__(self, units: int) -> None:
        self.state = np.zeros(units, dtype=np.int64)

    def judge(self, tracks: Tracks, now_s: float) -> UnitEvents:
        """Look at how old the newest fixes are; return what is new. A unit that never sent a fix is not overdue."""
        terms, last_s = tracks.terms, tracks.last_s
        age = np.where(np.isfinite(last_s), now_s - last_s, 0.0)
        becomes = np.where(
            age > terms.reach_cap_s,
            Quiet.BEYOND_REACH,
            np.where(age > terms.overdue_s, Quiet.OVERDUE, Quiet.HEARD),
        )
        new = (becomes != self.state).nonzero()[0]
        self.state = becomes
        nothing = np.full(len(new), np.nan)
        return UnitEvents(new, _TOLD[becomes[new]], last_s[new], nothing, nothing)

    @property
    def overdue(self) -> IntArray:
        """The units that are silent and have a reach."""
        return np.flatnonzero(self.state == Quiet.OVERDUE)


class Reach:
    """How far units that are overdue may have got by now; `number` is (n,) which of them a unit is, -1 for none."""

    def __init__(
        self, units: IntArray, tracks: Tracks, routes: Routes, conformance: Conformance, now_s: float
    ) -> None:
        terms, age = tracks.terms, now_s - tracks.last_s[units]
        self.number = np.full(len(tracks), -1, dtype=np.int64)
        self.number[units] = np.arange(len(units))
        speed = np.sqrt((tracks.velocity[units] ** 2).sum(axis=1))
        self.wide_m = np.minimum(np.maximum(speed, terms.least_speed_ms) * age, terms.reach_cap_m)
        centre, radius = tracks.place[units], self.wide_m.copy()
        self.legs = _spots(centre)
        driven = (conformance.keeping[units] == Keeping.ON_PLAN).nonzero()[0]
        if len(driven):
            whose = units[driven]
            planned = now_s - conformance.late_s[whose]
            lag = terms.growth_s(age[driven])
            legs = routes.stretch(whose, planned - lag, planned + lag, conformance.aside[whose])
            circle = around(legs)
            self.wide_m[driven] = routes.width_m[whose]
            centre[driven], radius[driven] = circle.centre, circle.radius_m + self.wide_m[driven]
            self.legs = _replaced(self.legs, driven, legs)
        self.circles = Circles(centre, radius)

    def distance_m(self, units: IntArray, places: FloatArray) -> FloatArray:
        """Return how far (m, 3) places are from what units may have reached: inf for a unit without a reach."""
        apart = np.full(len(units), np.inf)
        number = self.number.take(units)
        some = (number >= 0).nonzero()[0]
        if not len(some):
            return apart
        whose = number[some]
        leg, owner = spans(self.legs.first.take(whose), self.legs.count.take(whose))
        start, move = self.legs.place.take(leg, axis=0), self.legs.velocity.take(leg, axis=0)
        lasts = (self.legs.end_s - self.legs.begin_s).take(leg)
        away = places[some].take(owner, axis=0) - start
        square = np.maximum((move**2).sum(axis=1), 1e-12)
        foot = np.clip((away * move).sum(axis=1) / square, 0.0, lasts)
        distance = np.linalg.norm(away - foot[:, None] * move, axis=1)
        count = self.legs.count.take(whose)
        least = np.minimum.reduceat(distance, count.cumsum() - count)
        apart[some] = np.maximum(least - self.wide_m[whose], 0.0)
        return apart


def _spots(places: FloatArray) -> Legs:
    """Return a leg that goes nowhere for each place."""
    number, zero = np.arange(len(places)), np.zeros(len(places))
    return Legs(zero, zero, places, np.zeros_like(places), number, np.ones_like(number))


def _replaced(legs: Legs, some: IntArray, by: Legs) -> Legs:
    """Return the legs, those of some units by others."""
    first, count = legs.first.copy(), legs.count.copy()
    first[some], count[some] = len(legs.begin_s) + by.first, by.count
    return Legs(
        np.concatenate((legs.begin_s, by.begin_s)),
        np.concatenate((legs.end_s, by.end_s)),
        np.concatenate((legs.place, by.place)),
        np.concatenate((legs.velocity, by.velocity)),
        first,
        count,
    )
