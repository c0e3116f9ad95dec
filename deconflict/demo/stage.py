"""The service as the demonstration has it: `deconflict up` as a process of its own, in a folder of its own.

The operator's own settings of a database never apply: the story is played on a private one.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from deconflict.errors import DeconflictError
from deconflict.runtime.processes import dies_with_parent
from deconflict.runtime.settings import PREFIX, Settings

READY: Final = "ready "
LOGINS: Final = "demo-logins.json"
VISITORS: Final = "demo-visitors.json"
STOP_S: Final = 60.0


@dataclass(eq=False)
class ServiceNotReady(DeconflictError):
    """`deconflict up` ended before it was ready; its own lines on standard error say why."""

    code: ClassVar[str] = "service_not_ready"


@dataclass(eq=False)
class FolderNotForDemo(DeconflictError):
    """The folder holds a deployment that the demonstration did not make: it must not play in there."""

    code: ClassVar[str] = "folder_not_for_demo"
    folder: str


def require_fit(settings: Settings) -> None:
    """Refuse a folder with somebody else's deployment before anything is started from it."""
    place = settings.data_dir
    if (place / "context.key").exists() and not (place / LOGINS).exists():
        raise FolderNotForDemo(str(place))


@contextmanager
def folder(chosen: Path | None) -> Iterator[Path]:
    """Yield the chosen folder, or a temporary one that is gone afterwards; any account may pass through it."""
    if chosen is not None:
        yield chosen
        return
    made = Path(tempfile.mkdtemp(prefix="deconflict-demo-"))
    made.chmod(0o711)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def running(settings: Settings) -> Iterator["subprocess.Popen[str]"]:
    """Start the service and yield its process, which tells its address when it is ready; stop it in the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "deconflict", "up"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(settings),
        start_new_session=True,  # Ctrl-C is for us, we pass it on
        preexec_fn=dies_with_parent(signal.SIGTERM),
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def environment(settings: Settings) -> dict[str, str]:
    """Return what the service's process gets: these settings and no secret, so that it keeps its own database."""
    plain = settings.model_dump(mode="json", exclude={"database_url", "context_key"}, exclude_none=True)
    rest = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in plain.items()}
    return rest | {PREFIX + name.upper(): text for name, text in texts.items()}


def address(process: "subprocess.Popen[str]") -> str:
    """Read what the service says until it is ready, and return where."""
    for line in process.stdout or ():
        if line.startswith(READY):
            return line.removeprefix(READY).strip()
    raise ServiceNotReady
