"""OwnTracks' messages, read and made. Messages as its Booklet shows them: tests/interop/test_owntracks.py."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from deconflict.api.errors import MalformedJson, PayloadRefused
from deconflict.gateways.owntracks import Friend, fix_in, friends, trackers
from deconflict.tracking.model import Fix

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def said(**other: Any) -> bytes:
    """A location message."""
    message = {"_type": "location", "tst": int(AT.timestamp()), "lat": 32.0, "lon": 15.0}
    return json.dumps(
        {name: value for name, value in (message | other).items() if value is not None}
    ).encode()


def test_a_location_is_a_fix_in_our_units() -> None:
    found = fix_in(said(acc=8, vel=36, cog=270, batt=80, alt=12, tid="F2", SSID="x"))
    assert found == Fix(AT, 15.0, 32.0, 8.0, pytest.approx(10.0), 270.0)
    assert fix_in(said()) == Fix(AT, 15.0, 32.0)


@pytest.mark.parametrize(
    "body", [b"", b" \n", b'{"_type":"lwt","tst":1}', b'{"_type":"steps"}', b"{}", b'{"_type":7}']
)
def test_an_empty_message_and_every_other_type_are_passed_over(body: bytes) -> None:
    assert fix_in(body) is None


@pytest.mark.rule("SEC-02", "SEC-03")
@pytest.mark.parametrize(
    ("body", "error"),
    [
        (said(lat=None), PayloadRefused),
        (said(lon=200), PayloadRefused),
        (said(tst=None), PayloadRefused),
        (said(tst="now"), PayloadRefused),
        (b"[]", PayloadRefused),
        (b'"location"', PayloadRefused),
        (b'{"_type":"encrypted","data":"x"}', PayloadRefused),
        (b"{", MalformedJson),
        (b'{"a":' * 40 + b"1" + b"}" * 40, MalformedJson),
        (b'{"_type":"location","lat":NaN}', MalformedJson),
        (b"\xff", MalformedJson),
    ],
)
def test_what_is_no_message_is_refused(body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        fix_in(body)


def friend(callsign: str, rival: bool = False, **other: Any) -> Friend:
    return Friend(uuid4(), callsign, Fix(AT, 15.0, 32.0, **other), rival)


def test_friends_are_the_others_each_with_a_name_and_a_place() -> None:
    own, other = friend("Falcon 1"), friend("صقر 2", accuracy_m=7.6, speed_m_s=10.0, course_deg=89.7)
    card, place = friends([own, other], own.id)
    topic = f"owntracks/deconflict/{other.id}"
    assert card == {"_type": "card", "tid": "ر2", "name": "صقر 2", "topic": topic}
    where = {"tst": int(AT.timestamp()), "lat": 32.0, "lon": 15.0, "acc": 8, "vel": 36, "cog": 90}
    assert place == {"_type": "location", "tid": "ر2", "topic": topic} | where
    assert friends([own], own.id) == []


def test_a_rivals_unit_is_told_apart_by_its_name() -> None:
    assert [each["name"] for each in friends([friend("U1", True), friend("U1")], None)[::2]] == ["↔ U1", "U1"]


@given(some.lists(some.text(max_size=6), max_size=40))
def test_marks_are_all_different_and_short(callsigns: list[str]) -> None:
    marks = trackers(callsigns)
    assert len(set(marks)) == len(callsigns)
    assert all(1 <= len(mark) <= 2 for mark in marks)
