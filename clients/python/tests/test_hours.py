"""Whole hours read as spans."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from deconflict_client.hours import spans

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@given(st.sets(st.integers(0, 100)))
def test_spans_cover_exactly_the_hours(hours: set[int]) -> None:
    found = spans(NOON + timedelta(hours=hour) for hour in hours)
    assert len(found) == sum(hour - 1 not in hours for hour in hours)
