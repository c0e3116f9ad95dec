"""Two units at a common time, leg by leg."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from live_plain import met as plainly_met

from deconflict.separation.live.sweep import Legs, Met, length, meet, place_at, spans

metres = st.floats(-2000.0, 2000.0)
speeds = st.floats(-40.0, 40.0)


def legs(*units: list[tuple[float, tuple[float, float, float]]]) -> Legs:
    """Units as lists of knots: seconds, and a place in metres."""
    begin, end, place, velocity, count = [], [], [], [], []
    for knots in units:
        count.append(len(knots) - 1)
        for (start, at), (stop, there) in pairwise(knots):
            begin.append(start)
            end.append(stop)
            place.append(at)
            velocity.append((np.array(there) - at) / (stop - start))
    counts = np.array(count)
    return Legs(
        *(np.array(column, dtype=np.float64) for column in (begin, end, place, velocity)),
        counts.cumsum() - counts,
        counts,
    )


def met(of: Legs, bound_m: float, since_s: float = -np.inf) -> Met:
    return meet(of, np.array([0]), np.array([1]), np.array([bound_m]), np.array([since_s]))


@pytest.mark.rule("LIV-02")
def test_two_that_pass_between_their_fixes_are_found_there() -> None:
    """
    a  ●──────────────●   0 to 100 m in 10 s
    b  ●──────────────●   the other way, 30 m aside
    """
    found = met(legs([(0, (0, 0, 0)), (10, (100, 0, 0))], [(0, (100, 30, 0)), (10, (0, 30, 0))]), 50.0)
    assert found.distance_m[0] == pytest.approx(30.0)
    assert found.at_s[0] == pytest.approx(5.0)
    assert (found.first_s[0], found.last_s[0]) == (pytest.approx(3.0), pytest.approx(7.0))


@pytest.mark.rule("LIV-02")
def test_both_are_looked_at_at_the_same_moment() -> None:
    """b drives where a drove, 20 s later: never closer than 200 m."""
    later = met(legs([(0, (0, 0, 0)), (100, (1000, 0, 0))], [(20, (0, 0, 0)), (120, (1000, 0, 0))]), 50.0)
    assert later.distance_m[0] == pytest.approx(200.0)
    assert np.isinf(later.first_s[0])
    assert later.last_s[0] == -np.inf


def test_two_that_share_no_time_never_meet() -> None:
    apart = legs([(0, (0, 0, 0)), (10, (1, 0, 0))], [(11, (0, 0, 0)), (20, (1, 0, 0))])
    assert np.isinf(met(apart, 50.0).distance_m[0])


def test_what_lies_before_the_moment_that_matters_is_left_out() -> None:
    past = legs([(0, (0, 0, 0)), (10, (100, 0, 0))], [(0, (0, 0, 0)), (10, (-100, 0, 0))])
    assert met(past, 50.0).distance_m[0] == 0.0
    assert met(past, 500.0, since_s=5.0).distance_m[0] == pytest.approx(100.0)


def test_two_abreast_are_within_the_bound_throughout() -> None:
    abreast = legs([(0, (0, 0, 0)), (9, (90, 0, 0))], [(0, (0, 20, 0)), (9, (90, 20, 0))])
    found = met(abreast, 20.0)
    assert (found.distance_m[0], found.first_s[0], found.last_s[0]) == (20.0, 0.0, 9.0)


def test_many_pairs_are_all_looked_at() -> None:
    rows = 400
    many = legs(
        *([(0, (0, float(row), 0)), (1, (0, float(row), 0)), (2, (0, float(row), 0))] for row in range(rows))
    )
    a, b = (each.ravel() for each in np.meshgrid(np.arange(rows), np.arange(rows)))
    found = meet(many, a, b, np.full(len(a), 1.0), np.full(len(a), -np.inf))
    assert np.array_equal(found.distance_m, np.abs(a - b).astype(float))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(metres, metres), min_size=6, max_size=6), st.floats(10.0, 3000.0))
def test_it_is_what_looking_every_tenth_of_a_second_finds(places, bound_m: float) -> None:
    a = [(10.0 * index, (*place, 0.0)) for index, place in enumerate(places[:3])]
    b = [(3.0 + 9.0 * index, (*place, 50.0)) for index, place in enumerate(places[3:])]
    moments = np.arange(3.0, 20.0, 0.1)
    tracks = [np.array([(second, *place) for second, place in unit]) for unit in (a, b)]
    one, other = (
        np.column_stack([np.interp(moments, track[:, 0], track[:, axis]) for axis in (1, 2, 3)])
        for track in tracks
    )
    apart = length(one - other)
    found = met(legs(a, b), bound_m)
    assert found.distance_m[0] <= apart.min() + 1e-6
    assert found.distance_m[0] >= apart.min() - 0.1 * 1300.0
    within = moments[apart <= bound_m]
    if len(within):
        assert found.first_s[0] <= within[0] + 1e-6
        assert found.last_s[0] >= within[-1] - 1e-6


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(metres, metres), min_size=4, max_size=4))
def test_it_does_not_matter_who_is_first(places) -> None:
    a = [(10.0 * index, (*place, 0.0)) for index, place in enumerate(places[:2])]
    b = [(3.0 + 9.0 * index, (*place, 50.0)) for index, place in enumerate(places[2:])]
    one, other = met(legs(a, b), 300.0), met(legs(b, a), 300.0)
    assert one.distance_m[0] == pytest.approx(other.distance_m[0], abs=1e-6)


@pytest.mark.rule("LIV-02")
@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(metres, metres), min_size=7, max_size=7),
    st.floats(10.0, 3000.0),
    st.floats(0.0, 25.0),
)
def test_the_compiled_loop_finds_what_plain_python_finds(places, bound_m: float, since_s: float) -> None:
    a = [(9.0 * index, (*place, 0.0)) for index, place in enumerate(places[:4])]
    b = [(3.0 + 8.0 * index, (*place, 30.0)) for index, place in enumerate(places[4:])]
    way = legs(a, b)
    found, plain = met(way, bound_m, since_s), plainly_met(way, 0, 1, bound_m, since_s)
    assert found.distance_m[0] == pytest.approx(plain[0], abs=1e-6)
    if abs(plain[0] - bound_m) > 1e-3:
        assert [found.first_s[0], found.last_s[0]] == pytest.approx(plain[2:], abs=1e-3)


def test_where_a_unit_is_at_a_moment() -> None:
    way = legs([(0, (0, 0, 0)), (10, (100, 0, 0)), (20, (100, 50, 0))])
    there = place_at(way, np.array([0, 0, 0]), np.array([5.0, 16.0, 21.0]))
    assert there[:2].tolist() == [[50.0, 0.0, 0.0], [100.0, 30.0, 0.0]]
    assert np.isnan(there[2]).all()
    assert place_at(way, np.array([0]), np.array([-1e-7]))[0] == pytest.approx(np.zeros(3), abs=1e-5)


def test_spans_are_laid_one_after_the_other() -> None:
    number, owner = spans(np.array([5, 9, 2]), np.array([2, 0, 3]))
    assert number.tolist() == [5, 6, 2, 3, 4]
    assert owner.tolist() == [0, 0, 2, 2, 2]
