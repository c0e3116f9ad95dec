"""When a request is sent again, and after how long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict_client.calls import Repeat
from deconflict_client.errors import Failed, NotFound, Refused, SignedOut, Unavailable
from deconflict_client.retrying import ONCE, USUAL, Backoff, Retrying

BUSY = Unavailable("http_503", 503)
NEVER_ARRIVED = Unavailable("unreachable")


@given(failures=st.integers(0, 10_000), spread=st.floats(0, 1, exclude_max=True))
def test_a_wait_is_never_negative_and_never_above_the_cap(failures: int, spread: float) -> None:
    assert 0.0 <= Backoff(0.5, 20.0).delay_s(failures, spread) <= 20.0


def test_waits_double_up_to_the_cap() -> None:
    backoff = Backoff(base_s=1.0, cap_s=5.0)
    assert [backoff.delay_s(failures, 1.0) for failures in range(1, 6)] == [1.0, 2.0, 4.0, 5.0, 5.0]
    assert backoff.delay_s(3, 0.5) == 2.0


def test_what_may_be_repeated_is_tried_so_often_and_no_more() -> None:
    waits = [USUAL.wait_s(BUSY, Repeat.ALWAYS, attempt, 0.5) for attempt in range(1, 7)]
    assert all(wait is not None for wait in waits[:4])
    assert waits[4:] == [None, None]
    assert ONCE.wait_s(BUSY, Repeat.ALWAYS, 1, 0.5) is None


def test_what_may_have_arrived_is_repeated_only_when_that_is_safe() -> None:
    assert USUAL.wait_s(BUSY, Repeat.IF_UNSENT, 1, 0.5) is None
    assert USUAL.wait_s(NEVER_ARRIVED, Repeat.IF_UNSENT, 1, 0.5) is not None
    assert USUAL.wait_s(NEVER_ARRIVED, Repeat.NEVER, 1, 0.5) is None


@pytest.mark.parametrize(
    "problem", [Refused("x", 422), NotFound("x", 404), SignedOut("x", 401), Failed("x", 500)]
)
def test_a_refusal_is_never_repeated(problem: Refused) -> None:
    assert USUAL.wait_s(problem, Repeat.ALWAYS, 1, 0.5) is None


def test_the_service_says_how_long_to_wait_within_reason() -> None:
    retrying = Retrying(longest_wait_s=10.0)
    assert retrying.wait_s(Unavailable("x", 503, retry_after_s=7.0), Repeat.ALWAYS, 1, 0.0) == 7.0
    assert retrying.wait_s(Unavailable("x", 503, retry_after_s=11.0), Repeat.ALWAYS, 1, 0.0) is None
