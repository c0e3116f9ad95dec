"""What the operating system is asked about processes: who lives where, who goes down with whom."""

import asyncio
import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Final

PR_SET_PDEATHSIG: Final = 1
LINUX: Final = sys.platform == "linux"
GRACE_S: Final = 20.0
"""After that it ends at once: longer than a supervisor waits for its own children."""


def dies_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """Return what a child runs before exec so that its parent's death sends it a signal (None off Linux).

    The parent is the *thread* that starts the child: call Popen from the main thread.
    """
    if not LINUX:
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl  # looked up before the fork
    parent = os.getpid()

    def before_exec() -> None:
        prctl(PR_SET_PDEATHSIG, int(number))
        if os.getppid() != parent:  # it died before we asked
            os.kill(os.getpid(), number)

    return before_exec


def briefing() -> bytes | None:
    """Wait for the line that our parent tells us, None if it is gone. From then on we stop when it goes."""
    line = b""
    while not line.endswith(b"\n"):
        if not (part := os.read(sys.stdin.fileno(), 1)):
            return None
        line += part
    threading.Thread(target=_stop_at_end_of_input, name="parent", daemon=True).start()
    return line


def _stop_at_end_of_input() -> None:
    """Stop this process when the other side of its standard input is gone."""
    while os.read(sys.stdin.fileno(), 4096):  # not through Python's buffer: its lock would outlive us
        pass

    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(GRACE_S)
    os._exit(1)


async def until_stopped(work: Coroutine[object, object, None]) -> None:
    """Run something until it ends, or until SIGTERM or Ctrl-C cancels it and it has cleaned up."""
    task = asyncio.ensure_future(work)
    stopped = asyncio.Event()

    def stop() -> None:
        stopped.set()
        task.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    try:
        await task
    except asyncio.CancelledError:
        if not stopped.is_set():
            raise


def name_of(pid: int) -> str | None:
    """Return the name of the program a process runs, None where there is no such process."""
    if LINUX:
        return _read(Path("/proc") / str(pid) / "comm")
    answer = subprocess.run(
        ["/bin/ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip() or None


def living_in(folder: Path, program: str) -> list[int]:
    """Return the processes of a program whose working directory is a folder. A zombie lives nowhere.

    None where the system does not tell (not on Linux).

    """
    if not LINUX:
        return []
    place = str(folder.resolve())
    running = (entry for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [int(entry.name) for entry in running if _lives(entry, place) and _read(entry / "comm") == program]


def _lives(entry: Path, place: str) -> bool:
    try:
        return str((entry / "cwd").readlink()) == place
    except OSError:  # gone, a zombie, or not ours to ask
        return False


def _read(path: Path) -> str | None:
    try:
        return path.read_text().strip()
    except OSError:
        return None
