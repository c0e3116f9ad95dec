"""What a problem says to people and to programs."""

import pytest

from deconflict_client.errors import EpochChanged, NotDelivered, Problem, Stale, Unavailable, Unreadable


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (
            Problem("too_fast", detail="faster than 200 km/h", pointer="/x/1"),
            "too_fast: faster than 200 km/h at /x/1",
        ),
        (Problem("not_found", title="Not found"), "not_found: Not found"),
        (Problem("odd"), "odd: the service gave no detail"),
        (Unreadable(pointer="/a", expected="a text"), "unreadable_answer: expected a text at /a"),
    ],
)
def test_a_problem_reads_as_one_line(problem: Problem, text: str) -> None:
    assert str(problem) == text


def test_typed_particulars_are_none_when_the_service_did_not_say() -> None:
    assert Stale("stale").current_version is None
    assert Stale("stale", fields={"current_version": 4}).current_version == 4
    assert EpochChanged("epoch_changed").epoch is None
    assert EpochChanged("epoch_changed", fields={"epoch": "e2"}).epoch == "e2"


@pytest.mark.parametrize(
    ("problem", "unsent"),
    [
        (Unavailable("unreachable"), True),
        (Unavailable("no_answer"), False),
        (Unavailable("too_many_requests", 429), True),
        (Unavailable("http_503", 503), False),
    ],
)
def test_only_what_never_arrived_is_unsent(problem: Unavailable, unsent: bool) -> None:
    assert problem.unsent is unsent


def test_an_alert_not_handed_on_is_named() -> None:
    assert str(NotDelivered("e1", 4)) == "alert 4 of epoch e1 was not delivered by this feed"
