"""Silence is a fact: overdue, a reach that grows, and an end to it."""

import numpy as np
import pytest
from live_worlds import CORNER, EIGHT_S, START_S, at, in_time, play, roster, spot

from deconflict.separation.frame import ecef
from deconflict.separation.live.conformance import Conformance
from deconflict.separation.live.fixes import Fixes
from deconflict.separation.live.hygiene import Suspects, take
from deconflict.separation.live.routes import Routes
from deconflict.separation.live.silence import Reach, Silence
from deconflict.separation.live.terms import Grade, Kind, LiveTerms
from deconflict.separation.live.tidings import UnitKind
from deconflict.separation.live.tracks import Tracks

TERMS = LiveTerms()
ZERO = np.array([0])


def told(rows, seconds: range, start_s: float = START_S) -> list[tuple[int, UnitKind]]:
    tracks, suspects, silence, events = Tracks(2, TERMS), Suspects(2), Silence(2), []
    for second in seconds:
        come = [row for row in rows if second - seconds.step < row[1] - start_s <= second]
        take(tracks, suspects, Fixes.of(come), start_s + second)
        events += [(second, event.kind) for event in silence.judge(tracks, start_s + second)]
    return events


@pytest.mark.rule("LIV-03")
def test_overdue_then_beyond_reach_then_heard_each_told_once() -> None:
    rows = [(0, *at(0, 0, 0)), (0, *at(5000, 0, 0))]
    assert told(rows, range(0, 6000, 10)) == [
        (190, UnitKind.OVERDUE),
        (1810, UnitKind.BEYOND_REACH),
        (5000, UnitKind.HEARD),
        (5190, UnitKind.OVERDUE),
    ]


def reach(rows, second: float, routes: Routes, start_s: float) -> Reach:
    tracks, conformance = Tracks(1, TERMS), Conformance(1)
    for row in rows:
        take(tracks, Suspects(1), Fixes.of([row]), row[1])
        conformance.judge(routes, tracks, ZERO, row[1])
    return Reach(ZERO, tracks, routes, conformance, start_s + second)


def away(of: Reach, east: float, north: float) -> float:
    return float(of.distance_m(ZERO, ecef(np.array([spot(east, north)])))[0])


@pytest.mark.rule("LIV-03")
def test_without_a_plan_the_reach_is_a_disc_that_grows_and_is_capped() -> None:
    """It drove 10 m/s to where it was last heard of, 100 m east, after 10 s."""
    rows, nowhere = [(0, *at(0, 0, 0)), (0, *at(10, 100, 0))], Routes.of(1, {})
    assert away(reach(rows, 210.0, nowhere, START_S), 5100, 0) == pytest.approx(5000 - 2000, rel=0.01)
    assert away(reach(rows, 310.0, nowhere, START_S), 5100, 0) == pytest.approx(5000 - 3000, rel=0.01)
    assert away(reach(rows, 1500.0, nowhere, START_S), 20_100, 0) == pytest.approx(10_000, rel=0.01)


@pytest.mark.rule("LIV-03")
def test_with_a_plan_the_reach_follows_it_give_or_take_a_growing_lag() -> None:
    """
    Last heard of after 40 s on the plan: 1 km east, a stop from 100 s to 700 s, then north. After 720 s it is
    (680 - 90) / 2 = 295 s early or late: at the stop, or anywhere on the way north, but not back in the west.
    """
    rows = [(0, EIGHT_S + second, *spot(10.0 * second, 0.0)) for second in (20.0, 30.0, 40.0)]
    grown = reach(rows, 720.0, Routes.of(1, {0: CORNER}), EIGHT_S)
    assert away(grown, 1000, 0) == 0.0
    assert away(grown, 1000, 900) == 0.0
    assert away(grown, 500, 0) == pytest.approx(500 - 50, abs=1.0)
    assert away(grown, 1000, 1300) == pytest.approx(300 - 50, abs=1.0)
    early = reach(rows, 250.0, Routes.of(1, {0: CORNER}), EIGHT_S)
    assert away(early, 1000, 900) == pytest.approx(900 - 50, abs=1.0)


@pytest.mark.rule("LIV-03")
def test_a_rival_within_the_reach_is_told_as_silence_and_its_return_clears_it() -> None:
    """One drives at 10 m/s and falls silent after 30 s, another stands 3 km aside. At last the first is far away."""
    gone = [at(second, 10.0 * second, 0) for second in range(0, 30, 5)]
    back = [at(second, -8000, 0) for second in range(700, 760, 5)]
    stands = [at(second, 300, 3000) for second in range(0, 760, 20)]
    played = play(in_time({0: gone + back, 1: stands}), roster([0, 1], 200.0), TERMS, 5.0)
    rings = [event for _, event in played.events if event.kind is not Kind.UPDATED]
    silent = [(event.kind, event.grade) for event in rings if event.grade is Grade.REACH]
    assert silent == [(Kind.OPENED, Grade.REACH), (Kind.ENDED, Grade.REACH)]


@pytest.mark.rule("LIV-03")
def test_who_was_never_heard_of_is_not_overdue_and_has_no_reach() -> None:
    assert told([], range(0, 2000, 100)) == []
    nobody = Reach(np.empty(0, dtype=np.int64), Tracks(1, TERMS), Routes.of(1, {}), Conformance(1), START_S)
    assert np.isinf(away(nobody, 0, 0))
