"""What a path may be, and where the unit is on it, against the geodesic."""

import math
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from deconflict.separation import errors
from deconflict.separation.frame import Box, ecef, lon_lat
from deconflict.separation.path import PathLimits, Track, accept

GEOD = Geod(ellps="WGS84")
EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
LIMITS = PathLimits()
MISRATA, SIRTE = (15.09, 32.37), (16.59, 31.21)


def minutes(*after: float) -> list[datetime]:
    return [EIGHT + timedelta(minutes=minute) for minute in after]


def take(waypoints, times, tau=0.0, w=0.0, limits=LIMITS):
    return accept(waypoints, times, tau, w, limits)


@st.composite
def drives(draw):
    """One leg from anywhere below 79°, up to 300 km in up to 7 hours, at no more than 150 km/h."""
    lon, lat = draw(st.floats(-180, 180)), draw(st.floats(-79, 79))
    azimuth, length = draw(st.floats(0, 360)), draw(st.floats(0, 300_000))
    end_lon, end_lat, _ = GEOD.fwd(lon, lat, azimuth, length)
    seconds = math.ceil(length / 40.0) + draw(st.integers(1, 3600))
    return (lon, lat), (end_lon, max(-80.0, min(80.0, end_lat))), seconds


@pytest.mark.rule("SEP-01")
@settings(max_examples=60)
@given(drives(), st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_the_unit_moves_on_the_geodesic_at_constant_speed(drive, shares):
    (lon, lat), (end_lon, end_lat), seconds = drive
    path = take([(lon, lat), (end_lon, end_lat)], [EIGHT, EIGHT + timedelta(seconds=seconds)])
    azimuth, _, length = GEOD.inv(lon, lat, end_lon, end_lat)
    assert path.length_m == pytest.approx(length)
    for share in shares:
        at = EIGHT + timedelta(seconds=share * seconds)
        share = (at - EIGHT).total_seconds() / seconds
        on_lon, on_lat, _ = GEOD.fwd(lon, lat, azimuth, share * length)
        assert GEOD.inv(on_lon, on_lat, *path.position(at))[2] < 0.01


@pytest.mark.rule("SEP-01")
@settings(max_examples=60)
@given(drives())
def test_no_chord_is_longer_than_five_kilometres_and_every_knot_is_on_the_surface(drive):
    (lon, lat), end, seconds = drive
    knots = take([(lon, lat), end], [EIGHT, EIGHT + timedelta(seconds=seconds)]).knots
    assert np.linalg.norm(np.diff(knots[:, :3], axis=0), axis=1).max() <= 5000.0
    np.testing.assert_allclose(ecef(lon_lat(knots[:, :3])), knots[:, :3], atol=1e-4)
    assert (np.diff(knots[:, 3]) > 0).all()


@pytest.mark.rule("SEP-01")
def test_a_path_across_the_antimeridian_takes_the_short_way():
    """
    179.95°  180°  -179.95°
       ●───────┼───────●        9.4 km at 32° N, not 40 000
    """
    path = take([(179.95, 32.0), (-179.95, 32.0)], minutes(0, 20))
    assert path.length_m == pytest.approx(9449, abs=1)
    lon, lat = path.position(EIGHT + timedelta(minutes=10))
    assert abs(abs(lon) - 180.0) < 1e-6
    assert lat == pytest.approx(32.0, abs=1e-3)


def test_the_two_spellings_of_the_antimeridian_are_one_place():
    assert len(take([(180.0, 32.0), (-180.0, 32.0)], minutes(0, 0)).knots) == 2


@pytest.mark.rule("SEP-01")
def test_a_post_stays_where_it_is():
    path = take([MISRATA, MISRATA], minutes(0, 60))
    assert path.length_m == 0.0
    assert path.position(EIGHT + timedelta(minutes=30)) == pytest.approx(MISRATA)
    assert (path.start, path.end) == (EIGHT, EIGHT + timedelta(minutes=60))


@pytest.mark.rule("SEP-01")
def test_a_dwell_and_a_leg_of_no_length_and_no_time_are_part_of_a_path():
    """A ───▶ B (waits) ───▶ A, B written twice at one instant"""
    there = (15.19, 32.37)
    path = take([MISRATA, there, there, there, MISRATA], minutes(0, 10, 10, 40, 50))
    assert path.position(EIGHT + timedelta(minutes=25)) == pytest.approx(there)
    assert path.position(EIGHT + timedelta(minutes=45))[0] == pytest.approx(15.14, abs=1e-3)


def test_times_in_any_zone_are_kept_as_utc():
    tripoli = timezone(timedelta(hours=2))
    path = take([MISRATA, SIRTE], [at.astimezone(tripoli) for at in minutes(0, 240)])
    assert path.waypoints[0].time.tzinfo is UTC
    assert path.start == EIGHT


@pytest.mark.parametrize("minute", [-1, 241])
def test_a_unit_has_no_position_before_its_start_or_after_its_end(minute):
    path = take([MISRATA, SIRTE], minutes(0, 240))
    with pytest.raises(errors.NotUnderWay):
        path.position(EIGHT + timedelta(minutes=minute))


NAIVE = EIGHT.replace(tzinfo=None)
FAR_NORTH = [(0.0, 79.0), (170.0, 79.0)]
REFUSALS = {
    "no waypoint": ([], [], errors.TooFewWaypoints, 0),
    "one waypoint": ([MISRATA], minutes(0), errors.TooFewWaypoints, 1),
    "too many": ([MISRATA] * 2001, minutes(*range(2001)), errors.TooManyWaypoints, 2000),
    "a time too few": ([MISRATA, SIRTE], minutes(0), errors.TimesMissing, 1),
    "a time too many": ([MISRATA, SIRTE], minutes(0, 240, 241), errors.TimesMissing, 2),
    "not a number": ([MISRATA, (math.nan, 32.0)], minutes(0, 60), errors.CoordinateOutOfRange, 1),
    "infinite": ([(15.0, math.inf), MISRATA], minutes(0, 60), errors.CoordinateOutOfRange, 0),
    "beyond 180°": ([MISRATA, (180.001, 32.0)], minutes(0, 60), errors.CoordinateOutOfRange, 1),
    "beyond 80°": ([(15.0, -80.001), MISRATA], minutes(0, 60), errors.CoordinateOutOfRange, 0),
    "over the pole": (FAR_NORTH, minutes(0, 3000), errors.CoordinateOutOfRange, 0),
    "naive": ([MISRATA, SIRTE], [EIGHT, NAIVE], errors.NaiveTime, 1),
    "in the sixties": (
        [MISRATA, SIRTE],
        [datetime(1969, 7, 20, tzinfo=UTC), EIGHT],
        errors.TimeOutOfRange,
        0,
    ),
    "after 2200": ([MISRATA, SIRTE], [EIGHT, datetime.max.replace(tzinfo=UTC)], errors.TimeOutOfRange, 1),
    "back in time": ([MISRATA, MISRATA, SIRTE], minutes(0, 9, 8), errors.TimesDecreasing, 2),
    "too fast": ([MISRATA, MISRATA, SIRTE], minutes(0, 5, 40), errors.TooFast, 1),
    "a jump": ([MISRATA, SIRTE], minutes(0, 0), errors.TooFast, 0),
    "too long": ([MISRATA, SIRTE, MISRATA], minutes(0, 600, 10_081), errors.TooLong, 2),
    "a long post": ([MISRATA, MISRATA], minutes(0, 721), errors.DwellTooLong, 0),
}


@pytest.mark.rule("PAT-05", "SEP-01")
@pytest.mark.parametrize(("waypoints", "times", "refusal", "index"), REFUSALS.values(), ids=REFUSALS)
def test_what_cannot_be_driven_is_refused_with_its_cause_and_place(waypoints, times, refusal, index):
    with pytest.raises(refusal) as refused:
        take(waypoints, times)
    assert type(refused.value) is refusal
    assert refused.value.index == index


@pytest.mark.rule("PAT-05")
def test_a_path_out_of_the_deployments_bounds_is_refused():
    limits = PathLimits(bounds=Box(9.0, 19.0, 26.0, 34.0))
    assert take([MISRATA, SIRTE], minutes(0, 240), limits=limits)
    with pytest.raises(errors.OutOfBounds) as refused:
        take([MISRATA, (15.09, 34.1)], minutes(0, 240), limits=limits)
    assert refused.value.index == 1


@pytest.mark.rule("PAT-05", "SEP-02")
@pytest.mark.parametrize("tau", [-1.0, 3600.5, math.nan, math.inf])
def test_a_time_tolerance_above_its_cap_is_refused(tau):
    with pytest.raises(errors.TimeToleranceOutOfRange):
        take([MISRATA, SIRTE], minutes(0, 240), tau=tau)


@pytest.mark.rule("PAT-05", "SEP-02", "PRB-01")
@pytest.mark.parametrize("w", [-0.1, 1000.1, math.nan])
def test_a_lateral_tolerance_above_its_cap_is_refused(w):
    with pytest.raises(errors.LateralToleranceOutOfRange):
        take([MISRATA, SIRTE], minutes(0, 240), w=w)


@pytest.mark.rule("SEP-02")
def test_tolerances_at_their_caps_are_declared_as_they_are():
    path = take([MISRATA, SIRTE], minutes(0, 240), tau=3600, w=1000)
    assert (path.track.time_tolerance_s, path.track.lateral_tolerance_m) == (3600.0, 1000.0)


@pytest.mark.rule("PRB-01")
def test_a_post_is_not_stretched_by_repeating_or_by_crawling():
    """Waypoints 5 m apart every three hours: one place, 15 hours. Once 60 m away, the clock starts again."""
    crawl = [(15.09 + 0.00005 * step, 32.37) for step in range(6)]
    with pytest.raises(errors.DwellTooLong) as refused:
        take(crawl, minutes(*range(0, 1080, 180)))
    assert refused.value.index == 0
    away = [*crawl[:3], (15.0907, 32.37), *crawl[4:]]
    assert take(away, minutes(*range(0, 1080, 180)))


@given(drives(), st.floats(0, 3600), st.floats(0, 1000))
@settings(max_examples=30)
def test_a_track_survives_packing_to_the_last_bit(drive, tau, w):
    start, end, seconds = drive
    track = take([start, end], [EIGHT, EIGHT + timedelta(seconds=seconds)], tau, w).track
    back = Track.unpack(track.pack())
    assert (back.time_tolerance_s, back.lateral_tolerance_m) == (tau, w)
    assert np.array_equal(back.knots, track.knots)
    assert not back.knots.flags.writeable


@pytest.mark.parametrize(
    "spoil", [lambda b: b"", lambda b: b[:-8], lambda b: b[:56], lambda b: b"\x02" + b[1:]]
)
def test_bytes_that_are_no_track_are_refused(spoil):
    packed = take([MISRATA, MISRATA], minutes(0, 60)).track.pack()
    with pytest.raises(errors.TrackUnreadable):
        Track.unpack(spoil(packed))


@pytest.mark.rule("SEP-01")
@settings(max_examples=40)
@given(drives(), st.floats(-0.2, 1.2), st.floats(-0.2, 1.2))
def test_a_part_of_a_track_is_where_the_track_is_meanwhile(drive, one, other):
    """Beyond its ends there is nothing: a part is cut at them."""
    place, end, seconds = drive
    track = take([place, end], [EIGHT, EIGHT + timedelta(seconds=seconds)], tau=60.0, w=50.0).track
    start_s, end_s = sorted(EIGHT.timestamp() + share * seconds for share in (one, other))
    part = track.between(start_s, end_s)
    assert (part.time_tolerance_s, part.lateral_tolerance_m) == (60.0, 50.0)
    assert len(part.knots) >= 2
    for x, y, z, at in part.knots:
        assert track.knots[0, 3] <= at <= track.knots[-1, 3]
        where = [np.interp(at, track.knots[:, 3], track.knots[:, axis]) for axis in range(3)]
        assert np.allclose(where, (x, y, z), atol=1e-3)
