"""Brings an operator's own file on the map: made beside its place under another name, then renamed, or not at all."""

import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import MagicNumberNotFound, SpecVersionUnsupported

from geodata.errors import FileNotReadable, MapExists, NameRefused, NothingToShow
from geodata.opening import Layer, layers, lines
from geodata.tiles import Tileset, make

NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
NOT_IN_NAMES: Final = re.compile(r"[^a-z0-9]+")
OPTIONS: Final = ("--drop-densest-as-needed", "--extend-zooms-if-still-dropping")
NO_TILES: Final = (
    MagicNumberNotFound,
    SpecVersionUnsupported,
    ValueError,
    KeyError,
    IndexError,
    OSError,
    EOFError,
)
Tell = Callable[[str, float], None]
"""What is being done, and how far it is, from 0 to 1."""


def name_for(file: Path) -> str:
    """Return what a file's map is called when nobody says."""
    stem = file.name.lower().removesuffix(file.suffix.lower()).removesuffix(".osm")
    return NOT_IN_NAMES.sub("-", stem).strip("-")


def place_for(name: str, folder: Path, *, replace: bool) -> Path:
    """Return where a map of that name goes; NameRefused, or MapExists unless it is to be replaced."""
    if not NAME.fullmatch(name):
        raise NameRefused(name)
    place = folder / f"{name}.pmtiles"
    if place.exists() and not replace:
        raise MapExists(name)
    return place


def add(file: Path, place: Path, tileset: Tileset, tell: Tell) -> None:
    """Make a file a map at that place."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".adding-") as folder:
        draft = Path(folder, "map")
        if file.suffix.lower() == ".pmtiles":
            _copied(file, draft)
        else:
            _tiled(file, draft, tileset, tell)
        draft.chmod(0o644)
        draft.replace(place)


def _copied(file: Path, draft: Path) -> None:
    if not file.is_file():
        raise FileNotReadable(file.name, "there is no such file")
    try:
        with file.open("rb") as tiles:
            reader = Reader(MmapSource(tiles))
            header, _ = reader.header(), reader.metadata()
    except NO_TILES as error:
        raise FileNotReadable(file.name, f"it is no PMTiles archive ({type(error).__name__})") from None
    if header["tile_data_offset"] + header["tile_data_length"] > file.stat().st_size:
        raise FileNotReadable(file.name, "it ends too early")
    shutil.copyfile(file, draft)


def _tiled(file: Path, draft: Path, tileset: Tileset, tell: Tell) -> None:
    found = layers(file)
    with tempfile.TemporaryDirectory(dir=draft.parent) as folder:
        written = {}
        for number, layer in enumerate(found):
            path = Path(folder, str(number))
            if _written(layer, path, tell):
                written[NOT_IN_NAMES.sub("-", layer.name.lower()).strip("-") or f"layer-{number}"] = path
        if not written:
            raise NothingToShow(file.name)
        make(written, tileset, draft, lambda done: tell("making the tiles", done))


def _written(layer: Layer, path: Path, tell: Tell) -> int:
    """Write a layer's features, one a line, and return how many there are."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for part in lines(layer):
            count += len(part)
            file.writelines(f"{line}\n" for line in part)
            tell(f"reading {layer.name}", count / layer.count if layer.count else 0.0)
    return count
