"""Tiles by the real tippecanoe: the same bytes each time, nothing of this machine in them, and a clear refusal."""

import json
from pathlib import Path

import pytest
from pmtiles.reader import MmapSource, Reader

from geodata.errors import TilesFailed
from geodata.tiles import Tileset, make

POINT = {"type": "Feature", "properties": {"n": 1}, "geometry": {"type": "Point", "coordinates": [13, 32]}}
PLAIN = Tileset("here", "a place", "by us", ("--maximum-zoom=3",))


def features(folder: Path, text: str) -> Path:
    path = folder / "points"
    path.write_text(text + "\n", encoding="utf-8")
    return path


def test_the_same_features_are_the_same_bytes_and_name_no_machine(tmp_path: Path) -> None:
    points = features(tmp_path, json.dumps(POINT))
    seen: list[float] = []
    for name in ("one", "two"):
        make({"points": points}, PLAIN, tmp_path / name, seen.append)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    with (tmp_path / "one").open("rb") as file:
        said = Reader(MmapSource(file)).metadata()
    assert (said["name"], said["attribution"]) == ("here", "by us")
    assert [layer["id"] for layer in said["vector_layers"]] == ["points"]
    assert str(tmp_path) not in json.dumps(said)
    assert "/tippecanoe" not in said["generator_options"]
    assert all(0 <= step <= 1 for step in seen)


def test_what_cannot_be_drawn_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    points = features(tmp_path, "no feature")
    with pytest.raises(TilesFailed, match="tiles_failed"):
        make({"points": points}, PLAIN, tmp_path / "map")
    assert [path.name for path in tmp_path.iterdir()] == ["points"]
