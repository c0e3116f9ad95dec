"""A backup is one private file that is whole or refused."""

import json
import tarfile
from hashlib import sha256
from pathlib import Path

import pytest

from deconflict.runtime.backups import (
    DUMP,
    MANIFEST,
    BackupDamaged,
    BackupExists,
    BackupOfAnotherFormat,
    Manifest,
    draft_of,
    keys_of,
    pack,
    read,
    unpack,
)

SAID = Manifest("0001", 15, "2026-12-01T08:00:00+00:00", "e1")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A backup of a dump of a hundred bytes and of a data folder's keys."""
    folder = tmp_path / "data"
    (folder / "tak").mkdir(parents=True)
    (folder / "postgres").mkdir()
    (folder / "postgres" / "PG_VERSION").write_text("15")
    (folder / "context.key").write_text("a secret")
    (folder / "tak" / "authority.pem").write_text("another")
    (tmp_path / "dump").write_bytes(b"d" * 100)
    with draft_of(tmp_path / "b") as draft:
        pack(draft, SAID, tmp_path / "dump", folder)
    return tmp_path / "b"


@pytest.mark.rule("SEC-06")
def test_what_is_packed_comes_out_again_and_the_keys_with_it(made: Path, tmp_path: Path) -> None:
    manifest = read(made)
    assert (manifest.revision, manifest.postgres, manifest.epoch) == ("0001", 15, "e1")
    dump = unpack(made, manifest, tmp_path / "out")
    assert dump.read_bytes() == b"d" * 100
    assert (tmp_path / "out" / "keys" / "context.key").read_text() == "a secret"
    assert (tmp_path / "out" / "keys" / "tak" / "authority.pem").read_text() == "another"
    assert not list((tmp_path / "out").rglob("PG_VERSION"))


def test_only_its_owner_reads_it(made: Path, tmp_path: Path) -> None:
    assert made.stat().st_mode & 0o077 == 0
    assert unpack(made, read(made), tmp_path / "out").stat().st_mode & 0o077 == 0


def test_without_a_data_folder_no_keys_are_kept(tmp_path: Path) -> None:
    (tmp_path / "dump").write_bytes(b"d")
    with draft_of(tmp_path / "b") as draft:
        pack(draft, SAID, tmp_path / "dump", None)
    assert list(read(tmp_path / "b").parts) == [DUMP]
    assert keys_of(tmp_path / "nowhere") == {}


def test_a_file_that_is_there_is_never_replaced(made: Path) -> None:
    before = made.read_bytes()
    with pytest.raises(BackupExists), draft_of(made):
        pass
    assert made.read_bytes() == before


def test_what_fails_half_way_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), draft_of(tmp_path / "b") as draft:  # noqa: PT012  (the block is what fails)
        draft.write_text("half")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kept", [0, 100, 600, 1500, 2600])
def test_a_file_cut_short_is_damaged(made: Path, tmp_path: Path, kept: int) -> None:
    made.write_bytes(made.read_bytes()[:kept])
    with pytest.raises(BackupDamaged):
        unpack(made, read(made), tmp_path / "out")


@pytest.mark.parametrize("changed", [b"d" * 100, b"a secret"])
def test_a_changed_part_is_damaged(made: Path, tmp_path: Path, changed: bytes) -> None:
    other = bytes([changed[0] ^ 1]) + changed[1:]
    made.write_bytes(made.read_bytes().replace(changed, other))
    with pytest.raises(BackupDamaged) as refused:
        unpack(made, read(made), tmp_path / "out")
    assert refused.value.part in {DUMP, "keys/context.key"}


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("not a backup" * 100)
    (tmp_path / "some").write_text("x")
    with tarfile.open(tmp_path / "tar", "w") as tar:
        tar.add(tmp_path / "some", MANIFEST)
    for name in ("text", "tar", "missing"):
        with pytest.raises(BackupDamaged):
            read(tmp_path / name)


def test_a_newer_format_is_named(made: Path, tmp_path: Path) -> None:
    with tarfile.open(made) as tar:
        file = tar.extractfile(MANIFEST)
        assert file is not None
        said = json.load(file)
    (tmp_path / "said").write_text(json.dumps(said | {"format": 2, "more": True}))
    with tarfile.open(tmp_path / "newer", "w") as tar:
        tar.add(tmp_path / "said", MANIFEST)
    with pytest.raises(BackupOfAnotherFormat) as refused:
        read(tmp_path / "newer")
    assert (refused.value.found, refused.value.known) == (2, 1)


def saying(place: Path, parts: object = None, **otherwise: object) -> Path:
    """A file with a manifest, one part of the text `x` for each name, and nothing else."""
    said = {"format": 1, "revision": "1", "postgres": 15, "made_at": "", "epoch": "", "parts": parts or {}}
    (place / "some").write_text("x")
    (place / "said").write_text(json.dumps(said | otherwise))
    with tarfile.open(place / "evil", "w") as tar:
        tar.add(place / "said", MANIFEST)
        for name in parts if isinstance(parts, dict) else ():
            tar.add(place / "some", name)
    return place / "evil"


@pytest.mark.rule("SEC-06")
@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "keys/../../outside",
        "/outside",
        "keys//outside",
        "keys/home",
        "keys/postgres/PG_VERSION",
        "keys/lock",
        "keys/context.key.new",
        "keys/context.key/x",
        "keys/tak",
        "keys/tak/../home",
        "keys/./home",
        "keys/tak//authority.pem",
        "context.key",
    ],
)
def test_nothing_is_written_but_what_a_backup_keeps(tmp_path: Path, name: str) -> None:
    evil = saying(tmp_path, {name: sha256(b"x").hexdigest()})
    (tmp_path / "out").mkdir()
    with pytest.raises(BackupDamaged) as refused:
        unpack(evil, read(evil), tmp_path / "out")
    assert refused.value.part == name
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("revision", 1),
        ("postgres", "15"),
        ("postgres", True),
        ("made_at", None),
        ("epoch", []),
        ("parts", ["database.dump"]),
        ("parts", "database.dump"),
        ("parts", {"database.dump": 1}),
        ("more", 1),
    ],
)
def test_what_says_of_itself_what_cannot_be_is_damaged(tmp_path: Path, name: str, value: object) -> None:
    with pytest.raises(BackupDamaged) as refused:
        read(saying(tmp_path, **{name: value}))
    assert refused.value.part == MANIFEST


@pytest.mark.parametrize("said", [[], {"format": []}, {"format": "two"}, {"format": None}, 1])
def test_what_says_of_itself_nothing_known_is_damaged(tmp_path: Path, said: object) -> None:
    (tmp_path / "said").write_text(json.dumps(said))
    with tarfile.open(tmp_path / "odd", "w") as tar:
        tar.add(tmp_path / "said", MANIFEST)
    with pytest.raises(BackupDamaged):
        read(tmp_path / "odd")


def test_a_key_that_lies_within_another_is_damaged(tmp_path: Path) -> None:
    digest = sha256(b"x").hexdigest()
    evil = saying(tmp_path, {"keys/tak/a": digest, "keys/tak/a/b": digest})
    with pytest.raises(BackupDamaged):
        unpack(evil, read(evil), tmp_path / "out")
