"""The machine's clock."""

from datetime import UTC

from deconflict.runtime.clock import SystemClock


def test_the_machines_clock_says_utc_and_never_goes_back() -> None:
    clock = SystemClock()
    earlier, later = clock.now(), clock.now()
    assert earlier.tzinfo is UTC
    assert earlier <= later
