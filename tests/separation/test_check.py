"""The exact check against an oracle that shares nothing with it, and the laws it obeys (SEP-08).

The oracle walks both plans on the ellipsoid itself (pyproj.Geod: no ECEF, no chords) and looks at every moment of a
mesh, then ever closer around the best. Another is in `test_check_beside_meos.py`.
"""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from deconflict.separation.check import Finding, Grade, find, find_all
from deconflict.separation.path import PathLimits, TimedPath, Track, accept

GEOD = Geod(ellps="WGS84")
EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
LIMITS = PathLimits(max_speed_kmh=400.0)
# Sirte, across the antimeridian, 80° N in reach, 78° S, the equator.
REGIONS = [(16.6, 31.2), (179.98, -16.8), (25.0, 79.85), (-70.0, -78.0), (9.0, 0.0)]
# SEP-01 promises a centimetre from 50 m on; closer than that two chords may lie half a metre above each other.
CENTIMETRE, SAG_M = 0.01, 0.5


def error_m(distance: float) -> float:
    return CENTIMETRE if distance >= 50.0 else SAG_M


@dataclass(frozen=True)
class Plan:
    """Stops as metres east and north of a region's middle, and minutes."""

    region: tuple[float, float]
    stops: tuple[tuple[float, float, float], ...]
    tau: float = 0.0
    w: float = 0.0

    def path(self, late_s: float = 0.0, cut: float | None = None) -> TimedPath:
        places, times = [], []
        for east, north, minute in self.stops:
            lon, lat, _ = GEOD.fwd(*self.region, 90.0, east)
            lon, lat, _ = GEOD.fwd(lon, lat, 0.0, north)
            places.append((lon, min(lat, 80.0)))
            times.append(EIGHT + timedelta(minutes=minute, seconds=late_s))
        if cut is not None:
            azimuth, _, length = GEOD.inv(*places[0], *places[1])
            places.insert(1, GEOD.fwd(*places[0], azimuth, cut * length)[:2])
            times.insert(1, times[0] + cut * (times[1] - times[0]))
        return accept(places, times, self.tau, self.w, LIMITS)

    def track(self, late_s: float = 0.0, cut: float | None = None) -> Track:
        return self.path(late_s, cut).track


METRES = st.one_of(st.floats(-6000, 6000), st.sampled_from([0.0, 1000.0, -1000.0]))


@st.composite
def plans(draw, region):
    """Two to four stops within 12 km, ten minutes to half an hour apart; some wait, some repeat a waypoint."""
    minute, stops = float(draw(st.integers(0, 60))), []
    for _ in range(draw(st.integers(1, 4))):
        stops.append((draw(METRES), draw(METRES), minute))
        wait = draw(st.sampled_from([None, None, 0.0, 12.5]))
        if wait is not None:
            minute += wait
            stops.append((*stops[-1][:2], minute))
        minute += draw(st.integers(10, 30))
    if len(stops) == 1:
        stops.append((*stops[0][:2], minute))
    tau, w = draw(st.sampled_from([0.0, 120.0, 1800.0])), draw(st.sampled_from([0.0, 25.0]))
    return Plan(region, tuple(stops), tau, w)


@st.composite
def pairs(draw):
    region = draw(st.sampled_from(REGIONS))
    return draw(plans(region)), draw(plans(region))


MINIMA = st.sampled_from([50.0, 300.0, 1500.0, 5000.0])


class Walk:
    """A plan on the ellipsoid: geodesics at constant speed."""

    def __init__(self, path: TimedPath) -> None:
        self.times = np.array([(point.time - EIGHT).total_seconds() for point in path.waypoints])
        self.lon, self.lat = np.array([(point.lon, point.lat) for point in path.waypoints]).T
        self.azimuth, _, self.length = GEOD.inv(self.lon[:-1], self.lat[:-1], self.lon[1:], self.lat[1:])

    def at(self, seconds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        leg = np.clip(np.searchsorted(self.times, seconds, side="right") - 1, 0, len(self.times) - 2)
        taken = np.diff(self.times)[leg]
        share = np.where(taken > 0, (seconds - self.times[leg]) / np.where(taken > 0, taken, 1.0), 0.0)
        lon, lat, _ = GEOD.fwd(self.lon[leg], self.lat[leg], self.azimuth[leg], share * self.length[leg])
        return lon, lat


def apart(a: Walk, b: Walk, s: np.ndarray, u: np.ndarray) -> np.ndarray:
    """Geodesic metres between a at s and b at u."""
    return np.asarray(GEOD.inv(*a.at(s), *b.at(u))[2])


def mesh(a: Walk, b: Walk, band: float, count: int = 61):
    """Return moments of both plans all over the band, and the distances."""
    u = np.unique(np.concatenate((np.linspace(b.times[0], b.times[-1], count), b.times)))
    s = np.unique(np.concatenate((np.linspace(a.times[0], a.times[-1], count), a.times)))
    s, u = (part.ravel() for part in np.meshgrid(s, u))
    near = np.abs(s - u) <= band
    return s[near], u[near], apart(a, b, s[near], u[near])


def smallest(a: Walk, b: Walk, band: float) -> float:
    """Return the smallest distance that walking finds: for each pair of legs, a mesh that is drawn ever closer."""
    best = np.inf
    for (s0, s1), (u0, u1) in itertools.product(itertools.pairwise(a.times), itertools.pairwise(b.times)):
        lags = max(-band, s0 - u1), min(band, s1 - u0)
        first, last = max(s0, u0 + lags[0]), min(s1, u1 + lags[1])
        if lags[0] > lags[1] or first > last:
            continue
        s_from, s_until, (lag_from, lag_until) = first, last, lags
        for _ in range(14):
            s, lag = np.meshgrid(np.linspace(s_from, s_until, 9), np.linspace(lag_from, lag_until, 9))
            s, u = s.ravel(), np.clip((s - lag).ravel(), u0, u1)
            near = np.abs(s - u) <= band + 1e-9
            s, u = s[near], u[near]
            if not len(s):
                break
            distance = apart(a, b, s, u)
            at = distance.argmin()
            best = min(best, float(distance[at]))
            wide, long = (s_until - s_from) / 3, (lag_until - lag_from) / 3
            s_from, s_until = max(first, s[at] - wide), min(last, s[at] + wide)
            lag_from, lag_until = max(lags[0], s[at] - u[at] - long), min(lags[1], s[at] - u[at] + long)
            if distance[at] > best + 60.0 * (wide + long):
                break
    return best


def since(time: datetime | None) -> float:
    assert time is not None
    return (time - EIGHT).total_seconds()


def bound_m(a: Plan, b: Plan, minimum: float) -> float:
    return minimum + a.w + b.w


@pytest.mark.rule("SEP-01", "SEP-03", "SEP-05", "SEP-06", "SEP-07")
@settings(max_examples=60, deadline=None)
@given(pairs(), MINIMA)
def test_walking_the_ellipsoid_finds_the_same_smallest_distances(pair, minimum):
    a, b = pair
    band, bound = a.tau + b.tau, bound_m(a, b, minimum)
    walks = Walk(a.path()), Walk(b.path())
    walked = smallest(*walks, band)
    finding = find(a.track(), b.track(), minimum)
    if finding is None:
        assert walked > bound + minimum - error_m(walked)
        return
    # Nothing that walking finds is closer, and the spot that is named is as close as it is said to be.
    error = error_m(finding.distance_m)
    assert finding.distance_m <= walked + error
    spot = [np.array([since(point.time)]) for point in (finding.at_a, finding.at_b)]
    assert apart(*walks, *spot)[0] == pytest.approx(finding.distance_m, abs=error + CENTIMETRE)
    assert finding.lag_s == pytest.approx(float(spot[0][0] - spot[1][0]), abs=1e-5)
    assert abs(finding.lag_s) <= band + 1e-5
    for walk, seconds, point in zip(walks, spot, (finding.at_a, finding.at_b), strict=True):
        lon, lat = walk.at(seconds)
        assert GEOD.inv(lon[0], lat[0], point.lon, point.lat)[2] < 0.01
    with_no_lag = smallest(*walks, 0.0)
    if finding.nominal_distance_m is None:
        assert with_no_lag == np.inf
    else:
        assert finding.nominal_distance_m <= with_no_lag + error_m(finding.nominal_distance_m)
    if abs(walked - bound) > SAG_M and abs(with_no_lag - bound) > SAG_M:
        conflict = Grade.CRITICAL if with_no_lag < bound else Grade.CAUTION
        assert finding.grade is (conflict if walked < bound else Grade.ADVISORY)


@pytest.mark.rule("SEP-05", "SEP-07")
@settings(max_examples=60, deadline=None)
@given(pairs(), MINIMA)
def test_every_moment_of_conflict_that_walking_finds_lies_between_first_and_last(pair, minimum):
    a, b = pair
    band, bound = a.tau + b.tau, bound_m(a, b, minimum)
    walks = Walk(a.path()), Walk(b.path())
    finding = find(a.track(), b.track(), minimum)
    s, u, distance = mesh(*walks, band)
    met = distance <= bound
    if finding is None or finding.grade is Grade.ADVISORY:
        assert not met.any()
        return
    if met.any():
        assert since(finding.first_a) <= s[met].min() + 1e-3
        assert since(finding.last_a) >= s[met].max() - 1e-3
        assert since(finding.first_b) <= u[met].min() + 1e-3
        assert since(finding.last_b) >= u[met].max() - 1e-3
        assert finding.least_lag_s <= np.abs(s - u)[met].min() + 1e-3
    # At the first and last moment of a the bound is really met, by some moment of b in the band.
    for moment in (since(finding.first_a), since(finding.last_a)):
        others = np.linspace(
            max(moment - band, walks[1].times[0]), min(moment + band, walks[1].times[-1]), 2001
        )
        near = apart(*walks, np.full(len(others), moment), others).min()
        assert near <= bound + 0.03 + 60.0 * np.diff(others).max()


@pytest.mark.rule("SEP-08")
@settings(max_examples=60, deadline=None)
@given(pairs(), MINIMA)
def test_law_symmetric(pair, minimum):
    a, b = (plan.track() for plan in pair)
    ours, theirs = find(a, b, minimum), find(b, a, minimum)
    assert (ours and ours.swapped()) == theirs


def alike(one: Finding | None, other: Finding | None, limits: tuple[float, ...], late_s: float = 0.0) -> None:
    """The same finding up to the rounding of knots, unless a distance is on the edge of a grade."""
    distances = [f.distance_m for f in (one, other) if f] + [
        f.nominal_distance_m for f in (one, other) if f and f.nominal_distance_m is not None
    ]
    assume(all(abs(distance - limit) > SAG_M for distance in distances for limit in limits))
    assert (one is None) == (other is None)
    if one and other:
        assert one.grade is other.grade
        assert one.distance_m == pytest.approx(other.distance_m, abs=0.02 + error_m(one.distance_m))
        for first, second in ((one.first_a, other.first_a), (one.last_b, other.last_b)):
            if first and second:
                assert (second - first).total_seconds() == pytest.approx(late_s, abs=5.0)


@pytest.mark.rule("SEP-08")
@settings(max_examples=60, deadline=None)
@given(pairs(), MINIMA, st.integers(-100_000, 100_000))
def test_law_unchanged_by_shifting_both_in_time(pair, minimum, late):
    a, b = pair
    bound = bound_m(a, b, minimum)
    before = find(a.track(), b.track(), minimum)
    after = find(a.track(late), b.track(late), minimum)
    alike(before, after, (bound, bound + minimum), late)
    if before and after:
        assert after.lag_s == pytest.approx(before.lag_s, abs=1.0)


@pytest.mark.rule("SEP-08")
@settings(max_examples=60, deadline=None)
@given(pairs(), MINIMA, st.floats(0.05, 0.95))
def test_law_unchanged_by_splitting_a_leg(pair, minimum, cut):
    a, b = pair
    bound = bound_m(a, b, minimum)
    alike(
        find(a.track(), b.track(), minimum),
        find(a.track(cut=cut), b.track(), minimum),
        (bound, bound + minimum),
    )


@pytest.mark.rule("SEP-08")
@settings(max_examples=40, deadline=None)
@given(pairs(), MINIMA)
def test_law_unchanged_by_adding_a_far_third(pair, minimum):
    a, b = (plan.track() for plan in pair)
    third = Plan((40.0, 10.0), ((0, 0, 0), (0, 3000, 60)), 1800.0).track()
    assert find_all(a, [third, b, third], minimum) == [None, find(a, b, minimum), None]


def rank(finding: Finding | None) -> int:
    return finding.grade.rank if finding else 0


@pytest.mark.rule("SEP-08")
@settings(max_examples=60, deadline=None)
@given(pairs(), MINIMA, st.floats(1.0, 4.0), st.floats(0, 1800), st.floats(0, 500))
def test_law_a_larger_minimum_or_tolerance_never_finds_fewer(pair, minimum, times, later, wider):
    a, b = pair
    found = rank(find(a.track(), b.track(), minimum))
    assert rank(find(a.track(), b.track(), minimum * times)) >= found
    more = Plan(a.region, a.stops, a.tau + later, a.w).track()
    assert rank(find(more, b.track(), minimum)) >= found
    broad = Plan(a.region, a.stops, a.tau, a.w + wider).track()
    assert rank(find(broad, b.track(), minimum)) >= found


@pytest.mark.rule("SEP-03", "SEP-06")
@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("minimum", [50.0, 1000.0, 5000.0])
@pytest.mark.parametrize(
    ("beyond", "grade"),
    [
        (-0.01, Grade.CRITICAL),
        (0.0, Grade.CRITICAL),
        (0.009, Grade.CRITICAL),
        (0.011, Grade.ADVISORY),
        (1.0, Grade.ADVISORY),
    ],
)
def test_within_a_centimetre_of_the_bound_is_a_conflict_and_beyond_is_not(region, minimum, beyond, grade):
    """
    ● a ←── D + wA + wB + beyond ──→ ● b      two posts, for an hour
    """
    bound = minimum + 10.0
    a = Plan(region, ((0, 0, 0), (0, 0, 60)), w=4.0)
    b = Plan(region, ((0, -bound - beyond, 0), (0, -bound - beyond, 60)), w=6.0)
    finding = find(a.track(), b.track(), minimum)
    assert finding.grade is grade
    assert finding.distance_m == pytest.approx(bound + beyond, abs=0.0075)


@pytest.mark.rule("SEP-03", "SEP-06")
@pytest.mark.parametrize(("late", "grade"), [(0.0, Grade.CAUTION), (0.001, None)])
def test_exactly_at_the_end_of_the_band_still_touches(late, grade):
    """a's post ends at 9:00, b's begins at 9:30 + late, τA + τB is half an hour: closed ends touch."""
    a = Plan(REGIONS[0], ((0, 0, 0), (0, 0, 60)), 600.0)
    b = Plan(REGIONS[0], ((0, 0, 90 + late / 60), (0, 0, 120)), 1200.0)
    finding = find(a.track(), b.track(), 50.0)
    assert (finding and finding.grade) is grade


@pytest.mark.rule("SEP-06")
@pytest.mark.parametrize(("beyond", "found"), [(-0.01, True), (0.0, True), (0.011, False)])
def test_an_advisory_ends_at_twice_the_minimum(beyond, found):
    a = Plan(REGIONS[0], ((0, 0, 0), (0, 0, 60)), w=5.0)
    b = Plan(REGIONS[0], ((0, 2005.0 + beyond, 0), (0, 2005.0 + beyond, 60)))
    assert (find(a.track(), b.track(), 1000.0) is not None) is found


@pytest.mark.rule("SEP-01", "SEP-03")
def test_two_units_that_meet_on_the_antimeridian_are_found():
    """
    179.95° ──▶ 180° ◀── -179.95°      head-on along 16.8° S, each 10.6 km in 20 minutes, meeting at 8:10
    """
    start, end = (179.95, -16.8), (-179.95, -16.8)
    times = [EIGHT, EIGHT + timedelta(minutes=20)]
    a, b = (accept(places, times, 0.0, 0.0, LIMITS).track for places in ((start, end), (end, start)))
    finding = find(a, b, 50.0)
    assert finding.grade is Grade.CRITICAL
    assert finding.distance_m == 0.0
    assert abs(finding.at_a.lon) == pytest.approx(180.0, abs=1e-6)
    assert finding.at_a.time == finding.at_b.time


@pytest.mark.rule("SEP-07")
def test_a_plan_compared_with_nobody_finds_nothing():
    assert find_all(Plan(REGIONS[0], ((0, 0, 0), (0, 0, 60))).track(), [], 1000.0) == []


def test_many_plans_at_once_are_found_as_one_by_one():
    """A star of ten roads through one place, a unit every four minutes."""
    roads = [
        Plan(
            REGIONS[0], ((5000 * x, 5000 * y, 4 * k), (-5000 * x, -5000 * y, 4 * k + 10)), 120.0 * (k % 3)
        ).track()
        for k, (x, y) in enumerate((np.cos(k * 0.6), np.sin(k * 0.6)) for k in range(10))
    ]
    for a, minimum in itertools.product(roads[:3], (50.0, 800.0)):
        assert find_all(a, roads, minimum) == [find(a, b, minimum) for b in roads]
