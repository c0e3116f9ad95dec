"""A database goes into a file and comes back whole, without its epoch."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import URL

from deconflict.runtime.binaries import Binaries, installed
from deconflict.runtime.database import conninfo
from deconflict.runtime.dumps import DumpFailed, DumpProgramsMissing, ask, contents, dump, load, programs
from deconflict.runtime.errors import DatabaseUnavailable
from deconflict.runtime.migrate import make_groups


def found(url: URL, query: str) -> Any:
    """The first column of what a query finds."""
    with psycopg.connect(conninfo(url)) as connection:
        return [row[0] for row in connection.execute(query.encode()).fetchall()]


@pytest.mark.rule("SEC-06", "IDN-05")
def test_rows_come_back_and_the_epoch_does_not(
    database_url: URL, empty_database_url: URL, tmp_path: Path
) -> None:
    feeds = found(database_url, "SELECT id FROM feed")
    server, heard = ask(database_url), []
    binaries = programs(installed(), server.major)
    dump(binaries, database_url, tmp_path / "d", lambda _: None)
    make_groups(empty_database_url)
    assert ask(empty_database_url).tables == 0
    load(binaries, empty_database_url, tmp_path / "d", heard.append)
    assert found(empty_database_url, "SELECT id FROM feed") == feeds != []
    assert found(empty_database_url, "SELECT epoch FROM deployment") == []
    assert found(empty_database_url, "SELECT relforcerowsecurity FROM pg_class WHERE relname = 'feed'") == [
        True
    ]
    assert ask(empty_database_url).tables == server.tables > 50
    wanted = contents(binaries, tmp_path / "d")
    assert 0 < len(wanted) <= heard[-1]
    assert not [line for line in wanted if "pg_catalog" in line]


def test_what_cannot_be_read_leaves_nothing_behind(
    database_url: URL, empty_database_url: URL, tmp_path: Path
) -> None:
    server = ask(database_url)
    binaries = programs(installed(), server.major)
    dump(binaries, database_url, tmp_path / "d", lambda _: None)
    whole = (tmp_path / "d").read_bytes()
    (tmp_path / "d").write_bytes(whole[: len(whole) // 2])
    make_groups(empty_database_url)
    with pytest.raises(DumpFailed) as refused:
        load(binaries, empty_database_url, tmp_path / "d", lambda _: None)
    assert refused.value.program == "pg_restore"
    assert ask(empty_database_url).tables == 0


def test_the_programs_are_of_the_servers_version_or_newer(tmp_path: Path) -> None:
    several = []
    for major in (15, 17, 18):
        folder = tmp_path / str(major)
        folder.mkdir()
        (folder / "pg_dump").touch()
        several.append(Binaries(major, folder))
    without = Binaries(16, tmp_path)
    assert programs([*several, without], 15).major == 15
    assert programs([*several, without], 16).major == 17
    with pytest.raises(DumpProgramsMissing) as refused:
        programs([several[0], without], 16)
    assert (refused.value.wanted, refused.value.installed) == (16, "15")


def test_a_database_that_does_not_answer_is_unavailable(tmp_path: Path) -> None:
    nowhere = URL.create("postgresql+psycopg", "postgres", database="x", query={"host": str(tmp_path)})
    with pytest.raises(DatabaseUnavailable):
        ask(nowhere)


def test_no_password_is_on_a_command_line(database_url: URL, tmp_path: Path) -> None:
    shown = tmp_path / "shown"
    (tmp_path / "pg_dump").write_text(f'#!/bin/sh\necho "$@" > {shown}\necho $PGPASSWORD >> {shown}\n')
    (tmp_path / "pg_dump").chmod(0o755)
    dump(Binaries(15, tmp_path), database_url.set(password="secret-word"), tmp_path / "d", lambda _: None)
    arguments, password = shown.read_text().splitlines()
    assert "secret" not in arguments
    assert password == "secret-word"
