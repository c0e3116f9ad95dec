"""What two plans do to each other, in the words of SEP-05 and SEP-06.

Turns what is known of how close they come into grades, distances, lags and times. Does not search for it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import numpy as np

from deconflict.separation.approach import nominal
from deconflict.separation.closeness import LAG, PLACE_A, PLACE_B, TIME_A, TIME_B, Closeness
from deconflict.separation.frame import lon_lat
from deconflict.separation.meeting import Bounds, groups
from deconflict.separation.units import FloatArray, IntArray, utc


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


def describe(bounds: Bounds, closeness: Closeness) -> Iterator[tuple[int, Finding]]:
    """Yield the number of each track that is met, and the finding of the first track with it."""
    tracks = np.isfinite(closeness.least_m).nonzero()[0]
    if not len(tracks):
        return
    least, bound = closeness.least_m[tracks], bounds.bound_m[tracks]
    with_no_lag = np.maximum(_nominal(bounds, tracks), least)
    span, spot = closeness.span[:, tracks], closeness.spot[:, tracks]
    points = zip(_points(spot[PLACE_A], spot[TIME_A]), _points(spot[PLACE_B], spot[TIME_B]), strict=True)
    for row, (track, (at_a, at_b)) in enumerate(zip(tracks.tolist(), points, strict=True)):
        grade = Grade.CRITICAL if with_no_lag[row] <= bound[row] else Grade.CAUTION
        if least[row] > bound[row]:
            grade = Grade.ADVISORY
        finding = _finding(
            grade,
            float(least[row]),
            float(with_no_lag[row]),
            float(spot[LAG, row]),
            span[:, row].tolist(),
            at_a,
            at_b,
        )
        yield track, finding.swapped() if bounds.turned[track] else finding


def _finding(
    grade: Grade,
    least: float,
    nominal: float,
    lag: float,
    span: Sequence[float],
    at_a: PointInTime,
    at_b: PointInTime,
) -> Finding:
    conflict = grade is not Grade.ADVISORY
    first_a, last_a, first_b, last_b = (utc(moment) if conflict else None for moment in span[1:])
    least_lag = {Grade.CRITICAL: 0.0, Grade.CAUTION: round(span[0], 6), Grade.ADVISORY: None}[grade]
    return Finding(
        grade,
        distance_m=round(least, 2),
        # Adding zero turns -0.0 into 0.0.
        lag_s=round(lag, 6) + 0.0,
        nominal_distance_m=round(nominal, 2) if nominal < math.inf else None,
        least_lag_s=least_lag,
        at_a=at_a,
        at_b=at_b,
        first_a=first_a,
        last_a=last_a,
        first_b=first_b,
        last_b=last_b,
    )


def _nominal(bounds: Bounds, tracks: IntArray) -> FloatArray:
    """Return the smallest distances with no lag to some tracks, inf where never under way together."""
    count = len(bounds.tracks)
    least, look = np.full(count, np.inf), np.full(count, -np.inf)
    look[tracks] = np.inf
    for paired in bounds.paired(look, np.zeros(count)):
        met, begins = groups(paired.track)
        least[met] = np.minimum(least[met], np.minimum.reduceat(nominal(paired.pairs), begins))
    return least[tracks]


def _points(xyz: FloatArray, seconds: FloatArray) -> list[PointInTime]:
    return [
        PointInTime(lon, lat, utc(moment))
        for (lon, lat), moment in zip(lon_lat(xyz.T).tolist(), seconds.tolist(), strict=True)
    ]
