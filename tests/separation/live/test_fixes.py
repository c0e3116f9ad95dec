"""Fixes as columns, and whose clock counts."""

import numpy as np
import pytest
from live_oracle import GEOD

from deconflict.separation.frame import ecef
from deconflict.separation.live.fixes import Fixes, own_time_s


def fixes(lon: float, lat: float, speed: float, course: float) -> Fixes:
    one = np.ones(1)
    return Fixes(np.zeros(1, dtype=np.int64), one, one * lon, one * lat, one, one * speed, one * course)


@pytest.mark.parametrize(("lon", "lat"), [(13.2, 32.8), (-179.9, -60.0), (0.0, 83.0)])
@pytest.mark.parametrize("course", [0.0, 45.0, 180.0, 271.0])
def test_a_velocity_points_where_the_course_does(lon: float, lat: float, course: float) -> None:
    there = fixes(lon, lat, 20.0, course)
    moved = there.places_cm() / 100.0 + there.velocities()
    end_lon, end_lat, _ = GEOD.fwd(lon, lat, course, 20.0)
    assert np.linalg.norm(moved - ecef(np.array([[end_lon, end_lat]]))) < 0.02


def test_without_a_course_there_is_no_velocity() -> None:
    assert np.isnan(fixes(13.2, 32.8, 20.0, np.nan).velocities()).all()
    assert np.isnan(Fixes.of([(0, 1.0, 13.2, 32.8)]).velocities()).all()


@pytest.mark.rule("LIV-01")
def test_a_clock_that_is_off_is_corrected_by_the_offset_of_its_upload() -> None:
    """A day fast; the request took 0.3 s the first time and 0.9 s the second."""
    taken, sent = np.array([86_500.0]), np.array([86_510.0])
    first = own_time_s(taken, sent, 110.3)
    assert first.tolist() == [100.0]
    assert own_time_s(taken, sent + 20.0, 130.9).tolist() == pytest.approx(first.tolist(), abs=1.0)


@pytest.mark.rule("LIV-01")
def test_a_clock_that_is_right_or_an_upload_that_tells_no_time_corrects_nothing() -> None:
    taken = np.array([100.25, 100.25])
    assert own_time_s(taken, np.array([110.0, np.nan]), 114.0).tolist() == [100.25, 100.25]


def test_chosen_fixes_keep_all_their_columns() -> None:
    rows = [(0, 1.0, 13.0, 32.0), (1, 2.0, 14.0, 33.0)]
    chosen = Fixes.of(rows).only(np.array([1]))
    assert len(chosen) == 1
    assert (chosen.unit[0], chosen.time_s[0], chosen.lon[0], chosen.lat[0]) == (1, 2.0, 14.0, 33.0)


@pytest.mark.rule("LIV-02")
def test_of_each_unit_the_newest_are_chosen_in_the_order_in_which_they_came() -> None:
    rows = [(1, 5.0, 13.0, 32.0), (0, 9.0, 13.0, 32.0), (1, 3.0, 13.0, 32.0), (1, 4.0, 13.0, 32.0)]
    kept, crowded = Fixes.of(rows).newest(2)
    assert (kept.unit.tolist(), kept.time_s.tolist(), crowded) == ([1, 0, 1], [5.0, 9.0, 4.0], [1])
    kept, crowded = Fixes.of(rows).newest(3)
    assert (kept.time_s.tolist(), crowded) == ([5.0, 9.0, 3.0, 4.0], [])
    assert Fixes.of([]).newest(1)[1] == []
