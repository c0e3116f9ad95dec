"""The head of a PMTiles file is read, and whatever is none, or lies about itself, is no map."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.places.pmtiles import GZIP, HEAD, MAX_METADATA, NONE, head
from deconflict.places.reading import SHIPPED

LIBYA = SHIPPED / "libya.pmtiles"


def archive(
    said: object = None,
    *,
    packing: int = GZIP,
    zooms: tuple[int, int] = (0, 5),
    box: tuple[int, ...] = (0, 0, 1, 1),
) -> bytes:
    """Return a file without tiles that says this of itself."""
    text = json.dumps(
        {"name": "n", "attribution": "a", "vector_layers": []} if said is None else said
    ).encode()
    packed = gzip.compress(text) if packing == GZIP else text
    sections = (127, 0, 127, len(packed), *(0,) * 7)
    return HEAD.pack(b"PMTiles", 3, *sections, 1, packing, 2, 1, *zooms, *box, 0, 0, 0) + packed


def test_the_shipped_map_says_what_it_is() -> None:
    found = head(LIBYA)
    assert found is not None
    assert (found.title, found.tiles, found.min_zoom, found.max_zoom) == ("Libya", "mvt", 0, 9)
    assert found.bounds == (5.0, 17.0, 30.0, 38.0)
    assert {"land", "borders", "districts", "towns", "airfields"} <= set(found.layers)
    assert "GeoNames" in found.attribution


@pytest.mark.parametrize("packing", [NONE, GZIP])
def test_a_head_is_read_packed_or_not(tmp_path: Path, packing: int) -> None:
    (tmp_path / "a").write_bytes(archive(packing=packing))
    found = head(tmp_path / "a")
    assert found is not None
    assert found.title == "n"


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"PMTiles",
        b"{}" * 100,
        archive(packing=7),
        archive(zooms=(5, 4)),
        archive(box=(0, 0, 1_900_000_000, 1)),
        archive([]),
        archive({"name": 5}),
        archive({"vector_layers": [{}]}),
        archive("x" * (MAX_METADATA + 1)),
        archive()[:-3],
    ],
)
def test_what_is_no_map_is_refused(tmp_path: Path, wrong: bytes) -> None:
    (tmp_path / "a").write_bytes(wrong)
    assert head(tmp_path / "a") is None


@given(at=st.integers(0, 126), byte=st.integers(0, 255))
def test_a_changed_byte_of_the_head_is_a_map_or_refused(
    tmp_path_factory: pytest.TempPathFactory, at: int, byte: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "changed"
    whole = bytearray(archive())
    whole[at] = byte
    path.write_bytes(whole)
    found = head(path)
    assert found is None or found.min_zoom <= found.max_zoom
