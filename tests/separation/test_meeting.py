"""The pass over leg pairs: bounds, order, and batches joined."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from deconflict.separation import screen
from deconflict.separation.meeting import Bounds, groups, meet
from deconflict.separation.path import PathLimits, Track, accept

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def drive(lat: float, start: float = 0.0, tau: float = 0.0, w: float = 0.0, steps: int = 10) -> Track:
    """West to east at one latitude, a waypoint each kilometre and minute."""
    places = [(13.0 + 0.01 * step, lat) for step in range(steps)]
    times = [EIGHT + timedelta(minutes=start + step) for step in range(steps)]
    return accept(places, times, tau, w, PathLimits()).track


@pytest.mark.rule("SEP-02", "SEP-03", "SEP-06")
def test_bounds_add_the_tolerances_of_both_and_the_centimetre():
    bounds = Bounds.between(
        (drive(32.0, tau=60, w=5), drive(32.0, tau=600, w=20), drive(32.0)), [100.0, 200.0]
    )
    assert bounds.band_s[1:].tolist() == [660.0, 60.0]
    assert bounds.bound_m[1:].tolist() == [125.01, 205.01]
    assert bounds.reach_m[1:].tolist() == [225.01, 405.01]


@pytest.mark.rule("SEP-08")
def test_which_track_goes_first_does_not_depend_on_who_asks():
    """Earlier start first; at one start, the place; at one place, the rest of the track."""
    shorter = drive(32.0, steps=9)
    tracks = [drive(32.0), drive(32.0, start=5), drive(32.1), shorter, drive(32.0)]
    for a in tracks:
        for b in tracks:
            ab, ba = (bool(Bounds.between(pair, 50.0).turned[1]) for pair in ((a, b), (b, a)))
            assert ab != ba or a.pack() == b.pack()


@pytest.mark.rule("SEP-07")
def test_small_batches_yield_the_same_meetings(monkeypatch):
    """Three roads side by side, 1.1 km apart: each leg meets its neighbours."""
    bounds = Bounds.between((drive(32.0), drive(32.01), drive(32.02)), 1000.0)
    (whole,) = meet(bounds)
    monkeypatch.setattr(screen, "BATCH", 7)
    parts = list(meet(bounds))
    assert len(parts) > 1
    for name in ("track", "i", "j"):
        assert np.array_equal(np.concatenate([getattr(part, name) for part in parts]), getattr(whole, name))
    distances = np.concatenate([part.nearest.distance for part in parts])
    assert np.array_equal(distances, whole.nearest.distance)


def test_nothing_within_reach_yields_no_meeting():
    assert list(meet(Bounds.between((drive(32.0), drive(33.0)), 1000.0))) == []
    # The boxes of these two touch, but they stay 1.1 km apart.
    assert list(meet(Bounds.between((drive(32.0), drive(32.01)), 400.0))) == []


def test_groups_are_runs_of_one_track():
    values, begins = groups(np.array([1, 1, 4, 7, 7, 7]))
    assert values.tolist() == [1, 4, 7]
    assert begins.tolist() == [0, 2, 3]
