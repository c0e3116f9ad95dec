"""A set of plans: every pair of different sides once, as if checked alone, and what clears a plan of all others."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from deconflict.separation.among import PairFinding, among
from deconflict.separation.check import Grade, find
from deconflict.separation.path import PathLimits, Track, accept
from deconflict.separation.shift import clearing_shift

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def drive(lon: float, lat: float, minute: float, tau: float = 0.0, w: float = 0.0) -> Track:
    """Nine and a half kilometres east in ten minutes."""
    start = EIGHT + timedelta(minutes=minute)
    places = [((east + 180.0) % 360.0 - 180.0, lat) for east in (lon, lon + 0.1)]
    return accept(places, [start, start + timedelta(minutes=10)], tau, w, PathLimits()).track


def found(tracks: list[Track], sides: list[int], minimum: float) -> list[PairFinding]:
    return [pair for of_one in among(tracks, sides, minimum) for pair in of_one]


@pytest.mark.rule("SEP-07", "SEP-08")
def test_a_set_finds_exactly_what_its_pairs_find_alone():
    """Sixty plans within thirty kilometres and an hour, of three sides, the antimeridian in their midst."""
    generator = np.random.default_rng(11)
    tracks = [
        drive(
            179.85 + generator.uniform(0, 0.3),
            generator.uniform(32.0, 32.04),
            float(generator.integers(0, 60)),
            float(generator.choice([0.0, 300.0])),
            float(generator.choice([0.0, 200.0])),
        )
        for _ in range(60)
    ]
    sides = [index % 3 for index in range(len(tracks))]
    expected = {
        (a, b): alone
        for a in range(len(tracks))
        for b in range(a + 1, len(tracks))
        if sides[a] != sides[b] and (alone := find(tracks[a], tracks[b], 800.0)) is not None
    }
    assert len(expected) > 30
    assert {(pair.a, pair.b): pair.finding for pair in found(tracks, sides, 800.0)} == expected


@pytest.mark.rule("SEP-11")
def test_the_shift_clears_a_plan_of_everything_not_of_the_other_alone():
    """A and B drive together; C and D, of B's side, follow a minute apart: A by a minute later meets C."""
    a, b, c, d = (drive(13.0, 32.0, minute) for minute in (0, 0, 1, 2))
    own = drive(13.0, 32.0, 3)
    pair, _, _ = found([a, b, c, d, own], [0, 1, 1, 1, 0], 900.0)[:3]
    assert (pair.a, pair.b) == (0, 1)
    assert pair.finding.grade is Grade.CRITICAL
    assert pair.shift == clearing_shift(a, [b, c, d], 900.0)
    assert pair.shift.later_s == 180
    assert pair.shift.earlier_s == -60


@pytest.mark.rule("SEP-11")
def test_a_plan_hours_away_is_still_in_the_way_of_a_shift():
    late = [drive(13.0, 32.0, minute) for minute in range(721)]
    (pair,) = found([drive(13.0, 32.0, 0), *late], [0] + [1] * 721, 500.0)[:1]
    assert pair.shift.later_s is None
    assert pair.shift.earlier_s == -60


def test_every_plan_is_answered_for_even_when_nothing_is_found():
    far = [drive(13.0 + index, 32.0, 0) for index in range(4)]
    assert list(among(far, [0, 1, 2, 3], 1000.0)) == [(), (), (), ()]
    assert list(among([], [], 1000.0)) == []


def test_plans_of_one_side_are_not_compared():
    same = [drive(13.0, 32.0, 0), drive(13.0, 32.0, 0)]
    assert found(same, [7, 7], 1000.0) == []
    assert len(found(same, [7, 8], 1000.0)) == 1
