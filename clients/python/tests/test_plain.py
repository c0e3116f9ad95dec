"""Values as JSON for programs."""

import json
from datetime import UTC, datetime

from deconflict_client.base_alert import Cursor
from deconflict_client.events import Live, Offline, RefreshReason
from deconflict_client.plain import plain, plain_event


def test_an_alert_is_printed_as_it_came(alert, wire) -> None:
    assert plain_event(alert(3)) == wire(3)


def test_other_events_have_a_type_and_their_fields() -> None:
    assert plain_event(Live(Cursor("e1", 3))) == {"type": "live", "cursor": {"epoch": "e1", "seq": 3}}
    assert plain_event(Offline(None, "cut")) == {"type": "offline", "code": None, "reason": "cut"}


def test_times_paths_and_words_become_json() -> None:
    value = {
        "at": datetime(2026, 12, 1, tzinfo=UTC),
        "why": RefreshReason.GAP,
        "list": (1, [2.5, True]),
        "kind": int,
    }
    assert json.loads(json.dumps(plain(value))) == {
        "at": "2026-12-01T00:00:00Z",
        "why": "gap",
        "list": [1, [2.5, True]],
        "kind": "<class 'int'>",
    }
