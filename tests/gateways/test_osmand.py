"""The OsmAnd protocol, read. Messages as its page shows them: tests/interop/test_traccar.py."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from deconflict.api.errors import MalformedJson, PayloadRefused
from deconflict.gateways.osmand import fix_of_parameters, fixes_of_json, identifier, parameters
from deconflict.tracking.model import Fix

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
SECONDS = int(AT.timestamp())
PLACE = {"lat": "32", "lon": "15"}


@pytest.mark.parametrize(
    "written",
    [
        str(SECONDS),
        f"{SECONDS}000",
        "2026-12-01T08:00:00Z",
        "2026-12-01T10:00:00.000+02:00",
        "2026-12-01 08:00:00",
    ],
)
def test_times_come_in_five_ways(written: str) -> None:
    assert fix_of_parameters(PLACE | {"timestamp": written}, AT.replace(year=2030)) == Fix(AT, 15.0, 32.0)


def test_without_a_time_it_is_now() -> None:
    assert fix_of_parameters(PLACE, AT) == Fix(AT, 15.0, 32.0)


def test_speed_is_in_knots_and_the_place_may_come_in_one() -> None:
    found = fix_of_parameters({"location": "32,15", "speed": "10", "heading": "90", "accuracy": "5"}, AT)
    assert found == Fix(AT, 15.0, 32.0, 5.0, pytest.approx(5.144, abs=0.001), 90.0)
    assert fix_of_parameters(PLACE | {"bearing": "45", "batt": "80", "any": "thing"}, AT) == Fix(
        AT, 15.0, 32.0, course_deg=45.0
    )


@pytest.mark.parametrize("said", [{"valid": "false"}, {"valid": "0"}, {"lat": "0", "lon": "0.0"}])
def test_a_tracker_without_a_position_says_so(said: dict[str, str]) -> None:
    assert fix_of_parameters(PLACE | said, AT) is None


@pytest.mark.rule("SEC-02", "SEC-03")
@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"lat": "91"}, "no_place"),
        ({"lat": "nan"}, "no_place"),
        ({"lon": "inf"}, "no_place"),
        ({"lat": "3_2"}, "no_place"),
        ({"lat": ""}, "no_place"),
        ({"timestamp": "yesterday"}, "no_time"),
        ({"timestamp": "9" * 18}, "no_time"),
        ({"timestamp": "9" * 400}, "no_time"),
        ({"timestamp": "-5"}, "no_time"),
        ({"timestamp": "2026-12-01T08:00:00"}, "no_time"),
        ({"timestamp": "٣"}, "no_time"),
    ],
)
def test_what_is_no_place_or_time_is_refused(said: dict[str, str], reason: str) -> None:
    with pytest.raises(PayloadRefused) as refused:
        fix_of_parameters(PLACE | said, AT)
    assert refused.value.reason == reason


@pytest.mark.parametrize("said", [{"lat": "", "location": ""}, {"location": "32"}, {"location": "x,y,z"}])
def test_a_place_in_one_has_two_parts(said: dict[str, str]) -> None:
    with pytest.raises(PayloadRefused):
        fix_of_parameters(said, AT)


def test_parameters_are_read_as_a_form_and_counted() -> None:
    assert parameters(b"id=a.b&lat=1%2E5&name=%D8%B5+1&flag=") == {
        "id": "a.b",
        "lat": "1.5",
        "name": "ص 1",
        "flag": "",
    }
    for body in (b"&".join(b"a%d=1" % number for number in range(100)), b"\xff\xfe"):
        with pytest.raises(PayloadRefused):
            parameters(body)


@pytest.mark.parametrize("name", ["id", "deviceid", "device_id"])
def test_the_identifier_has_three_names(name: str) -> None:
    assert identifier({name: "x"}) == "x"


@pytest.mark.parametrize("said", [{}, {"id": ""}, {"id": 7}, {"device_id": None}])
def test_without_an_identifier_it_is_nobody(said: dict[str, Any]) -> None:
    with pytest.raises(PayloadRefused) as refused:
        identifier(said)
    assert refused.value.reason == "no_device"


def message(**other: Any) -> bytes:
    coords = {"latitude": 32.0, "longitude": 15.0, "accuracy": 5, "speed": 11.5, "heading": 90, "altitude": 3}
    return json.dumps(
        {"device_id": "x", "location": {"timestamp": "2026-12-01T08:00:00.000Z", "coords": coords} | other}
    ).encode()


def test_json_says_metres_a_second() -> None:
    said, fixes = fixes_of_json(message())
    assert identifier(said) == "x"
    assert fixes == [Fix(AT, 15.0, 32.0, 5.0, 11.5, 90.0)]


def test_minus_one_is_not_known() -> None:
    coords = {"latitude": 32.0, "longitude": 15.0, "accuracy": -1, "speed": -1, "heading": -1}
    assert fixes_of_json(message(coords=coords))[1] == [Fix(AT, 15.0, 32.0)]
    assert fixes_of_json(message(timestamp=SECONDS * 1000))[1][0].at == AT


@pytest.mark.parametrize(
    "body",
    [
        b'{"device_id":"x"}',
        b'{"device_id":"x","location":{}}',
        b'{"location":{"event":"heartbeat"}}',
        b'{"location":[]}',
    ],
)
def test_an_event_without_a_place_has_no_fix(body: bytes) -> None:
    assert fixes_of_json(body)[1] == []


def test_several_locations_are_several_fixes() -> None:
    one = json.loads(message())["location"]
    assert len(fixes_of_json(json.dumps({"device_id": "x", "location": [one, one]}).encode())[1]) == 2


@pytest.mark.rule("SEC-02", "SEC-03")
@pytest.mark.parametrize(
    ("body", "error"),
    [
        (message(coords=[32, 15]), PayloadRefused),
        (message(coords={"latitude": 99, "longitude": 0}), PayloadRefused),
        (message(timestamp=None), PayloadRefused),
        (message(timestamp="then"), PayloadRefused),
        (message(timestamp=-1e30), PayloadRefused),
        (b"{", MalformedJson),
        (b"[1]", PayloadRefused),
    ],
)
def test_what_is_no_json_of_this_protocol_is_refused(body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        fixes_of_json(body)
