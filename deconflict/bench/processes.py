"""Brings the service up on a bench's database, and its bare peer: on loopback, and down again with us."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from deconflict.bench.ground import Ground
from deconflict.runtime.listening import address, listen
from deconflict.runtime.processes import dies_with_parent
from deconflict.runtime.roles import drop_privileges
from deconflict.runtime.settings import PREFIX, Settings

HOST: Final = "127.0.0.1"
READY: Final = "ready "
STOP_S: Final = 20.0
BARE: Final = (
    "CREATE TABLE IF NOT EXISTS bare_body (id uuid PRIMARY KEY, body bytea NOT NULL)",
    "GRANT INSERT ON bare_body TO deconflict_api",
)


class ServiceDidNotStart(RuntimeError):
    """The service ended before it was ready; what it said is the message."""


@contextmanager
def service(ground: Ground) -> Iterator[str]:
    """Yield the address of the whole service: API and engine, one process each."""
    with tempfile.TemporaryDirectory(prefix="dcf-up-") as folder:
        log = Path(folder) / "log"
        secrets = {
            f"{PREFIX}DATABASE_URL": ground.url.render_as_string(hide_password=False),
            f"{PREFIX}CONTEXT_KEY": ground.key.decode(),
        }
        command = [sys.executable, "-m", "deconflict", "up", "--host", HOST, "--port", "0", "--data", folder]
        with log.open("wb") as errors:
            process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**os.environ, **secrets},
                start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGTERM),
            )
        with _running(process):
            yield _when_ready(process, log)


def _when_ready(process: subprocess.Popen[bytes], log: Path) -> str:
    for line in process.stdout or ():
        if line.decode().startswith(READY):
            return line.decode().removeprefix(READY).strip()
    raise ServiceDidNotStart(log.read_text()[-2000:])


@contextmanager
def bare_service(ground: Ground) -> Iterator[str]:
    """Yield the address of `bare.py` on the same database, with the API's login."""
    with ground.administrator() as connection:
        for statement in BARE:
            connection.execute(statement.encode())
    weak = drop_privileges(ground.url, "api", ground.key)
    settings = Settings.load().with_secrets(weak.render_as_string(hide_password=False), ground.key.decode())
    with listen(HOST, 0) as listener:
        process = _start_bare(listener)
        with _running(process):
            if process.stdin is not None:
                process.stdin.write(settings.as_briefing() + b"\n")
                process.stdin.flush()
            yield address(listener, HOST)


def _start_bare(listener: socket.socket) -> subprocess.Popen[bytes]:
    descriptor = listener.fileno()
    return subprocess.Popen(
        [sys.executable, "-m", "deconflict.bench.bare", str(descriptor)],
        stdin=subprocess.PIPE,
        pass_fds=(descriptor,),
        start_new_session=True,
    )


@contextmanager
def _running(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Stop the process, and wait for its end, when the block is done."""
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
