"""Shifts, summons, subscriptions and snoozes as they are read."""

from datetime import UTC, datetime

from deconflict_client import delivery
from deconflict_client.wire import Record

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
SAID = "2026-12-01T08:00:00Z"


def test_a_shift_is_read() -> None:
    said = {"id": "s1", "party": "p1", "login": "salem", "name": "Salem", "start": SAID, "end": SAID}
    assert delivery.shift(Record(said)) == delivery.Shift("s1", "p1", "salem", "Salem", AT, AT)


def test_a_summons_is_read_also_when_nothing_came_of_it_yet() -> None:
    said = {"id": "s1", "channel": "push", "state": "waiting", "made_at": SAID, "tries": 0}
    found = delivery.summons(Record(said))
    assert (found.state, found.settled_at, found.fault) == ("waiting", None, None)


def test_subscriptions_are_read_with_the_key_if_there_is_one() -> None:
    own = [{"id": "a1", "added_at": SAID, "device": None}]
    found = delivery.subscriptions(Record({"key": "K", "subscriptions": own}))
    assert found == delivery.Subscriptions("K", (delivery.Subscription("a1", AT),))
    assert delivery.subscriptions(Record({"key": None, "subscriptions": []})).key is None


def test_a_snooze_that_is_over_has_no_end() -> None:
    assert delivery.snooze(Record({"up_to": 3, "until": SAID})) == delivery.Snooze(3, AT)
    assert delivery.snooze(Record({"up_to": 0, "until": None})).until is None
