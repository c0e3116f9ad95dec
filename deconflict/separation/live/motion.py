"""Where units are taken to be now, and where they are going: along the route they keep to, else straight (LIV-02)."""

from dataclasses import dataclass

import numpy as np

from deconflict.separation.live.conformance import Conformance, Keeping
from deconflict.separation.live.grid import Circles
from deconflict.separation.live.routes import Routes
from deconflict.separation.live.sweep import Legs, length, spans
from deconflict.separation.live.tracks import Tracks
from deconflict.separation.units import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class Motion:
    """n units at one moment.

    age_s: (n,) since the newest fix, inf where there is none. known: (n,) whether the fix is young enough to go by;
    sure: whether it is as good as seeing the unit; straight: whether it is known and taken to go straight on. place:
    (n, 3) earth-centred metres. ahead: the legs of the look-ahead, none for a unit that is not known. circle: (n,) what
    each drives in that time.
    """

    now_s: float
    age_s: FloatArray
    known: BoolArray
    sure: BoolArray
    straight: BoolArray
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
    sure, straight = known & (stands | (age <= terms.sure_s)), known.copy()
    straight[driven] = False
    return Motion(now_s, age, known, sure, straight, place, legs, Circles(centre, radius))


def around(legs: Legs) -> Circles:
    """Return a circle around all legs of each unit; each has at least one, and they lie in order."""
    ends = legs.place + (legs.end_s - legs.begin_s)[:, None] * legs.velocity
    low = np.minimum.reduceat(np.minimum(legs.place, ends), legs.first)
    high = np.maximum.reduceat(np.maximum(legs.place, ends), legs.first)
    centre = (low + high) / 2.0
    _, owner = spans(legs.first, legs.count)
    away = np.maximum(
        ((legs.place - centre.take(owner, axis=0)) ** 2).sum(axis=1),
        ((ends - centre.take(owner, axis=0)) ** 2).sum(axis=1),
    )
    return Circles(centre, np.sqrt(np.maximum.reduceat(away, legs.first)))
