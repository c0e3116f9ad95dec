"""KML plans: tracks, and folders of time-stamped points."""

from datetime import UTC, datetime

import pytest

from deconflict.gateways.draft import Draft
from deconflict.gateways.errors import PathRefused, PlanError, WaypointUnreadable
from deconflict.gateways.kml import drafts
from deconflict.gateways.xmltree import tree

GX = "http://www.google.com/kml/ext/2.2"
TIMES = tuple(datetime(2026, 12, 1, 8, minute, tzinfo=UTC) for minute in (0, 10))
TRACK = """<gx:Track><when>2026-12-01T08:00:00Z</when><when>2026-12-01T08:10:00Z</when>
    <gx:coord>13.1 32.8 0</gx:coord><gx:coord>13.2 32.8 0</gx:coord></gx:Track>"""


def read(body: str) -> list[Draft | PlanError]:
    text = f'<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="{GX}">{body}</kml>'
    return list(drafts(tree(text.encode(), "a.kml"), "a.kml"))


def stamped(lon: str, when: str | None) -> str:
    stamp = "" if when is None else f"<TimeStamp><when>{when}</when></TimeStamp>"
    return f"<Placemark>{stamp}<Point><coordinates>{lon},32.8,0</coordinates></Point></Placemark>"


def test_a_track_is_a_plan():
    (draft,) = read(f"<Placemark><name>K7</name>{TRACK}</Placemark>")
    assert draft == Draft(((13.1, 32.8), (13.2, 32.8)), TIMES, title="K7")


def test_a_track_of_kml_2_3_is_a_plan_too():
    (draft,) = read(f"<Document><Placemark>{TRACK.replace('gx:', '')}</Placemark></Document>")
    assert isinstance(draft, Draft)
    assert draft.times == TIMES


def test_the_tracks_of_a_multitrack_follow_one_another():
    later = TRACK.replace("T08", "T09")
    (draft,) = read(f"<Placemark><gx:MultiTrack>{TRACK}{later}</gx:MultiTrack></Placemark>")
    assert isinstance(draft, Draft)
    assert [time.hour for time in draft.times] == [8, 8, 9, 9]


def test_the_stamped_points_of_a_folder_are_a_plan_and_each_folder_is_its_own():
    first = stamped("13.1", "2026-12-01T08:00:00Z") + stamped("13.2", "2026-12-01T08:10:00Z")
    body = (
        f"<Document><Folder><name>K7</name>{first}</Folder><Folder><name>K8</name>{first}</Folder></Document>"
    )
    draft, other = read(body)
    assert draft == Draft(((13.1, 32.8), (13.2, 32.8)), TIMES, title="K7")
    assert isinstance(other, Draft)
    assert other.title == "K8"


def test_marks_on_the_map_are_passed_over():
    area = "<Placemark><Polygon/></Placemark>"
    assert read(f"<Document>{area}{stamped('13.1', None)}<Placemark/></Document>") == []
    (draft,) = read(f"<Document><Placemark>{TRACK}</Placemark>{stamped('13.1', None)}{area}</Document>")
    assert isinstance(draft, Draft)


@pytest.mark.parametrize(
    ("body", "index"),
    [
        (stamped("13.1", "2026-12-01T08:00:00Z") + stamped("13.2", None), 1),
        ("<Placemark><LineString><coordinates>13,32 14,32</coordinates></LineString></Placemark>", 0),
        (f"<Placemark>{TRACK.replace('<when>2026-12-01T08:10:00Z</when>', '')}</Placemark>", 1),
        (f"<Placemark>{TRACK.replace('<gx:coord>13.2 32.8 0</gx:coord>', '')}</Placemark>", 1),
        (f"<Placemark>{TRACK.replace('2026-12-01T08:00:00Z', '')}</Placemark>", 0),
        (stamped("13.1", "2026-12-01T08:00:00Z") + stamped("13.2", " "), 1),
    ],
)
def test_a_waypoint_without_a_time_or_a_place_is_refused_with_its_index(body, index):
    (error,) = read(body)
    assert isinstance(error, PathRefused)
    assert (error.cause, error.plan, error.index) == ("times_missing", 0, index)


@pytest.mark.parametrize(
    "body",
    [
        f"<Placemark>{TRACK.replace('13.2 32.8 0', '13.2')}</Placemark>",
        f"<Placemark>{TRACK.replace('13.2 32.8 0', '')}</Placemark>",
        f"<Placemark>{TRACK.replace('13.2', 'east')}</Placemark>",
        f"<Placemark>{TRACK.replace('2026-12-01T08:10:00Z', '2026-12')}</Placemark>",
        stamped("13.1", "2026-12-01T08:00:00Z") + stamped("", "2026-12-01T08:10:00Z"),
    ],
)
def test_a_waypoint_that_cannot_be_read_is_refused_and_the_next_plan_is_read(body):
    error, draft = read(f"<Folder>{body}</Folder><Document><Placemark>{TRACK}</Placemark></Document>")
    assert isinstance(error, WaypointUnreadable)
    assert (error.plan, error.index) == (0, 1)
    assert isinstance(draft, Draft)
