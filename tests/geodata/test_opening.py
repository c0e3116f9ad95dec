"""The files that operators have are read as features in degrees; what is unclear or damaged is refused."""

import json
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from pyproj import Transformer

from geodata.errors import FileNotReadable, PositionUnclear
from geodata.opening import layers, lines

POINTS = [shapely.Point(13.2, 32.9), shapely.Point(20.1, 32.1)]
OSM = """<osm version="0.6"><node id="1" lat="32.9" lon="13.2" version="1"/>
<node id="2" lat="32.8" lon="13.4" version="1"/>
<way id="5" version="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/><tag k="name" v="طريق"/></way></osm>"""


def write(path: Path, driver: str, system: str = "EPSG:4326", points: list[shapely.Point] = POINTS) -> Path:
    names = np.array(["طرابلس", "بنغازي"][: len(points)], dtype=object)
    depths = np.array([1.5, np.nan][: len(points)])
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(points, dtype=object)),
        [names, depths],
        ["name", "depth"],
        geometry_type="Point",
        crs=system,
        driver=driver,
        encoding="UTF-8",
    )
    return path


@pytest.mark.parametrize(
    ("ending", "driver"), [("gpkg", "GPKG"), ("shp", "ESRI Shapefile"), ("geojson", "GeoJSON")]
)
def test_each_format_gives_the_same_features(tmp_path: Path, ending: str, driver: str) -> None:
    (layer,) = layers(write(tmp_path / f"wells.{ending}", driver))
    assert (layer.name, layer.count) == ("wells", 2)
    first, second = (json.loads(line) for part in lines(layer) for line in part)
    assert first["properties"] == {"name": "طرابلس", "depth": 1.5}
    assert second["properties"] == {"name": "بنغازي"}
    assert first["geometry"] == {"type": "Point", "coordinates": [13.2, 32.9]}


def test_another_coordinate_system_becomes_degrees(tmp_path: Path) -> None:
    x, y = Transformer.from_crs(4326, 32633, always_xy=True).transform(13.2, 32.9)
    (layer,) = layers(write(tmp_path / "a.gpkg", "GPKG", "EPSG:32633", [shapely.Point(x, y)]))
    ((line,),) = lines(layer)
    assert json.loads(line)["geometry"]["coordinates"] == pytest.approx([13.2, 32.9], abs=1e-7)


def test_what_does_not_lie_on_the_earth_is_refused(tmp_path: Path) -> None:
    (layer,) = layers(write(tmp_path / "a.gpkg", "GPKG", points=[shapely.Point(500_000, 3_600_000)]))
    with pytest.raises(PositionUnclear, match="position_unclear"):
        list(lines(layer))


def test_ways_of_an_osm_extract_become_lines(tmp_path: Path) -> None:
    (tmp_path / "roads.osm").write_text(OSM, encoding="utf-8")
    drawn = {
        layer.name: [json.loads(line) for part in lines(layer) for line in part]
        for layer in layers(tmp_path / "roads.osm")
    }
    (road,) = drawn["lines"]
    assert road["properties"]["name"] == "طريق"
    assert road["geometry"]["coordinates"] == [[13.2, 32.9], [13.4, 32.8]]


@pytest.mark.parametrize("name", ["a.gpkg", "a.shp", "a.geojson", "a.osm.pbf", "a.docx", "absent.gpkg"])
def test_what_is_no_such_file_is_refused(tmp_path: Path, name: str) -> None:
    if not name.startswith("absent"):
        (tmp_path / name).write_bytes(b"not a map at all")
    with pytest.raises(FileNotReadable, match="file_not_readable"):
        [list(lines(layer)) for layer in layers(tmp_path / name)]


def test_a_file_that_is_something_else_inside_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "a.geojson", "GeoJSON").rename(tmp_path / "a.json")
    assert layers(tmp_path / "a.json")
    (tmp_path / "a.json").rename(tmp_path / "a.shp")
    with pytest.raises(FileNotReadable):
        layers(tmp_path / "a.shp")
