"""`deconflict backup` and what of it is refused; what becomes of a backup is `test_restore.py`'s."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.engine import URL
from typer.testing import CliRunner

from deconflict.cli import application
from deconflict.runtime.backups import DUMP, BackupExists, read
from deconflict.runtime.errors import NotMigrated
from deconflict.runtime.schema import head

pytestmark = pytest.mark.rule("SEC-06")


def test_a_backup_is_one_private_file_that_says_what_it_is(administer: Callable, tmp_path: Path) -> None:
    file = tmp_path / "b"
    told = json.loads(administer("backup", str(file), "--json"))
    manifest = read(file)
    assert (manifest.revision, list(manifest.parts)) == (head(), [DUMP])
    assert told == {
        "file": str(file),
        "bytes": file.stat().st_size,
        "epoch": manifest.epoch,
        "made_at": manifest.made_at,
    }
    assert file.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [file]


def test_it_replaces_no_file(administer: Callable, tmp_path: Path) -> None:
    (tmp_path / "b").write_text("precious")
    with pytest.raises(BackupExists):
        administer("backup", str(tmp_path / "b"))
    assert (tmp_path / "b").read_text() == "precious"


def test_a_database_that_is_not_ours_is_refused_and_leaves_no_file(
    empty_database_url: URL, tmp_path: Path
) -> None:
    url = empty_database_url.render_as_string(hide_password=False)
    words = ["backup", str(tmp_path / "b"), "--database-url", url]
    with pytest.raises(NotMigrated):
        CliRunner().invoke(application(words), words, catch_exceptions=False)
    assert list(tmp_path.iterdir()) == []
