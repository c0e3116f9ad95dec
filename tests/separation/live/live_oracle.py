"""Brute force for the live engine: every pair of units, every second, geodesics by pyproj. Shares nothing with it."""

from collections.abc import Mapping, Sequence

import numpy as np
from pyproj import Geod

GEOD = Geod(ellps="WGS84")
# One fix: seconds, longitude, latitude.
Fix = tuple[float, float, float]
Pair = tuple[int, int]


def every_second(fixes: Sequence[Fix], seconds: np.ndarray, gap_s: float) -> np.ndarray:
    """Return (k, 2) degrees at each second: on the geodesic between two fixes, nan where they are too far apart."""
    track = np.array(sorted(set(fixes)))
    times = track[:, 0]
    after = np.clip(times.searchsorted(seconds, side="right"), 1, max(len(times) - 1, 1))
    if len(times) == 1:
        return np.full((len(seconds), 2), np.nan)
    before = after - 1
    lasts = times[after] - times[before]
    share = (seconds - times[before]) / lasts
    azimuth, _, length = GEOD.inv(track[before, 1], track[before, 2], track[after, 1], track[after, 2])
    lon, lat, _ = GEOD.fwd(track[before, 1], track[before, 2], azimuth, share * length)
    places = np.column_stack((lon, lat))
    places[(seconds < times[0]) | (seconds > times[-1]) | (lasts > gap_s)] = np.nan
    return places


def nearest(
    tracks: Mapping[int, Sequence[Fix]], parties: Sequence[int], gap_s: float = 300.0
) -> dict[Pair, np.ndarray]:
    """Return for each pair of units of different parties the metres between them, second by second; nan if unknown."""
    moments = [fix[0] for fixes in tracks.values() for fix in fixes]
    seconds = np.arange(np.floor(min(moments)), np.ceil(max(moments)) + 1.0)
    places = {unit: every_second(fixes, seconds, gap_s) for unit, fixes in tracks.items()}
    found = {}
    for a in sorted(places):
        for b in sorted(places):
            if a < b and parties[a] != parties[b]:
                one, other = places[a], places[b]
                known = ~(np.isnan(one[:, 0]) | np.isnan(other[:, 0]))
                apart = np.full(len(seconds), np.nan)
                if known.any():
                    apart[known] = GEOD.inv(*one[known].T, *other[known].T)[2]
                found[a, b] = apart
    return found


def close(
    tracks: Mapping[int, Sequence[Fix]], parties: Sequence[int], limit_m: float, gap_s: float = 300.0
) -> set[Pair]:
    """Return the pairs that come within a distance."""
    with np.errstate(invalid="ignore"):
        return {pair for pair, apart in nearest(tracks, parties, gap_s).items() if (apart <= limit_m).any()}
