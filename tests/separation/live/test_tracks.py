"""What is kept of tracks does not depend on the order in which fixes come."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from live_plain import legs_of
from live_worlds import START_S, wanderers

from deconflict.separation.live.fixes import Fixes
from deconflict.separation.live.hygiene import Suspects, take
from deconflict.separation.live.terms import LiveTerms
from deconflict.separation.live.tracks import KEPT_S, NEWEST, Tracks

ZERO = np.array([0])


def fed(rows, units: int = 1, batch: int = 1) -> Tracks:
    tracks, suspects = Tracks(units, LiveTerms()), Suspects(units)
    for first in range(0, len(rows), batch):
        take(tracks, suspects, Fixes.of(rows[first : first + batch]), START_S + 10_000.0)
    return tracks


def line(moments, speed: float = 10.0) -> list[tuple[int, float, float, float]]:
    return [(0, START_S + second, 13.2 + second * speed / 93_000.0, 32.8) for second in moments]


@pytest.mark.rule("LIV-01")
@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 500), min_size=1, max_size=60, unique=True), st.randoms(use_true_random=False))
def test_whatever_the_order_and_however_often_the_same_is_kept(moments, order) -> None:
    rows = line(moments)
    shuffled = [*rows, *rows[::2]]
    order.shuffle(shuffled)
    one, other = fed(sorted(rows)), fed(shuffled)
    for name in ("newest_s", "newest_cm", "ring_s", "ring_cm", "velocity"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def test_the_newest_fixes_are_kept_all_and_older_ones_every_eight_seconds() -> None:
    times, places = fed(line(range(100))).window(ZERO)
    kept = times[0][np.isfinite(times[0])] - START_S
    assert kept[-NEWEST:].tolist() == [96.0, 97.0, 98.0, 99.0]
    assert np.diff(kept[:-NEWEST]).tolist() == pytest.approx([8.0] * (len(kept) - NEWEST - 1))
    assert places.shape == (1, 80, 3)


def test_ten_minutes_are_kept_and_no_more() -> None:
    times, _ = fed(line(range(0, 2000, 20))).window(ZERO)
    kept = times[0][np.isfinite(times[0])]
    assert 600.0 <= kept[-1] - kept[0] <= KEPT_S


def test_legs_are_those_between_fixes_that_end_after_a_moment() -> None:
    tracks = fed(line(range(0, 100, 10)))
    legs = tracks.legs(ZERO, np.array([START_S + 45.0]))
    assert (legs.begin_s - START_S).tolist() == [40.0, 50.0, 60.0, 70.0, 80.0]
    assert np.linalg.norm(legs.velocity, axis=1) == pytest.approx(np.full(5, 10.05), abs=0.1)
    recent = tracks.legs(ZERO, np.array([START_S + 85.0]))
    assert (recent.begin_s - START_S).tolist() == [80.0]


def test_across_too_long_a_gap_there_is_no_leg() -> None:
    tracks = fed(line((0, 10, 311, 320)))
    legs = tracks.legs(ZERO, np.array([START_S]))
    assert (legs.begin_s - START_S).tolist() == [0.0, 311.0]


def test_a_late_fix_changes_the_track_from_the_fix_before_it_on() -> None:
    tracks = fed(line(range(0, 100, 10)))
    tracks.settle()
    take(tracks, Suspects(1), Fixes.of(line((55,))), START_S + 200.0)
    assert tracks.changed_s[0] - START_S == 50.0
    tracks.settle()
    assert np.isinf(tracks.changed_s[0])


def test_a_unit_that_hardly_moves_stands_and_a_device_that_tells_its_speed_is_believed() -> None:
    assert not fed(line(range(5), speed=1.0)).velocity.any()
    assert np.linalg.norm(fed(line(range(5), speed=9.0)).velocity[0]) == pytest.approx(9.05, abs=0.1)
    told = Fixes.of(line((0,)))
    told.speed_ms[:], told.course_deg[:] = 12.0, 90.0
    tracks = Tracks(1, LiveTerms())
    take(tracks, Suspects(1), told, START_S)
    assert np.linalg.norm(tracks.velocity[0]) == pytest.approx(12.0)


def test_no_leg_that_is_kept_is_faster_than_the_fastest() -> None:
    rows = [
        (unit, *fix) for unit, fixes in wanderers(4, 10, 1500.0, 5000.0, (1, 50)).items() for fix in fixes
    ]
    rows.sort(key=lambda row: row[1])
    tracks = fed(rows, 10, 10)
    units = np.arange(10)
    legs = tracks.legs(units, np.full(10, START_S))
    assert len(legs.begin_s)
    for unit in units:
        own = legs.velocity[legs.first[unit] : legs.first[unit] + legs.count[unit]]
        assert np.linalg.norm(own, axis=1).max() <= tracks.fastest_ms[unit] + 0.05


def test_a_unit_takes_less_than_two_kilobytes() -> None:
    tracks = Tracks(1000, LiveTerms())
    arrays = [value for value in vars(tracks).values() if isinstance(value, np.ndarray)]
    assert sum(array.nbytes for array in arrays) / 1000 < 2000


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.0, 700.0))
def test_the_compiled_loop_lays_the_legs_that_plain_python_lays(seed: int, since: float) -> None:
    tracks = wanderers(seed, 6, 700.0, 9000.0, (20.0, 400.0))
    kept = fed([(unit, *fix) for unit, fixes in tracks.items() for fix in fixes], 6, 1000)
    terms = LiveTerms()
    farthest = (terms.gap_s, terms.max_speed_ms, terms.slack_m + 2.0 * terms.max_accuracy_m)
    laid = kept.recent(START_S + since)
    for unit in range(6):
        expected = legs_of(kept.newest_s[unit], kept.newest_cm[unit], START_S + since, farthest)
        first, count = laid.first[unit], laid.count[unit]
        assert count == len(expected)
        for number, (begin, end, place, velocity) in enumerate(expected, first):
            assert (laid.begin_s[number], laid.end_s[number]) == (begin, end)
            assert laid.place[number] == pytest.approx(place)
            assert laid.velocity[number] == pytest.approx(velocity)
