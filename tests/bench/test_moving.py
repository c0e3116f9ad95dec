"""Units that move as they are meant to: the same for the same seed, planned ones along their plans."""

import numpy as np

from deconflict.bench.moving import DISTANCES_M, START_S, Convoy
from deconflict.separation.live.fixes import Fixes


def test_the_same_seed_gives_the_same_fixes_and_another_gives_others() -> None:
    one, same, other = (Convoy.draw(seed, 200).fixes(5) for seed in (1, 1, 2))
    assert np.array_equal(one.lon, same.lon)
    assert not np.array_equal(one.lon, other.lon)


def test_everybody_sends_once_a_second_and_the_distances_are_those_that_are_said() -> None:
    convoy = Convoy.draw(1, 500)
    first, second = convoy.fixes(1), convoy.fixes(2)
    for fixes in (first, second):
        assert np.array_equal(np.sort(fixes.unit), np.arange(500))
    later = second.time_s[second.unit.argsort()] - first.time_s[first.unit.argsort()]
    assert np.allclose(later, 1.0)
    metres = convoy.roster.distance_m
    between = metres[~np.eye(len(metres), dtype=bool)]
    assert np.array_equal(metres, metres.T)
    assert DISTANCES_M[0] <= between.min() < between.max() <= DISTANCES_M[1]


def test_who_has_a_plan_keeps_to_it() -> None:
    convoy = Convoy.draw(1, 500)
    planned = convoy.routes.under_way(START_S + 60.0).nonzero()[0]
    assert 100 < len(planned) < 250
    fixes = convoy.fixes(60)
    places = Fixes.places_cm(fixes)[fixes.unit.argsort()][planned] / 100.0
    moments = fixes.time_s[fixes.unit.argsort()][planned]
    off = convoy.routes.deviation(planned, moments, places, 50.0)
    assert off.across_m.max() < 60.0
    assert np.abs(off.late_s).max() < 10.0
