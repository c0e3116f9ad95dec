"""Alerts of every kind, those of tomorrow included, are read and none is lost."""

from datetime import UTC, datetime

import pytest

from deconflict_client.alerts import (
    AllClear,
    ConflictAlert,
    OtherAlert,
    OverlapAlert,
    PatrolAlert,
    Place,
    ReviewAlert,
    WithheldAlert,
    ZoneAlert,
    ZoneNamed,
)
from deconflict_client.base_alert import Acknowledgement, Cursor
from deconflict_client.errors import Unreadable
from deconflict_client.reading_alerts import read_alert, read_page, read_receipt
from deconflict_client.wire import Record


@pytest.fixture
def conflict(wire, exact) -> dict[str, object]:
    return wire(4, kind="conflict", conflict="c1", **exact)


def test_an_overlap_says_hours_and_advice(alert) -> None:
    overlap = alert(3, released_at="2026-12-01T10:00:00+02:00")
    assert isinstance(overlap, OverlapAlert)
    assert overlap.cursor == Cursor("e1", 3)
    assert overlap.hours[1] == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert overlap.released_at == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert overlap.advice == "hold_or_adjust"


def test_a_conflict_says_where_when_and_how_close(conflict) -> None:
    read = read_alert(Record(conflict))
    assert isinstance(read, ConflictAlert)
    assert read.finding.distance_m == 812.4
    assert read.finding.at_b == Place(13.2, 32.8, datetime(2026, 12, 1, 8, 10, tzinfo=UTC))
    assert read.finding.last_b is None
    assert (read.a.callsign, read.b.callsign, read.zone) == ("K-1", "W-2", None)


def test_a_conflict_with_a_zone_has_no_other_side(conflict) -> None:
    zone = {"zone": "z1", "zone_name": "Hospital", "zone_kind": "protected_site"}
    read = read_alert(Record({**conflict, **zone, "b": None, "at_b": None}))
    assert (read.b, read.finding.at_b) == (None, None)
    assert read.zone == ZoneNamed("z1", "Hospital", "protected_site")


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("zone", {"zone": "z1", "zone_name": "Hospital", "zone_kind": "no_go"}, ZoneAlert),
        (
            "review",
            {"review": "r1", "reason": "hot_pursuit", "callsign": "K-1", "closed": False},
            ReviewAlert,
        ),
        ("patrol", {"callsign": "K-1", "state": "off_plan"}, PatrolAlert),
        ("all_clear", {"overlap": "o1"}, AllClear),
        ("sos", {}, OtherAlert),
    ],
)
def test_each_kind_has_its_class(wire, kind: str, fields: dict, expected: type) -> None:
    message = wire(4, kind=kind, **fields)
    read = read_alert(Record(message))
    assert type(read) is expected
    assert read.wire == message


@pytest.mark.rule("ALR-01")
@pytest.mark.parametrize("kind", ["overlap", "conflict", "zone", "review", "patrol", "of_tomorrow"])
def test_an_alert_that_says_less_than_it_should_still_arrives(kind: str) -> None:
    read = read_alert(Record({"epoch": "e1", "seq": 1, "kind": kind, "of_tomorrow": True}))
    assert isinstance(read, OtherAlert)
    assert read.ringing
    assert read.wire["of_tomorrow"]


@pytest.mark.parametrize("lacking", ["epoch", "seq", "kind"])
def test_an_alert_without_its_number_or_kind_is_unreadable(conflict, lacking: str) -> None:
    del conflict[lacking]
    with pytest.raises(Unreadable):
        read_alert(Record(conflict))


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


def test_a_partys_own_view_of_a_conflict_tells_no_more_of_the_other_than_its_callsign(wire, exact) -> None:
    place = {"lon": 15.0, "lat": 32.0, "time": "2026-12-01T10:00:00Z"}
    other = {"party": "p2", "party_name": "West", "callsign": "Heron 5"}
    other |= dict.fromkeys(("patrol", "patrol_reference", "version"))
    told = wire(
        4, kind="conflict", conflict="c1", **(exact | {"b": other, "level": 3, "parts_b": [[place, place]]})
    )
    alert = read_alert(Record.of(told))
    assert isinstance(alert, ConflictAlert)
    assert alert.b is not None
    assert (alert.level, alert.b.callsign, alert.b.patrol, alert.b.version) == (3, "Heron 5", None, None)
    assert [len(part) for part in alert.finding.parts_b] == [2]


@pytest.mark.parametrize("parts", ["no list", [{"lon": 1}], ["text"]])
def test_parts_that_cannot_be_read_lose_no_alert(wire, exact, parts: object) -> None:
    told = wire(4, kind="conflict", conflict="c1", **(exact | {"parts_b": parts}))
    assert isinstance(read_alert(Record.of(told)), OtherAlert)


def test_what_is_withheld_names_ones_own_patrol_where_that_is_the_news(wire) -> None:
    bare = read_alert(Record.of(wire(4, kind="withheld", patrol=None, patrol_reference=None)))
    news = read_alert(Record.of(wire(5, kind="withheld", patrol="p1", patrol_reference="K7-2M4Q")))
    assert isinstance(bare, WithheldAlert)
    assert isinstance(news, WithheldAlert)
    assert (bare.patrol, news.patrol_reference) == (None, "K7-2M4Q")
