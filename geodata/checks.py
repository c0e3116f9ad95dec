"""What has to hold of a built map and its gazetteer before they are put in place, and of what is shipped."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pmtiles.reader import MmapSource, Reader

from geodata.country import Country
from geodata.names import ARABIC_LETTERS

MAX_BYTES: Final = 2_000_000
LAYERS: Final = {
    "land": "Polygon",
    "borders": "LineString",
    "districts": "Polygon",
    "district_labels": "Point",
    "country_labels": "Point",
    "towns": "Point",
    "airfields": "Point",
}


def problems(tiles: Path, gazetteer: dict[str, Any], about: Country) -> list[str]:
    """Return everything that is wrong with a built map and its gazetteer."""
    return [*of_tiles(tiles, gazetteer, about), *of_gazetteer(gazetteer, about)]


def of_tiles(tiles: Path, gazetteer: dict[str, Any], about: Country) -> Iterator[str]:
    """Yield what is wrong with a map: its size, its box, its layers, how much each holds, its attribution."""
    if tiles.stat().st_size >= MAX_BYTES:
        yield f"the map has {tiles.stat().st_size} bytes"
    with tiles.open("rb") as file:
        reader = Reader(MmapSource(file))
        header, said = reader.header(), reader.metadata()
    west, south, east, north = about.box
    found = [header[key] / 1e7 for key in ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")]
    if not (west - 1 <= found[0] < found[2] <= east + 1 and south - 1 <= found[1] < found[3] <= north + 1):
        yield f"the map's box is {found}"
    if header["max_zoom"] != about.max_zoom:
        yield f"the map ends at zoom {header['max_zoom']}"
    if said.get("attribution") != gazetteer["attribution"]:
        yield "the map's attribution is not the gazetteer's"
    yield from _of_layers(said["tilestats"]["layers"], gazetteer)


def _of_layers(layers: list[dict[str, Any]], gazetteer: dict[str, Any]) -> Iterator[str]:
    found = {layer["layer"]: layer for layer in layers}
    if found.keys() != LAYERS.keys():
        yield f"the map's layers are {sorted(found)}"
        return
    for name, geometry in LAYERS.items():
        if found[name]["geometry"] != geometry:
            yield f"{name} has {found[name]['geometry']}s"
    for name, kind in (("towns", "town"), ("airfields", "airfield"), ("district_labels", "district")):
        expected = sum(place["kind"] == kind for place in gazetteer["places"])
        if found[name]["count"] != expected:
            yield f"{name} has {found[name]['count']} instead of {expected}"


def of_gazetteer(gazetteer: dict[str, Any], about: Country) -> Iterator[str]:
    """Yield what is wrong with a gazetteer: names missing or in the wrong letters, places outside, ids twice."""
    places = gazetteer["places"]
    if len({place["id"] for place in places}) != len(places):
        yield "an id comes twice"
    west, south, east, north = about.box
    for place in places:
        if not (place["name_en"] and place["name_en"].isascii()):
            yield f"{place['id']} has the English name {place['name_en']!r}"
        if place["name_ar"] is not None and not ARABIC_LETTERS.fullmatch(place["name_ar"]):
            yield f"{place['id']} has the Arabic name {place['name_ar']!r}"
        if not (west <= place["lon"] <= east and south <= place["lat"] <= north):
            yield f"{place['id']} is at {place['lon']}, {place['lat']}"


def tile(path: Path, zoom: int, column: int, row: int) -> bytes:
    """Return one vector tile of a map, unpacked; empty where there is none."""
    with path.open("rb") as file:
        found = Reader(MmapSource(file)).get(zoom, column, row)
    return gzip.decompress(found) if found else b""


def read(path: Path) -> dict[str, Any]:
    """Read a gazetteer or the note of a build."""
    return dict(json.loads(path.read_text(encoding="utf-8")))
