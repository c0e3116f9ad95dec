"""Plans from GeoJSON files."""

import json
from pathlib import Path

import pytest

from deconflict_client.errors import Unreadable
from deconflict_client.files import read_features


@pytest.fixture
def file(tmp_path: Path):
    def write(content: object) -> Path:
        path = tmp_path / "plans.geojson"
        path.write_text(json.dumps(content))
        return path

    return write


def test_a_feature_is_one_plan_and_a_collection_many(file, feature) -> None:
    assert read_features(file(feature), None) == [feature]
    collection = {"type": "FeatureCollection", "features": [feature, feature]}
    assert read_features(file(collection), None) == [feature, feature]


def test_a_unit_that_is_given_goes_into_each_plan(file, feature) -> None:
    assert read_features(file(feature), "W-2")[0]["properties"]["unit"] == "W-2"
    bare = {"type": "Feature", "geometry": feature["geometry"], "properties": None}
    assert read_features(file(bare), "W-2")[0]["properties"] == {"unit": "W-2"}


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        ([], ""),
        ({"type": "LineString"}, "/type"),
        ({"type": "FeatureCollection", "features": []}, "/features"),
        ({"type": "FeatureCollection", "features": [{"type": "Feature"}]}, "/features/0/properties/unit"),
        ({"type": "Feature", "properties": {}}, "/properties/unit"),
    ],
)
def test_what_is_no_plan_says_where(file, content: object, pointer: str) -> None:
    with pytest.raises(Unreadable) as wrong:
        read_features(file(content), None)
    assert wrong.value.pointer == pointer
