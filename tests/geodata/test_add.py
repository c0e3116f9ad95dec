"""An operator's file becomes a map in the folder, whole or not at all."""

import json
from pathlib import Path

import pytest
from pmtiles.reader import MmapSource, Reader

from geodata.add import OPTIONS, add, name_for, place_for
from geodata.build import SHIPPED
from geodata.errors import FileNotReadable, GeodataError, MapExists, NameRefused
from geodata.tiles import Tileset

ROAD = {
    "type": "Feature",
    "properties": {"name": "طريق"},
    "geometry": {"type": "LineString", "coordinates": [[13, 32], [14, 32]]},
}
TILESET = Tileset("Roads", "roads", "ours", ("--maximum-zoom=6", *OPTIONS))


def features(folder: Path, *found: object) -> Path:
    path = folder / "roads.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": found}), encoding="utf-8")
    return path


def test_a_file_becomes_a_map_that_says_whose_it_is(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    place = place_for("roads", tmp_path / "maps", replace=False)
    add(features(tmp_path, ROAD), place, TILESET, lambda doing, done: told.append((doing, done)))
    with place.open("rb") as file:
        said = Reader(MmapSource(file)).metadata()
    assert (said["name"], said["attribution"]) == ("Roads", "ours")
    assert [layer["id"] for layer in said["vector_layers"]] == ["roads"]
    assert ("reading roads", 1.0) in told
    assert [path.name for path in place.parent.iterdir()] == ["roads.pmtiles"]


def test_a_file_of_tiles_is_taken_as_it_is(tmp_path: Path) -> None:
    add(SHIPPED / "libya.pmtiles", tmp_path / "a.pmtiles", TILESET, lambda *_: None)
    assert (tmp_path / "a.pmtiles").read_bytes() == (SHIPPED / "libya.pmtiles").read_bytes()


@pytest.mark.parametrize(
    "wrong", [b"", b"PMTiles\x03", b"no tiles" * 40, (SHIPPED / "libya.pmtiles").read_bytes()[:-9]]
)
def test_broken_tiles_are_refused_and_nothing_is_left(tmp_path: Path, wrong: bytes) -> None:
    (tmp_path / "a.pmtiles").write_bytes(wrong)
    with pytest.raises(FileNotReadable, match="file_not_readable"):
        add(tmp_path / "a.pmtiles", tmp_path / "maps" / "a.pmtiles", TILESET, lambda *_: None)
    assert list((tmp_path / "maps").iterdir()) == []


@pytest.mark.parametrize("found", [[], [{**ROAD, "geometry": None}]])
def test_a_file_with_nothing_in_it_is_refused_and_the_old_map_stays(
    tmp_path: Path, found: list[object]
) -> None:
    (tmp_path / "roads.pmtiles").write_bytes(b"the old one")
    with pytest.raises(GeodataError, match=r"nothing_to_show|file_not_readable"):
        add(features(tmp_path, *found), tmp_path / "roads.pmtiles", TILESET, lambda *_: None)
    assert (tmp_path / "roads.pmtiles").read_bytes() == b"the old one"


@pytest.mark.parametrize(
    ("file", "name"),
    [("Libya Roads.gpkg", "libya-roads"), ("libya-latest.osm.pbf", "libya-latest"), ("a.b.shp", "a-b")],
)
def test_a_map_is_called_like_its_file(file: str, name: str) -> None:
    assert name_for(Path(file)) == name


def test_a_name_is_refused_or_taken(tmp_path: Path) -> None:
    with pytest.raises(NameRefused):
        place_for("../x", tmp_path, replace=False)
    (tmp_path / "roads.pmtiles").touch()
    with pytest.raises(MapExists):
        place_for("roads", tmp_path, replace=False)
    assert place_for("roads", tmp_path, replace=True) == tmp_path / "roads.pmtiles"
