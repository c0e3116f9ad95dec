"""The peer without lag: MEOS (MobilityDB's library, by pymeos) and our exact check on the same pairs.

pymeos is needed by developers and benches alone; without it this part is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from time import perf_counter
from typing import Any, Final

from deconflict.bench.timing import Spread, ratio
from deconflict.patrols.model import Standing
from deconflict.separation.check import find_all
from deconflict.separation.frame import lon_lat
from deconflict.separation.path import Track
from deconflict.separation.units import utc

EVERYTHING_M: Final = 1e6
"""So large a minimum that no pair under way together is screened away: both must find the distance of each."""

AGREE_M, AGREE_SHARE = 1.0, 1e-3


@dataclass(frozen=True)
class MeosFigures:
    """Seconds are per subject, over all its candidates at once; agreement counts pairs within 1 m and 0.1 %."""

    pairs: int
    ours_us_per_pair: float
    meos_us_per_pair: float
    times_faster: float
    agreeing: float
    largest_difference_m: float


def available() -> bool:
    """Tell whether pymeos is installed."""
    try:
        import pymeos  # noqa: F401  (only whether it is there)
    except ImportError:
        return False
    return True


def compare(checks: Sequence[tuple[Standing, Sequence[Standing]]]) -> MeosFigures:
    """Find the nearest approach of each plan and each of its candidates, both ways."""
    from pymeos import TGeogPointSeq

    start()
    return _figures(list(_rounds(checks, TGeogPointSeq)))


@cache
def start() -> None:
    """Start MEOS, once in a process and for good: started again after its end, it crashes (pymeos 1.3)."""
    from pymeos import pymeos_initialize

    pymeos_initialize()


@dataclass(frozen=True)
class _Round:
    ours_s: float
    meos_s: float
    distances: list[tuple[float, float]]


def _rounds(checks: Sequence[tuple[Standing, Sequence[Standing]]], sequence: Any) -> Iterator[_Round]:
    for subject, others in checks:
        track, rivals = on_time(subject.track), [on_time(other.track) for other in others]
        path, paths = sequence(written(track)), [sequence(written(rival)) for rival in rivals]
        begin = perf_counter()
        findings = find_all(track, rivals, EVERYTHING_M)
        between = perf_counter()
        distances = [path.nearest_approach_distance(other) for other in paths]
        end = perf_counter()
        known = [
            (found.distance_m, distance)
            for found, distance in zip(findings, distances, strict=True)
            if found is not None
        ]
        yield _Round(between - begin, end - between, known)


def on_time(track: Track) -> Track:
    """Return the track without tolerances."""
    return replace(track, time_tolerance_s=0.0, lateral_tolerance_m=0.0)


def written(track: Track) -> str:
    """Return a track as MEOS reads it: its knots in degrees, each moment once."""
    places = lon_lat(track.knots[:, :3]).tolist()
    moments = track.knots[:, 3].tolist()
    instants = dict(zip(moments, places, strict=True))
    points = (
        f"SRID=4326;Point({lon!r} {lat!r})@{utc(second).isoformat()}"
        for second, (lon, lat) in instants.items()
    )
    return f"[{', '.join(points)}]"


def _figures(rounds: Sequence[_Round]) -> MeosFigures:
    pairs = [pair for item in rounds for pair in item.distances]
    ours = Spread.of([item.ours_s / max(len(item.distances), 1) for item in rounds], 1e6).p50
    theirs = Spread.of([item.meos_s / max(len(item.distances), 1) for item in rounds], 1e6).p50
    apart = [abs(ours_m - meos_m) for ours_m, meos_m in pairs]
    same = [
        difference <= AGREE_M + AGREE_SHARE * meos_m
        for difference, (_, meos_m) in zip(apart, pairs, strict=True)
    ]
    return MeosFigures(
        len(pairs),
        ours,
        theirs,
        ratio(theirs, ours),
        ratio(sum(same), len(same)) if same else 1.0,
        max(apart, default=0.0),
    )
