"""What is seen of pairs in one pass over columns is what looking at each by itself sees."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deconflict.separation.live.glance import KNOWN, SURE, Scene, glance

NOW_S = 1_800_000_000.0


def scene(seed: int, units: int = 20) -> Scene:
    rng = np.random.default_rng(seed)
    newest = np.sort(NOW_S - rng.uniform(0.0, 60.0, (units, 4)), axis=1)
    newest[rng.random(units) < 0.2, :2] = -np.inf
    changed = np.where(rng.random(units) < 0.5, NOW_S - rng.uniform(0.0, 80.0, units), np.inf)
    limits = rng.uniform(100.0, 500.0, (3, 3))
    return Scene(
        party=rng.integers(0, 3, units),
        limit_m=np.maximum(limits, limits.T),
        marks=rng.integers(0, 16, units).astype(np.uint8),
        place=rng.uniform(0.0, 600.0, (units, 3)),
        blur_m=rng.choice([0.0, 50.0, np.inf], units),
        changed_s=changed,
        newest_s=newest,
    )


@pytest.mark.rule("LIV-02")
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_each_pair_is_seen_as_it_is_by_itself(seed: int) -> None:
    of = scene(seed)
    a, b = np.triu_indices(20, 1)
    ahead_of = np.random.default_rng(seed).random(len(a)) < 0.5
    seen = glance(of, a, b, ahead_of, NOW_S)
    for pair, (i, j) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        limit, both = of.limit_m[of.party[i], of.party[j]], of.marks[i] & of.marks[j]
        apart = float(np.linalg.norm(of.place[i] - of.place[j]))
        known, since = bool(both & KNOWN), min(of.changed_s[i], of.changed_s[j])
        close = known and apart <= limit
        assert (seen.limit_m[pair], seen.both[pair]) == (limit, both)
        assert seen.now_m[pair] == pytest.approx(apart if known else np.inf)
        assert seen.ahead.distance_m[pair] == pytest.approx(apart if close else np.inf)
        assert seen.ahead.first_s[pair] == (NOW_S if close else np.inf)
        assert seen.farther[pair] == (known and ahead_of[pair] and not (close and bool(both & SURE)))
        matters = apart <= limit + of.blur_m[i] + of.blur_m[j] + 1.0
        matters = matters and since <= min(of.newest_s[i, -1], of.newest_s[j, -1])
        assert seen.since_s[pair] == (since if matters else np.inf)
        assert seen.deep[pair] == (since < max(of.newest_s[i, 0], of.newest_s[j, 0]))
