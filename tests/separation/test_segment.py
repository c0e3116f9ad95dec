"""The conflicting segment: the part of a path in conflict, leg by leg, and the cells in which it lies."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deconflict.separation.check import find
from deconflict.separation.cover import cover, shared
from deconflict.separation.path import PathLimits, Track, accept
from deconflict.separation.segment import cells_of, in_conflict, joined, legs, shared_cells, standing_at

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
DMAX = 5000.0


def drive(
    places: list[tuple[float, float]], minutes: float = 60.0, tau: float = 0.0, w: float = 0.0
) -> Track:
    """A drive through those places, evenly in time."""
    step = minutes / (len(places) - 1)
    times = [EIGHT + timedelta(minutes=step * number) for number in range(len(places))]
    return accept(places, times, tau, w, PathLimits()).track


@pytest.mark.rule("DIS-03")
def test_only_what_is_driven_while_in_conflict_is_part_of_it() -> None:
    """
    A ─────────x─────────   crosses B in the middle of an hour
               |
    """
    a, b = drive([(15.0, 32.0), (15.4, 32.0)]), drive([(15.2, 31.9), (15.2, 32.1)])
    finding = find(a, b, 1000.0)
    part = in_conflict(a, finding)
    length_m = np.linalg.norm(np.diff(part.knots[:, :3], axis=0), axis=1).sum()
    assert 1500 < length_m < 5000
    assert finding.first_a.timestamp() == pytest.approx(part.knots[0, 3])
    assert finding.last_a.timestamp() == pytest.approx(part.knots[-1, 3])


@pytest.mark.rule("DIS-04")
@settings(max_examples=40, deadline=None)
@given(
    st.floats(-0.02, 0.02), st.floats(-0.02, 0.02), st.floats(0, 900), st.floats(0, 500), st.floats(50, DMAX)
)
def test_the_parts_in_conflict_share_a_cell_hour_and_none_that_the_plans_do_not(
    north: float, turn: float, tau: float, w: float, minimum: float
) -> None:
    """Or there would be a conflict of which no level could be told."""
    a = drive([(15.0, 32.0), (15.2, 32.0 + turn), (15.4, 32.0)], tau=tau, w=w)
    b = drive([(15.4, 32.0 + north), (15.2, 32.0), (15.0, 32.0 - north)], tau=tau, w=w)
    finding = find(a, b, minimum)
    assume(finding is not None)
    cells = shared_cells(in_conflict(a, finding), in_conflict(b, finding.swapped()), DMAX)
    assert len(cells)
    assert np.isin(cells, shared(cover(a, DMAX), cover(b, DMAX))).all()


@pytest.mark.rule("DIS-03")
def test_legs_that_follow_each_other_are_one_part_and_a_gap_makes_two() -> None:
    path = drive([(15.0, 32.0), (15.01, 32.0), (15.02, 32.01), (15.03, 32.0)])
    first, second, third = legs(path)
    assert [len(part) for part in joined([first, second, third])] == [4]
    assert [len(part) for part in joined([first, third])] == [2, 2]
    assert list(joined([])) == []
    [part] = joined([first, second])
    assert all(one.time < other.time for one, other in pairwise(part))


@pytest.mark.rule("DIS-03")
def test_a_leg_lies_in_the_cells_it_crosses_without_width_or_tolerance() -> None:
    path = drive([(15.0, 32.0), (15.3, 32.0)], tau=3600.0, w=1000.0)
    legs_cells = np.unique(np.concatenate([cells_of(leg) for leg in legs(path)]))
    assert np.isin(legs_cells, cover(path, 0.0)).all()
    assert len(legs_cells) < len(cover(path, 0.0)) / 3


@pytest.mark.rule("DIS-03")
def test_one_place_is_a_leg_without_length() -> None:
    path = drive([(15.0, 32.0), (15.3, 32.0)])
    finding = find(path, drive([(15.0, 32.0), (15.3, 32.0)]), 500.0)
    there = standing_at(path, finding.at_a)
    assert np.array_equal(there.knots[0], there.knots[1])
    assert 1 <= len(cells_of(there)) <= 4
