"""What a TAK device says is read into values, and nothing that cannot be gets through."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.gateways.cot.errors import EventMalformed
from deconflict.gateways.cot.reading import Credential, Delivered, Emergency, Ping, Reported, read
from deconflict.tracking.model import Fix

AT = "2026-12-01T08:00:00.000Z"
NOON = datetime(2026, 12, 1, 8, tzinfo=UTC)
POINT = '<point lat="32.88" lon="13.19" hae="9999999.0" ce="8.5" le="9999999.0"/>'


def event(
    kind: str = "a-f-G-U-C", point: str = POINT, detail: str = "", time: str = AT, start: str = AT
) -> bytes:
    return (
        f'<?xml version="1.0"?><event version="2.0" uid="ANDROID-1" type="{kind}" how="m-g" time="{time}"'
        f' start="{start}" stale="{AT}">{point}<detail><contact callsign="الصقر ٢"/>{detail}</detail></event>'
    ).encode()


def test_a_position_has_the_fixs_own_time_accuracy_speed_and_course() -> None:
    said = read(event(detail='<track speed="11.5" course="-3"/>', start="2026-12-01T07:59:58Z"))
    at = datetime(2026, 12, 1, 7, 59, 58, tzinfo=UTC)
    assert said == Reported("ANDROID-1", "الصقر ٢", Fix(at, 13.19, 32.88, 8.5, 11.5, 357.0), NOON)


def test_what_is_not_known_is_none() -> None:
    point = '<point lat="32.88" lon="13.19" hae="0" ce="9999999.0" le="0"/>'
    said = read(event(point=point, detail='<track speed="-1" course="0"/>'))
    assert isinstance(said, Reported)
    assert said.fix is not None
    assert (said.fix.accuracy_m, said.fix.speed_m_s) == (None, None)


def test_a_device_that_does_not_know_where_it_is_is_not_where_the_equator_meets_greenwich() -> None:
    nowhere = '<point lat="0.0" lon="0.0" hae="9999999.0" ce="9999999.0" le="9999999.0"/>'
    for kind, of in (("a-f-G-U-C", Reported), ("b-a-o-tbl", Emergency)):
        said = read(event(kind, point=nowhere))
        assert isinstance(said, of)
        assert said.fix is None
    at_sea = read(event(point='<point lat="0.0" lon="0.0" hae="0" ce="8.5" le="0"/>'))
    assert isinstance(at_sea, Reported)
    assert at_sea.fix is not None


@pytest.mark.parametrize(
    ("kind", "detail", "over"),
    [
        ("b-a-o-tbl", '<emergency type="911 Alert">U1</emergency>', False),
        ("b-a-o-opn", "", False),
        ("b-a-o-can", '<emergency cancel="true">U1</emergency>', True),
        ("b-a-o-tbl", '<emergency cancel="true">U1</emergency>', True),
    ],
)
def test_an_emergency_or_its_end(kind: str, detail: str, over: bool) -> None:
    said = read(event(kind, detail=detail))
    assert isinstance(said, Emergency)
    assert said.over is over


def test_a_position_may_carry_an_emergency() -> None:
    said = read(event(detail='<emergency type="In Contact">U1</emergency>'))
    assert isinstance(said, Reported)
    assert (said.urgent, said.calm) == ("In Contact", False)
    calm = read(event(detail='<emergency cancel="true"/>'))
    assert isinstance(calm, Reported)
    assert (calm.urgent, calm.calm) == (None, True)


def test_receipts_pings_and_credentials() -> None:
    receipt = '<__chatreceipt messageId="e.7"/>'
    assert read(event("b-t-f-d", detail=receipt)) == Delivered("e.7", read=False)
    assert read(event("b-t-f-r", detail=receipt)) == Delivered("e.7", read=True)
    assert read(event("t-x-c-t")) == Ping()
    device = uuid4()
    shown = f'<auth><cot username="{device}" password="s" uid="A" callsign="U1"/></auth>'
    assert read(shown.encode()) == Credential(device, "s")


@pytest.mark.parametrize("kind", ["a-h-G", "a-n-G", "b-t-f", "u-d-f", "b-m-p-s-m", ""])
def test_what_is_peoples_own_is_left_alone(kind: str) -> None:
    assert read(event(kind)) is None


@pytest.mark.rule("SEC-02", "SEC-03")
@pytest.mark.parametrize(
    "frame",
    [
        b"</event>",
        b"<other></other>",
        b"\xff\xfe</event>",
        b"<auth></auth>",
        b'<auth><cot username="x"/></auth>',
        event(point=""),
        event(point='<point lat="NaN" lon="13"/>'),
        event(point='<point lat="32" lon="1e999"/>'),
        event(point='<point lat="91" lon="13"/>'),
        event(point='<point lat="32" lon="-180.1"/>'),
        event(point='<point lat="x" lon="13"/>'),
        event(point='<point lat="32" lon="13" ce="-1"/>'),
        event(detail='<track speed="nan" course="0"/>'),
        event(time="yesterday"),
        event(time="2026-12-01T08:00:00"),
        event(time="0001-01-01T00:00:00+23:59"),
        event(time="9999-12-31T23:59:59Z"),
        event(start=""),
        b'<!DOCTYPE e [<!ENTITY a "x">]>' + event()[21:],
        b'<!DOCTYPE e SYSTEM "file:///etc/passwd">' + event()[21:],
        b'<!DOCTYPE e [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><event>&b;</event>',
        b"<event>" * 2000 + b"</event>",
    ],
)
def test_what_cannot_be_is_refused(frame: bytes) -> None:
    with pytest.raises(EventMalformed):
        read(frame)


@pytest.mark.rule("SEC-02", "SEC-03")
@given(
    st.binary(max_size=300)
    | st.builds(lambda cut, put: event()[:cut] + put, st.integers(0, 400), st.binary(max_size=60))
)
def test_whatever_comes_is_read_or_refused(frame: bytes) -> None:
    try:
        read(frame)
    except EventMalformed:
        return
