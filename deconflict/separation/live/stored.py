"""Tracks as they are stored: what counts of all that a unit reported of a time, however late it came (LIV-01).

First come, first served. What was reported promptly goes before what came after the fact, and of that the earlier:
of any time a unit has one track, and a second one that contradicts it is set aside, so that nobody tries out several.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from deconflict.separation.frame import ecef
from deconflict.separation.live.hygiene import HIGHEST_LAT_DEG
from deconflict.separation.live.near import UNTOLD_ACCURACY_M
from deconflict.separation.live.sweep import length
from deconflict.separation.live.terms import LiveTerms
from deconflict.separation.live.tracks import REPEAT_S
from deconflict.separation.units import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class Reports:
    """What a unit reported of a time: rows of six float64 as `tracking` packs fixes, (n, 6).

    prompt: what came in time. after: what came later, upload by upload, in the order in which it came.
    """

    prompt: FloatArray
    after: Sequence[FloatArray] = ()

    def track(self, terms: LiveTerms) -> FloatArray:
        """Return (k, 5): x, y, z, seconds since 1970 by ascending time, and metres that a fix may be off."""
        points = _points(self.prompt, terms)
        for part in self.after:
            points, _ = joined(points, part, terms)
        return points


def parted(rows: FloatArray, done_s: float, lasts_s: float) -> tuple[FloatArray, FloatArray]:
    """Return what of an upload, (n, 6) by ascending time, is of that moment and before, and what is next to it.

    The latter is not empty unless nothing is left, and lasts no longer than so many seconds.
    """
    done = int(rows[:, 0].searchsorted(done_s, side="right"))
    left = rows[done:]
    return rows[:done], left[left[:, 0] <= left[:1, 0] + lasts_s]


def has_leg(done: FloatArray, rows: FloatArray, terms: LiveTerms) -> bool:
    """Tell whether anything can be known of what is next of an upload, or lies between that and what was before."""
    lasts = np.diff(np.append(done[-1:, 0], rows[:, 0]))
    return bool((lasts <= terms.gap_s).any())


def cut(rows: FloatArray, since_s: float, until_s: float) -> FloatArray:
    """Return what of fixes, (n, 6), is of a stretch of time; of the rest nothing is held."""
    return np.asarray(rows[(rows[:, 0] >= since_s) & (rows[:, 0] <= until_s)])


def without(rows: FloatArray, part: FloatArray) -> FloatArray:
    """Return fixes, (n, 6), but those of the moments of some others, (m, 6)."""
    return np.asarray(rows[~np.isin(rows[:, 0], part[:, 0])])


def joined(track: FloatArray, part: FloatArray, terms: LiveTerms) -> tuple[FloatArray, BoolArray]:
    """Return a track and what of a later upload, (n, 6), does not contradict it; and which of it is new."""
    points = _points(part, terms)
    after = track[:, 3].searchsorted(points[:, 3])
    agrees = np.ones(len(points), dtype=np.bool_)
    for beside, exists in ((after - 1, after > 0), (after, after < len(track))):
        some = exists.nonzero()[0]
        there, here = track[beside[some]], points[some]
        apart_s = np.abs(here[:, 3] - there[:, 3])
        agrees[some] &= (apart_s >= REPEAT_S) & _reached(there, here, apart_s, terms)
    whole = np.concatenate((track, points[agrees]))
    fresh = np.arange(len(whole)) >= len(track)
    order = whole[:, 3].argsort(kind="stable")
    return whole[order], fresh[order]


def _points(rows: FloatArray, terms: LiveTerms) -> FloatArray:
    """Return the fixes that can be, by ascending time; one that can be reached from neither side is none."""
    time_s, lon, lat, told_m = rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3]
    off_m = np.where(np.isnan(told_m), UNTOLD_ACCURACY_M, told_m)
    with np.errstate(invalid="ignore"):
        sound = np.isfinite(time_s) & (np.abs(lon) <= 180.0) & (np.abs(lat) <= HIGHEST_LAT_DEG)
        sound &= (off_m >= 0.0) & (off_m <= terms.max_accuracy_m)
    places = ecef(np.column_stack((lon[sound], lat[sound])))
    points = np.column_stack((places, time_s[sound], off_m[sound]))
    points = points[points[:, 3].argsort(kind="stable")]
    _, first = np.unique(np.floor(points[:, 3] / REPEAT_S), return_index=True)
    points = np.asarray(points[first])
    if len(points) <= 2:
        return points
    impossible = ~_reached(points[:-1], points[1:], np.diff(points[:, 3]), terms)
    return np.asarray(points[~(np.append(False, impossible) & np.append(impossible, False))])


def _reached(one: FloatArray, other: FloatArray, seconds: FloatArray, terms: LiveTerms) -> BoolArray:
    off_m = one[:, 4] + other[:, 4]
    moved = length(other[:, :3] - one[:, :3])
    return np.asarray(moved <= terms.max_speed_ms * seconds + terms.slack_m + off_m)
