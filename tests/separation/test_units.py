"""Times as seconds since 1970, there and back."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.separation.units import epoch_s, utc

TIMES = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001  # hypothesis wants naive bounds beside `timezones`
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(TIMES)
def test_a_time_survives_the_way_to_seconds_and_back(at):
    assert utc(epoch_s(at)) == at


def test_seconds_count_from_1970_utc_whatever_the_zone():
    tripoli = timezone(timedelta(hours=2))
    assert epoch_s(datetime(1970, 1, 1, 2, 0, 1, tzinfo=tripoli)) == 1.0
    assert utc(1.5) == datetime(1970, 1, 1, 0, 0, 1, 500_000, tzinfo=UTC)


def test_a_naive_time_has_no_seconds():
    with pytest.raises(TypeError):
        epoch_s(datetime(2026, 12, 1))  # noqa: DTZ001  # what is refused
