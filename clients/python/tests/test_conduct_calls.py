"""What requests about conduct say about themselves: where they go, and whether they may be repeated."""

from datetime import UTC, datetime

import pytest

from deconflict_client import conduct_calls as calls
from deconflict_client.calls import Call, Repeat
from deconflict_client.conduct import Scope

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "call",
    [calls.ask_check({}, "key"), calls.check("c1"), calls.budgets(), calls.figures(7), calls.look("g1")],
)
def test_what_does_no_more_the_second_time_may_always_be_repeated(call: Call) -> None:
    assert call.repeat is Repeat.ALWAYS


@pytest.mark.parametrize(
    "call",
    [
        calls.suspend("p1", "why"),
        calls.restore("p1"),
        calls.ask_glass("p1", Scope(patrol="x"), "why", NOON),
        calls.move_glass("g1", "approve"),
    ],
)
def test_what_would_do_more_is_repeated_only_if_it_never_arrived(call: Call) -> None:
    assert call.repeat is Repeat.IF_UNSENT


def test_parts_of_a_path_cannot_leave_their_place() -> None:
    assert calls.glass("../session").path == "/v1/glass/..%2Fsession"
    assert calls.suspend("a/b", "why").path == "/v1/parties/a%2Fb/suspend"
    assert calls.figures(7).path == "/v1/figures?days=7"


def test_a_question_carries_its_key() -> None:
    assert calls.ask_check({}, "key").headers == {"Idempotency-Key": "key"}
