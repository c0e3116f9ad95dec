"""The exact check against MEOS, which shares nothing with it; without lag, since MEOS knows none."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymeos import TGeogPointSeq
from pyproj import Geod

from deconflict.bench.meos import start
from deconflict.separation.check import find
from deconflict.separation.path import PathLimits, TimedPath, accept

GEOD = Geod(ellps="WGS84")
EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
LIMITS = PathLimits(max_speed_kmh=400.0)
SIRTE = (16.6, 31.2)


@pytest.fixture(scope="module")
def meos():
    start()


def sequence(path: TimedPath) -> TGeogPointSeq:
    points = (
        f"POINT({point.lon!r} {point.lat!r})@{point.time.isoformat(sep=' ')}" for point in path.waypoints
    )
    return TGeogPointSeq(f"SRID=4326;[{', '.join(points)}]")


@st.composite
def drives(draw):
    """Two paths near Sirte, at least a minute between any two waypoints (MEOS knows no repeated instant)."""
    both = []
    for _ in range(2):
        minute, places, times = draw(st.integers(0, 15)), [], []
        for _ in range(draw(st.integers(2, 4))):
            east, north = draw(st.floats(-6000, 6000)), draw(st.floats(-6000, 6000))
            lon, lat, _ = GEOD.fwd(*SIRTE, 90.0, east)
            places.append(GEOD.fwd(lon, lat, 0.0, north)[:2])
            times.append(EIGHT + timedelta(minutes=minute))
            minute += draw(st.integers(10, 30))
        both.append(accept(places, times, 0.0, 0.0, LIMITS))
    return both


@pytest.mark.rule("SEP-03", "SEP-07")
@settings(max_examples=60, deadline=None)
@given(drives())
def test_meos_finds_the_same_nearest_approach_without_lag(meos, pair):
    """MEOS turns on a sphere: it is right to a few centimetres, and never closer than the truth."""
    a, b = pair
    finding = find(a.track, b.track, 20_000.0)
    near = sequence(a).nearest_approach_distance(sequence(b))
    if finding is None or finding.nominal_distance_m is None:
        assert near is None or near > 40_000.0
    else:
        assert finding.nominal_distance_m == pytest.approx(near, rel=1e-4, abs=0.6)
