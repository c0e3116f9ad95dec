"""What the service keeps is read whole, and what is new in it is left alone."""

from datetime import UTC, datetime

import pytest

from deconflict_client import SharedArea, SharedCell, reading
from deconflict_client.errors import Unreadable
from deconflict_client.models import Zone
from deconflict_client.wire import Record

OVERLAP = {
    "id": "o1",
    "reference": "K7-2M4Q",
    "patrol": "p1",
    "patrol_reference": "P3-2M4Q",
    "hours": ["2026-12-01T08:00:00Z"],
    "state": "open",
    "revision": 2,
    "level": 1,
    "advice": "hold_or_adjust",
    "released_at": "2026-12-01T07:00:10Z",
}
ZONE = {
    "type": "Feature",
    "id": "z1",
    "geometry": {"type": "Polygon", "coordinates": [[[13, 32], [13.1, 32], [13, 32]]]},
    "properties": {"kind": "no_go", "name": "Well", "valid_to": "2026-12-02T00:00:00Z"},
}


def test_a_patrol_is_read_with_its_plan(patrol_record) -> None:
    patrol = reading.patrol(Record(patrol_record))
    assert patrol.plan.unit == "K-1"
    assert patrol.notices_by == datetime(2026, 12, 1, 7, 0, 10, tzinfo=UTC)
    assert patrol.note == "Market day"
    del patrol_record["notices_by"], patrol_record["findings"]
    assert reading.patrol(Record(patrol_record)).findings == ()


def test_an_overlap_is_read() -> None:
    overlap = reading.overlap(Record(OVERLAP))
    assert overlap.hours == (datetime(2026, 12, 1, 8, tzinfo=UTC),)
    assert overlap.revision == 2
    assert overlap.areas == (), "an older service, or a lower level"


def test_an_overlap_at_level_two_says_where_and_with_whom() -> None:
    cell = {"hour": "2026-12-01T08:00:00Z", "column": 8873, "row": 6652}
    area = {"party": "p2", "party_name": "Western Command", "cells": [cell]}
    overlap = reading.overlap(Record(OVERLAP | {"areas": [area]}))
    told = SharedArea(
        "p2", "Western Command", (SharedCell(datetime(2026, 12, 1, 8, tzinfo=UTC), 8873, 6652),)
    )
    assert overlap.areas == (told,)


@pytest.fixture
def conflict_record(exact) -> dict[str, object]:
    times = {"opened_at": "2026-12-01T07:00:00Z", "updated_at": "2026-12-01T07:10:00Z", "resolution": None}
    return {"id": "c1", "reference": "C4-7Q2M", **exact, **times}


def test_a_conflict_is_read(conflict_record) -> None:
    conflict = reading.conflict(Record(conflict_record))
    assert (conflict.finding.grade, conflict.b.callsign, conflict.episode) == ("critical", "W-2", 1)


def test_the_versions_of_a_plan_are_read(feature) -> None:
    fields = {
        "version": 2,
        "submitted_at": "2026-12-01T07:00:00Z",
        "submitted_by": "person-1",
        "plan": feature,
    }
    assert reading.version(Record(fields)).plan.unit == "K-1"


def test_a_zone_is_read_as_a_caller_would_write_it() -> None:
    ring = ((13.0, 32.0), (13.1, 32.0), (13.0, 32.0))
    assert reading.zone(Record(ZONE)) == Zone(
        "z1", "no_go", "Well", (ring,), valid_to=datetime(2026, 12, 2, tzinfo=UTC)
    )


@pytest.mark.parametrize("rings", [["text"], [[["a", "b"]]], [5]])
def test_a_zone_without_rings_is_unreadable(rings: list) -> None:
    with pytest.raises(Unreadable):
        reading.zone(Record({**ZONE, "geometry": {"coordinates": rings}}))


def test_a_picture_is_everything_at_once(patrol_record, conflict_record) -> None:
    fields = {"epoch": "e1", "seq": 7, "at": "2026-12-01T12:00:00Z"}
    lists = {
        "patrols": [patrol_record],
        "overlaps": [OVERLAP],
        "conflicts": [conflict_record],
        "zones": [ZONE],
    }
    picture = reading.picture(Record({**fields, **lists}))
    assert (picture.epoch, picture.seq) == ("e1", 7)
    assert [
        len(items) for items in (picture.patrols, picture.overlaps, picture.conflicts, picture.zones)
    ] == [1] * 4


def test_people_parties_units_devices_and_reviews_are_read() -> None:
    assert reading.person(Record({"id": "1", "name": "Room", "role": "desk", "party": None})).party is None
    assert reading.party(Record({"id": "1", "slug": "east", "name": "East"})).slug == "east"
    assert reading.unit(Record({"id": "1", "party": "east", "callsign": "K-1"})).callsign == "K-1"
    device = {"id": "1", "person": "2", "name": "phone", "secret": "s"}
    assert reading.device(Record(device)).secret == "s"
    review = {"id": "1", "reference": "R1", "party": "2", "patrol": "p1", "reason": "hot_pursuit"}
    opened = {"opened_at": "2026-12-01T07:00:00Z", "closed_at": None, "outcome": None}
    assert reading.review(Record(review | opened)).closed_at is None


def test_only_plain_particulars_are_kept() -> None:
    record = Record({"code": "x", "index": 3, "none": None, "deep": {"a": 1}})
    assert reading.particulars(record, leave=("code",)) == {"index": 3, "none": None}


def test_a_session_is_read_with_and_without_its_token() -> None:
    person = {"id": "1", "name": "Room", "role": "desk", "party": None}
    fields = {"person": person, "expires_at": "2026-12-02T00:00:00Z", "feed_epoch": "e1"}
    assert reading.session(Record(fields | {"token": "t"})).token == "t"
    assert reading.session(Record(fields)).token is None


def test_own_findings_carry_their_particulars() -> None:
    fields = {"code": "zone", "zone": "z1", "name": "Hospital", "kind": "no_go", "grade": "critical"}
    finding = reading.own_finding(Record(fields))
    assert (finding.code, finding.zone.name, finding.grade) == ("zone", "Hospital", "critical")


def test_a_rivals_whole_plan_is_read_with_its_times() -> None:
    line = {"type": "LineString", "coordinates": [[13.19, 32.88], [13.52, 32.74]]}
    times = {"times": ["2026-12-01T08:00:00Z", "2026-12-01T08:40:00Z"]}
    plan = {
        "type": "Feature",
        "geometry": line,
        "properties": {"coordinateProperties": times, "time_tolerance_s": 600.0, "lateral_tolerance_m": 50.0},
    }
    named = {"id": "s1", "reference": "Q3-8KDM", "owner": "p2", "owner_name": "West", "callsign": "Heron 5"}
    told = named | {"state": "active", "version": 2, "class": "escort", "shared_at": "2026-11-30T17:12:20Z"}
    shared = reading.shared_plan(Record.of(told | {"plan": plan}))
    assert (shared.callsign, shared.version, shared.plan.purpose) == ("Heron 5", 2, "escort")
    assert [point.lon for point in shared.plan.waypoints] == [13.19, 13.52]
