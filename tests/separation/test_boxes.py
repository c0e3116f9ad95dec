"""Boxes around plans: what they leave out is never close."""

from datetime import UTC, datetime, timedelta

import pytest

from deconflict.separation.boxes import Boxes
from deconflict.separation.path import PathLimits, Track, accept

START = datetime(2026, 12, 1, tzinfo=UTC)


def track(lon: float, minutes: float = 0, tau: float = 0, w: float = 0) -> Track:
    """Drive ten minutes northwards along a meridian on the equator, where 0.01 degrees are 1113 m."""
    start = START + timedelta(minutes=minutes)
    points, times = [(lon, 0.0), (lon, 0.05)], [start, start + timedelta(minutes=10)]
    return accept(points, times, tau, w, PathLimits()).track


def near(a: Track, others: list[Track], reach_m: float, lag_s: float = 0) -> list[int]:
    return Boxes.of(others).near(Boxes.of([a]), 0, reach_m, lag_s).tolist()


@pytest.mark.rule("SEP-07")
def test_only_who_comes_within_reach_in_space_is_near() -> None:
    others = [track(0.01), track(0.02), track(-0.01)]
    assert near(track(0.0), others, 1200) == [0, 2]
    assert near(track(0.0), others, 1000) == []


@pytest.mark.rule("SEP-07")
def test_widths_and_lateness_bring_plans_nearer() -> None:
    assert near(track(0.0, w=200), [track(0.01, w=0)], 1000) == [0]
    assert near(track(0.0), [track(0.0, minutes=15)], 1000) == []
    assert near(track(0.0, tau=200), [track(0.0, minutes=15, tau=100)], 1000) == [0]
    assert near(track(0.0), [track(0.0, minutes=15)], 1000, lag_s=300) == [0]


def test_nobody_is_near_nobody() -> None:
    assert near(track(0.0), [], 1000) == []
    assert Boxes.of([]).start_s.tolist() == []
