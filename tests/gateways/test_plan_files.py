"""Files of any kind become accepted plans, or problems that name file, plan and waypoint."""

from pathlib import Path

import orjson
import pytest

from deconflict.gateways import plan_files
from deconflict.gateways.errors import FileTooLarge, PathRefused, PlanFileError
from deconflict.gateways.plan_files import Reading, Undeclared, read
from deconflict.separation.path import PathLimits

TIMES = ["2026-12-01T08:00:00Z", "2026-12-01T08:40:00Z"]
POINTS = "".join(
    f'<trkpt lat="32.8" lon="{lon}"><time>{time}</time></trkpt>'
    for lon, time in zip((13.1, 13.2), TIMES, strict=True)
)
GPX = '<?xml version="1.0" encoding="UTF-8"?><gpx xmlns="http://www.topografix.com/GPX/1/1">{}</gpx>'
KML = """<kml xmlns:gx="http://www.google.com/kml/ext/2.2"><Placemark><gx:Track>
<when>2026-12-01T08:00:00Z</when><when>2026-12-01T08:40:00Z</when><gx:coord>13 32</gx:coord><gx:coord>14 32</gx:coord>
</gx:Track></Placemark></kml>"""


def feature(**properties: object) -> dict[str, object]:
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": [[13.19, 32.88], [13.52, 32.74]]},
        "properties": {"coordinateProperties": {"times": TIMES}, **properties},
    }


def written(folder: Path, name: str, content: object) -> Path:
    file = folder / name
    if isinstance(content, str):
        content = content.encode()
    file.write_bytes(content if isinstance(content, bytes) else orjson.dumps(content))
    return file


def from_file(file: Path, tau: float = 0.0, w: float = 0.0) -> Reading:
    return read(file, PathLimits(), Undeclared(tau, w))


def test_party_and_unit_default_to_the_name_of_the_file(tmp_path):
    contents = {
        "alpha.geojson": feature(),
        "b.ravo.gpx": GPX.format(f"<trk><name>x</name>{POINTS}</trk>"),
        "charlie.kml": KML,
    }
    for name, content in contents.items():
        (plan,) = from_file(written(tmp_path, name, content)).plans
        assert plan.party == plan.unit == name.rpartition(".")[0]
        assert (plan.file, plan.plan) == (str(tmp_path / name), 0)


def test_what_a_plan_declares_counts(tmp_path):
    said = feature(unit="K7", party="east", time_tolerance_s=60, lateral_tolerance_m=0)
    collection = {"type": "FeatureCollection", "features": [said, feature()]}
    one, other = from_file(written(tmp_path, "a.json", collection), 600.0, 50.0).plans
    assert (one.unit, one.party, one.path.time_tolerance_s, one.path.lateral_tolerance_m) == (
        "K7",
        "east",
        60.0,
        0.0,
    )
    assert (other.unit, other.party) == ("a #2", "a")
    assert (other.path.time_tolerance_s, other.path.lateral_tolerance_m) == (600.0, 50.0)


def test_several_tracks_of_a_file_are_called_by_their_names(tmp_path):
    tracks = f"<trk><name>K7</name>{POINTS}</trk><trk>{POINTS}</trk>"
    plans = from_file(written(tmp_path, "west.gpx", GPX.format(tracks))).plans
    assert [(plan.unit, plan.party) for plan in plans] == [("K7", "west"), ("west #2", "west")]


def test_what_a_file_is_follows_from_what_it_holds(tmp_path):
    for content in (
        b"\xef\xbb\xbf\n " + orjson.dumps(feature()),
        "\ufeff" + GPX.format(f"<rte>{POINTS.replace('trkpt', 'rtept')}</rte>"),
        GPX.format(f"<trk>{POINTS}</trk>").replace("UTF-8", "UTF-16").encode("utf-16"),
    ):
        assert len(from_file(written(tmp_path, "plan.txt", content)).plans) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_kind_unknown"),
        (b"   \n", "file_kind_unknown"),
        ("<osm/>", "file_kind_unknown"),
        (b"PK\x03\x04", "xml_malformed"),
        ("{", "json_malformed"),
        ("[]", "not_a_plan"),
        (b'{"type": "FeatureCollection", "features": []}', "no_plans"),
        (GPX.format("<wpt lat='1' lon='1'/>"), "no_plans"),
        ("<!DOCTYPE kml><kml/>", "doctype_refused"),
    ],
)
def test_a_file_that_holds_no_plans_is_refused_as_a_whole(tmp_path, content, code):
    reading = from_file(written(tmp_path, "x", content))
    assert reading.plans == ()
    (problem,) = reading.problems
    assert isinstance(problem, PlanFileError)
    assert (problem.code, problem.file) == (code, str(tmp_path / "x"))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    for missing in (tmp_path / "none.gpx", tmp_path):
        (problem,) = from_file(missing).problems
        assert problem.code == "file_unreadable"


def test_a_file_is_bounded_before_it_is_parsed(tmp_path, monkeypatch):
    monkeypatch.setattr(plan_files, "MAX_FILE_BYTES", 100)
    (problem,) = from_file(written(tmp_path, "large.json", b" " * 101)).problems
    assert isinstance(problem, FileTooLarge)
    assert problem.limit_bytes == 100
    assert from_file(written(tmp_path, "small.json", b" " * 100)).problems[0].code == "file_kind_unknown"


def test_each_refused_plan_is_a_problem_and_the_others_are_read(tmp_path):
    backwards = feature(coordinateProperties={"times": TIMES[::-1]})
    untimed = {**feature(), "properties": {}}
    naive = feature(coordinateProperties={"times": [time[:-1] for time in TIMES]})
    pointless = feature(unit="")
    collection = {"type": "FeatureCollection", "features": [backwards, feature(), untimed, naive, pointless]}
    reading = from_file(written(tmp_path, "a.json", collection))
    assert [plan.plan for plan in reading.plans] == [1]
    refused = [problem for problem in reading.problems if isinstance(problem, PathRefused)]
    assert [(problem.plan, problem.cause, problem.index) for problem in refused] == [
        (0, "times_decreasing", 1),
        (2, "times_missing", 0),
        (3, "naive_time", 0),
    ]
    assert [problem.code for problem in reading.problems] == ["plan_path_refused"] * 3 + ["not_a_plan"]
