"""Fixes as they are sent, and what comes back."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from deconflict_client.errors import Unreadable
from deconflict_client.positions import Fix, SetAside, position, reported
from deconflict_client.wire import Record

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
POSITION = {
    "unit": "u1",
    "party": "p1",
    "callsign": "صقر ١",
    "at": "2026-12-01T08:00:00Z",
    "lon": 13.19,
    "lat": 32.88,
    "accuracy_m": None,
    "speed_m_s": 11.5,
    "course_deg": None,
    "received_at": "2026-12-01T08:00:03Z",
}


def test_a_fix_is_sent_in_utc_and_says_only_what_is_known() -> None:
    local = Fix(AT.astimezone(timezone(timedelta(hours=2))), 13.19, 32.88, speed_m_s=11.5)
    assert local.wire() == {
        "at": "2026-12-01T08:00:00+00:00",
        "lon": 13.19,
        "lat": 32.88,
        "speed_m_s": 11.5,
    }


def test_a_position_is_read_with_what_is_known() -> None:
    found = position(Record(POSITION, ""))
    assert (found.unit, found.party, found.callsign) == ("u1", "p1", "صقر ١")
    assert found.fix == Fix(AT, 13.19, 32.88, None, 11.5, None)
    assert found.received_at == AT + timedelta(seconds=3)
    with pytest.raises(Unreadable):
        position(Record(POSITION | {"lon": "13"}, ""))


def test_what_was_set_aside_is_told_with_its_reason() -> None:
    said = {"stored": 2, "clock_offset_s": -1.5, "set_aside": [{"index": 1, "reason": "future"}]}
    found = reported(Record(said, ""))
    assert (found.stored, found.clock_offset_s) == (2, -1.5)
    assert found.set_aside == (SetAside(1, "future"),)
