"""How rendezvous and joint patrols are read: what is countersigned is the canonical text, nothing beside it."""

import hashlib
import json
from datetime import UTC, datetime

import pytest

from deconflict_client.errors import Unreadable
from deconflict_client.plan import Plan, Waypoint
from deconflict_client.reading_alerts import read_alert
from deconflict_client.together import MeetingPlace, course, joint_patrol, rendezvous
from deconflict_client.wire import Record

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
MEETING = {
    "id": "m1",
    "reference": "M3-7QXA",
    "state": "proposed",
    "sides": [{"party": "1", "name": "East", "confirmed": True}, {"party": "2", "name": "West"}],
    "proposer": "1",
    "centre": [13.19, 32.88],
    "radius_m": 500.0,
    "start": "2026-12-01T12:00:00Z",
    "end": "2026-12-01T13:00:00Z",
    "patrol": None,
    "proposed_at": "2026-12-01T08:00:00Z",
}
TEXT = {
    "waypoints": [
        {"lon": 13.19, "lat": 32.88, "time": "2026-12-01T12:00:00Z"},
        {"lon": 13.52, "lat": 32.74, "time": "2026-12-01T13:00:00Z"},
    ],
    "time_tolerance_s": 600,
    "lateral_tolerance_m": 50,
    "class": "escort",
    "note": "",
}
CANONICAL = json.dumps(TEXT)
DIGEST = hashlib.sha256(CANONICAL.encode()).hexdigest()
JOINT = {
    "id": "j1",
    "reference": "J5-4KWN",
    "state": "proposed",
    "version": 0,
    "pending": 1,
    "proposer": "1",
    "members": [{"party": "1", "name": "East", "callsign": "Falcon 2", "countersigned": True}],
    "text": {"version": 1, "canonical": CANONICAL, "digest": DIGEST},
    "proposed_at": "2026-12-01T08:00:00Z",
}


def test_a_rendezvous_is_read_with_its_place_and_sides() -> None:
    read = rendezvous(Record(MEETING))
    assert read.place == MeetingPlace(13.19, 32.88, 500.0, NOON, NOON.replace(hour=13))
    assert [(side.name, side.confirmed) for side in read.sides] == [("East", True), ("West", False)]
    assert read.place.wire()["centre"] == [13.19, 32.88]


def test_the_plan_of_a_joint_patrol_is_that_of_its_canonical_text() -> None:
    read = joint_patrol(Record(JOINT))
    assert read.plan.waypoints[0] == Waypoint(13.19, 32.88, NOON)
    assert (read.plan.purpose, read.digest) == ("escort", DIGEST)


def test_a_text_that_is_not_what_its_digest_says_is_not_read() -> None:
    other = JOINT | {"text": {"version": 1, "canonical": CANONICAL.replace("600", "601"), "digest": DIGEST}}
    with pytest.raises(Unreadable):
        joint_patrol(Record(other))


def test_a_plan_goes_out_without_a_unit() -> None:
    plan = Plan(
        "U1", (Waypoint(13.19, 32.88, NOON), Waypoint(13.5, 32.7, NOON.replace(hour=13))), party="east"
    )
    properties = course(plan)["properties"]
    assert isinstance(properties, dict)
    assert not {"unit", "party", "draft"} & set(properties)
    assert properties["class"] == "routine"


def test_alerts_carry_them_whole(wire) -> None:
    meeting = {name: value for name, value in MEETING.items() if name != "id"}
    meeting |= {"rendezvous": "m1", "overlap": None}
    told = read_alert(Record(wire(1, kind="rendezvous", change="proposed") | meeting))
    assert told.rendezvous == rendezvous(Record(MEETING))
    joint = {name: value for name, value in JOINT.items() if name != "id"} | {
        "joint_patrol": "j1",
        "patrol": None,
    }
    told = read_alert(Record(wire(2, kind="joint_patrol", change="proposed") | joint))
    assert told.joint_patrol == joint_patrol(Record(JOINT))
