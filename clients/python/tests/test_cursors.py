"""The place in a feed survives a restart, whole."""

import os
import stat
from pathlib import Path

import pytest

from deconflict_client.base_alert import Cursor
from deconflict_client.cursors import CursorFile, write_atomically


def test_a_place_comes_back(tmp_path: Path) -> None:
    place = CursorFile(tmp_path / "new" / "feed.json")
    assert place.load() is None
    place.save(Cursor("e1", 4))
    place.save(Cursor("e1", 5))
    assert CursorFile(tmp_path / "new" / "feed.json").load() == Cursor("e1", 5)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"epoch": "e1"}', '{"epoch": 1, "seq": 1}'])
def test_a_damaged_place_means_the_beginning(tmp_path: Path, text: str) -> None:
    (tmp_path / "feed.json").write_text(text)
    assert CursorFile(tmp_path / "feed.json").load() is None


def test_a_file_is_its_owners_alone_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "feed.json"
    path.write_text("old")
    path.chmod(0o644)
    write_atomically(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["feed.json"]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "feed.json"
    write_atomically(path, "old")

    def full(_descriptor: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["feed.json"]
