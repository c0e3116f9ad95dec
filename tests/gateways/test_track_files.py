"""Tracks in files are read exactly or refused with the place that is wrong; nothing in a file reaches beyond it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deconflict.api.errors import TrackRefused
from deconflict.gateways import track_files
from deconflict.gateways.track_files import from_csv, from_gpx
from deconflict.tracking.model import Fix

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def gpx(*points: str, version: str = "1/1") -> bytes:
    namespace = f"http://www.topografix.com/GPX/{version}"
    inside = "".join(points)
    return (
        f'<?xml version="1.0"?><gpx xmlns="{namespace}"><trk><trkseg>{inside}</trkseg></trk></gpx>'.encode()
    )


def point(lat: str = "32.5", lon: str = "15.25", inside: str = "<time>2026-12-01T08:00:00Z</time>") -> str:
    return f'<trkpt lat="{lat}" lon="{lon}">{inside}</trkpt>'


def test_points_of_gpx_are_fixes_with_what_extensions_say() -> None:
    extended = (
        "<ele>12</ele><time>2026-12-01T10:01:00+02:00</time><extensions><x:TrackPointExtension"
        ' xmlns:x="http://www.garmin.com/xmlschemas/TrackPointExtension/v2"><x:speed>11.5</x:speed>'
        "<x:course>90</x:course></x:TrackPointExtension></extensions>"
    )
    found = from_gpx(gpx(point(), point(inside=extended)))
    assert found == [(None, Fix(AT, 15.25, 32.5)), (None, Fix(AT + MINUTE, 15.25, 32.5, None, 11.5, 90.0))]
    old = "<time>2026-12-01T08:00:00Z</time><course>45.5</course><speed>3</speed>"
    assert from_gpx(gpx(point(inside=old), version="1/0")) == [(None, Fix(AT, 15.25, 32.5, None, 3.0, 45.5))]
    assert from_gpx(gpx(point()).replace(b"trkpt", b"rtept")) == [(None, Fix(AT, 15.25, 32.5))]


@pytest.mark.rule("SEC-02", "SEC-03")
@pytest.mark.parametrize(
    ("data", "reason", "index"),
    [
        (gpx(point(), point(inside="")), "unreadable", 1),
        (gpx(point(inside="<time>2026-12-01T08:00:00</time>")), "unreadable", 0),
        (gpx(point(), point(lat="91")), "no_place", 1),
        (gpx(point(lat="nan")), "no_place", 0),
        (gpx(point(lat="3_2")), "unreadable", 0),
        (gpx(), "empty", 0),
        (b"<gpx>", "xml_malformed", 0),
        (b"", "xml_malformed", 0),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><gpx>&a;</gpx>', "doctype_refused", 0),
        (b"\xff\xfe", "xml_malformed", 0),
    ],
)
def test_what_is_no_track_of_gpx_is_refused_with_its_point(data: bytes, reason: str, index: int) -> None:
    with pytest.raises(TrackRefused) as refused:
        from_gpx(data)
    assert (refused.value.reason, refused.value.index) == (reason, index)


def test_rows_of_csv_are_fixes_whichever_columns_there_are() -> None:
    text = "﻿Time, lat,lon ,speed,course,accuracy,unit\r\n"
    text += '2026-12-01T08:00:00Z,32.5,15.25,11.5,90,8,"Falcon 2"\r\n2026-12-01T08:01:00Z,32.5,15.25,,,,\r\n'
    assert from_csv(text.encode()) == [
        ("Falcon 2", Fix(AT, 15.25, 32.5, 8.0, 11.5, 90.0)),
        (None, Fix(AT + MINUTE, 15.25, 32.5)),
    ]
    assert from_csv(b"lon,lat,time\n15.25,32.5,2026-12-01T08:00:00Z\n") == [(None, Fix(AT, 15.25, 32.5))]


ROW = b"2026-12-01T08:00:00Z,32.5,15.25\n"


@pytest.mark.rule("SEC-02", "SEC-03")
@pytest.mark.parametrize(
    ("data", "reason", "index"),
    [
        (b"", "header", 0),
        (b"time,lat\n", "header", 0),
        (b"time,lat,lon,colour\n", "header", 0),
        (b"time,lat,lon,lat\n", "header", 0),
        (b"time,lat,lon\n", "empty", 0),
        (b"time,lat,lon\n" + ROW + b"2026-12-01T08:00:00Z,32.5\n", "unreadable", 1),
        (b"time,lat,lon\n" + ROW + b"2026-12-01T08:00:00Z,32.5,15.25,9\n", "unreadable", 1),
        (b"time,lat,lon\n" + ROW + b"yesterday,32.5,15.25\n", "unreadable", 1),
        (b"time,lat,lon\n" + ROW + b"2026-12-01T08:00:00Z,,15.25\n", "no_place", 1),
        (b"time,lat,lon\n\xff\n", "encoding", 0),
        (b'time,lat,lon\n"2026', "csv_malformed", 0),
    ],
)
def test_what_is_no_track_of_csv_is_refused_with_its_row(data: bytes, reason: str, index: int) -> None:
    with pytest.raises(TrackRefused) as refused:
        from_csv(data)
    assert (refused.value.reason, refused.value.index) == (reason, index)


@pytest.mark.rule("SEC-02")
def test_a_track_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(track_files, "MOST_FIXES", 3)
    for read, data in ((from_csv, b"time,lat,lon\n" + ROW * 4), (from_gpx, gpx(*[point()] * 4))):
        with pytest.raises(TrackRefused) as refused:
            read(data)
        assert refused.value.reason == "too_many"


def test_speed_that_cannot_be_is_not_known() -> None:
    [(_, found)] = from_csv(b"time,lat,lon,speed,course\n2026-12-01T08:00:00Z,32.5,15.25,-1,400\n")
    assert found == Fix(AT, 15.25, 32.5)


def test_a_whole_body_is_read_in_a_time_that_nobody_minds() -> None:
    rows: Any = [f"{(AT + MINUTE * number).isoformat()},32.5,15.25" for number in range(15_000)]
    assert len(from_csv("\n".join(["time,lat,lon", *rows]).encode())) == 15_000
