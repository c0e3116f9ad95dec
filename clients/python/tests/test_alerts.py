"""Alerts of every kind, those of tomorrow included, are read and none is lost."""

from datetime import UTC, datetime

import pytest

from deconflict_client.alerts import (
    Acknowledgement,
    AllClear,
    ConflictAlert,
    Cursor,
    OtherAlert,
    OverlapAlert,
    Place,
    ReviewAlert,
    Side,
    ZoneAlert,
    read_alert,
    read_page,
    read_receipt,
)
from deconflict_client.errors import Unreadable
from deconflict_client.wire import Record

CONFLICT = {
    "epoch": "e1",
    "seq": 4,
    "kind": "conflict",
    "conflict": "c1",
    "grade": "critical",
    "distance_m": 812.4,
    "lag_s": 310,
    "nominal_distance_m": 2431.0,
    "least_lag_s": 240,
    "at_a": {"lon": 13.2, "lat": 32.8, "time": "2026-12-01T08:10:00Z"},
    "at_b": {"lon": 13.3, "lat": 32.9, "time": "2026-12-01T08:15:10Z"},
    "first_a": "2026-12-01T08:05:00Z",
    "a": {"party": "east", "callsign": "K-1", "patrol": "p1"},
    "b": {"party": "west", "callsign": "W-2", "patrol": "p2"},
}


def test_an_overlap_says_hours_and_advice(alert) -> None:
    overlap = alert(3, released_at="2026-12-01T10:00:00+02:00")
    assert isinstance(overlap, OverlapAlert)
    assert overlap.cursor == Cursor("e1", 3)
    assert overlap.hours[1] == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert overlap.released_at == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert overlap.advice == "hold_or_adjust"


def test_a_conflict_says_where_when_and_how_close() -> None:
    conflict = read_alert(Record(CONFLICT))
    assert isinstance(conflict, ConflictAlert)
    assert conflict.finding.distance_m == 812.4
    assert conflict.finding.at_a == Place(13.2, 32.8, datetime(2026, 12, 1, 8, 10, tzinfo=UTC))
    assert conflict.finding.last_b is None
    assert conflict.b == Side("west", "p2", "W-2")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("overlap", OverlapAlert),
        ("conflict", ConflictAlert),
        ("zone", ZoneAlert),
        ("review", ReviewAlert),
        ("all_clear", AllClear),
        ("sos", OtherAlert),
    ],
)
def test_the_least_an_alert_must_carry_is_its_number_and_kind(kind: str, expected: type) -> None:
    wire = {"epoch": "e1", "seq": 1, "kind": kind, "of_tomorrow": True}
    read = read_alert(Record(wire))
    assert type(read) is expected
    assert read.ringing
    assert read.wire == wire


@pytest.mark.parametrize("lacking", ["epoch", "seq", "kind"])
def test_an_alert_without_its_number_or_kind_is_unreadable(lacking: str) -> None:
    with pytest.raises(Unreadable):
        read_alert(Record({name: value for name, value in CONFLICT.items() if name != lacking}))


@pytest.mark.rule("ALR-01")
def test_an_alert_whose_body_cannot_be_read_still_arrives() -> None:
    read = read_alert(Record({**CONFLICT, "at_a": "somewhere"}))
    assert isinstance(read, OtherAlert)
    assert read.wire["at_a"] == "somewhere"


def test_an_answered_alert_no_longer_rings(alert) -> None:
    answered = alert(1, acknowledged={"by": "huda", "at": "2026-12-01T12:02:00Z"})
    assert answered.acknowledged == Acknowledgement("huda", datetime(2026, 12, 1, 12, 2, tzinfo=UTC))
    assert not answered.ringing
    assert not alert(1, rings=False).ringing


def test_a_page_keeps_what_was_asked(wire) -> None:
    page = read_page(Record({"epoch": "e1", "alerts": [wire(3), wire(4)], "last": 9}), after=2)
    assert (page.epoch, page.after, page.last) == ("e1", 2, 9)
    assert [alert.seq for alert in page.alerts] == [3, 4]


def test_a_receipt_says_who_did_what() -> None:
    fields = {"epoch": "e1", "seq": 2, "fact": "acknowledged", "by": "huda", "at": "2026-12-01T12:02:00Z"}
    assert read_receipt(Record(fields)).by == "huda"
