"""Which PostgreSQL is taken, and what is said when none will do."""

from pathlib import Path

import pytest

from deconflict.runtime import binaries as module
from deconflict.runtime.binaries import (
    Binaries,
    ClusterOfAnotherVersion,
    MissingPostgreSQL,
    choose,
    has_postgis,
    installed,
)
from deconflict.runtime.errors import MissingPostGIS


def made_up(folder: Path, version: str, *, postgis: bool = True) -> Binaries:
    """Make programs that answer like an installation's."""
    share = folder / "share"
    (share / "extension").mkdir(parents=True)
    if postgis:
        (share / "extension" / "postgis.control").touch()
    answers = {"postgres": f"postgres (PostgreSQL) {version}", "pg_config": str(share), "initdb": ""}
    for name, answer in answers.items():
        program = folder / name
        program.write_text(f"#!/bin/sh\necho '{answer}'\n")
        program.chmod(0o755)
    return Binaries(int(version[:2]), folder)


@pytest.fixture
def folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine on which only what lies under this folder is installed."""
    monkeypatch.setattr(module, "PLACES", (f"{tmp_path}/*/bin",))
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_this_machine_has_one_with_postgis() -> None:
    found = choose(installed(), None)
    assert found.major >= 15
    assert Path(found["initdb"]).exists()


@pytest.mark.parametrize("version", ["15.18 (Debian 15.18-0+deb12u1)", "16.2", "17beta1"])
def test_every_installation_is_found_with_its_major_version(folders: Path, version: str) -> None:
    made = made_up(folders / "some" / "bin", version)
    (folders / "broken" / "bin").mkdir(parents=True)
    (folders / "broken" / "bin" / "initdb").touch()
    assert installed() == [made]


def test_one_on_the_path_is_found(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = made_up(folders / "elsewhere", "16.2")
    monkeypatch.setenv("PATH", f"{made.folder}:/bin:/usr/bin")
    monkeypatch.setattr(module, "PLACES", ())
    assert installed() == [made]


def test_the_newest_with_postgis_is_taken(tmp_path: Path) -> None:
    old, new = made_up(tmp_path / "a", "15.1"), made_up(tmp_path / "b", "16.1")
    bare = made_up(tmp_path / "c", "17.1", postgis=False)
    assert choose([old, bare, new], None) == new


def test_a_cluster_gets_the_version_that_made_it(tmp_path: Path) -> None:
    old, new = made_up(tmp_path / "a", "15.1"), made_up(tmp_path / "b", "16.1")
    assert choose([old, new], 15) == old


def test_a_cluster_of_a_version_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClusterOfAnotherVersion) as refused:
        choose([made_up(tmp_path / "a", "16.1"), made_up(tmp_path / "b", "17.1")], 15)
    assert refused.value.fields() == {"wanted": 15, "installed": "16, 17"}


def test_nothing_or_only_something_old_is_refused_with_the_package_to_install(tmp_path: Path) -> None:
    for found in ([], [made_up(tmp_path / "a", "14.9")]):
        with pytest.raises(MissingPostgreSQL) as refused:
            choose(found, None)
        assert refused.value.package == "postgresql-postgis"


def test_without_postgis_the_package_of_that_version_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingPostGIS) as refused:
        choose([made_up(tmp_path / "a", "15.1", postgis=False)], None)
    assert refused.value.package == "postgresql-15-postgis-3"


def test_without_pg_config_the_server_will_tell(tmp_path: Path) -> None:
    assert has_postgis(Binaries(15, tmp_path))
