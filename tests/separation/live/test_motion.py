"""Where units are now and where they go: straight, or along the route they keep to."""

import numpy as np
import pytest
from live_worlds import CORNER, EIGHT_S, START_S, at, spot

from deconflict.separation.frame import ecef
from deconflict.separation.live.conformance import Conformance
from deconflict.separation.live.fixes import Fixes
from deconflict.separation.live.hygiene import Suspects, take
from deconflict.separation.live.motion import Motion, moving
from deconflict.separation.live.routes import Routes
from deconflict.separation.live.sweep import place_at
from deconflict.separation.live.terms import LiveTerms
from deconflict.separation.live.tracks import Tracks

TERMS = LiveTerms()


def xyz(east: float, north: float) -> np.ndarray:
    return ecef(np.array([spot(east, north)]))[0]


def driven(rows, now_s: float, routes: Routes | None = None, units: int = 1) -> Motion:
    tracks, suspects, conformance = Tracks(units, TERMS), Suspects(units), Conformance(units)
    routes = routes or Routes.of(units, {})
    for row in rows:
        take(tracks, suspects, Fixes.of([row]), now_s)
        conformance.judge(routes, tracks, np.array([row[0]]), row[1])
    return moving(tracks, routes, conformance, now_s)


@pytest.mark.rule("LIV-02")
def test_straight_on_from_the_last_fix_to_the_end_of_the_look_ahead() -> None:
    motion = driven([(0, *at(0, 0, 0)), (0, *at(10, 100, 0))], START_S + 15.0)
    assert np.linalg.norm(motion.place[0] - xyz(150, 0)) < 0.5
    end = place_at(motion.ahead, np.array([0]), np.array([START_S + 15.0 + TERMS.look_ahead_s]))
    assert np.linalg.norm(end[0] - xyz(3150, 0)) < 2.0
    assert motion.known[0]
    assert motion.sure[0]


@pytest.mark.rule("LIV-02")
def test_who_keeps_to_a_route_is_expected_round_its_corner() -> None:
    """East for 100 s, a stop; 20 m aside and 10 s late, it will stop 20 m aside and 10 s late."""
    rows = [(0, EIGHT_S + second, *spot(10.0 * (second - 10.0), 20.0)) for second in (20.0, 30.0, 40.0)]
    motion = driven(rows, EIGHT_S + 45.0, Routes.of(1, {0: CORNER}))
    assert np.linalg.norm(motion.place[0] - xyz(350, 20)) < 1.0
    ends = place_at(motion.ahead, np.zeros(2, dtype=np.int64), EIGHT_S + np.array([109.0, 344.0]))
    assert np.linalg.norm(ends[0] - xyz(990, 20)) < 1.0
    assert np.linalg.norm(ends[1] - xyz(1000, 20)) < 1.0


def test_a_stray_is_expected_straight_on() -> None:
    rows = [(0, EIGHT_S + second, *spot(10.0 * second, 500.0)) for second in (20.0, 30.0, 40.0)]
    motion = driven(rows, EIGHT_S + 40.0, Routes.of(1, {0: CORNER}))
    assert motion.ahead.count.tolist() == [1]
    end = place_at(motion.ahead, np.array([0]), np.array([EIGHT_S + 340.0]))
    assert np.linalg.norm(end[0] - xyz(3400, 500)) < 3.0


def test_an_old_fix_is_not_carried_on_and_one_between_is_not_sure() -> None:
    rows = [(0, *at(0, 0, 0)), (0, *at(10, 100, 0))]
    unsure = driven(rows, START_S + 10.0 + TERMS.sure_s + 1.0)
    assert (bool(unsure.known[0]), bool(unsure.sure[0])) == (True, False)
    gone = driven(rows, START_S + 10.0 + TERMS.fresh_s + 1.0, units=2)
    assert not gone.known.any()
    assert gone.ahead.count.tolist() == [0, 0]
    assert np.isinf(gone.age_s[1])


def test_who_stands_is_sure_as_long_as_it_is_known() -> None:
    motion = driven([(0, *at(0, 0, 0)), (0, *at(10, 5, 0))], START_S + 80.0)
    assert motion.sure[0]
    assert motion.circle.radius_m[0] == 0.0


def test_the_circle_holds_all_that_lies_ahead() -> None:
    rows = [(0, EIGHT_S + second, *spot(10.0 * second, 0.0)) for second in (20.0, 30.0, 40.0)]
    for routes in (None, Routes.of(1, {0: CORNER})):
        motion = driven(rows, EIGHT_S + 45.0, routes)
        moments = EIGHT_S + 45.0 + np.linspace(0.0, TERMS.look_ahead_s, 50)
        there = place_at(
            motion.ahead, np.zeros(50, dtype=np.int64), np.clip(moments, None, motion.ahead.end_s[-1])
        )
        away = np.linalg.norm(there - motion.circle.centre[0], axis=1)
        assert away.max() <= motion.circle.radius_m[0] + 0.01
