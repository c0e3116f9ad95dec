"""The machine's clock, and one that is set back."""

from datetime import UTC, datetime, timedelta

from deconflict.runtime.clock import EARLIEST, SET_BACK, Latest, SystemClock, bounded

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_the_machines_clock_says_utc_and_never_goes_back() -> None:
    clock = SystemClock()
    earlier, later = clock.now(), clock.now()
    assert earlier.tzinfo is UTC
    assert earlier <= later


def test_a_clock_that_was_set_back_is_noticed_once() -> None:
    latest = Latest(EIGHT)
    assert latest.set_back(EIGHT + 3600 * SECOND) is None
    assert latest.set_back(EIGHT) == 3600 * SECOND
    assert latest.set_back(EIGHT + SECOND) is None


def test_a_clock_that_is_kept_in_step_was_not_set_back_until_that_adds_up() -> None:
    latest = Latest(EIGHT)
    assert latest.set_back(EIGHT - SET_BACK) is None
    assert latest.set_back(EIGHT - SET_BACK - SECOND) == SET_BACK + SECOND


def test_what_somebodys_own_clock_says_is_bounded_and_refused_for_nothing() -> None:
    now = datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert bounded(now + timedelta(days=1), now) == now
    assert bounded(now - timedelta(days=1), now) == now - timedelta(days=1)
    assert bounded(EARLIEST, now) == EARLIEST
    assert bounded(EARLIEST - timedelta(seconds=1), now) == EARLIEST
