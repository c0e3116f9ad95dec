"""What two plans do to each other, in the words of SEP-05 and SEP-06, worked out from their meetings.

Turns leg pairs within reach into grades, distances, lags and times. Does not search for them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import numpy as np

from deconflict.separation.approach import earliest, extent, nominal
from deconflict.separation.frame import lon_lat
from deconflict.separation.meeting import Bounds, Meetings, groups
from deconflict.separation.units import FloatArray, IntArray, utc

# Half of the centimetre that distances are rounded to, and how far apart equal lags may be (SEP-05).
HALF_ROUNDING_M = 0.005
SAME_LAG_S = 1e-6


class Grade(StrEnum):
    """How sure a conflict is: even on time, only within the tolerances, or merely near (SEP-06)."""

    CRITICAL = "critical"
    CAUTION = "caution"
    ADVISORY = "advisory"

    @property
    def rank(self) -> int:
        """Higher is worse."""
        return {Grade.CRITICAL: 3, Grade.CAUTION: 2, Grade.ADVISORY: 1}[self]


@dataclass(frozen=True)
class PointInTime:
    """Where and when, in degrees and aware UTC."""

    lon: float
    lat: float
    time: datetime


@dataclass(frozen=True)
class Finding:
    """What two plans do to each other (SEP-05); `a` is the one that was named first.

    distance_m: the smallest within the band, at `at_a` and `at_b`, when a is `lag_s` later than b.
    nominal_distance_m: the smallest with no lag; None when the two are never nominally under way together.
    least_lag_s: the least |lag| at which the bound is met, and first … last the nominal times of conflict on
    either path; None for an advisory, which meets no bound.
    """

    grade: Grade
    distance_m: float
    lag_s: float
    nominal_distance_m: float | None
    least_lag_s: float | None
    at_a: PointInTime
    at_b: PointInTime
    first_a: datetime | None
    last_a: datetime | None
    first_b: datetime | None
    last_b: datetime | None

    def swapped(self) -> "Finding":
        """Return the same finding as seen from b."""
        return replace(
            self,
            lag_s=0.0 - self.lag_s,
            at_a=self.at_b,
            at_b=self.at_a,
            first_a=self.first_b,
            last_a=self.last_b,
            first_b=self.first_a,
            last_b=self.last_a,
        )


# Lag, and where and when either unit is.
_Spot = tuple[float, PointInTime, PointInTime]


def describe(bounds: Bounds, meetings: Meetings) -> Iterator[tuple[int, Finding]]:
    """Yield the number of each track that is met, and the finding of the first track with it.

    meetings: at least one.
    """
    tracks, begins = groups(meetings.track)
    least = np.minimum.reduceat(meetings.nearest.distance, begins)
    nominal = np.maximum(_nominal(bounds, tracks), least)
    bound = bounds.bound_m[tracks]
    spans, spots = _extents(bounds, meetings, tracks, least)
    for row, track in enumerate(tracks.tolist()):
        grade = Grade.CRITICAL if nominal[row] <= bound[row] else Grade.CAUTION
        if least[row] > bound[row]:
            grade = Grade.ADVISORY
        finding = _finding(grade, float(least[row]), float(nominal[row]), spans[row], spots[row])
        yield track, finding.swapped() if bounds.turned[track] else finding


def _finding(grade: Grade, least: float, nominal: float, span: Sequence[float], spot: _Spot) -> Finding:
    lag, at_a, at_b = spot
    least_lag = {Grade.CRITICAL: 0.0, Grade.CAUTION: round(span[0], 6), Grade.ADVISORY: None}[grade]
    times = [None] * 4 if grade is Grade.ADVISORY else [utc(moment) for moment in span[1:]]
    known_nominal = round(nominal, 2) if nominal < np.inf else None
    # Adding zero turns -0.0 into 0.0.
    return Finding(grade, round(least, 2), round(lag, 6) + 0.0, known_nominal, least_lag, at_a, at_b, *times)


def _nominal(bounds: Bounds, tracks: IntArray) -> FloatArray:
    """Return the smallest distances with no lag to some tracks, inf where never under way together."""
    count = len(bounds.tracks)
    least, look = np.full(count, np.inf), np.full(count, -np.inf)
    look[tracks] = np.inf
    for paired in bounds.paired(look, np.zeros(count)):
        met, begins = groups(paired.track)
        least[met] = np.minimum(least[met], np.minimum.reduceat(nominal(paired.pairs), begins))
    return least[tracks]


def _extents(
    bounds: Bounds, meetings: Meetings, tracks: IntArray, least: FloatArray
) -> tuple[list[list[float]], list[_Spot]]:
    """Return for each track that is met when the bound is met, and where it is closest.

    One pass over the meetings within the bound and, once more, those that round to the smallest distance.
    """
    tie = np.empty(len(bounds.tracks))
    tie[tracks] = np.maximum(np.round(least, 2) + HALF_ROUNDING_M, least)
    conflicts, ties = meetings.within(bounds.bound_m), meetings.within(tie)
    both = meetings.only(np.concatenate((conflicts, ties)))
    limit = np.concatenate((bounds.bound_m[meetings.track[conflicts]], tie[meetings.track[ties]]))
    met = extent(both.pairs, bounds.band_s[both.track], limit, both.nearest)
    lag = both.pairs.lag(met.x, met.y)
    lags = np.maximum(met.least(lag), 0.0) + np.minimum(met.greatest(lag), 0.0)
    n = len(conflicts)
    spans = np.full((5, len(bounds.tracks)), np.nan)
    if n:
        conflicting, begins = groups(both.track[:n])
        spans[0, conflicting] = np.minimum.reduceat(np.abs(lags[:n]), begins)
        for row, seconds, start in ((1, met.x, both.pairs.times[3]), (3, met.y, both.pairs.times[4])):
            spans[row, conflicting] = np.minimum.reduceat((met.least(seconds) + start)[:n], begins)
            spans[row + 1, conflicting] = np.maximum.reduceat((met.greatest(seconds) + start)[:n], begins)
    spots = _spots(bounds, meetings.only(ties), lags[n:], limit[n:])
    return spans[:, tracks].T.tolist(), spots


def _spots(bounds: Bounds, ties: Meetings, lags: FloatArray, limit: FloatArray) -> list[_Spot]:
    """Return lag and both places for each met track, where |lag|, then min(s, u) is least (SEP-05).

    lags: the lag of least |lag| of each meeting; limit: what still rounds to the smallest distance.
    """
    least_lag = np.full(len(bounds.tracks), np.inf)
    tracks, begins = groups(ties.track)
    least_lag[tracks] = np.minimum.reduceat(np.abs(lags), begins) + SAME_LAG_S
    chosen = np.flatnonzero(np.abs(lags) <= least_lag[ties.track])
    ties, lags = ties.only(chosen), lags[chosen]
    x, y = earliest(ties.pairs, lags, limit[chosen])
    time_a, time_b = x + ties.pairs.times[3], y + ties.pairs.times[4]
    best = np.lexsort((np.minimum(time_a, time_b), ties.track))[groups(ties.track)[1]]
    first = bounds.legs.table[:, ties.i[best]]
    second = bounds.legs.table[:, ties.j[best]]
    at_a = _points(first[:3] + x[best] * first[3:6], time_a[best])
    at_b = _points(second[:3] + y[best] * second[3:6], time_b[best])
    return list(zip(lags[best].tolist(), at_a, at_b, strict=True))


def _points(xyz: FloatArray, seconds: FloatArray) -> list[PointInTime]:
    return [
        PointInTime(lon, lat, utc(moment))
        for (lon, lat), moment in zip(lon_lat(xyz.T).tolist(), seconds.tolist(), strict=True)
    ]
