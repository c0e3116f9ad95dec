"""What requests about the room's own work say about themselves."""

from datetime import UTC, datetime, timedelta

from deconflict_client import desk_calls as calls
from deconflict_client.base_alert import Cursor
from deconflict_client.calls import Repeat

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_whatever_carries_a_key_may_be_sent_again_as_what_only_reads() -> None:
    written = calls.write_note({"kind": "note", "text": "x"}, "k1")
    pressed = calls.escalate(Cursor("e", 7), "k2")
    assert [call.headers for call in (written, pressed)] == [
        {"Idempotency-Key": "k1"},
        {"Idempotency-Key": "k2"},
    ]
    reading = (calls.notes(), calls.presence(), calls.tracks(AT, AT + timedelta(hours=1), None, 10))
    assert {call.repeat for call in (written, pressed, *reading)} == {Repeat.ALWAYS}


def test_parts_of_a_path_and_of_a_query_stay_in_their_place() -> None:
    assert calls.escalate(Cursor("a/b", 7), "k").path == "/v1/alerts/a%2Fb/7/escalate"
    path = calls.tracks(AT, AT + timedelta(hours=1), "u&x", 60).path
    assert path == (
        "/v1/tracks?from=2026-12-01T08%3A00%3A00%2B00%3A00&until=2026-12-01T09%3A00%3A00%2B00%3A00&every_s=60&unit=u%26x"
    )
