"""Reads the head of a PMTiles file as its specification, version 3, has it: never its tiles.

Nothing of a file is trusted: what it says of itself is read within bounds, or it is no map.
"""

import json
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HEAD: Final = struct.Struct("<7sBQQQQQQQQQQQBBBBBBiiiiBii")
MAGIC: Final = b"PMTiles"
VERSION: Final = 3
MAX_METADATA: Final = 1024 * 1024
NONE, GZIP = 1, 2
TILES: Final = {1: "mvt", 2: "png", 3: "jpeg", 4: "webp", 5: "avif"}
MAX_TEXT: Final = 2000
MAX_LAYERS: Final = 100
MAX_ZOOM: Final = 30


@dataclass(frozen=True)
class Head:
    """What a file of tiles says of itself. `bounds` are west, south, east, north."""

    title: str
    attribution: str
    min_zoom: int
    max_zoom: int
    bounds: tuple[float, float, float, float]
    tiles: str
    layers: tuple[str, ...]


def head(path: Path) -> Head | None:
    """Read what a file says of itself; None when it is no map, or none that can be shown."""
    try:
        return _head(path)
    except (struct.error, zlib.error, ValueError, KeyError, TypeError, RecursionError):
        return None


def _head(path: Path) -> Head:
    with path.open("rb") as file:
        parts = HEAD.unpack(file.read(HEAD.size))
        magic, version, _, _, at, length = parts[:6]
        packing, kind, lowest, highest = parts[14], *parts[16:19]
        if magic != MAGIC or version != VERSION or length > MAX_METADATA or at > path.stat().st_size:
            raise ValueError
        file.seek(at)
        said = json.loads(_unpacked(file.read(length), packing))
    if not isinstance(said, dict):
        raise TypeError
    west, south, east, north = (corner / 1e7 for corner in parts[19:23])
    if not (lowest <= highest <= MAX_ZOOM and -180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError
    layers = tuple(_text(each["id"]) for each in said.get("vector_layers", [])[:MAX_LAYERS])
    title, attribution = (_text(said.get(name, "")) for name in ("name", "attribution"))
    return Head(title, attribution, lowest, highest, (west, south, east, north), TILES[kind], layers)


def _unpacked(packed: bytes, packing: int) -> bytes:
    if packing == NONE:
        return packed
    if packing != GZIP:
        raise ValueError
    unpacking = zlib.decompressobj(wbits=31)
    text = unpacking.decompress(packed, MAX_METADATA)
    if not unpacking.eof:
        raise ValueError
    return text


def _text(said: object) -> str:
    """Return a text as it may be shown; a file's may be of any length and kind."""
    if not isinstance(said, str):
        raise TypeError
    return said[:MAX_TEXT]
