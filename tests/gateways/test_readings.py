"""What trackers say, as fixes: a place on earth is needed, the rest may be unknown."""

import math
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from deconflict.api.errors import PayloadRefused
from deconflict.gateways.readings import fix, scaled, unix_time, within
from deconflict.tracking.model import Fix

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
NUMBERS = some.floats() | some.integers() | some.none() | some.booleans() | some.text(max_size=5)


def test_what_no_device_can_know_is_not_known() -> None:
    assert fix(AT, 15, 32, -1, -1.0, 400) == Fix(AT, 15.0, 32.0)
    assert fix(AT, 15, 32, 8, 11.5, 0) == Fix(AT, 15.0, 32.0, 8.0, 11.5, 0.0)
    assert fix(AT, 15, 32, "8", True, None) == Fix(AT, 15.0, 32.0)


@pytest.mark.parametrize(
    "place", [(181, 0), (0, -91), (None, 0), ("15", "32"), (True, 0), (math.nan, 0), (0, math.inf)]
)
def test_without_a_place_on_earth_there_is_no_fix(place: tuple[Any, Any]) -> None:
    with pytest.raises(PayloadRefused) as refused:
        fix(AT, *place)
    assert refused.value.reason == "no_place"


@pytest.mark.parametrize("seconds", [None, "1700000000", -1, 1e300, math.nan, True, 6_400_000_000])
def test_what_is_no_moment_is_refused(seconds: Any) -> None:
    with pytest.raises(PayloadRefused) as refused:
        unix_time(seconds)
    assert refused.value.reason == "no_time"


def test_seconds_since_1970_are_a_moment() -> None:
    assert unix_time(1_796_112_000) == AT
    assert unix_time(0.5).microsecond == 500_000


@pytest.mark.rule("SEC-02")
@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_every_fix_can_be_stored(lon: Any, lat: Any, accuracy: Any, speed: Any, course: Any) -> None:
    try:
        made = fix(AT, lon, lat, accuracy, scaled(speed, 1 / 3.6), course)
    except PayloadRefused:
        return
    assert (within(made.lon, -180, 180), within(made.lat, -90, 90)) == (made.lon, made.lat)
    for value, most in ((made.accuracy_m, 1e6), (made.speed_m_s, 1000), (made.course_deg, 360)):
        assert value is None or 0 <= value <= most
