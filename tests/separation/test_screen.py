"""The screen lets every pair through that could be close, and is the same in small batches."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deconflict.separation import screen
from deconflict.separation.approach import LegPairs, closest
from deconflict.separation.path import PathLimits, Track, accept

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)


@st.composite
def tracks(draw):
    """Two to five places within 20 km, ten to twenty minutes apart."""
    count = draw(st.integers(2, 5))
    places = draw(
        st.lists(st.tuples(st.floats(13.0, 13.2), st.floats(32.0, 32.2)), min_size=count, max_size=count)
    )
    minute, times = draw(st.integers(0, 60)), []
    for _ in places:
        times.append(EIGHT + timedelta(minutes=minute))
        minute += draw(st.integers(10, 20))
    return accept(places, times, 0.0, 0.0, PathLimits()).track


def screened(legs, reach, lag) -> set[tuple[int, int]]:
    return {(int(i), int(j)) for a, b in screen.near(legs, reach, lag) for i, j in zip(a, b, strict=True)}


@pytest.mark.rule("SEP-07")
@settings(max_examples=60, deadline=None)
@given(tracks(), st.lists(tracks(), min_size=1, max_size=3), st.floats(0, 5000), st.floats(0, 1800))
def test_the_screen_never_rejects_a_pair_that_is_within_reach(a, others, reach, lag):
    legs = screen.legs_of((a, *others))
    number = len(others) + 1
    passed = screened(legs, np.full(number, reach), np.full(number, lag))
    own = len(a.knots) - 1
    i, j = (
        part.ravel() for part in np.meshgrid(np.arange(own), np.arange(own, len(legs.track)), indexing="ij")
    )
    distance = closest(LegPairs.of(legs.table, i, j), np.full(len(i), lag)).distance
    near = {(int(i[row]), int(j[row])) for row in np.flatnonzero(distance <= reach)}
    assert near <= passed


def drive(*stops: tuple[float, float, float]) -> Track:
    return accept(
        [(lon, lat) for lon, lat, _ in stops],
        [EIGHT + timedelta(minutes=minutes) for _, _, minutes in stops],
        0.0,
        0.0,
        PathLimits(),
    ).track


ROUTE = drive(*((13.0 + 0.01 * step, 32.0, 5.0 * step) for step in range(30)))
BESIDE = drive(*((13.0 + 0.01 * step, 32.01, 5.0 * step) for step in range(30)))
AFTERWARDS = drive(*((13.0 + 0.01 * step, 32.0, 5.0 * step + 300) for step in range(30)))
FAR = drive((20.0, 20.0, 0), (20.1, 20.0, 60))


def test_what_is_far_in_space_or_time_is_not_looked_at():
    legs = screen.legs_of((ROUTE, FAR, AFTERWARDS))
    assert screened(legs, np.full(3, 5000.0), np.full(3, 600.0)) == set()


def test_each_track_has_a_reach_and_a_lag_of_its_own():
    legs = screen.legs_of((ROUTE, BESIDE, BESIDE, AFTERWARDS))
    passed = screened(legs, np.array([0.0, -np.inf, 2000.0, np.inf]), np.array([0.0, 0.0, 0.0, 12000.0]))
    assert {int(legs.track[j]) for _, j in passed} == {2, 3}


@pytest.mark.parametrize("batch", [1, 7, 100])
def test_small_batches_let_the_same_pairs_through_in_the_same_order(batch, monkeypatch):
    legs = screen.legs_of((ROUTE, BESIDE, AFTERWARDS, ROUTE))
    reach, lag = np.full(4, 3000.0), np.full(4, 16000.0)
    whole = np.concatenate([np.stack(part) for part in screen.near(legs, reach, lag)], axis=1)
    monkeypatch.setattr(screen, "BATCH", batch)
    parts = list(screen.near(legs, reach, lag))
    assert len(parts) > 1
    assert np.array_equal(np.concatenate([np.stack(part) for part in parts], axis=1), whole)
    assert (np.diff(whole[1]) >= 0).all()


def test_legs_keep_to_their_tracks():
    legs = screen.legs_of((FAR, ROUTE, FAR))
    own, other = len(FAR.knots) - 1, len(ROUTE.knots) - 1
    assert legs.first.tolist() == [0, own, own + other]
    assert np.bincount(legs.track).tolist() == [own, other, own]
    ends = legs.table[:3] + legs.table[3:6] * legs.table[6]
    same = legs.track[1:] == legs.track[:-1]
    np.testing.assert_allclose(ends[:, :-1][:, same], legs.table[:3, 1:][:, same], atol=1e-6)


def test_a_leg_along_the_equator_stands_still_in_z():
    """1e-160° of latitude is 1e-155 m, whose square is no number."""
    legs = screen.legs_of((drive((13.0, 0.0, 0), (13.01, 1e-160, 60)),))
    assert legs.table[5].tolist() == [0.0]
