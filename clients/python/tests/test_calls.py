"""What a request says about itself: where it goes, and whether it may be repeated."""

import pytest

from deconflict_client import calls
from deconflict_client.agreements import Levels
from deconflict_client.calls import Answer, Repeat
from deconflict_client.errors import Unreadable


@pytest.mark.parametrize(
    "call",
    [
        calls.register({}, "key"),
        calls.picture(),
        calls.alerts("e1", 0),
        calls.state("e1", 1, "acknowledge"),
        calls.acknowledge_overlap("o1"),
        calls.amend("p1", {}, 1, "key"),
        calls.lower("west", Levels(0)),
        calls.levels("west", None),
        calls.assign_conflict("c1", "east"),
        calls.ask_overlap_shift("o1"),
        calls.ask_conflict_shifts("c1"),
    ],
)
def test_what_does_no_more_the_second_time_may_always_be_repeated(call: calls.Call) -> None:
    assert call.repeat is Repeat.ALWAYS


@pytest.mark.parametrize(
    "call",
    [
        calls.move("p1", "start", None),
        calls.add_party("east", "East"),
        calls.add_zone({}),
        calls.answer_conflict("c1", "accept"),
        calls.draft_agreement({}),
        calls.withdraw_agreement("g1"),
        calls.register_key("laptop", ""),
        calls.sign_in("salem@east", "right", "492039"),
        calls.revoke_key("k1"),
    ],
)
def test_what_would_do_more_is_repeated_only_if_it_never_arrived(call: calls.Call) -> None:
    assert call.repeat is Repeat.IF_UNSENT


def test_a_code_goes_with_the_password_it_belongs_to() -> None:
    knock = {"login": "salem@east", "password": "right"}
    assert calls.sign_in("salem@east", "right", "492039").body == {**knock, "code": "492039"}
    assert (calls.sign_in("salem@east", "right").body, calls.sign_in("x", "y").repeat) == (
        knock,
        Repeat.ALWAYS,
    )


def test_parts_of_a_path_cannot_leave_their_place() -> None:
    assert calls.patrol("../session").path == "/v1/patrols/..%2Fsession"
    assert calls.alerts("e 1&x", 3, 10).path == "/v1/alerts?epoch=e+1%26x&after=3&limit=10"


def test_a_first_reading_of_the_feed_has_no_epoch() -> None:
    assert calls.alerts(None, 0).path == "/v1/alerts?after=0"


def test_a_move_names_its_version_when_it_has_one() -> None:
    assert calls.move("p1", "end", 4).headers == {"If-Match": '"4"'}
    assert calls.move("p1", "end", None).headers == {}


def test_a_collection_that_is_none_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        Answer([1]).record  # noqa: B018  # reading it is the test


def test_levels_are_asked_for_by_one_party_or_by_two() -> None:
    assert calls.levels("west", None).path == "/v1/levels?other=west"
    assert calls.levels("west", "east").path == "/v1/levels?party=east&other=west"


def test_a_review_is_closed_with_or_without_words() -> None:
    assert calls.close_review("r1", None).body == {}
    assert calls.close_review("r1", "in order").body == {"outcome": "in order"}
