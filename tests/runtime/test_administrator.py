"""The administrator's way in: to the database that is named, to one that runs, to one that is started for it."""

from pathlib import Path

import psycopg
import pytest

from deconflict.runtime.administrator import administrator, running_url
from deconflict.runtime.datafolder import DataFolder, DataFolderInUse
from deconflict.runtime.embedded import DATABASE, database
from deconflict.runtime.migrate import conninfo
from deconflict.runtime.postgres import Cluster
from deconflict.runtime.settings import Settings


def revision(url: str) -> str:
    with psycopg.connect(conninfo(url)) as connection:
        row = connection.execute("SELECT max(version_num) FROM alembic_version").fetchone()
        assert row is not None
        return str(row[0])


def test_a_named_database_is_used_as_it_is(tmp_path: Path) -> None:
    settings = Settings.load(database_url="postgresql://somewhere/else", data_dir=tmp_path / "unused")
    with administrator(settings) as url:
        assert url == "postgresql://somewhere/else"
    assert not (tmp_path / "unused").exists()


@pytest.mark.slow
def test_a_cluster_is_made_and_migrated_for_the_command_and_stopped_afterwards(short_folder: Path) -> None:
    settings = Settings.load(data_dir=short_folder)
    with administrator(settings) as url:
        assert revision(url)
    assert not Cluster(short_folder).alive()
    assert running_url(settings) is None


@pytest.mark.slow
def test_a_running_cluster_is_used_and_left_running(short_folder: Path) -> None:
    settings = Settings.load(data_dir=short_folder)
    with database(settings) as (_, cluster):
        with administrator(settings) as url, psycopg.connect(conninfo(url)) as connection:
            assert connection.info.dbname == DATABASE
        assert cluster is not None
        assert cluster.alive()


def test_a_folder_where_somebody_is_just_starting_is_in_use(short_folder: Path) -> None:
    with (
        DataFolder(short_folder),
        pytest.raises(DataFolderInUse),
        administrator(Settings.load(data_dir=short_folder)),
    ):
        pytest.fail("it was let in")
