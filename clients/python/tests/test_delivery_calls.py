"""What requests about duty, summons and quiet say about themselves."""

from datetime import UTC, datetime

from deconflict_client import delivery_calls as calls
from deconflict_client.calls import Repeat

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_reading_may_always_be_repeated_and_the_rest_only_if_it_never_arrived() -> None:
    reading = (calls.roster(), calls.log(), calls.snoozed(), calls.subscriptions(), calls.wake())
    assert {call.repeat for call in reading} == {Repeat.ALWAYS}
    doing = (
        calls.add_shift("salem", AT, AT),
        calls.remove_shift("s1"),
        calls.snooze(5),
        calls.subscribe("https://push.example.org/x"),
        calls.unsubscribe("a1"),
    )
    assert {call.repeat for call in doing} == {Repeat.IF_UNSENT}


def test_parts_of_a_path_cannot_leave_their_place() -> None:
    assert calls.remove_shift("../session").path == "/v1/duty/..%2Fsession"
    assert calls.unsubscribe("a/b").path == "/v1/push-subscriptions/a%2Fb"
