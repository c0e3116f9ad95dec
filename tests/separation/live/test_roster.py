"""Who is a stranger to whom, and what raises nothing."""

import numpy as np
import pytest
import shapely
from live_worlds import START_S, spot

from deconflict.separation.frame import ecef
from deconflict.separation.live.roster import Base, Meeting, Roster
from deconflict.separation.rendezvous import Disc

DISTANCES = np.array([[9e9, 300.0, 800.0], [300.0, 9e9, 500.0], [800.0, 500.0, 9e9]])
ONE, TWO = np.array([0]), np.array([1])


def roster(**more) -> Roster:
    return Roster(np.array([0, 1, 2, 0]), np.array([-1, 5, 5, -1]), DISTANCES, **more)


def xyz(east: float, north: float) -> np.ndarray:
    return ecef(np.array([spot(east, north)]))


def square(half_m: float) -> shapely.Polygon:
    return shapely.Polygon([spot(x * half_m, y * half_m) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))])


def test_distances_are_those_of_the_parties() -> None:
    who = roster()
    assert who.apart_m(np.array([0, 1, 3]), np.array([1, 2, 2])).tolist() == [300.0, 500.0, 800.0]


@pytest.mark.rule("LIV-02")
def test_strangers_are_of_two_parties_and_of_no_joint_patrol() -> None:
    assert roster().strangers(np.array([0, 0, 1, 1]), np.array([1, 3, 2, 3])).tolist() == [
        True,
        False,
        False,
        True,
    ]


@pytest.mark.rule("LIV-05")
def test_only_a_base_of_ones_own_counts() -> None:
    who = roster(bases=(Base(0, square(500.0)),))
    inside, outside = xyz(100, 100), xyz(600, 0)
    assert who.at_base(ONE, inside).tolist() == [True]
    assert who.at_base(TWO, inside).tolist() == [False]
    assert who.at_base(ONE, outside).tolist() == [False]
    assert who.at_base(ONE, np.full((1, 3), np.nan)).tolist() == [False]
    assert roster().at_base(ONE, inside).tolist() == [False]


@pytest.mark.rule("SEP-10", "LIV-02")
def test_a_rendezvous_holds_for_both_at_its_place_and_time_only() -> None:
    disc = Disc(*spot(0, 0), 1000.0, START_S, START_S + 600.0)
    who = roster(meetings=(Meeting(1, 0, disc),))

    def agreed(a: int, b: int, north: float, second: float) -> bool:
        moment = np.array([START_S + second])
        return bool(who.met_as_agreed(np.array([a]), np.array([b]), xyz(0, 0), xyz(0, north), moment)[0])

    assert agreed(0, 1, 1290.0, 300.0)
    assert agreed(1, 0, 1290.0, 300.0)
    assert not agreed(0, 1, 1310.0, 300.0)
    assert not agreed(0, 1, 0.0, 601.0)
    assert not agreed(0, 2, 0.0, 300.0)
