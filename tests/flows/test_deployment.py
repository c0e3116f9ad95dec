"""The deployment's clockwork and what it takes from the settings."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.agreements.model import Level
from deconflict.flows.deployment import Deployment
from deconflict.runtime.settings import Settings
from deconflict.separation.errors import OutOfBounds
from deconflict.separation.path import accept

SECOND = 1_000_000
MOMENTS = st.integers(0, 4_000_000_000 * SECOND).map(
    lambda microseconds: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
)


USUAL = Deployment.of(Settings())


def ticking(tick_s: float) -> Deployment:
    return replace(USUAL, tick_s=tick_s)


@pytest.mark.rule("DIS-05")
@given(moment=MOMENTS, tick_s=st.sampled_from([0.25, 0.5, 1.0, 7.0, 10.0, 60.0, 3600.0]))
def test_every_moment_lies_between_two_ticks_and_a_tick_is_its_own(moment: datetime, tick_s: float) -> None:
    deployment = ticking(tick_s)
    before, after = deployment.tick_before(moment), deployment.tick_after(moment)
    assert before <= moment <= after
    assert after - before == (timedelta(0) if before == moment else timedelta(seconds=tick_s))
    for tick in (before, after):
        assert deployment.tick_before(tick) == deployment.tick_after(tick) == tick


@pytest.mark.rule("DIS-05")
def test_the_ticks_of_every_process_are_the_same_whenever_it_started() -> None:
    deployment = ticking(10.0)
    eight = datetime(2026, 12, 1, 8, tzinfo=UTC)
    moments = [eight + timedelta(milliseconds=ms) for ms in (1, 900, 9_999, 10_000)]
    assert {deployment.tick_after(moment) for moment in moments} == {eight + timedelta(seconds=10)}
    assert deployment.tick_after(eight) == eight


def test_what_the_operator_sets_is_what_holds() -> None:
    settings = Settings(
        bounds=(9.0, 19.0, 26.0, 34.0), default_level=0, default_minimum_m=500, max_minimum_m=2000
    )
    deployment = Deployment.of(settings)
    terms = deployment.terms
    assert (terms.level, terms.minimum_m, terms.max_minimum_m) == (Level.SEALED, 500, 2000)
    times = (datetime(2026, 12, 1, 8, tzinfo=UTC), datetime(2026, 12, 1, 9, tzinfo=UTC))
    accept(((9.0, 34.0), (9.1, 34.0)), times, 0.0, 0.0, deployment.limits)
    with pytest.raises(OutOfBounds):
        accept(((8.9, 34.0), (9.1, 34.0)), times, 0.0, 0.0, deployment.limits)
