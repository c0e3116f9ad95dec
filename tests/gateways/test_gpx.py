"""GPX plans: tracks and routes whose points carry times."""

from datetime import UTC, datetime

import pytest

from deconflict.gateways.draft import Draft
from deconflict.gateways.errors import PathRefused, PlanError, WaypointUnreadable
from deconflict.gateways.gpx import drafts
from deconflict.gateways.xmltree import tree


def read(body: str, namespace: str = "http://www.topografix.com/GPX/1/1") -> list[Draft | PlanError]:
    root = tree(f'<gpx version="1.1" xmlns="{namespace}">{body}</gpx>'.encode(), "a.gpx")
    return list(drafts(root, "a.gpx"))


def point(lon: str, lat: str, minute: int, tag: str = "trkpt") -> str:
    return f'<{tag} lat="{lat}" lon="{lon}"><ele>3</ele><time>2026-12-01T08:{minute:02d}:00Z</time></{tag}>'


@pytest.mark.parametrize("version", ["0", "1"])
def test_a_track_is_a_plan_and_its_segments_follow_one_another(version):
    first = f"<trkseg>{point('13.1', '32.1', 0)}{point('13.2', '32.1', 5)}</trkseg>"
    second = f"<trkseg>{point('13.3', '32.1', 9)}</trkseg>"
    (draft,) = read(
        f"<trk><name>K7</name>{first}{second}</trk>", f"http://www.topografix.com/GPX/1/{version}"
    )
    assert isinstance(draft, Draft)
    assert draft.places == ((13.1, 32.1), (13.2, 32.1), (13.3, 32.1))
    assert draft.times == tuple(datetime(2026, 12, 1, 8, minute, tzinfo=UTC) for minute in (0, 5, 9))
    assert (draft.title, draft.unit, draft.party) == ("K7", None, None)


def test_several_tracks_and_routes_are_several_plans():
    track = f"<trk><trkseg>{point('13.1', '32.1', 0)}{point('13.2', '32.1', 5)}</trkseg></trk>"
    route = f"<rte><name>R</name>{point('13.1', '32.1', 0, 'rtept')}{point('13.2', '32.1', 5, 'rtept')}</rte>"
    result = read(track + route + track + "<wpt lat='1' lon='1'/>")
    assert [each.title for each in result if isinstance(each, Draft)] == [None, "R", None]


def test_an_empty_track_is_a_plan_without_waypoints():
    (draft,) = read("<trk><trkseg/></trk>")
    assert isinstance(draft, Draft)
    assert draft.places == draft.times == ()


@pytest.mark.parametrize("time", ["", "<time/>", "<time> </time>"])
def test_a_point_without_a_time_is_refused_with_its_index(time):
    track = f"<trk><trkseg>{point('13.1', '32.1', 0)}<trkpt lat='32' lon='13'>{time}</trkpt></trkseg></trk>"
    (error,) = read(track)
    assert isinstance(error, PathRefused)
    assert error.fields() == {"file": "a.gpx", "plan": 0, "cause": "times_missing", "index": 1}


@pytest.mark.parametrize(
    "bad",
    [
        "<trkpt lat='north' lon='13'><time>2026-12-01T08:00:00Z</time></trkpt>",
        "<trkpt lon='13'><time>2026-12-01T08:00:00Z</time></trkpt>",
        "<trkpt lat='32' lon='13'><time>today</time></trkpt>",
    ],
)
def test_a_point_that_cannot_be_read_is_refused_and_the_next_plan_is_read(bad):
    good = f"<trk><trkseg>{point('13.1', '32.1', 0)}{point('13.2', '32.1', 5)}</trkseg></trk>"
    error, draft = read(f"<trk><trkseg>{bad}</trkseg></trk>{good}")
    assert isinstance(error, WaypointUnreadable)
    assert (error.plan, error.index) == (0, 0)
    assert isinstance(draft, Draft)
