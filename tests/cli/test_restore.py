"""`deconflict restore`: what a backup had comes back in a new epoch, into what is empty and nothing else."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import URL
from typer.testing import CliRunner

from deconflict.cli import application
from deconflict.cli._restore_errors import (
    BackupOfNewerPostgreSQL,
    BackupOfNewerProgram,
    RestoreTargetNotEmpty,
)
from deconflict.cli.restore import fill, put_keys
from deconflict.runtime import backups
from deconflict.runtime.backups import BackupDamaged, read
from deconflict.runtime.database import conninfo
from deconflict.runtime.schema import head
from deconflict.runtime.settings import SettingMissing

pytestmark = pytest.mark.rule("SEC-06")

POSITION = """
    INSERT INTO upload (id, party, unit, person, sent_at, received_at, first_at, last_at, fixes)
    SELECT gen_random_uuid(), unit.party, unit.id, person.id, now.at, now.at, now.at, now.at, repeat('x', 48)::bytea
    FROM unit, person, (SELECT service_now() AS at) AS now
"""


@pytest.fixture
def file(administer: Callable, database_url: URL, tmp_path: Path) -> Path:
    """A backup of a database with one party, one person, and where a unit just was."""
    administer("party", "add", "east", "East")
    administer("unit", "add", "east", "U1")
    administer(
        "person",
        "add",
        "salem@east",
        "--name",
        "Salem",
        "--role",
        "liaison",
        typed="a long enough password\n",
    )
    with psycopg.connect(conninfo(database_url), autocommit=True) as connection:
        connection.execute(POSITION)
    administer("backup", str(tmp_path / "b"))
    return tmp_path / "b"


def restored(url: URL, *words: str) -> dict[str, str]:
    """Restore into a database and return what is said of it."""
    line = ["restore", *words, "--json", "--database-url", url.render_as_string(hide_password=False)]
    done = CliRunner().invoke(application(line), line, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    told: dict[str, str] = json.loads(done.stdout)
    return told


def found(url: URL, query: str) -> list[Any]:
    with psycopg.connect(conninfo(url)) as connection:
        return connection.execute(query.encode()).fetchall()


@pytest.fixture
def key(context_key: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key that the restored database is to be served with."""
    monkeypatch.setenv("DECONFLICT_CONTEXT_KEY", context_key.decode())


@pytest.mark.rule("IDN-05")
@pytest.mark.usefixtures("key")
def test_everything_comes_back_in_a_new_epoch_and_the_ledger_says_so(
    file: Path, empty_database_url: URL
) -> None:
    told = restored(empty_database_url, str(file))
    assert told["before"] == read(file).epoch != told["epoch"]
    assert found(empty_database_url, "SELECT epoch FROM deployment") == [(told["epoch"],)]
    assert found(empty_database_url, "SELECT slug FROM party") == [("east",)]
    [(said,)] = found(empty_database_url, "SELECT payload FROM ledger_entry WHERE payload ? 'restored'")
    assert said == {"restored": told["made_at"], "before": told["before"], "epoch": told["epoch"]}
    assert found(empty_database_url, "SELECT version_num FROM alembic_version") == [(head(),)]
    assert found(empty_database_url, "SELECT count(*), min(written) FROM upload") == [(1, 0)]
    leakproof = (
        "SELECT bool_and(proleakproof) FROM pg_proc WHERE proname = 'geometry_overlaps' AND pronargs = 2"
    )
    assert found(empty_database_url, leakproof)


@pytest.mark.usefixtures("key")
def test_what_is_not_empty_is_left_as_it_is(file: Path, database_url: URL) -> None:
    before = found(database_url, "SELECT epoch FROM deployment")
    with pytest.raises(RestoreTargetNotEmpty):
        restored(database_url, str(file))
    assert found(database_url, "SELECT epoch FROM deployment") == before


@pytest.mark.usefixtures("key")
def test_a_damaged_file_is_refused_before_anything_is_touched(file: Path, empty_database_url: URL) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) - 20_000])
    with pytest.raises(BackupDamaged):
        restored(empty_database_url, str(file))
    assert found(empty_database_url, "SELECT FROM pg_class WHERE relname = 'party'") == []


@pytest.mark.usefixtures("key")
def test_what_newer_programs_made_is_refused(
    file: Path, empty_database_url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = read(file)
    monkeypatch.setattr(backups, "read", lambda _: replace(manifest, revision="9999"))
    with pytest.raises(BackupOfNewerProgram):
        restored(empty_database_url, str(file))
    url = empty_database_url.render_as_string(hide_password=False)
    with pytest.raises(BackupOfNewerPostgreSQL):
        fill(url, file, replace(manifest, postgres=99), sign_out=False)


def test_without_its_key_a_database_of_ones_own_is_refused(file: Path, empty_database_url: URL) -> None:
    with pytest.raises(SettingMissing):
        restored(empty_database_url, str(file))


@pytest.mark.rule("SEC-04")
@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("words", [(), ("--sign-out",)])
def test_sessions_stay_open_unless_everybody_is_signed_out(
    administer: Callable, database_url: URL, empty_database_url: URL, tmp_path: Path, words: tuple[str, ...]
) -> None:
    administer("person", "add", "room", "--name", "Room", "--role", "desk", typed="a long enough password\n")
    until = datetime.now(UTC) + timedelta(hours=1)
    with psycopg.connect(conninfo(database_url), autocommit=True) as connection:
        connection.execute(
            "INSERT INTO session (id, token_hash, person, created_at, expires_at, last_seen_at, address, agent)"
            " SELECT gen_random_uuid(), 'x', id, service_now(), %s, service_now(), '', '' FROM person",
            [until],
        )
    administer("backup", str(tmp_path / "b"))
    restored(empty_database_url, str(tmp_path / "b"), *words)
    [(ended,)] = found(empty_database_url, "SELECT ended_at IS NOT NULL FROM session")
    assert ended is bool(words)


def test_keys_are_put_back_private_and_the_folder_keeps_its_mode(tmp_path: Path) -> None:
    keys, folder = tmp_path / "keys", tmp_path / "data"
    (keys / "tak").mkdir(parents=True, mode=0o700)
    keys.chmod(0o700)
    for name in ("context.key", "tak/authority.pem"):
        (keys / name).write_text(name)
        (keys / name).chmod(0o600)
    folder.mkdir()
    folder.chmod(0o711)
    put_keys(keys, folder)
    put_keys(tmp_path / "none", folder)
    assert folder.stat().st_mode & 0o777 == 0o711
    for name in ("context.key", "tak/authority.pem"):
        assert (folder / name).read_text() == name
        assert (folder / name).stat().st_mode & 0o777 == 0o600
