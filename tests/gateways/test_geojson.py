"""GeoJSON plans: what is taken, what is passed over, and what is refused, with the plan and the member."""

from datetime import UTC, datetime

import orjson
import pytest

from deconflict.gateways.draft import Draft
from deconflict.gateways.errors import CrsRefused, JsonMalformed, NotAPlan, PlanError, WaypointUnreadable
from deconflict.gateways.geojson import drafts

TIMES = ["2026-12-01T08:00:00Z", "2026-12-01T08:40:00Z"]


def feature(properties: dict[str, object] | None = None, **members: object) -> dict[str, object]:
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": [[13.19, 32.88], [13.52, 32.74]]},
        "properties": {"coordinateProperties": {"times": TIMES}, **(properties or {})},
        **members,
    }


def line(*coordinates: object) -> dict[str, object]:
    return {"type": "LineString", "coordinates": list(coordinates)}


def read(document: object) -> list[Draft | PlanError]:
    return list(drafts(orjson.dumps(document), "plans.geojson"))


def refused(document: object) -> PlanError:
    (only,) = read(document)
    assert isinstance(only, PlanError)
    return only


def test_a_feature_is_a_plan():
    document = feature(
        {
            "unit": " K7 ",
            "party": "east",
            "time_tolerance_s": 600,
            "lateral_tolerance_m": 50.5,
            "class": "routine",
        }
    )
    assert read(document) == [
        Draft(
            ((13.19, 32.88), (13.52, 32.74)),
            (datetime(2026, 12, 1, 8, tzinfo=UTC), datetime(2026, 12, 1, 8, 40, tzinfo=UTC)),
            "K7",
            "east",
            None,
            600.0,
            50.5,
        )
    ]


def test_what_is_not_said_is_not_invented():
    (draft,) = read(feature({"unit": None}))
    assert isinstance(draft, Draft)
    assert (draft.unit, draft.party, draft.time_tolerance_s, draft.lateral_tolerance_m) == (None,) * 4


def test_a_collection_gives_its_plans_in_order_and_passes_over_what_it_does_not_know():
    collection = {
        "type": "FeatureCollection",
        "name": "x",
        "features": [feature({"unit": 7}, id=3), feature({"colour": [1]})],
    }
    units = [draft.unit for draft in read(collection) if isinstance(draft, Draft)]
    assert units == ["7", None]


def test_heights_are_passed_over():
    (draft,) = read(feature(geometry=line([13, 32, 250.0], [14, 33, -1, 9])))
    assert isinstance(draft, Draft)
    assert draft.places == ((13.0, 32.0), (14.0, 33.0))


def test_a_plan_without_times_has_none():
    (draft,) = read({**feature(), "properties": {}})
    assert isinstance(draft, Draft)
    assert draft.times == ()


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b"",
        b"{} {}",
        b"\xff\xfe",
        b'{"type": NaN}',
        b'{"type": Infinity}',
        b'{"a": 1e999}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_finite_json_is_refused(data):
    with pytest.raises(JsonMalformed) as error:
        list(drafts(data, "plans.geojson"))
    assert error.value.fields() == {"file": "plans.geojson"}


CRS = {"type": "name", "properties": {"name": "EPSG:3857"}}


@pytest.mark.parametrize(
    "document", [feature(crs=CRS), feature(geometry={**line([13, 32], [14, 32]), "crs": None})]
)
def test_a_reference_system_of_its_own_is_refused(document):
    assert isinstance(refused({"type": "FeatureCollection", "features": [document]}), CrsRefused)


def test_a_collection_with_a_reference_system_is_refused_as_a_whole():
    with pytest.raises(CrsRefused):
        read({"type": "FeatureCollection", "crs": CRS, "features": []})


@pytest.mark.parametrize(
    ("document", "member"),
    [
        ({"type": "Point", "coordinates": [13, 32]}, "type"),
        ({}, "type"),
        ({**feature(), "geometry": None}, "geometry"),
        (feature(geometry={"type": "MultiLineString", "coordinates": []}), "geometry.type"),
        (feature(geometry={"type": "LineString"}), "geometry.coordinates"),
        (feature(geometry={"type": "LineString", "coordinates": {}}), "geometry.coordinates"),
        ({**feature(), "properties": None}, "properties"),
        (feature({"unit": ""}), "properties.unit"),
        (feature({"party": ["east"]}), "properties.party"),
        (feature({"party": True}), "properties.party"),
        (feature({"time_tolerance_s": "600"}), "properties.time_tolerance_s"),
        (feature({"lateral_tolerance_m": True}), "properties.lateral_tolerance_m"),
        (feature({"coordinateProperties": TIMES}), "properties.coordinateProperties"),
        (feature({"coordinateProperties": {}}), "properties.coordinateProperties.times"),
        (feature({"coordinateProperties": {"times": "2026"}}), "properties.coordinateProperties.times"),
    ],
)
def test_what_is_no_plan_is_refused_with_the_member(document, member):
    error = refused(document)
    assert isinstance(error, NotAPlan)
    assert (error.plan, error.member) == (0, member)


@pytest.mark.parametrize(
    "document", [[], [feature()], 7, None, {"type": "FeatureCollection", "features": {}}]
)
def test_what_is_no_collection_is_refused_as_a_whole(document):
    with pytest.raises(NotAPlan):
        read(document)


@pytest.mark.parametrize(
    "place", [[13], [], ["13", "32"], [13, None], [True, 32], [13, False], {"lon": 13}, "13 32"]
)
def test_a_place_that_cannot_be_read_is_refused_with_its_index(place):
    error = refused(feature(geometry=line([13, 32], place)))
    assert isinstance(error, WaypointUnreadable)
    assert (error.plan, error.index) == (0, 1)


@pytest.mark.parametrize("time", ["noon", 1796112000, None, "1796112000", {}])
def test_a_time_that_cannot_be_read_is_refused_with_its_index(time):
    error = refused(feature({"coordinateProperties": {"times": [TIMES[0], time]}}))
    assert isinstance(error, WaypointUnreadable)
    assert error.index == 1


def test_one_bad_plan_does_not_hide_the_others():
    good, bad = feature(), feature(geometry=None)
    result = read({"type": "FeatureCollection", "features": [good, bad, good, 5]})
    assert [isinstance(each, Draft) for each in result] == [True, False, True, False]
    assert [each.plan for each in result if isinstance(each, PlanError)] == [1, 3]
