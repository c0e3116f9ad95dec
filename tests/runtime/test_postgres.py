"""A private cluster that survives whatever is done to it and its keeper."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from deconflict.runtime import postgres as module
from deconflict.runtime.accounts import ourselves, owner_of, service_account
from deconflict.runtime.binaries import ClusterOfAnotherVersion
from deconflict.runtime.postgres import (
    LOCK_FILE,
    MAX_SOCKET_PATH,
    PROGRAM,
    Cluster,
    ClusterFailed,
    postmaster,
    running_socket,
    version_of,
)
from deconflict.runtime.processes import living_in
from tests.programs import running

QUICK = {"fsync": "off", "shared_buffers": "16MB", "max_connections": "20"}


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """The home of a cluster with one row in it, stopped, to be copied."""
    home = Path(tempfile.mkdtemp(prefix="dcf-"))
    home.chmod(0o711)
    cluster = Cluster(home, tuning=QUICK)
    cluster.start()
    with cluster.connect() as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
    cluster.stop()
    yield home
    shutil.rmtree(home)


@pytest.fixture
def own(made: Path, short_folder: Path) -> Iterator[Cluster]:
    """A running cluster of this test's own, with one row in it."""
    subprocess.run(["cp", "-a", made / "postgres", short_folder], check=True)
    running = Cluster(short_folder, tuning=QUICK)
    running.start()
    yield running
    running.stop()
    empty(short_folder)


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "took too long"
        time.sleep(0.01)


def empty(home: Path) -> None:
    """Wait until nothing of a cluster runs any more: its helpers end a moment after it."""
    wait_for(lambda: not living_in(home / "postgres", PROGRAM))


def rows(cluster: Cluster) -> list[tuple[object, ...]]:
    with cluster.connect() as connection:
        return connection.execute("SELECT n FROM kept").fetchall()


def kill(cluster: Cluster, data: Path) -> None:
    pid = postmaster(data)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def test_a_folder_is_reused_after_a_clean_stop(own: Cluster, short_folder: Path) -> None:
    data = short_folder / "postgres"
    own.stop()
    assert not own.alive()
    assert postmaster(data) is None
    again = Cluster(short_folder, tuning=QUICK)
    again.start()
    assert again.alive()
    assert rows(again) == [(1,)]
    again.stop()


def test_it_listens_to_nobody_but_its_own_account(own: Cluster, short_folder: Path) -> None:
    with own.connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW fsync").fetchone() == ("off",)
    socket = running_socket(short_folder / "postgres")
    assert socket is not None
    assert socket.stat().st_mode & 0o777 == 0o700
    assert own.url("x").query == {"host": str(socket)}


def test_it_never_runs_as_root(own: Cluster, short_folder: Path) -> None:
    data = short_folder / "postgres"
    assert owner_of(data) == service_account()
    assert owner_of(data).uid != 0
    (first, *_) = living_in(data, PROGRAM)
    assert (Path("/proc") / str(first)).stat().st_uid == owner_of(data).uid


def test_it_comes_back_after_being_killed(own: Cluster, short_folder: Path) -> None:
    kill(own, short_folder / "postgres")
    wait_for(lambda: not own.alive())
    own.start()
    assert rows(own) == [(1,)]


def test_it_waits_for_sessions_of_a_killed_server(own: Cluster, short_folder: Path) -> None:
    """A backend busy in a long statement outlives its postmaster; a second server beside it would spoil the files."""
    data = short_folder / "postgres"
    with own.connect() as busy:
        backend = busy.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        kill(own, data)
        own.start()
        assert backend not in living_in(data, PROGRAM)
    assert rows(own) == [(1,)]


def test_a_lock_file_that_names_a_stranger_is_stale(own: Cluster, short_folder: Path) -> None:
    data = short_folder / "postgres"
    own.stop()
    left = f"{os.getpid()}\n{data}\n1\n5432\n{short_folder}\n\n0 0\nready\n"
    (data / LOCK_FILE).write_text(left)
    (short_folder / "socket" / f"{module.SOCKET_NAME}.lock").write_text(left)
    assert postmaster(data) is None
    own.start()
    assert rows(own) == [(1,)]


@pytest.mark.parametrize("left", ["", "not a number\n"])
def test_a_torn_lock_file_is_stale(own: Cluster, short_folder: Path, left: str) -> None:
    own.stop()
    (short_folder / "postgres" / LOCK_FILE).write_text(left)
    own.start()
    assert rows(own) == [(1,)]


def test_a_server_left_running_is_adopted(own: Cluster, short_folder: Path) -> None:
    pid = postmaster(short_folder / "postgres")
    adopted = Cluster(short_folder, tuning=QUICK)
    adopted.start()
    assert postmaster(short_folder / "postgres") == pid
    assert adopted.alive()
    assert rows(adopted) == [(1,)]
    adopted.stop()
    assert not adopted.alive()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the next start adopts it")
def test_it_goes_down_with_its_keeper(short_folder: Path) -> None:
    code = (
        "import sys, pathlib; from deconflict.runtime.postgres import Cluster;"
        f"Cluster(pathlib.Path(sys.argv[1]), tuning={QUICK!r}).start(); print('up', flush=True); sys.stdin.read()"
    )
    with running(
        [sys.executable, "-c", code, str(short_folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as keeper:
        assert keeper.stdout is not None
        assert keeper.stdout.readline() == b"up\n"
        assert living_in(short_folder / "postgres", PROGRAM)
        keeper.kill()
    empty(short_folder)


def test_a_half_made_cluster_is_made_anew(short_folder: Path) -> None:
    (short_folder / "postgres.new").mkdir()
    (short_folder / "postgres.new" / "half").touch()
    cluster = Cluster(short_folder, tuning=QUICK)
    cluster.start()
    assert not (short_folder / "postgres.new").exists()
    cluster.stop()


def test_a_long_path_gets_a_short_socket_and_keeps_it(short_folder: Path) -> None:
    home = short_folder / ("long" * 20)
    home.mkdir()
    cluster = Cluster(home, tuning=QUICK)
    cluster.start()
    socket = running_socket(home / "postgres")
    assert socket is not None
    assert len(str(socket / module.SOCKET_NAME)) <= MAX_SOCKET_PATH
    cluster.stop()
    cluster.start()
    assert running_socket(home / "postgres") == socket
    cluster.stop()
    (socket).rmdir()


def test_a_socket_folder_that_others_could_enter_is_not_used_again(short_folder: Path) -> None:
    link, open_to_all = short_folder / "socket", short_folder / "planted"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    link.symlink_to(open_to_all)
    place = Cluster._short_folder(link, ourselves())
    assert place != open_to_all
    assert place.stat().st_mode & 0o777 == 0o700
    place.rmdir()


def test_a_cluster_of_another_version_is_refused_before_anything_is_touched(short_folder: Path) -> None:
    data = short_folder / "postgres"
    data.mkdir()
    (data / "PG_VERSION").write_text("9\n")
    with pytest.raises(ClusterOfAnotherVersion):
        Cluster(short_folder, tuning=QUICK).start()
    assert version_of(data) == 9
    assert [file.name for file in data.iterdir()] == ["PG_VERSION"]


def test_what_cannot_start_says_where_the_reason_is(own: Cluster, short_folder: Path) -> None:
    own.stop()
    broken = Cluster(short_folder, tuning={**QUICK, "shared_buffers": "no size"})
    with pytest.raises(ClusterFailed) as refused:
        broken.start()
    assert "no size" in Path(refused.value.log).read_text()


def test_what_cannot_be_made_says_where_the_reason_is(
    short_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SUPERUSER", "pg_reserved")
    with pytest.raises(ClusterFailed) as refused:
        Cluster(short_folder, tuning=QUICK).start()
    assert Path(refused.value.log).read_text()
    assert version_of(short_folder / "postgres") is None


def test_its_log_quotes_no_statement_and_no_row(own: Cluster, short_folder: Path) -> None:
    with own.connect() as connection:
        connection.execute("CREATE UNIQUE INDEX ON kept (n)")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO kept VALUES (1)")

    def log() -> str:
        return "".join(file.read_text() for file in (short_folder / "postgres" / "log").iterdir())

    wait_for(lambda: "duplicate key" in log())  # it is written by a process of its own
    written = log()
    assert "INSERT" not in written
    assert "(n)=(1)" not in written


def test_a_stuck_server_is_stopped_the_hard_way(own: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STOPS", ((signal.SIGINT, 0.2), (signal.SIGQUIT, 20.0)))

    with own.connect() as busy:
        os.kill(busy.info.backend_pid, signal.SIGSTOP)
        own.stop()
        assert own.alive() is False


def test_a_database_is_created_once(own: Cluster) -> None:
    for _ in range(2):
        own.ensure_database("deconflict")
    with own.connect("deconflict") as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("deconflict",)
