"""Tracks are read from files of two kinds, and played in their own pace or a faster one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deconflict_client.errors import Unreadable
from deconflict_client.positions import Fix
from deconflict_client.tracks import due, read_track

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
POINTS = """<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1">
<metadata><time>2020-01-01T00:00:00Z</time>
</metadata><trk><name>9</name><trkseg>
<trkpt lat="32.5" lon="15.25"><ele>3</ele><time>2026-12-01T08:00:00Z</time></trkpt>
<trkpt lat="32.6" lon="15.25"><time>2026-12-01T10:01:00+02:00</time><extensions><x:speed xmlns:x="urn:x">11.5</x:speed>
<x:course xmlns:x="urn:x">90</x:course></extensions></trkpt></trkseg></trk></gpx>"""


@pytest.fixture
def file(tmp_path: Path):
    def write(content: str | bytes) -> Path:
        path = tmp_path / "track"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_points_of_gpx_are_fixes(file) -> None:
    assert read_track(file(POINTS)) == [
        (None, Fix(AT, 15.25, 32.5)),
        (None, Fix(AT + MINUTE, 15.25, 32.6, None, 11.5, 90.0)),
    ]
    assert read_track(file(b"\xef\xbb\xbf" + POINTS.encode()))[0][1].at == AT
    assert len(read_track(file(POINTS.replace("trkpt", "rtept")))) == 2


def test_rows_of_csv_are_fixes(file) -> None:
    text = "Time,lat, lon,accuracy,unit\n2026-12-01T08:00:00Z,32.5,15.25,8,Falcon 2\n"
    text += "2026-12-01T08:01:00Z,32.5,15.25,,\n"
    assert read_track(file(text)) == [
        ("Falcon 2", Fix(AT, 15.25, 32.5, 8.0)),
        (None, Fix(AT + MINUTE, 15.25, 32.5)),
    ]


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        ("", ""),
        ("<gpx/>", ""),
        ("<gpx>", "/1"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><gpx>&a;</gpx>", ""),
        (POINTS.replace("<time>2026-12-01T08:00:00Z</time>", ""), "/0/time"),
        (POINTS.replace('lat="32.6"', ""), "/1"),
        (POINTS.replace('lat="32.6"', 'lat="north"'), "/1/lat"),
        ("time,lat,lon\n2026-12-01T08:00:00,1,2\n", "/0/time"),
        ("time,lat\n2026-12-01T08:00:00Z,1\n", "/0"),
        (b"time,lat,lon\n\xff", ""),
        ('time,lat,lon\n"2026', ""),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(file, content: str | bytes, pointer: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_track(file(content))
    assert refused.value.pointer == pointer


def test_a_track_is_played_in_order_from_now_on_and_as_fast_as_wanted() -> None:
    now = AT + timedelta(days=3)
    fixes = [Fix(AT + MINUTE, 15.1, 32.0, speed_m_s=5.0), Fix(AT, 15.0, 32.0)]
    assert list(due(fixes, 1, now)) == [
        (0.0, Fix(now, 15.0, 32.0)),
        (60.0, Fix(now + MINUTE, 15.1, 32.0, speed_m_s=5.0)),
    ]
    assert [(after_s, fix.speed_m_s) for after_s, fix in due(fixes, 10, now)] == [(0.0, None), (6.0, 50.0)]
