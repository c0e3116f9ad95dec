"""Which pairs are looked at, and what is exempt."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from live_worlds import START_S, at, in_time, play, roster, spot

from deconflict.separation.live.look import AHEAD_TURN_S, Turns
from deconflict.separation.live.roster import Base, Meeting
from deconflict.separation.live.terms import Grade, LiveTerms
from deconflict.separation.live.tracks import Tracks
from deconflict.separation.rendezvous import Disc

TERMS = LiveTerms()


def square(half_m: float) -> shapely.Polygon:
    return shapely.Polygon([spot(x * half_m, y * half_m) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))])


# One stands in the middle, another drives past it 100 m north, at 10 m/s, from 2 km west to 2 km east.
PASSING = {0: [at(s, 0, 0) for s in range(400)], 1: [at(s, 10.0 * s - 2000, 100) for s in range(400)]}


@pytest.mark.rule("LIV-05")
def test_inside_its_own_base_a_unit_raises_nothing() -> None:
    who = roster([0, 1], 300.0, bases=(Base(0, square(50.0)),))
    assert play(in_time(PASSING), who, TERMS).events == []


@pytest.mark.rule("LIV-05")
def test_a_base_of_somebody_else_silences_nothing() -> None:
    who = roster([0, 1], 300.0, bases=(Base(1, square(50.0)),))
    assert play(in_time(PASSING), who, TERMS).met() == {(0, 1)}


@pytest.mark.rule("LIV-05")
def test_who_leaves_its_base_towards_a_rival_is_told() -> None:
    """It drives out of its base, 500 m around, and meets the other 2 km outside."""
    tracks = {0: [at(s, 10.0 * s, 0) for s in range(300)], 1: [at(s, 2500, 0) for s in range(300)]}
    who = roster([0, 1], 300.0, bases=(Base(0, square(500.0)),))
    assert play(in_time(tracks), who, TERMS).met() == {(0, 1)}


@pytest.mark.rule("LIV-02")
def test_at_a_rendezvous_nothing_is_raised_and_outside_its_window_it_is() -> None:
    disc = Disc(*spot(0, 0), 500.0, START_S - 60.0, START_S + 500.0)
    who = roster([0, 1], 300.0, meetings=(Meeting(0, 1, disc),))
    assert play(in_time(PASSING), who, TERMS).events == []
    over = replace(disc, end_s=START_S + 100.0)
    who = roster([0, 1], 300.0, meetings=(Meeting(0, 1, over),))
    assert play(in_time(PASSING), who, TERMS).met() == {(0, 1)}


@pytest.mark.rule("LIV-02")
def test_distances_are_those_of_each_pair() -> None:
    tracks = {unit: [at(s, 0, 400.0 * unit) for s in range(10)] for unit in range(3)}
    who = roster([0, 1, 2], 300.0)
    who.distance_m[0, 1] = who.distance_m[1, 0] = 500.0
    assert play(in_time(tracks), who, TERMS).met() == {(0, 1)}


@pytest.mark.rule("LIV-02")
def test_two_that_stand_are_not_predicted_to_meet_however_their_fixes_dance() -> None:
    rng = np.random.default_rng(7)
    tracks = {
        unit: [at(s, *(np.array((0.0, 700.0 * unit)) + rng.normal(0.0, 0.3, 2))) for s in range(120)]
        for unit in (0, 1)
    }
    assert play(in_time(tracks), roster([0, 1], 500.0), TERMS).events == []


@pytest.mark.rule("LIV-02")
def test_a_fast_reporter_and_a_slow_one_that_pass_are_found_when_the_slow_ones_fix_comes() -> None:
    """The one reports every second, the other every four minutes: they pass at 80 m after two."""
    tracks = {
        0: [at(s, 10.0 * s - 1200, 0) for s in range(241)],
        1: [at(0, 1200, 80), at(240, -1200, 80)],
    }
    only = replace(TERMS, fresh_s=-1.0, late_s=200.0)
    [(now, event)] = play(in_time(tracks), roster([0, 1], 100.0), only).events[:1]
    assert event.grade is Grade.ENCOUNTER
    assert event.distance_m == pytest.approx(80.0, abs=1.0)
    assert event.at_s - START_S == pytest.approx(120.0, abs=1.0)
    assert now - START_S == pytest.approx(241.0, abs=1.0)


def standing(units: int) -> Tracks:
    """Tracks of units that have been somewhere, each a centimetre from the next."""
    tracks = Tracks(units, TERMS)
    tracks.newest_cm[:, -1, 0] = np.arange(units)
    return tracks


def test_units_look_ahead_at_their_first_fix_and_then_by_turns() -> None:
    turns, tracks, heard = Turns(10), standing(10), np.ones(10, dtype=np.bool_)
    assert turns.taken(heard, tracks, START_S).all()
    seconds = [turns.taken(heard, tracks, START_S + second) for second in range(1, 1 + 4 * AHEAD_TURN_S)]
    assert [asks.sum() for asks in seconds[AHEAD_TURN_S:]] == [2] * (3 * AHEAD_TURN_S)
    assert sum(asks.astype(int) for asks in seconds[AHEAD_TURN_S:]).tolist() == [3] * 10


def test_who_was_not_heard_looks_ahead_when_it_is() -> None:
    turns, tracks, nobody = Turns(1), standing(1), np.zeros(1, dtype=np.bool_)
    assert not turns.taken(nobody, tracks, START_S).any()
    assert turns.taken(~nobody, tracks, START_S + 3.0).all()
    assert not turns.taken(~nobody, tracks, START_S + 3.5).any()
    assert turns.taken(~nobody, tracks, START_S + 3.5 + AHEAD_TURN_S).all()


@pytest.mark.rule("LIV-03")
@pytest.mark.parametrize("tick_s", [1.0, 2.0, 5.0, 10.0])
def test_every_silent_unit_looks_around_every_ten_seconds_however_far_apart_ticks_are(tick_s: float) -> None:
    turns, silent, times = Turns(12), np.arange(1, 12), np.zeros(11)
    for now in np.arange(START_S, START_S + 60.0, tick_s):
        times += turns.looking_around(silent, now)
    assert set(times) <= {5, 6}
    turns.looking_around(silent[:0], START_S + 61.0)
    assert not turns.looking_around(silent, START_S + 300.0).any()
