"""Times and numbers as files write them."""

from datetime import UTC, datetime, timedelta

import pytest

from deconflict.gateways.draft import degrees, moment

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-01T08:00:00Z",
        "2026-12-01T10:00:00+02:00",
        " 2026-12-01T08:00Z\n",
        "2026-12-01 08:00:00.000+00:00",
    ],
)
def test_a_time_with_its_zone_is_that_instant(text):
    assert moment(text) == EIGHT
    assert moment(text).utcoffset() is not None


def test_a_time_without_a_zone_stays_without():
    assert moment("2026-12-01T08:00:00").tzinfo is None
    assert moment("2026-12-01T08:00:00.250Z") - EIGHT == timedelta(milliseconds=250)


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-12-01", "1796112000", "08:00", "2026-12-01T25:00:00Z", "noon", "2026-13-01T08:00Z"],
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011  (the words are Python's)
        moment(text)


def test_degrees_are_decimal_numbers():
    assert degrees(" -13.5 ") == -13.5
    for text in ("", "1_3", "13,5", "13°", "0x10"):
        with pytest.raises(ValueError):  # noqa: PT011  (the words are Python's)
            degrees(text)
