"""Two ways of asking are told apart when they differ, and not when they do not."""

import numpy as np

from deconflict.bench.welch import sameness, welch


def test_what_takes_the_same_time_is_not_told_apart() -> None:
    dice = np.random.default_rng(1)
    found = sameness(dice.normal(1e-3, 1e-4, 5000).tolist(), dice.normal(1e-3, 1e-4, 5000).tolist())
    assert found.same
    assert found.samples == 10_000
    assert abs(found.one_ms - 1.0) < 0.01


def test_a_small_steady_difference_is_found_behind_rare_long_pauses() -> None:
    dice = np.random.default_rng(1)
    one, other = dice.normal(1e-3, 1e-4, 5000), dice.normal(1.01e-3, 1e-4, 5000)
    one[::100] += 1.0
    other[::100] += 1.0
    assert abs(welch(one, other)) < 4.5
    assert not sameness(one.tolist(), other.tolist()).same


def test_what_never_varies_is_the_same() -> None:
    assert welch(np.ones(5), np.ones(5)) == 0.0
