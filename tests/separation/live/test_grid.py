"""Circles that meet, by a hash grid and each with each."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deconflict.separation.frame import ecef
from deconflict.separation.live import grid
from deconflict.separation.live.grid import Between, Circles, near


def between(count: int) -> Between:
    """Five kinds, of which two of one do not matter; two of others are near at different distances."""
    kinds = np.arange(5)
    metres = np.where(kinds == kinds[:, None], -np.inf, 300.0 * np.abs(kinds - kinds[:, None]))
    return Between(np.arange(count) % 5, metres)


def circles(seed: int, count: int, box: tuple[float, float, float, float]) -> tuple[Circles, np.ndarray]:
    """Circles of very different sizes in a lon/lat box that may cross the antimeridian; a third of them ask."""
    rng = np.random.default_rng(seed)
    west, east, south, north = box
    lon = (rng.uniform(west, east, count) + 180.0) % 360.0 - 180.0
    centre = ecef(np.column_stack((lon, rng.uniform(south, north, count))))
    return Circles(centre, rng.lognormal(7.0, 1.2, count)), rng.random(count) < 0.3


def pairs(of: Circles, asks: np.ndarray) -> list[tuple[int, int]]:
    return [
        (min(a, b), max(a, b))
        for one, other in near(of, asks, between(len(asks)))
        for a, b in zip(one.tolist(), other.tolist(), strict=True)
    ]


def expected(of: Circles, asks: np.ndarray, slack_m: float = 0.0) -> set[tuple[int, int]]:
    apart = np.linalg.norm(of.centre[:, None] - of.centre, axis=2)
    kinds = between(len(asks)).kind
    met = apart <= of.radius_m + of.radius_m[:, None] + between(0).of(kinds, kinds[:, None]) + slack_m
    return set(
        zip(*(each.tolist() for each in np.triu(met & (asks | asks[:, None]), 1).nonzero()), strict=True)
    )


WHERE = [
    (10, 12, 30, 31),
    (-170, -166, -80, -79),
    (179, 181, -1, 1),
    (10, 14, 82, 84),
    (175, 185, -80, -79),
    (-180, 180, -84, 84),
]


@pytest.mark.parametrize("box", WHERE)
def test_every_pair_that_meets_comes_all_over_the_globe_and_once_but_at_its_seam(box) -> None:
    some, asks = circles(1, 900, box)
    found = pairs(some, asks)
    if box[0] > -180 and box[1] <= 180:
        assert len(found) == len(set(found))
    assert expected(some, asks) <= set(found) <= expected(some, asks, 2 * grid.SLACK_M)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(2, 400))
def test_however_many_there_are_none_is_left_out(seed: int, count: int) -> None:
    some, asks = circles(seed, count, (13.0, 13.6, 32.5, 33.0))
    found = pairs(some, asks)
    assert len(found) == len(set(found))
    assert expected(some, asks) <= set(found)


def test_a_table_so_small_that_cells_collide_and_wrap_around_leaves_none_out(monkeypatch) -> None:
    monkeypatch.setattr(grid, "FEW", 0)
    monkeypatch.setattr(grid, "LEAST_RADIUS_M", 1.0)
    rng = np.random.default_rng(2)
    centre = ecef(np.column_stack((rng.uniform(0, 0.4, 300), rng.uniform(0, 0.4, 300))))
    some, asks = Circles(centre, rng.uniform(0.5, 1500.0, 300)), np.ones(300, dtype=np.bool_)
    found = pairs(some, asks)
    assert len(found) == len(set(found))
    assert expected(some, asks) <= set(found)


def test_where_nobody_asks_nothing_is_found() -> None:
    some, asks = circles(3, 300, (13.0, 13.1, 32.5, 32.6))
    assert pairs(some, np.zeros_like(asks)) == []
