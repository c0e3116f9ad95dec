"""Keeping to one's own plan: straying first, off the plan after a grace, and back."""

import numpy as np
import pytest
from live_worlds import CORNER, EIGHT_S, spot

from deconflict.separation.live.conformance import Conformance, Keeping
from deconflict.separation.live.fixes import Fixes
from deconflict.separation.live.hygiene import Suspects, take
from deconflict.separation.live.routes import Routes
from deconflict.separation.live.terms import LiveTerms
from deconflict.separation.live.tidings import UnitKind
from deconflict.separation.live.tracks import Tracks
from deconflict.separation.path import Track

TERMS = LiveTerms()


class Driver:
    """Drives one unit beside its plan, fix by fix."""

    def __init__(self, plan: Track = CORNER) -> None:
        self.routes = Routes.of(1, {0: plan})
        self.tracks, self.suspects, self.conformance = Tracks(1, TERMS), Suspects(1), Conformance(1)

    def at(self, second: float, east: float, north: float) -> list[UnitKind]:
        now = EIGHT_S + second
        take(self.tracks, self.suspects, Fixes.of([(0, now, *spot(east, north))]), now)
        events = self.conformance.judge(self.routes, self.tracks, np.array([0]), now)
        return [event.kind for event in events]

    @property
    def keeping(self) -> Keeping:
        return Keeping(self.conformance.keeping[0])


@pytest.mark.rule("LIV-04")
def test_on_the_route_in_time_nothing_is_said() -> None:
    driver = Driver()
    assert [driver.at(second, 10.0 * second, 20.0) for second in range(0, 100, 10)] == [[]] * 10
    assert driver.keeping is Keeping.ON_PLAN


@pytest.mark.rule("LIV-04")
def test_off_the_route_its_own_side_is_told_and_after_the_grace_it_is_off_the_plan() -> None:
    driver = Driver()
    driver.at(0, 0, 0)
    told = {second: driver.at(second, 500.0, 300.0) for second in range(50, 250, 20)}
    assert {second: kinds for second, kinds in told.items() if kinds} == {
        50: [UnitKind.STRAYING],
        170: [UnitKind.OFF_PLAN],
    }
    assert driver.at(300, 1000.0, 0.0) == [UnitKind.BACK_ON_PLAN]


@pytest.mark.rule("LIV-04")
def test_who_is_later_than_declared_strays_though_on_the_route() -> None:
    driver = Driver()
    assert driver.at(60, 100.0, 0.0) == []
    assert driver.at(90, 150.0, 0.0) == [UnitKind.STRAYING]


@pytest.mark.rule("LIV-04")
def test_at_the_edge_of_the_corridor_it_does_not_come_and_go() -> None:
    """Declared are 50 m, and 50 m are excused: out at 101 m, back only within 75 m."""
    driver = Driver()
    driver.at(0, 0, 0)
    told = [driver.at(10.0 + turn, 100.0 + 10 * turn, 99.0 + 4 * (turn % 2)) for turn in range(10)]
    assert [kinds for kinds in told if kinds] == [[UnitKind.STRAYING]]
    assert driver.at(25, 250.0, 60.0) == [UnitKind.BACK_ON_PLAN]


def test_before_and_after_the_plan_nothing_is_judged() -> None:
    driver = Driver()
    assert driver.at(-100, 9000.0, 9000.0) == []
    assert driver.keeping is Keeping.NO_PLAN
