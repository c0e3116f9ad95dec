"""Whether units keep to their own plans: off route or off time, told to their own side first (LIV-04).

Judged fix by fix, so that a unit that says nothing is `silence`, not off its plan. Has two bounds, so that one at the
edge of its corridor does not come and go. Nothing here is about anybody else.
"""

from enum import IntEnum
from typing import Final

import numpy as np

from deconflict.separation.live.routes import Routes
from deconflict.separation.live.tidings import UnitEvents, UnitKind
from deconflict.separation.live.tracks import Tracks
from deconflict.separation.units import IntArray

# Seconds beyond the declared tolerance that are no delay worth a word: fixes and clocks are no better.
TIME_SLACK_S: Final = 10.0


class Keeping(IntEnum):
    """How a unit stands to its plan."""

    NO_PLAN = 0
    ON_PLAN = 1
    STRAYING = 2
    OFF_PLAN = 3


_TOLD: Final = {
    Keeping.ON_PLAN: UnitKind.BACK_ON_PLAN,
    Keeping.STRAYING: UnitKind.STRAYING,
    Keeping.OFF_PLAN: UnitKind.OFF_PLAN,
}


class Conformance:
    """How n units stand to their plans.

    keeping: (n,) `Keeping` numbers; since_s: (n,) the fix with which a unit began to stray. late_s: (n,) how late a
    unit is, aside: (n, 3) how far from its route, as metres from there to here.
    """

    def __init__(self, units: int) -> None:
        self.keeping = np.zeros(units, dtype=np.int64)
        self.since_s = np.full(units, np.inf)
        self.late_s = np.zeros(units)
        self.aside = np.zeros((units, 3))

    def judge(self, routes: Routes, tracks: Tracks, units: IntArray, now_s: float) -> UnitEvents:
        """Look at the newest fixes of units that sent some; return what is new."""
        planned = routes.under_way(now_s)
        self.keeping[~planned] = Keeping.NO_PLAN
        units = units[planned[units]]
        if not len(units):
            return UnitEvents.none()
        terms, time_s, place = tracks.terms, tracks.last_s[units], tracks.place[units]
        found = routes.deviation(units, time_s, place, terms.route_slack_m)
        was = self.keeping[units]
        inner = np.where(was >= Keeping.STRAYING, 0.5, 1.0)
        within = found.across_m <= routes.width_m[units] + inner * terms.route_slack_m
        within &= np.abs(found.late_s) <= routes.time_s[units] + inner * TIME_SLACK_S
        self.since_s[units] = np.where(was <= Keeping.ON_PLAN, time_s, self.since_s[units])
        given_up = (was == Keeping.OFF_PLAN) | (time_s - self.since_s[units] >= terms.grace_s)
        off = np.where(given_up & (was >= Keeping.STRAYING), Keeping.OFF_PLAN, Keeping.STRAYING)
        becomes = np.where(within, Keeping.ON_PLAN, off)
        self.keeping[units], self.late_s[units] = becomes, found.late_s
        self.aside[units] = place - found.foot
        # Whoever sets out on its plan has not come back to it.
        told = (was != becomes) & ~((was == Keeping.NO_PLAN) & within)
        kinds = np.zeros(len(Keeping), dtype=np.int64)
        kinds[list(_TOLD)] = list(_TOLD.values())
        return UnitEvents(
            units[told], kinds[becomes[told]], time_s[told], found.across_m[told], found.late_s[told]
        )
