"""A plan and its Feature are the same thing."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict_client.errors import Unreadable
from deconflict_client.plan import Plan, Waypoint

WAYPOINTS = st.builds(
    Waypoint,
    st.floats(-180, 180),
    st.floats(-80, 80),
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # hypothesis wants naive bounds
)
PLANS = st.builds(
    Plan,
    unit=st.text(min_size=1),
    waypoints=st.lists(WAYPOINTS, min_size=2, max_size=5).map(tuple),
    time_tolerance_s=st.floats(0, 3600),
    lateral_tolerance_m=st.floats(0, 1000),
    purpose=st.sampled_from(["routine", "relief"]),
    note=st.none() | st.text(min_size=1),
    party=st.none() | st.text(min_size=1),
    draft=st.booleans(),
)


@given(PLANS)
def test_a_plan_comes_back_from_its_feature(plan: Plan) -> None:
    assert Plan.from_feature(plan.feature()) == plan


def test_times_go_out_in_utc_and_what_was_not_given_stays_out() -> None:
    time = datetime(2026, 12, 1, 10, tzinfo=timezone(timedelta(hours=2)))
    feature = Plan("K-1", (Waypoint(13.0, 32.0, time), Waypoint(13.0, 32.0, time))).feature()
    assert feature["properties"]["coordinateProperties"] == {"times": ["2026-12-01T08:00:00Z"] * 2}
    assert set(feature["properties"]) == {
        "unit",
        "coordinateProperties",
        "time_tolerance_s",
        "lateral_tolerance_m",
        "class",
    }


def test_a_time_without_its_offset_is_refused() -> None:
    naive = datetime(2026, 12, 1, 8, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="offset"):
        Waypoint(13.0, 32.0, naive)


@pytest.mark.parametrize("coordinates", [[[13.0, 32.0]], [[13.0], [13.0]], [5, 6], [["a", "b"], ["c", "d"]]])
def test_a_line_that_does_not_fit_its_times_is_unreadable(feature, coordinates: list) -> None:
    feature["geometry"]["coordinates"] = coordinates
    with pytest.raises(Unreadable):
        Plan.from_feature(feature)
