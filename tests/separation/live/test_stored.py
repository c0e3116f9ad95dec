"""Of any time a unit has one track, made of what came first."""

import numpy as np
import pytest
from live_worlds import START_S, at

from deconflict.separation.live.stored import Reports, cut, joined, parted, without
from deconflict.separation.live.terms import LiveTerms

TERMS = LiveTerms()
NAN = float("nan")


def rows(*fixes: tuple[float, float, float], off_m: float = NAN) -> np.ndarray:
    """As uploads hold them; a fix as (seconds, metres east, metres north)."""
    placed = (at(*fix) for fix in fixes)
    return np.array([(time_s, lon, lat, off_m, NAN, NAN) for time_s, lon, lat in placed]).reshape(-1, 6)


def seconds(track: np.ndarray) -> list[float]:
    return [round(float(time_s) - START_S, 3) for time_s in track[:, 3]]


@pytest.mark.rule("LIV-01")
def test_what_comes_twice_late_or_out_of_order_is_one_track() -> None:
    prompt = rows((60, 600, 0), (0, 0, 0), (60, 600, 0))
    later = rows((30, 300, 0), (60, 601, 0), (90, 900, 0))
    assert seconds(Reports(prompt, [later]).track(TERMS)) == [0, 30, 60, 90]
    assert seconds(Reports(rows(), [later, prompt]).track(TERMS)) == [0, 30, 60, 90]


@pytest.mark.rule("LIV-01", "PRB-01")
def test_a_second_track_of_the_same_time_is_set_aside() -> None:
    """It was here by its own word; that it was 30 km away half a minute later nobody believes it any more."""
    first = rows(*((each, 0, 0) for each in range(0, 301, 60)))
    second = rows(*((each, 30_000, 0) for each in range(30, 301, 60)))
    for known in (Reports(first), Reports(rows(), [first])):
        track, fresh = joined(known.track(TERMS), second, TERMS)
        assert seconds(track) == [0, 60, 120, 180, 240, 300]
        assert not fresh.any()


def test_what_fits_between_is_new() -> None:
    track, fresh = joined(Reports(rows((0, 0, 0), (60, 600, 0))).track(TERMS), rows((30, 300, 9)), TERMS)
    assert (seconds(track), fresh.tolist()) == ([0, 30, 60], [False, True, False])


def test_a_stray_fix_a_coarse_one_and_one_that_cannot_be_count_for_nothing() -> None:
    stray = rows((0, 0, 0), (10, 90_000, 0), (20, 20, 0), (30, 30, 0))
    assert seconds(Reports(stray).track(TERMS)) == [0, 20, 30]
    assert seconds(Reports(rows((0, 0, 0)), [rows((10, 0, 0), off_m=900.0)]).track(TERMS)) == [0]
    nowhere = np.array([[START_S + 5, 200.0, 32.0, NAN, NAN, NAN], [np.inf, 15.0, 32.0, NAN, NAN, NAN]])
    assert seconds(Reports(nowhere).track(TERMS)) == []


def test_ten_fixes_a_second_are_two() -> None:
    assert len(Reports(rows(*((each / 10, 0, 0) for each in range(20)))).track(TERMS)) == 4


def test_an_upload_falls_into_parts_and_none_is_left_out() -> None:
    whole = rows((0, 0, 0), (100, 0, 0), (200, 0, 0), (900, 0, 0))
    done, part = parted(whole, -np.inf, 150.0)
    assert (seconds(done[:, [1, 1, 1, 0]]), seconds(part[:, [1, 1, 1, 0]])) == ([], [0, 100])
    done, part = parted(whole, START_S + 100, 150.0)
    assert (len(done), seconds(part[:, [1, 1, 1, 0]])) == (2, [200])
    done, part = parted(whole, START_S + 200, 150.0)
    assert (len(done), seconds(part[:, [1, 1, 1, 0]])) == (3, [900])
    assert [len(each) for each in parted(whole, START_S + 900, 150.0)] == [4, 0]


def test_what_is_cut_holds_nothing_of_what_it_was_cut_from() -> None:
    whole = rows((0, 0, 0), (100, 0, 0), (200, 0, 0), (900, 0, 0))
    some = cut(whole, START_S + 100, START_S + 200)
    assert seconds(some[:, [1, 1, 1, 0]]) == [100, 200]
    assert some.base is None or some.base is not whole
    assert not np.shares_memory(some, whole)


def test_of_a_track_without_a_part_of_it_the_rest_is_left_as_it_was() -> None:
    whole = rows(*((each, each, 0) for each in range(10)))
    left = without(whole, whole[[3, 7]])
    assert left[:, 0].tolist() == [START_S + each for each in (0, 1, 2, 4, 5, 6, 8, 9)]
