"""Who lives where, and who goes down with whom."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deconflict.runtime import processes
from deconflict.runtime.processes import dies_with_parent, living_in, name_of, until_stopped
from deconflict.runtime.supervisor import STOP_S
from tests.programs import running

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
CHILD = "import sys; from deconflict.runtime.processes import briefing; print(briefing(), flush=True); "


def child(code: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def soon(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


@linux
def test_a_process_lives_where_it_works(tmp_path: Path) -> None:
    with running(["sleep", "60"], cwd=tmp_path) as sleeper:
        assert soon(lambda: living_in(tmp_path, "sleep") == [sleeper.pid])
        assert living_in(tmp_path, "postgres") == []
        assert name_of(sleeper.pid) == "sleep"
        sleeper.kill()
        assert soon(lambda: living_in(tmp_path, "sleep") == [])
    assert name_of(sleeper.pid) is None


def test_where_the_system_does_not_tell_nobody_lives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "LINUX", False)
    assert living_in(tmp_path, "python") == []
    assert dies_with_parent(signal.SIGTERM) is None


@pytest.mark.skipif(not Path("/bin/ps").exists(), reason="no ps here")
def test_elsewhere_ps_knows_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "LINUX", False)
    with running(["sleep", "60"]) as sleeper:
        assert "sleep" in (name_of(sleeper.pid) or "")
        sleeper.kill()
    assert name_of(sleeper.pid) is None


@linux
def test_a_child_gets_its_signal_when_its_parent_is_killed() -> None:
    code = (
        "import signal, subprocess, sys; from deconflict.runtime.processes import dies_with_parent;"
        "child = subprocess.Popen(['sleep', '60'], preexec_fn=dies_with_parent(signal.SIGTERM));"
        "print(child.pid, flush=True); sys.stdin.read()"
    )
    with child(code) as parent:
        assert parent.stdout is not None
        grandchild = int(parent.stdout.readline())
        assert name_of(grandchild) == "sleep"
        parent.kill()
    assert soon(lambda: not _runs(grandchild))


def _runs(pid: int) -> bool:
    """Tell whether a process is there and no zombie: whoever inherits orphans here may not wait for them."""
    try:
        return (Path("/proc") / str(pid) / "cwd").readlink().exists()
    except OSError:
        return False


def test_a_briefing_is_one_line_and_its_end_is_ours() -> None:
    with child(CHILD + "import time; time.sleep(60)") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b'{"a": 1}\n')
        process.stdin.flush()
        assert process.stdout.readline() == b"b'{\"a\": 1}\\n'\n"
        process.stdin.close()
        assert process.wait(20) == -signal.SIGTERM
        process.stdin = None


def test_a_process_that_does_not_stop_is_ended() -> None:
    stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    quick = "from deconflict.runtime import processes; processes.GRACE_S = 0.1; "
    with child(stubborn + quick + CHILD + "import time; time.sleep(60)") as process:
        process.communicate(b"{}\n", timeout=20)
        assert process.returncode == 1


def test_a_supervisor_has_the_time_to_end_its_children() -> None:
    assert processes.GRACE_S > STOP_S


def test_no_parent_no_briefing() -> None:
    with child(CHILD) as process:
        out, _ = process.communicate(b"half a line", timeout=20)
    assert out == b"None\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_lets_the_work_clean_up(number: signal.Signals) -> None:
    done: list[str] = []

    async def work() -> None:
        try:
            os.kill(os.getpid(), number)
            await asyncio.Event().wait()
        finally:
            done.append("cleaned up")

    await until_stopped(work())
    assert done == ["cleaned up"]


async def test_work_that_ends_or_fails_by_itself_says_so() -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    async def give_up() -> None:
        raise asyncio.CancelledError

    await until_stopped(asyncio.sleep(0))
    with pytest.raises(ZeroDivisionError):
        await until_stopped(fail())
    with pytest.raises(asyncio.CancelledError):
        await until_stopped(give_up())
