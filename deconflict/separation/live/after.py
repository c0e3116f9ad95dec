"""Passages found after the fact, on tracks as they are stored (LIV-01): what came too late for the live state.

By the same comparison as the live tick, so that the two agree. What it finds is to be marked late and rings nowhere.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from deconflict.separation.live.roster import Roster
from deconflict.separation.live.stored import Reports, joined
from deconflict.separation.live.sweep import Legs, Met, length, meet, place_at, spans
from deconflict.separation.live.terms import LiveTerms
from deconflict.separation.units import BoolArray, FloatArray, IntArray

_EVER: Final = -np.inf


class Passage(NamedTuple):
    """Unit 0 and another came too close: how close and when, and from when to when within the alert distance.

    own, there: (3, 3) earth-centred metres, where each of the two was at first, when closest, at last.
    """

    other: int
    distance_m: float
    at_s: float
    first_s: float
    last_s: float
    own: FloatArray
    there: FloatArray


def look_back(
    own: Reports, part: FloatArray, others: Sequence[Reports], roster: Roster, terms: LiveTerms
) -> list[Passage]:
    """Compare a later upload of unit 0, (n, 6), with what units 1 … reported of that time.

    What contradicts the unit's own track counts for nothing; what is exempt is left out as the live tick does (LIV-05).
    """
    track, fresh = joined(own.track(terms), part, terms)
    tracks = [each.track(terms) for each in others]
    units = np.array([unit for unit, one in enumerate(tracks, 1) if len(one) > 1], dtype=np.int64)
    units = units[roster.strangers(np.zeros_like(units), units)]
    if not fresh.any() or not len(units):
        return []
    legs = _legs([track, *(tracks[unit - 1] for unit in units)], fresh, terms)
    limit_m = roster.apart_m(np.zeros_like(units), units)
    met = _meet(legs, limit_m)
    if roster.bases or roster.meetings:
        met = _strange(legs, roster, units, limit_m, met)
    close = np.isfinite(met.first_s).nonzero()[0]
    moments = np.array((met.first_s[close], met.at_s[close], met.last_s[close]))
    here = np.stack([place_at(legs, np.zeros_like(close), moment) for moment in moments])
    there = np.stack([place_at(legs, close + 1, moment) for moment in moments])
    return [
        Passage(
            int(units[row]),
            float(met.distance_m[row]),
            *_times(moments, column),
            here[:, column],
            there[:, column],
        )
        for column, row in enumerate(close)
    ]


def passages(own: FloatArray, others: Sequence[FloatArray], limit_m: FloatArray, terms: LiveTerms) -> Met:
    """Compare one track with n others, each at its own alert distance, (n,).

    A track is (k, 4) or wider: x, y, z in earth-centred metres and seconds since 1970, by ascending time, k ≥ 1.
    Between two fixes further apart than the longest gap nothing is known.
    """
    return _meet(_legs([own, *others], np.ones(len(own), dtype=np.bool_), terms), limit_m)


def _meet(legs: Legs, limit_m: FloatArray) -> Met:
    others = np.arange(1, len(limit_m) + 1)
    return meet(legs, np.zeros_like(others), others, limit_m, np.full(len(others), _EVER))


def _times(moments: FloatArray, column: int) -> tuple[float, float, float]:
    first_s, at_s, last_s = moments[:, column].tolist()
    return at_s, first_s, last_s


def _strange(legs: Legs, roster: Roster, units: IntArray, limit_m: FloatArray, met: Met) -> Met:
    """Return of the units that came close what is not exempt: leg by leg, since two may be home before and after."""
    each = legs._replace(first=np.arange(len(legs.begin_s)), count=np.ones(len(legs.begin_s), dtype=np.int64))
    left = Met.never(len(units))
    for row in np.isfinite(met.first_s).nonzero()[0].tolist():
        own, other = _at_once(legs, row + 1)
        found = meet(each, own, other, np.full(len(own), limit_m[row]), np.full(len(own), _EVER))
        near = np.isfinite(found.first_s).nonzero()[0]
        moments = np.array((found.first_s[near], found.at_s[near], found.last_s[near]))
        here, there = (
            np.stack([place_at(each, of[near], moment) for moment in moments]) for of in (own, other)
        )
        near = near[~_exempt(roster, np.full(len(near), units[row]), here, there, moments)]
        if len(near):
            nearest = near[found.distance_m[near].argmin()]
            left.distance_m[row], left.at_s[row] = found.distance_m[nearest], found.at_s[nearest]
            left.first_s[row], left.last_s[row] = found.first_s[near].min(), found.last_s[near].max()
    return left


def _at_once(legs: Legs, unit: int) -> tuple[IntArray, IntArray]:
    """Return which legs of the first unit and which of another share some time."""
    own, first = slice(0, legs.count[0]), legs.first[unit]
    theirs = slice(first, first + legs.count[unit])
    begin = legs.end_s[theirs].searchsorted(legs.begin_s[own])
    end = legs.begin_s[theirs].searchsorted(legs.end_s[own], side="right")
    other, one = spans(first + begin, np.maximum(end - begin, 0))
    return one, other


def _exempt(
    roster: Roster, units: IntArray, here: FloatArray, there: FloatArray, moments: FloatArray
) -> BoolArray:
    """Say of which units all that is close is exempt: at its beginning, when nearest, at its end, by one reason."""
    reasons = [
        np.stack(
            (
                roster.at_base(np.zeros_like(units), here[moment]),
                roster.at_base(units, there[moment]),
                roster.met_as_agreed(
                    np.zeros_like(units), units, here[moment], there[moment], moments[moment]
                ),
            )
        )
        for moment in range(3)
    ]
    return np.asarray(np.logical_and.reduce(reasons).any(axis=0))


def _legs(tracks: Sequence[FloatArray], fresh: BoolArray, terms: LiveTerms) -> Legs:
    """Return what lies between fixes; of the first track only what begins or ends with a fresh one.

    Where a unit cannot have got from one fix to the next nothing is known either.
    """
    begins = np.concatenate([track[:-1, :4] for track in tracks])
    ends = np.concatenate([track[1:, :4] for track in tracks])
    owner = np.arange(len(tracks)).repeat([len(track) - 1 for track in tracks])
    lasts = ends[:, 3] - begins[:, 3]
    believed = (lasts > 0.0) & (lasts <= terms.gap_s)
    believed &= length(ends[:, :3] - begins[:, :3]) <= terms.max_speed_ms * lasts + terms.slack_m
    believed[: len(fresh) - 1] &= fresh[:-1] | fresh[1:]
    known = believed.nonzero()[0]
    begins, ends, lasts = begins[known], ends[known], lasts[known]
    count = np.bincount(owner[known], minlength=len(tracks))
    velocity = (ends[:, :3] - begins[:, :3]) / lasts[:, None]
    begin_s, end_s, place = (np.ascontiguousarray(of) for of in (begins[:, 3], ends[:, 3], begins[:, :3]))
    return Legs(begin_s, end_s, place, velocity, count.cumsum() - count, count)
