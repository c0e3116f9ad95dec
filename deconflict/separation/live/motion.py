"""Where units are taken to be now, and where they are going: along the route they keep to, else straight (LIV-02)."""

from dataclasses import dataclass
from math import inf, sqrt

import numpy as np

from deconflict.separation.live.conformance import Conformance, Keeping
from deconflict.separation.live.grid import Circles
from deconflict.separation.live.kernel import kernel
from deconflict.separation.live.routes import Routes
from deconflict.separation.live.sweep import Legs, length
from deconflict.separation.live.tracks import Tracks
from deconflict.separation.units import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class Motion:
    """n units at one moment.

    age_s: (n,) since the newest fix, inf where there is none. known: (n,) whether the fix is young enough to go by;
    sure: whether it is as good as seeing the unit. place: (n, 3) earth-centred metres. ahead: the legs of the
    look-ahead, none for a unit that is not known. circle: (n,) what each drives in that time.
    """

    now_s: float
    age_s: FloatArray
    known: BoolArray
    sure: BoolArray
    place: FloatArray
    ahead: Legs
    circle: Circles


def moving(tracks: Tracks, routes: Routes, conformance: Conformance, now_s: float) -> Motion:
    """Carry every unit on to now, and over the look-ahead."""
    terms, units = tracks.terms, len(tracks)
    age = now_s - tracks.last_s
    known = age <= terms.fresh_s
    place = tracks.place
    place += np.where(known, age, 0.0)[:, None] * tracks.velocity
    span = terms.look_ahead_s
    first, count = np.arange(units), known.astype(np.int64)
    half = tracks.velocity * (span / 2.0)
    centre, radius = place + half, length(half)
    stands = radius <= 0.0
    begin, end, velocity = np.full(units, now_s), np.full(units, now_s + span), tracks.velocity
    legs = Legs(begin, end, place, velocity, first, count)
    driven = (known & (conformance.keeping == Keeping.ON_PLAN)).nonzero()[0]
    if len(driven):
        route = routes.ahead(driven, now_s, span, conformance.late_s[driven], conformance.aside[driven])
        place[driven] = route.place.take(route.first, axis=0)
        first[driven], count[driven] = units + route.first, route.count
        legs = Legs(
            np.concatenate((begin, route.begin_s)),
            np.concatenate((end, route.end_s)),
            np.concatenate((place, route.place)),
            np.concatenate((velocity, route.velocity)),
            first,
            count,
        )
        circle = around(route)
        centre[driven], radius[driven] = circle.centre, circle.radius_m
    sure = known & (stands | (age <= terms.sure_s))
    return Motion(now_s, age, known, sure, place, legs, Circles(centre, radius))


def around(legs: Legs) -> Circles:
    """Return a circle around all legs of each unit; each has at least one."""
    centre, radius = np.empty((len(legs.first), 3)), np.zeros(len(legs.first))
    _around(legs, centre, radius)
    return Circles(centre, radius)


@kernel
def _around(legs: Legs, centre: FloatArray, radius_m: FloatArray) -> None:
    """Take the middle of the box around all ends of legs, and the end that is farthest from it."""
    for unit in range(len(legs.first)):
        first, last = legs.first[unit], legs.first[unit] + legs.count[unit]
        for axis in range(3):
            low, high = inf, -inf
            for leg in range(first, last):
                begin = legs.place[leg, axis]
                end = begin + (legs.end_s[leg] - legs.begin_s[leg]) * legs.velocity[leg, axis]
                low, high = min(low, begin, end), max(high, begin, end)
            centre[unit, axis] = (low + high) / 2.0
        for leg in range(first, last):
            square_begin, square_end = 0.0, 0.0
            for axis in range(3):
                begin = legs.place[leg, axis] - centre[unit, axis]
                end = begin + (legs.end_s[leg] - legs.begin_s[leg]) * legs.velocity[leg, axis]
                square_begin, square_end = square_begin + begin * begin, square_end + end * end
            radius_m[unit] = max(radius_m[unit], sqrt(max(square_begin, square_end)))
