"""What is known of a pair grows batch by batch to the same answer as at once."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deconflict.separation import screen
from deconflict.separation.check import find_all
from deconflict.separation.closeness import FIRST_A, LAG, LAST_A, TIME_A, TIME_B, Closeness
from deconflict.separation.meeting import Bounds, meet
from deconflict.separation.path import PathLimits, Track, accept

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def drive(*stops: tuple[float, float, float], tau: float = 0.0) -> Track:
    places = [(lon, lat) for lon, lat, _ in stops]
    times = [EIGHT + timedelta(minutes=minutes) for _, _, minutes in stops]
    return accept(places, times, tau, 0.0, PathLimits()).track


def wander(seed: int, tau: float) -> Track:
    """Forty places within 5 km, five minutes apart."""
    random = np.random.default_rng(seed)
    places = random.uniform((13.0, 32.0), (13.05, 32.05), (40, 2)).tolist()
    return drive(*((lon, lat, 5.0 * step) for step, (lon, lat) in enumerate(places)), tau=tau)


@pytest.mark.rule("SEP-05", "SEP-07")
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.0, 300.0, 1800.0]), st.integers(1, 400))
def test_small_batches_find_the_same(seed, tau, batch):
    """Two wanderers in one small town: hundreds of leg pairs within the bound, in batches of any size."""
    a, others = wander(seed, tau), [wander(seed + 1, tau), wander(seed + 2, 0.0)]
    whole = find_all(a, others, 500.0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(screen, "BATCH", batch)
        assert find_all(a, others, 500.0) == whole


def test_before_any_batch_nothing_is_met():
    closeness = Closeness(Bounds.between((wander(1, 0.0), wander(2, 0.0)), 500.0))
    assert np.isinf(closeness.least_m).all()
    assert np.isinf(closeness.span).all()


@pytest.mark.rule("SEP-05")
def test_a_batch_that_is_not_as_close_widens_the_span_and_leaves_the_spot(monkeypatch):
    """
    a ●━━━━━━━●━━━━━━━●   8:00, 8:10, 8:20       b is a post 100 m beside a's middle: both legs of a come as
              ▪ b                                close, the first batch has settled the spot
    """
    a = drive((13.0, 32.0, 0), (13.03, 32.0, 10), (13.06, 32.0, 20))
    b = drive((13.03, 32.0009, 0), (13.03, 32.0009, 30))
    bounds = Bounds.between((a, b), 500.0)
    monkeypatch.setattr(screen, "BATCH", 1)
    closeness = Closeness(bounds)
    batches = list(meet(bounds))
    closeness.add(batches[0])
    spot, span = closeness.spot[:, 1].copy(), closeness.span[:, 1].copy()
    for batch in batches[1:]:
        closeness.add(batch)
    assert closeness.spot[LAG, 1] == 0.0
    assert closeness.spot[TIME_A, 1] == closeness.spot[TIME_B, 1]
    assert abs(closeness.spot[TIME_A, 1] - spot[TIME_A]) < 60
    assert closeness.span[LAST_A, 1] - closeness.span[FIRST_A, 1] >= span[LAST_A] - span[FIRST_A]
