"""A rendezvous takes out of the check what happens within it, and nothing else (SEP-10)."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from deconflict.separation.check import Grade, find, find_outside
from deconflict.separation.frame import ecef
from deconflict.separation.path import PathLimits, Track, accept
from deconflict.separation.rendezvous import Disc, cut
from deconflict.separation.units import epoch_s

GEOD = Geod(ellps="WGS84")
EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
NOON_S = epoch_s(EIGHT + timedelta(hours=4))
MIDDLE = (16.6, 31.2)
LIMITS = PathLimits(max_speed_kmh=400.0)
STEP_S = 10.0


def place(east: float, north: float) -> tuple[float, float]:
    lon, lat, _ = GEOD.fwd(*MIDDLE, 90.0, east)
    lon, lat, _ = GEOD.fwd(lon, lat, 0.0, north)
    return lon, lat


def track(*stops: tuple[float, float, float], tau: float = 0.0, w: float = 0.0) -> Track:
    """Stops as metres east and north of the middle, and minutes after eight."""
    times = [EIGHT + timedelta(minutes=minute) for _, _, minute in stops]
    return accept([place(east, north) for east, north, _ in stops], times, tau, w, LIMITS).track


def disc(
    radius_m: float = 500.0, *, east: float = 0.0, north: float = 0.0, start: float = 0.0, end: float = 60.0
) -> Disc:
    """Metres from the middle, minutes after eight."""
    first = epoch_s(EIGHT)
    return Disc(*place(east, north), radius_m, first + start * 60, first + end * 60)


def post(north: float, start: float, end: float, **tolerances: float) -> Track:
    return track((0, north, start), (0, north, end), **tolerances)


@pytest.mark.rule("SEP-10")
def test_what_happens_within_the_disc_and_the_window_is_no_conflict() -> None:
    a, b = post(0, 10, 40), post(100, 10, 40)
    assert find(a, b, 500.0).grade is Grade.CRITICAL
    assert find_outside(a, b, 500.0, [disc()]) is None


@pytest.mark.rule("SEP-10")
def test_ten_minutes_after_the_window_it_is_one() -> None:
    """
    a, b  ━━━━━━━━━━━━━━━━━━━━━━━━━   side by side for an hour
    disc       [─────────)            the window ends ten minutes before they part
    """
    found = find_outside(post(0, 10, 70), post(100, 10, 70), 500.0, [disc()])
    assert found is not None
    assert found.grade is Grade.CRITICAL
    assert found.first_a == EIGHT + timedelta(minutes=60)
    assert found.last_a == EIGHT + timedelta(minutes=70)


@pytest.mark.rule("SEP-10")
def test_two_kilometres_further_it_is_one() -> None:
    """Two drive east side by side; the disc of 500 m, grown by D = 500 m, holds only the beginning of it."""
    a, b = track((0, 0, 0), (3000, 0, 30)), track((0, 100, 0), (3000, 100, 30))
    found = find_outside(a, b, 500.0, [disc()])
    assert found is not None
    assert found.grade is Grade.CRITICAL
    assert found.first_a == pytest.approx(EIGHT + timedelta(minutes=10), abs=timedelta(seconds=4))
    assert found.first_b == pytest.approx(EIGHT + timedelta(minutes=10), abs=timedelta(seconds=4))
    assert found.last_a == EIGHT + timedelta(minutes=30)


@pytest.mark.rule("SEP-10")
def test_one_inside_and_one_outside_is_a_conflict() -> None:
    inside, outside = post(900, 10, 40), post(1100, 10, 40)
    found = find_outside(inside, outside, 500.0, [disc()])
    assert found is not None
    assert found.distance_m == pytest.approx(200, abs=0.02)


@pytest.mark.rule("SEP-10")
def test_on_the_circle_and_at_the_last_moment_is_within() -> None:
    centre = ecef(np.array([place(0, 0)]))[0]
    north = 1000.0
    apart = float(np.linalg.norm(ecef(np.array([place(0, north)]))[0] - centre))
    on_circle = Disc(*place(0, 0), apart - 500.0, epoch_s(EIGHT), epoch_s(EIGHT + timedelta(minutes=40)))
    a, b = post(north, 10, 40), post(900, 10, 40)
    assert find_outside(a, b, 500.0, [on_circle]) is None
    a_little_less = Disc(on_circle.lon, on_circle.lat, apart - 500.01, on_circle.start_s, on_circle.end_s)
    assert find_outside(a, b, 500.0, [a_little_less]) is not None


@pytest.mark.rule("SEP-10")
def test_the_window_is_as_wide_as_each_may_run_late() -> None:
    a, b = post(0, 10, 70, tau=600.0), post(100, 10, 70, tau=600.0)
    assert find_outside(a, b, 500.0, [disc()]) is None
    found = find_outside(a, post(100, 10, 70, tau=540.0), 500.0, [disc()])
    assert found is not None
    assert found.first_b == EIGHT + timedelta(minutes=69)


@pytest.mark.rule("SEP-10")
def test_the_corridors_widen_the_disc() -> None:
    a, b = post(1040, 10, 40, w=25.0), post(1000, 10, 40, w=25.0)
    assert find_outside(a, b, 500.0, [disc()]) is None
    assert find_outside(post(1060, 10, 40, w=25.0), b, 500.0, [disc()]) is not None


@pytest.mark.rule("SEP-10")
def test_two_places_are_not_one_place() -> None:
    """One in the first disc and one in the second: nobody agreed to that."""
    a, b = post(-300, 10, 40), post(300, 10, 40)
    two = [disc(50, north=-700), disc(50, north=700)]
    assert find_outside(a, b, 600.0, two) is not None
    assert find_outside(a, b, 600.0, [*two, disc(50)]) is None


@pytest.mark.rule("SEP-10")
def test_where_there_is_no_disc_nothing_is_cut() -> None:
    a = track((0, 0, 0), (3000, 0, 30))
    far = cut(a, [disc(east=90_000, start=600, end=660)], 1000.0)
    assert np.array_equal(far.track.knots, a.knots)
    assert not far.inside.any()


def test_an_instant_at_which_a_waypoint_comes_twice_is_no_obstacle() -> None:
    a = track((0, 0, 0), (0, 0, 0), (3000, 0, 30), (3000, 0, 30))
    pieces = cut(a, [disc(end=5.0)], 500.0)
    assert pieces.inside[:, 0].tolist() == [True, True, False, False, False]


METRES = st.one_of(st.floats(-4000, 4000), st.sampled_from([0.0, 500.0, -500.0]))


@st.composite
def plans(draw):
    minute, stops = float(draw(st.integers(0, 20))), []
    for _ in range(draw(st.integers(1, 3))):
        stops.append((draw(METRES), draw(METRES), minute))
        wait = draw(st.sampled_from([None, 0.0, 7.5]))
        if wait is not None:
            minute += wait
            stops.append((*stops[-1][:2], minute))
        minute += draw(st.integers(5, 15))
    if len(stops) == 1:
        stops.append((*stops[0][:2], minute))
    return track(*stops, tau=draw(st.sampled_from([0.0, 90.0])), w=draw(st.sampled_from([0.0, 25.0])))


@st.composite
def discs(draw):
    start = draw(st.integers(0, 40))
    return disc(
        draw(st.sampled_from([50.0, 300.0, 2000.0])),
        east=draw(METRES) / 2,
        north=draw(METRES) / 2,
        start=start,
        end=start + draw(st.integers(1, 40)),
    )


def meshed(of: Track) -> tuple[np.ndarray, np.ndarray]:
    """Places and times along a track, a few seconds apart, its knots among them."""
    first, last = of.knots[0, 3], of.knots[-1, 3]
    times = np.union1d(np.arange(first, last + STEP_S, STEP_S).clip(first, last), of.knots[:, 3])
    return np.column_stack([np.interp(times, of.knots[:, 3], of.knots[:, axis]) for axis in range(3)]), times


def looked_at(a: Track, b: Track, minimum_m: float, some: list[Disc]) -> float:
    """The smallest distance of all moments of the mesh that no disc holds, by looking at each."""
    (xa, ta), (xb, tb) = meshed(a), meshed(b)
    distance = np.linalg.norm(xa[:, np.newaxis] - xb[np.newaxis], axis=2)
    left_out = np.abs(ta[:, np.newaxis] - tb) > a.time_tolerance_s + b.time_tolerance_s
    reach = minimum_m + a.lateral_tolerance_m + b.lateral_tolerance_m
    for one in some:
        centre = ecef(np.array([[one.lon, one.lat]]))[0]

        def within(
            of: Track, x: np.ndarray, t: np.ndarray, one: Disc = one, centre: np.ndarray = centre
        ) -> np.ndarray:
            near = np.linalg.norm(x - centre, axis=1) <= one.radius_m + reach
            return near & (t >= one.start_s - of.time_tolerance_s) & (t <= one.end_s + of.time_tolerance_s)

        left_out |= within(a, xa, ta)[:, np.newaxis] & within(b, xb, tb)
    return float(np.where(left_out, np.inf, distance).min())


@pytest.mark.rule("SEP-10")
@given(a=plans(), b=plans(), some=st.lists(discs(), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_what_is_found_agrees_with_looking_at_every_moment(a: Track, b: Track, some: list[Disc]) -> None:
    minimum_m = 600.0
    found, looked = find_outside(a, b, minimum_m, some), looked_at(a, b, minimum_m, some)
    reach = 2 * minimum_m + a.lateral_tolerance_m + b.lateral_tolerance_m
    if found is None:
        assert looked > reach - 0.01
        return
    assert found.distance_m <= looked + 0.01
    xa, ta, xb, tb = (*at(a, found.at_a.time), *at(b, found.at_b.time))
    assert found.distance_m == pytest.approx(float(np.linalg.norm(xa - xb)), abs=0.02)
    assert abs(ta - tb) <= a.time_tolerance_s + b.time_tolerance_s + 0.01
    assert not any(
        well_within(a, xa, ta, one, minimum_m, b) and well_within(b, xb, tb, one, minimum_m, a)
        for one in some
    )
    assert found.swapped() == find_outside(b, a, minimum_m, some)


def at(of: Track, time: datetime) -> tuple[np.ndarray, float]:
    moment = epoch_s(time)
    return np.array([np.interp(moment, of.knots[:, 3], of.knots[:, axis]) for axis in range(3)]), moment


def well_within(of: Track, x: np.ndarray, t: float, one: Disc, minimum_m: float, other: Track) -> bool:
    """Whether a place and time is inside a disc by more than what rounding and short pieces cost."""
    reach = one.radius_m + minimum_m + of.lateral_tolerance_m + other.lateral_tolerance_m - 0.02
    if np.linalg.norm(x - ecef(np.array([[one.lon, one.lat]]))[0]) > reach:
        return False
    return one.start_s - of.time_tolerance_s + 0.01 < t < one.end_s + of.time_tolerance_s - 0.01


@pytest.mark.rule("SEP-10", "SEP-08")
@given(a=plans(), b=plans(), some=st.lists(discs(), min_size=1, max_size=2))
@settings(max_examples=60, deadline=None)
def test_a_rendezvous_never_finds_more_than_there_is_without(a: Track, b: Track, some: list[Disc]) -> None:
    without, found = find(a, b, 600.0), find_outside(a, b, 600.0, some)
    assume(found is not None)
    assert without is not None
    assert without.distance_m <= found.distance_m + 0.01
    assert without.grade.rank >= found.grade.rank
