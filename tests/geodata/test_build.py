"""What is shipped is what the reviewed packages give, and a build that breaks a check puts nothing in place."""

import os
from pathlib import Path

import pytest
from shapely import box

from geodata import build as building
from geodata import checks
from geodata.build import SHIPPED, Built, build, differences, digest
from geodata.country import FOLDER, country
from geodata.errors import BuildUnsound
from geodata.layers import Loaded
from geodata.sources import sources

FILES = Built.of("libya", SHIPPED)
PACKAGES = os.environ.get("DECONFLICT_GEODATA_PACKAGES")


def test_what_is_shipped_was_built_from_these_sources_and_names() -> None:
    note = checks.read(FILES.note)
    assert note["sources"] == {name: source.sha256 for name, source in sources().items()}
    assert note["country"] == digest(FOLDER / "libya.toml")
    assert note["files"] == {path.name: digest(path) for path in FILES.everything()[:-1]}


def test_every_shipped_town_but_one_has_both_names() -> None:
    places = checks.read(FILES.gazetteer)["places"]
    towns = [each for each in places if each["kind"] == "town"]
    assert len(towns) == 118
    assert [each["name_en"] for each in towns if each["name_ar"] is None] == ["Qarquzah"]
    assert sum(each["kind"] == "district" for each in places) == 22
    assert sum(each["kind"] == "airfield" for each in places) == 47


def test_what_is_shipped_tells_whose_it_is() -> None:
    text = FILES.attribution.read_text(encoding="utf-8")
    for source in sources().values():
        assert source.required in text
        assert source.licence in text
        assert f"Licence of {source.name}" in text
    assert text.count("Permission") >= 4
    assert "https://creativecommons.org/licenses/by/4.0/" in text


def test_what_breaks_a_check_is_not_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = Loaded(country("libya"), box(10, 20, 12, 22), box(10, 20, 12, 22).boundary, [], [], [])
    monkeypatch.setattr(building, "load", lambda *_: empty)
    monkeypatch.setattr(building, "content", lambda *_: b"")
    monkeypatch.setattr(building, "licence_text", lambda *_: "")
    with pytest.raises(BuildUnsound, match="build_unsound"):
        build(country("libya"), tmp_path, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(
    PACKAGES is None, reason="DECONFLICT_GEODATA_PACKAGES names no folder of npm's archives (97 MB)"
)
def test_a_build_gives_what_is_shipped_byte_for_byte() -> None:
    assert differences(country("libya"), SHIPPED, Path(PACKAGES or "")) == []
