"""Whose clock counts, and which fix says where a unit is now (LIV-01)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.tracking.errors import ClockOff
from deconflict.tracking.model import Fix, FixFault
from deconflict.tracking.rules import CLOCK_SLACK, OLDEST, clock_offset, sent_by, sorted_out

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def fixes(*seconds: float) -> tuple[Fix, ...]:
    return tuple(Fix(NOW + second * SECOND, 15.0, 32.0) for second in seconds)


@pytest.mark.rule("LIV-01")
def test_what_an_upload_takes_on_its_way_is_no_wrong_clock() -> None:
    assert clock_offset(NOW - CLOCK_SLACK, NOW) == timedelta()
    assert clock_offset(NOW + CLOCK_SLACK, NOW) == timedelta()
    assert clock_offset(NOW - 3 * SECOND, NOW) == 3 * SECOND
    assert clock_offset(NOW + timedelta(days=1), NOW) == -timedelta(days=1)


@pytest.mark.rule("LIV-01", "SEC-03")
@pytest.mark.parametrize("sent_at", [NOW - OLDEST - SECOND, NOW + OLDEST + SECOND])
def test_a_clock_that_cannot_be_set_right_is_refused(sent_at: datetime) -> None:
    with pytest.raises(ClockOff):
        clock_offset(sent_at, NOW)


@pytest.mark.rule("LIV-01")
@given(st.lists(st.integers(-1000, 2)), st.integers(-90_000, 90_000))
def test_a_track_is_the_sorted_set_by_our_clock_however_it_comes(seconds: list[int], off: int) -> None:
    track, faults = sorted_out(fixes(*seconds), NOW, NOW + off * SECOND, off * SECOND)
    assert [fix.at for fix in track] == [NOW + (second + off) * SECOND for second in sorted(set(seconds))]
    assert faults == {}


@pytest.mark.rule("LIV-01", "SEC-03")
def test_what_cannot_be_is_set_aside_by_itself_with_its_reason() -> None:
    oldest = -OLDEST / SECOND
    track, faults = sorted_out(fixes(-5, 3, oldest, oldest - 1), NOW, NOW, timedelta())
    assert [fix.at for fix in track] == [NOW - OLDEST, NOW - 5 * SECOND]
    assert faults == {1: FixFault.FUTURE, 3: FixFault.TOO_OLD}


@pytest.mark.rule("LIV-01")
@given(st.lists(st.integers(-10_000, 10_000), min_size=1), st.integers(-90_000, 90_000))
def test_nothing_is_stored_that_is_ahead_of_us_by_more_than_one_slack(tenths: list[int], off: int) -> None:
    sent_at = NOW + off / 10 * SECOND
    made = fixes(*((off + tenth) / 10 for tenth in tenths))
    track, faults = sorted_out(made, sent_at, NOW, clock_offset(sent_at, NOW))
    assert all(fix.at <= NOW + CLOCK_SLACK for fix in track)
    assert {tenths[index] > 0 for index in faults} <= {True}


@pytest.mark.rule("LIV-01")
def test_a_clock_that_is_taken_for_right_gets_no_second_slack() -> None:
    track, faults = sorted_out(fixes(2, 3, 4), NOW + CLOCK_SLACK, NOW, timedelta())
    assert [fix.at for fix in track] == [NOW + CLOCK_SLACK]
    assert faults == {1: FixFault.FUTURE, 2: FixFault.FUTURE}


@pytest.mark.rule("LIV-01")
def test_a_sender_that_does_not_say_sent_when_it_came_or_when_it_made_the_last_if_that_is_later() -> None:
    past, future = fixes(-3600, 3600)
    assert sent_by([past], NOW) == NOW
    sent_at = sent_by([past, future], NOW)
    assert sent_at == future.at
    track, faults = sorted_out([future], sent_at, NOW, clock_offset(sent_at, NOW))
    assert ([fix.at for fix in track], faults) == ([NOW], {})
