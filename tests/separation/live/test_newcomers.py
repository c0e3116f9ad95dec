"""Which pairs are worth a row: none that has one, and inside a crowd no further one."""

import numpy as np

from deconflict.separation.live.clusters import CROWD, Crowds
from deconflict.separation.live.newcomers import Rows
from deconflict.separation.live.pairs import Pairs

NOBODY: np.ndarray = np.empty(0, dtype=np.int64)
NOTHING = Pairs.fresh(NOBODY, NOBODY)


def test_inside_a_crowd_a_further_pair_is_no_news_but_one_with_somebody_new_is() -> None:
    """Everybody of the crowd has met everybody but 0 and 1 each other; 40 has met nobody, 50 only 51."""
    crowd = range(CROWD + 2)
    pairs = [(a, b) for a in crowd for b in crowd if a < b and (a, b) != (0, 1)] + [(50, 51)]
    crowds = Crowds(60, *(np.array([pair[side] for pair in pairs]) for side in (0, 1)))
    rows = Rows(NOTHING, crowds)
    assert rows.wanted(np.array([0, 0, 50]), np.array([1, 40, 51])).tolist() == [False, True, True]


def test_a_pair_that_has_a_row_gets_no_second_one_whoever_is_named_first() -> None:
    pairs = Pairs.fresh(np.array([7, 2]), np.array([3, 9]))
    rows = Rows(pairs.only(pairs.key.argsort()), Crowds(10, NOBODY, NOBODY))
    assert rows.wanted(np.array([3, 7, 3]), np.array([7, 3, 9])).tolist() == [False, False, True]
    assert Rows(NOTHING, Crowds(10, NOBODY, NOBODY)).wanted(np.array([1]), np.array([2])).tolist() == [True]


def test_of_many_pairs_exactly_those_without_a_row_are_wanted() -> None:
    rng = np.random.default_rng(4)
    a, b = rng.integers(0, 60, (2, 500))
    a, b = a[a != b], b[a != b]
    known = Pairs.fresh(a[::2], b[::2])
    known = known.only(np.unique(known.key, return_index=True)[1])
    held = set(zip(known.a.tolist(), known.b.tolist(), strict=True))
    wanted = Rows(known, Crowds(60, NOBODY, NOBODY)).wanted(a, b)
    expected = [(min(pair), max(pair)) not in held for pair in zip(a.tolist(), b.tolist(), strict=True)]
    assert wanted.tolist() == expected
