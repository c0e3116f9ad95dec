"""Plans as columns: what lies ahead on them, how far off them a unit is."""

import numpy as np
import pytest
from live_worlds import CORNER, EIGHT_S, spot, track

from deconflict.separation.frame import ecef
from deconflict.separation.live.routes import Routes
from deconflict.separation.live.sweep import place_at

ZERO, NONE = np.array([0]), np.zeros((1, 3))


def xyz(east: float, north: float) -> np.ndarray:
    return ecef(np.array([spot(east, north)]))


def off(routes: Routes, east: float, north: float, second: float) -> tuple[float, float]:
    found = routes.deviation(ZERO, np.array([EIGHT_S + second]), xyz(east, north), 50.0)
    return float(found.across_m[0]), float(found.late_s[0])


@pytest.mark.rule("LIV-04")
@pytest.mark.parametrize(
    ("east", "north", "second", "across", "late"),
    [
        (500, 0, 50, 0, 0),
        (500, 40, 50, 40, 0),
        (500, 0, 80, 0, 30),
        (700, 0, 50, 0, -20),
        (1000, 0, 400, 0, 0),
        (1000, 300, 730, 0, 0),
        (0, 0, -50, 0, 0),
        (1000, 1000, 850, 0, 0),
        (500, -300, 50, 300, 0),
    ],
)
def test_how_far_off_and_how_late(east, north, second, across, late) -> None:
    found = off(Routes.of(1, {0: CORNER}), east, north, second)
    assert found == (pytest.approx(across, abs=0.5), pytest.approx(late, abs=0.5))


def test_where_a_route_crosses_itself_the_delay_that_is_least_counts() -> None:
    """Out and back on one road: 300 m from the start is passed after 30 s and after 170 s."""
    routes = Routes.of(1, {0: track((0, 0, 0), (1000, 0, 100), (0, 0, 200), tau=300.0)})
    assert off(routes, 300, 0, 35)[1] == pytest.approx(5.0, abs=0.2)
    assert off(routes, 300, 0, 165)[1] == pytest.approx(-5.0, abs=0.2)


@pytest.mark.rule("LIV-02")
@pytest.mark.parametrize("late", [0.0, 30.0, -20.0])
@pytest.mark.parametrize("second", [-40.0, 50.0, 300.0, 650.0, 900.0])
def test_ahead_lies_what_the_plan_says_as_late_as_it_is(late: float, second: float) -> None:
    routes = Routes.of(1, {0: CORNER})
    now = EIGHT_S + second
    legs = routes.ahead(ZERO, now, 300.0, np.array([late]), NONE)
    assert legs.begin_s[0] == pytest.approx(now)
    assert legs.end_s[-1] == pytest.approx(now + 300.0)
    moments = np.linspace(now, now + 300.0, 40)
    planned = np.column_stack(
        [np.interp(moments - late, CORNER.knots[:, 3], CORNER.knots[:, axis]) for axis in range(3)]
    )
    driven = place_at(legs, np.zeros(40, dtype=np.int64), np.clip(moments, legs.begin_s[0], legs.end_s[-1]))
    assert np.abs(driven - planned).max() < 0.01


def test_each_unit_has_its_own_route_and_some_have_none() -> None:
    other = track((0, 500, 0), (5000, 500, 500))
    routes = Routes.of(4, {1: CORNER, 3: other})
    legs = routes.ahead(np.array([3, 1]), EIGHT_S + 50.0, 10.0, np.zeros(2), np.zeros((2, 3)))
    assert legs.count.tolist() == [1, 1]
    assert np.linalg.norm(legs.place - np.concatenate((xyz(500, 500), xyz(500, 0))), axis=1).max() < 1.0
    assert routes.under_way(EIGHT_S + 810.0).tolist() == [False, True, False, False]
    assert routes.under_way(EIGHT_S - 59.0).tolist() == [False, True, False, True]
    assert routes.under_way(EIGHT_S + 861.0).tolist() == [False, False, False, False]


def test_without_any_route_nobody_is_under_way() -> None:
    assert not Routes.of(3, {}).under_way(EIGHT_S).any()
