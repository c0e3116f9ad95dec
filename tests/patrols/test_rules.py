"""What is late, what is over, what is too far ahead, and what has been driven already."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deconflict.patrols.errors import BeyondHorizon, PastChanged, Stale
from deconflict.patrols.model import PatrolState, SuspendedStanding
from deconflict.patrols.rules import (
    is_after_the_fact,
    is_late,
    reach_m,
    require_driven_kept,
    require_version,
    require_within_horizon,
    standing_while_suspended,
)
from deconflict.separation.path import PathLimits, TimedPath, accept

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def path(*stops: tuple[float, float, float], tau: float = 0.0) -> TimedPath:
    """A path of (lat, lon, minutes after eight); it leads northwards, where degrees and geodesics go together."""
    places = [(lon, lat) for lat, lon, _ in stops]
    return accept(places, [EIGHT + timedelta(minutes=minute) for *_, minute in stops], tau, 0.0, PathLimits())


STRAIGHT = path((32.0, 15.0, 0), (32.2, 15.0, 20), (32.4, 15.0, 40))


@pytest.mark.rule("PAT-05")
def test_a_plan_may_start_on_the_horizon_but_not_beyond_it() -> None:
    now = EIGHT - timedelta(days=30)
    require_within_horizon(STRAIGHT, now, 30)
    with pytest.raises(BeyondHorizon) as refused:
        require_within_horizon(STRAIGHT, now - SECOND, 30)
    assert refused.value.fields() == {"horizon_days": 30}


@pytest.mark.rule("PAT-06")
def test_less_than_the_lead_time_before_its_start_a_plan_is_late() -> None:
    assert not is_late(STRAIGHT, EIGHT - timedelta(hours=1), 3600)
    assert is_late(STRAIGHT, EIGHT - timedelta(hours=1) + SECOND, 3600)


@pytest.mark.rule("PAT-02")
def test_a_plan_is_after_the_fact_once_it_is_over_as_late_as_it_may_run() -> None:
    slack = path((32.0, 15.0, 0), (32.1, 15.0, 10), tau=300.0)
    assert not is_after_the_fact(slack, EIGHT + timedelta(minutes=15))
    assert is_after_the_fact(slack, EIGHT + timedelta(minutes=15) + SECOND)


@pytest.mark.rule("PAT-04")
def test_a_change_of_another_version_is_stale_and_learns_the_current_one() -> None:
    require_version(3, 3)
    with pytest.raises(Stale) as refused:
        require_version(2, 3)
    assert refused.value.fields() == {"current_version": 3}


@pytest.mark.rule("IDN-01")
@pytest.mark.parametrize(
    "new",
    [
        path((32.0, 15.0, 0), (32.2, 15.0, 20), (32.4, 15.1, 40)),
        path((32.0, 15.0, 0), (32.2, 15.0, 20), (32.3, 15.0, 30), (32.4, 15.0, 40), (32.5, 15.0, 50)),
        path((32.0, 15.0, 0), (32.2, 15.0, 20), (32.25, 15.0, 25), (32.25, 15.0, 90)),
    ],
    ids=["another end", "more stops ahead", "hold"],
)
def test_what_lies_ahead_may_be_changed(new: TimedPath) -> None:
    require_driven_kept(STRAIGHT, new, EIGHT + timedelta(minutes=20))


@pytest.mark.rule("IDN-01")
@pytest.mark.parametrize(
    ("new", "index"),
    [
        (path((32.0, 15.01, 0), (32.2, 15.0, 20), (32.4, 15.0, 40)), 0),
        (path((32.0, 15.0, 1), (32.2, 15.0, 20), (32.4, 15.0, 40)), 0),
        (path((32.0, 15.0, 0), (32.1, 15.0, 10), (32.2, 15.0, 20), (32.4, 15.0, 40)), 1),
        (path((32.0, 15.0, 0), (32.2, 15.0, 20), (32.5, 15.0, 40)), 2),
        (path((32.0, 15.0, 0), (32.2, 15.0, 20)), 1),
        (path((32.0, 15.0, 0), (32.2, 15.0, 20), (32.25, 15.05, 27), (32.3, 15.0, 30), (32.4, 15.0, 40)), 2),
    ],
    ids=["start", "time of start", "stop between", "other pace", "cut off", "detour since"],
)
def test_what_was_driven_may_not_be_rewritten(new: TimedPath, index: int) -> None:
    with pytest.raises(PastChanged) as refused:
        require_driven_kept(STRAIGHT, new, EIGHT + timedelta(minutes=30))
    assert refused.value.fields() == {"index": index}


@st.composite
def amendments(draw: st.DrawFn) -> tuple[TimedPath, TimedPath, datetime]:
    """An old path, a moment on it, and a new one that shares some of its stops and has others of its own."""
    minutes = sorted(draw(st.sets(st.integers(0, 60), min_size=2, max_size=5)))
    lons = st.sampled_from([15.0, 15.01, 15.02])
    old = [(32.0 + minute / 100, draw(lons), minute) for minute in minutes]
    kept = draw(st.integers(0, len(old)))
    later = sorted(draw(st.sets(st.integers(0, 90), max_size=4)))
    new = old[:kept] + [
        (32.0 + minute / 100, draw(lons), minute) for minute in later if not kept or minute > old[kept - 1][2]
    ]
    assume(len(new) >= 2)
    return path(*old), path(*new), EIGHT + timedelta(minutes=draw(st.integers(-5, 65)))


@pytest.mark.rule("IDN-01")
@given(amendments())
def test_an_amendment_that_is_let_through_was_everywhere_the_old_plan_was_until_now(
    amendment: tuple[TimedPath, TimedPath, datetime],
) -> None:
    old, new, now = amendment
    try:
        require_driven_kept(old, new, now)
    except PastChanged:
        return
    moment = old.start
    while moment <= min(now, old.end):
        assert new.position(moment) == pytest.approx(old.position(moment), abs=1e-5)
        moment += timedelta(seconds=20)


@pytest.mark.rule("PAT-02")
def test_a_suspended_partys_patrol_counts_by_when_it_was_handed_in_and_whether_it_started() -> None:
    before, since, after = (EIGHT + timedelta(seconds=seconds) for seconds in (-1, 0, 1))
    standing = standing_while_suspended
    assert standing(PatrolState.REGISTERED, before, EIGHT) is SuspendedStanding.UNVERIFIED
    for state in (PatrolState.ACTIVE, PatrolState.OFF_PLAN, PatrolState.CONTINGENT):
        assert standing(state, before, EIGHT) is SuspendedStanding.WIDENING
        assert standing(state, since, EIGHT) is SuspendedStanding.FOR_THE_ROOM
    assert standing(PatrolState.REGISTERED, after, EIGHT) is SuspendedStanding.FOR_THE_ROOM


def test_its_reach_grows_with_time_up_to_a_cap() -> None:
    reaches = [reach_m(EIGHT, EIGHT + timedelta(minutes=minutes)) for minutes in (0, 10, 600)]
    assert reaches == [0.0, 9000.0, 50_000.0]
