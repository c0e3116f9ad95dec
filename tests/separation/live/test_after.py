"""Passages on stored tracks are those the live tick would have found."""

import numpy as np
import pytest
from live_oracle import nearest
from live_worlds import START_S, at, wanderers

from deconflict.separation.frame import ecef
from deconflict.separation.live.after import passages
from deconflict.separation.live.terms import LiveTerms


def stored(fixes) -> np.ndarray:
    track = np.array(fixes)
    return np.column_stack((ecef(track[:, 1:]), track[:, 0]))


@pytest.mark.rule("LIV-01")
@pytest.mark.parametrize("seed", range(3))
def test_the_nearest_of_each_pair_is_that_of_brute_force(seed: int) -> None:
    tracks = wanderers(seed, 8, 300.0, 3000.0, (5.0, 60.0))
    found = passages(
        stored(tracks[0]), [stored(tracks[unit]) for unit in range(1, 8)], np.full(7, 500.0), LiveTerms()
    )
    for (a, b), apart in nearest(tracks, list(range(8))).items():
        if a == 0:
            assert found.distance_m[b - 1] <= np.nanmin(apart) + 0.1
            assert found.distance_m[b - 1] >= np.nanmin(apart) - 26.0


def test_nothing_is_known_within_too_long_a_gap_nor_of_a_single_fix() -> None:
    """Two stand 10 m apart; the one's fixes lie 301 s apart, the other has one only."""
    apart = passages(
        stored([at(0, 0, 0), at(301, 0, 0)]),
        [stored([at(0, 10, 0), at(300, 10, 0)]), stored([at(100, 10, 0)])],
        np.full(2, 100.0),
        LiveTerms(),
    )
    assert np.isinf(apart.distance_m).all()


def test_a_passage_has_its_moment_and_its_spell() -> None:
    """At 20 m/s past one that stands 60 m aside: within 100 m for 160 m, that is 8 s."""
    met = passages(
        stored([at(0, -600, 0), at(60, 600, 0)]),
        [stored([at(0, 0, 60), at(60, 0, 60)])],
        np.array([100.0]),
        LiveTerms(),
    )
    assert met.distance_m[0] == pytest.approx(60.0, abs=0.1)
    assert met.at_s[0] - START_S == pytest.approx(30.0, abs=0.01)
    assert met.last_s[0] - met.first_s[0] == pytest.approx(8.0, abs=0.02)
