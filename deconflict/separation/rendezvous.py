"""Where and when two plans are meant to be close: what a rendezvous takes out of the check, exactly (SEP-10).

Both positions have to be there: within the disc, grown by what keeps the two apart anyway, and within the window, each
give or take its own time tolerance. So each track is cut where it enters or leaves; between two cuts a leg is inside or
outside as a whole, and two legs inside the same disc are not compared. Who agreed on what is not known here.

          ╭──────────╮
    ──────┼━━━━━━━━━━┼──────   a: three pieces, the middle one inside
          │    ·R    │
    ──────┼━━━━━━━━━━┼──────   b: only inside × inside is left out
          ╰──────────╯
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from deconflict.separation.frame import ecef
from deconflict.separation.path import Track
from deconflict.separation.units import BoolArray, FloatArray

# What is meant to lie on the circle, or at the end of the window, lies within: rounding takes less than this.
SLACK_M: Final = 0.001
SLACK_S: Final = 0.001
# Pieces shorter than this are not cut off: at 200 km/h they are 6 mm long, and a leg so short has no direction left.
LEAST_PIECE_S: Final = 1e-4


@dataclass(frozen=True)
class Disc:
    """A circle on the ground and a window, both closed: degrees, metres, seconds since 1970 UTC."""

    lon: float
    lat: float
    radius_m: float
    start_s: float
    end_s: float


@dataclass(frozen=True, eq=False)
class CutTrack:
    """A track with a knot wherever it enters or leaves a disc; inside: (legs, discs) which legs are in which."""

    track: Track
    inside: BoolArray


def cut(track: Track, discs: Sequence[Disc], apart_m: float) -> CutTrack:
    """Cut a track by discs that are grown by `apart_m` metres, and by their windows grown by its time tolerance."""
    moments = np.unique(np.concatenate([_crossings(track, disc, apart_m) for disc in discs]))
    knots = _with_knots_at(track.knots, moments[np.diff(moments, prepend=-np.inf) > LEAST_PIECE_S])
    middle = (knots[:-1] + knots[1:]) / 2
    inside = np.column_stack([_holds(disc, middle, track.time_tolerance_s, apart_m) for disc in discs])
    return CutTrack(replace(track, knots=knots), inside)


def _crossings(track: Track, disc: Disc, apart_m: float) -> FloatArray:
    """Return when the track enters or leaves a disc, and when the window opens and closes while it is under way."""
    first, last = disc.start_s - track.time_tolerance_s, disc.end_s + track.time_tolerance_s
    reach = disc.radius_m + apart_m
    offset = track.knots[:, :3] - _centre(disc)
    length = np.linalg.norm(np.diff(offset, axis=0), axis=1)
    near = (np.linalg.norm(offset[:-1], axis=1) <= reach + length + SLACK_M).nonzero()[0]
    found = [first, last]
    for leg in near.tolist():
        found += _entered_and_left(offset[leg], offset[leg + 1], track.knots[leg : leg + 2, 3], reach)
    return _apart(np.array(found), track.knots[:, 3])


def _entered_and_left(start: FloatArray, end: FloatArray, times: FloatArray, reach: float) -> Iterator[float]:
    """Yield when one leg crosses the circle: |start + x · along|² = reach², x within 0 … 1."""
    along = end - start
    bend, slope = float(along @ along), float(start @ along)
    if bend == 0.0:
        return
    foot = -slope / bend
    nearest = start + foot * along
    left = reach**2 - float(nearest @ nearest)
    if left <= 0.0:
        return
    half = (left / bend) ** 0.5
    for x in (foot - half, foot + half):
        if 0.0 < x < 1.0:
            yield float(times[0] + x * (times[1] - times[0]))


def _apart(moments: FloatArray, knots_s: FloatArray) -> FloatArray:
    """Return those moments that lie within the track and not next to one of its knots."""
    under_way = moments[(moments > knots_s[0]) & (moments < knots_s[-1])]
    after = knots_s.searchsorted(under_way)
    gap = np.minimum(knots_s[after] - under_way, under_way - knots_s[after - 1])
    return np.asarray(under_way[gap > LEAST_PIECE_S])


def _with_knots_at(knots: FloatArray, moments: FloatArray) -> FloatArray:
    """Return the knots with one more at each of those moments, none of which has one."""
    after = knots[:, 3].searchsorted(moments)
    before, behind = knots[after - 1], knots[after]
    share = (moments - before[:, 3]) / (behind[:, 3] - before[:, 3])
    added = before + share[:, np.newaxis] * (behind - before)
    added[:, 3] = moments
    return np.insert(knots, after, added, axis=0)


def _holds(disc: Disc, places: FloatArray, tolerance_s: float, apart_m: float) -> BoolArray:
    early, late = disc.start_s - tolerance_s - SLACK_S, disc.end_s + tolerance_s + SLACK_S
    distance = np.linalg.norm(places[:, :3] - _centre(disc), axis=1)
    there: BoolArray = distance <= disc.radius_m + apart_m + SLACK_M
    return there & (places[:, 3] >= early) & (places[:, 3] <= late)


def _centre(disc: Disc) -> FloatArray:
    return np.asarray(ecef(np.array([[disc.lon, disc.lat]]))[0])
