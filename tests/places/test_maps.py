"""The basemap that ships and the operator's own maps beside it; what is no map is left out."""

import shutil
from pathlib import Path

from deconflict.places.maps import Maps
from deconflict.places.reading import SHIPPED


def test_the_basemap_ships_and_needs_no_folder(tmp_path: Path) -> None:
    maps = Maps("libya", tmp_path / "absent", SHIPPED)
    assert [(each.name, each.basemap) for each in maps.all()] == [("libya", True)]
    assert maps.named("nowhere") is None


def test_the_operators_maps_follow_it_and_a_new_file_is_seen(tmp_path: Path) -> None:
    maps = Maps("libya", tmp_path, SHIPPED)
    assert len(maps.all()) == 1
    shutil.copy(SHIPPED / "libya.pmtiles", tmp_path / "a-roads.pmtiles")
    (tmp_path / "broken.pmtiles").write_bytes(b"no map")
    (tmp_path / "Bad Name.pmtiles").write_bytes((SHIPPED / "libya.pmtiles").read_bytes())
    (tmp_path / "notes.txt").write_text("no map")
    assert [(each.name, each.basemap) for each in maps.all()] == [("libya", True), ("a-roads", False)]
    (tmp_path / "a-roads.pmtiles").unlink()
    assert maps.named("a-roads") is None


def test_the_operators_own_basemap_goes_before_the_shipped(tmp_path: Path) -> None:
    shipped = Maps("libya", tmp_path, SHIPPED).named("libya")
    shutil.copy(str(SHIPPED / "libya.pmtiles"), str(tmp_path / "libya.pmtiles"))
    own = Maps("libya", tmp_path, SHIPPED).named("libya")
    assert shipped is not None
    assert own is not None
    assert (shipped.file, own.file) == (str(SHIPPED / "libya.pmtiles"), str(tmp_path / "libya.pmtiles"))


def test_a_changed_file_has_another_version(tmp_path: Path) -> None:
    maps, path = Maps("", tmp_path, SHIPPED), tmp_path / "roads.pmtiles"
    shutil.copy(SHIPPED / "libya.pmtiles", path)
    before = maps.named("roads")
    path.write_bytes(path.read_bytes() + b"\0")
    after = maps.named("roads")
    assert before is not None
    assert after is not None
    assert (after.size, after.version != before.version) == (before.size + 1, True)
