"""The database `up` runs on: its own, or a named one."""

from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from deconflict.runtime.datafolder import DataFolder, DataFolderInUse
from deconflict.runtime.embedded import database
from deconflict.runtime.postgres import postmaster
from deconflict.runtime.settings import Settings

KEY = "a key that nobody else knows, 32+"


def test_a_private_database_is_there_until_the_end(short_folder: Path) -> None:
    settings = Settings.load(data_dir=short_folder)
    with database(settings) as (found, cluster):
        assert cluster is not None
        assert cluster.alive()
        assert make_url(found.url).database == "deconflict"
        with cluster.connect("deconflict") as connection:
            assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
            assert connection.execute("SHOW fsync").fetchone() == ("on",)
        with pytest.raises(DataFolderInUse):
            DataFolder(short_folder)
        key = found.key
    assert not cluster.alive()
    assert (short_folder / "context.key").read_text().strip().encode() == key


def test_a_failure_stops_it_too(short_folder: Path) -> None:
    def fail() -> None:
        with database(Settings.load(data_dir=short_folder)):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert postmaster(short_folder / "postgres") is None


def test_a_named_database_is_used_as_it_is(tmp_path: Path) -> None:
    named = Settings.load(data_dir=tmp_path, database_url="postgresql://db/ops", context_key=KEY)
    with database(named) as (found, cluster):
        assert cluster is None
        assert (found.url, found.key) == ("postgresql://db/ops", KEY.encode())
    assert not (tmp_path / "postgres").exists()


def test_a_named_database_gets_a_key_that_stays(tmp_path: Path) -> None:
    named = Settings.load(data_dir=tmp_path, database_url="postgresql://db/ops")
    with database(named) as (first, _):
        pass
    with database(named) as (second, _):
        assert second.key == first.key
