"""The checks find nothing wrong with what is shipped, and everything that is planted in it."""

import copy
from pathlib import Path
from typing import Any

import pytest

from geodata import checks
from geodata.build import SHIPPED, Built
from geodata.country import Country, country

LIBYA = country("libya")
FILES = Built.of("libya", SHIPPED)


@pytest.fixture
def gazetteer() -> dict[str, Any]:
    return copy.deepcopy(checks.read(FILES.gazetteer))


def test_what_is_shipped_is_sound(gazetteer: dict[str, Any]) -> None:
    assert checks.problems(FILES.tiles, gazetteer, LIBYA) == []


@pytest.mark.parametrize(
    ("field", "wrong", "said"),
    [
        ("name_en", "", "English"),
        ("name_en", "طرابلس", "English"),
        ("name_ar", "ترىپولى", "Arabic"),
        ("lon", 55.0, "is at 55.0"),
        ("id", "geonames-88319", "twice"),
    ],
)
def test_a_wrong_place_is_found(gazetteer: dict[str, Any], field: str, wrong: object, said: str) -> None:
    gazetteer["places"][0][field] = wrong
    assert any(said in problem for problem in checks.of_gazetteer(gazetteer, LIBYA))


def test_a_wrong_map_is_found(gazetteer: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "MAX_BYTES", 1000)
    elsewhere = Country(**{**vars(LIBYA), "box": (40.0, 0.0, 50.0, 10.0), "max_zoom": 3})
    del gazetteer["places"][0]
    gazetteer["attribution"] = "nobody"
    found = " ".join(checks.of_tiles(FILES.tiles, gazetteer, elsewhere))
    for said in ("bytes", "box", "zoom", "attribution", "towns has 118 instead of 117"):
        assert said in found


def test_a_map_with_other_layers_is_found(gazetteer: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "LAYERS", {**checks.LAYERS, "roads": "LineString"})
    assert any("layers are" in problem for problem in checks.of_tiles(FILES.tiles, gazetteer, LIBYA))
    monkeypatch.setattr(checks, "LAYERS", {name: "Point" for name in checks.LAYERS if name != "roads"})
    assert any("land has Polygons" in problem for problem in checks.of_tiles(FILES.tiles, gazetteer, LIBYA))


def test_tiles_of_the_shipped_map_hold_tripoli(tmp_path: Path) -> None:
    assert "طرابلس".encode() in checks.tile(FILES.tiles, 0, 0, 0)
    assert checks.tile(FILES.tiles, 9, 0, 0) == b""
