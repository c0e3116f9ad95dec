"""What hangs together, and how many pairs of a crowd are opened."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from deconflict.separation.live.clusters import CROWD, Crowds, labels


def slowly(units: int, pairs: list[tuple[int, int]]) -> list[int]:
    """Return the least unit that can be reached from each, by walking."""
    label = list(range(units))
    for _ in range(units):
        for a, b in pairs:
            label[a] = label[b] = min(label[a], label[b])
    return label


@given(st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=60))
def test_each_unit_has_the_least_label_of_all_it_hangs_together_with(pairs) -> None:
    a, b = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    assert labels(30, a, b).tolist() == slowly(30, pairs)


def test_a_long_chain_is_one_cluster() -> None:
    order = np.random.default_rng(1).permutation(5000)
    assert not labels(5000, order[:-1], order[1:]).any()


def test_of_many_pairs_at_once_each_unit_gets_its_nearest() -> None:
    count = 3 * CROWD
    a, b = np.zeros(count, dtype=np.int64), np.arange(1, count + 1)
    nothing = np.empty(0, dtype=np.int64)
    # Each of the others has this one pair only, so all are kept; turned around, nobody has more than one.
    assert Crowds(200, nothing, nothing).chosen(a, b, np.arange(count) * 1.0).all()
    hub = np.repeat(np.arange(100, 100 + count), 1)
    star_a, star_b = np.meshgrid(np.arange(count), hub)
    distance = np.abs(star_a - (star_b - 100)).ravel() * 1.0
    kept = Crowds(200, nothing, nothing).chosen(star_a.ravel(), star_b.ravel(), distance)
    assert kept.sum() < 2 * CROWD * count < count * count
    assert kept[distance < CROWD / 4].all()
