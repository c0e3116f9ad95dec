"""Medians, tails and ratios."""

from deconflict.bench.timing import Spread, Stopwatch, ratio


def test_a_spread_tells_median_and_tails() -> None:
    spread = Spread.of([float(value) for value in range(101)], 10)
    assert (spread.count, spread.mean, spread.p50, spread.p95, spread.p99) == (101, 500, 500, 950, 990)


def test_nothing_spreads_nowhere() -> None:
    assert Spread.of([]) == Spread(0, 0, 0, 0, 0)


def test_a_stopwatch_keeps_each_round() -> None:
    watch = Stopwatch()
    for _ in range(3):
        with watch.round():
            pass
    assert watch.milliseconds.count == 3
    assert min(watch.seconds) >= 0


def test_a_ratio_to_nothing_is_endless() -> None:
    assert ratio(6, 3) == 2
    assert ratio(1, 0) == float("inf")
