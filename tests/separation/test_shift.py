"""Clearing shifts against trying every minute."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deconflict.separation.check import Grade, find_all
from deconflict.separation.cover import cover, hours
from deconflict.separation.path import WGS84, PathLimits, Track, accept
from deconflict.separation.shift import Shift, Told, clearing_shift, clearing_shift_on_grid, shifted

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
CROSSROADS = (15.0, 32.0)


def drive(*stops: tuple[tuple[float, float], float], tau: float = 0.0, late: float = 0.0) -> Track:
    """Stops are metres east and north of the crossroads, and minutes; `late` minutes are added to all."""
    places, times = [], []
    for (east, north), minute in stops:
        lon, lat, _ = WGS84.fwd(*CROSSROADS, 90.0, east)
        places.append(WGS84.fwd(lon, lat, 0.0, north)[:2])
        times.append(EIGHT + timedelta(minutes=minute + late))
    return accept(places, times, tau, 0.0, PathLimits()).track


def eastbound(tau: float = 0.0, late: float = 0.0) -> Track:
    return drive(((-3000, 0), 0), ((3000, 0), 10), tau=tau, late=late)


def northbound(tau: float = 0.0, late: float = 0.0) -> Track:
    return drive(((0, -3000), 0), ((0, 3000), 10), tau=tau, late=late)


def clear(a: Track, others: list[Track], minima) -> bool:
    findings = find_all(a, others, minima)
    return all(finding is None or finding.grade is Grade.ADVISORY for finding in findings)


@pytest.mark.rule("SEP-11")
def test_crossing_units_clear_by_the_first_minute_out_of_the_bound():
    """Both at the crossroads at 8:05 with 10 m/s: clear of 500 m once √2 · 500 m / 10 m/s = 70.7 s apart."""
    assert clearing_shift(eastbound(), [northbound()], 500.0) == Shift(120, -120)
    assert clearing_shift(eastbound(tau=60), [northbound()], 500.0) == Shift(180, -180)


@pytest.mark.rule("SEP-11")
def test_a_plan_that_is_clear_needs_no_shift():
    assert clearing_shift(eastbound(), [], 500.0) == Shift(0, 0)
    assert clearing_shift(eastbound(), [northbound(late=30)], 500.0) == Shift(0, 0)


@pytest.mark.rule("SEP-11")
def test_touching_is_not_clear():
    """
    the other's post:      a's post of an hour, moved: at +60 minutes it would begin the instant the other
    8:00 ████████ 9:00     ends, which touches; the first clear minute is +61
    """
    post = drive(((0, 0), 0), ((0, 0), 60))
    assert clearing_shift(post, [post], 50.0) == Shift(3660, -3660)


@pytest.mark.rule("SEP-11")
def test_an_advisory_does_not_hinder():
    beside = drive(((-3000, 1500), 0), ((3000, 1500), 10))
    assert clearing_shift(eastbound(), [beside], 1000.0) == Shift(0, 0)
    assert clearing_shift(eastbound(), [beside], 2000.0) != Shift(0, 0)


@pytest.mark.rule("SEP-11")
def test_where_no_shift_within_the_limit_is_clear_there_is_none():
    day = drive(((0, 0), 0), ((0, 0), 700), late=-350)
    crossing = eastbound()
    assert clearing_shift(crossing, [day], 500.0, limit_s=3600) == Shift(None, None)
    ahead = drive(((0, 0), 0), ((0, 0), 700))
    assert clearing_shift(crossing, [ahead], 500.0, limit_s=3600) == Shift(None, -360)


@pytest.mark.rule("SEP-11")
def test_each_other_counts_with_its_own_minimum():
    others = [northbound(), northbound(late=3)]
    assert clearing_shift(eastbound(), others, [500.0, 50.0]) == Shift(120, -120)
    assert clearing_shift(eastbound(), others, [50.0, 500.0]) == Shift(60, -60)


@pytest.mark.rule("SEP-11")
@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([0.0, 400.0, 2500.0]),
            st.integers(-60, 60),
            st.integers(5, 40),
            st.integers(0, 600),
        ),
        min_size=1,
        max_size=6,
    ),
    st.integers(0, 300),
    st.floats(50, 1500),
)
def test_the_shift_is_the_first_that_trying_every_minute_finds(others, tau, minimum):
    tracks = [
        drive(((north, -3000), 0), ((-north, 3000), taken), tau=float(slack), late=float(late))
        for north, late, taken, slack in others
    ]
    shift = clearing_shift(eastbound(float(tau)), tracks, minimum, limit_s=2 * 3600)
    for sign, found in ((1, shift.later_s), (-1, shift.earlier_s)):
        tried = (
            sign * minute * 60
            for minute in range(121)
            if clear(eastbound(float(tau), late=float(sign * minute)), tracks, minimum)
        )
        assert found == next(tried, None)


DMAX_M = 5000.0


def off(a: Track, minutes: int, told: Told) -> bool:
    keys = cover(shifted(a, minutes * 60), DMAX_M)
    return not (np.isin(keys, told.cells).any() or told.hours.intersection(hours(keys)))


@pytest.mark.rule("SEP-11")
@settings(max_examples=15, deadline=None)
@given(
    st.integers(-200, 200),
    st.sets(st.integers(-3, 3), max_size=3),
    st.integers(0, 900),
)
def test_on_the_grid_it_is_the_first_minute_that_leaves_every_told_cell_and_hour(late, in_hours, tau):
    a = eastbound(float(tau))
    eight = int(EIGHT.timestamp() // 3600)
    told = Told(
        cover(northbound(late=float(late)), DMAX_M), frozenset(eight + hour for hour in in_hours), DMAX_M
    )
    shift = clearing_shift_on_grid(a, [], 500.0, told, limit_s=4 * 3600)
    assert shift.later_s == next((n * 60 for n in range(241) if off(a, n, told)), None)
    assert shift.earlier_s == next((-n * 60 for n in range(241) if off(a, -n, told)), None)


@pytest.mark.rule("SEP-11")
def test_on_the_grid_plans_that_are_known_count_as_well():
    nothing = Told(np.empty(0, dtype=np.int64), frozenset(), DMAX_M)
    others = [northbound(late=3)]
    exact = clearing_shift(eastbound(), others, 500.0)
    assert clearing_shift_on_grid(eastbound(), others, 500.0, nothing) == exact
    eight = int(EIGHT.timestamp() // 3600)
    told = Told(nothing.cells, frozenset({eight}), DMAX_M)
    assert clearing_shift_on_grid(eastbound(), others, 500.0, told) == Shift(3660, -660)


def test_a_shifted_way_is_the_same_way_at_another_time():
    a = eastbound(60.0)
    assert (shifted(a, 90).knots - a.knots).tolist() == [[0, 0, 0, 90]] * len(a.knots)
    assert shifted(a, -90).start_s == a.start_s - 90
