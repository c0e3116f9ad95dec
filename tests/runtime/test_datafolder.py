"""One folder, one `up`; a key that stays; a home that the cluster's account can get to."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from deconflict.runtime import datafolder as module
from deconflict.runtime.accounts import Account
from deconflict.runtime.datafolder import DataFolder, DataFolderInUse, DataFolderNotOurs
from tests.programs import running

as_root = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root works under a folder that others cannot enter"
)


def test_a_folder_is_made_and_is_ours_until_it_is_closed(tmp_path: Path) -> None:
    with DataFolder(tmp_path / "new" / "data") as folder:
        assert folder.path.is_dir()
        with pytest.raises(DataFolderInUse):
            DataFolder(folder.path)
    with DataFolder(folder.path):
        pass


def test_the_lock_of_a_killed_process_is_gone(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from deconflict.runtime.datafolder import DataFolder;"
        "folder = DataFolder(pathlib.Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    with running(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(DataFolderInUse):
            DataFolder(tmp_path)
        holder.kill()
    with DataFolder(tmp_path):
        pass


def test_who_comes_after_a_killed_one_waits_for_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = (
        "import sys, pathlib, subprocess; from deconflict.runtime.datafolder import DataFolder;"
        "folder = DataFolder(pathlib.Path(sys.argv[1]));"
        "quiet = dict.fromkeys(('stdout', 'stderr'), subprocess.DEVNULL);"
        "child = subprocess.Popen(['sleep', '60'], pass_fds=[folder.for_children], **quiet);"
        "print(child.pid, flush=True)"
    )
    started = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, check=True)
    monkeypatch.setattr(module, "ORPHANS_S", 0.1)
    with pytest.raises(DataFolderInUse):
        DataFolder(tmp_path)
    monkeypatch.setattr(module, "ORPHANS_S", 20.0)
    ending = threading.Timer(0.2, os.kill, (int(started.stdout), signal.SIGKILL))
    ending.start()
    with DataFolder(tmp_path):
        ending.join()


def test_the_key_is_long_stays_the_same_and_is_for_us_alone(tmp_path: Path) -> None:
    with DataFolder(tmp_path) as folder:
        key = folder.context_key()
        assert folder.context_key() == key
    assert len(key.get_secret_value()) == 64
    assert (tmp_path / "context.key").stat().st_mode & 0o777 == 0o600


def test_a_key_half_written_by_a_crash_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "context.key.new").write_text("half")
    with DataFolder(tmp_path) as folder:
        assert len(folder.context_key().get_secret_value()) == 64
    assert not (tmp_path / "context.key.new").exists()


def test_the_cluster_lives_here_when_its_account_can_get_here(short_folder: Path) -> None:
    data = short_folder / "data"
    with DataFolder(data) as folder:
        assert folder.home() == data


@as_root
def test_it_lives_elsewhere_when_it_cannot_and_the_place_is_noted(
    short_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SHARED_HOMES", short_folder / "shared")
    locked = short_folder / "root"
    locked.mkdir(mode=0o700)
    with DataFolder(locked / "data") as folder:
        home = folder.home()
        assert home.parent == short_folder / "shared"
        assert Account(12345, 12345).reaches(home)
        assert folder.home() == home


@as_root
def test_a_cluster_that_is_here_already_stays_here(short_folder: Path) -> None:
    locked = short_folder / "root"
    (locked / "postgres").mkdir(mode=0o700, parents=True)
    locked.chmod(0o700)
    with DataFolder(locked) as folder:
        assert folder.home() == locked


def test_a_folder_of_another_account_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(DataFolderNotOurs) as refused:
        DataFolder(tmp_path)
    assert refused.value.folder == str(tmp_path)
