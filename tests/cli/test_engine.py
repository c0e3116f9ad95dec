"""`deconflict engine` as a child: it waits for its briefing, and is nothing without one."""

import os
import subprocess
import sys

import pytest
from sqlalchemy.engine import URL

from deconflict.cli.engine import NICE, Duty
from deconflict.runtime.settings import Settings
from tests.programs import running

COMMAND = [sys.executable, "-m", "deconflict", "engine", "--supervised"]


def test_without_a_parent_it_ends_quietly() -> None:
    done = subprocess.run(COMMAND, input=b"", capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.slow
def test_it_checks_as_told_and_stops_when_its_parent_is_gone(database_url: URL, context_key: bytes) -> None:
    url = database_url.render_as_string(hide_password=False)
    settings = Settings().with_secrets(url, context_key.decode())
    with running(COMMAND, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(settings.as_briefing() + b"\n")
        process.stdin.flush()
        # Each of its processes says so, in whatever order.
        assert any(b"engine_active" in line for line in process.stderr)
        process.stdin.close()
        assert process.wait(60) == 0


@pytest.mark.slow
@pytest.mark.parametrize("duty", list(Duty))
def test_each_of_its_processes_steps_back_behind_the_api(
    duty: Duty, database_url: URL, context_key: bytes
) -> None:
    url = database_url.render_as_string(hide_password=False)
    settings = Settings().with_secrets(url, context_key.decode())
    command = [*COMMAND, "--only", duty]
    with running(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(settings.as_briefing() + b"\n")
        process.stdin.flush()
        assert b"_active" in process.stderr.readline()
        ours = os.getpriority(os.PRIO_PROCESS, 0)
        assert os.getpriority(os.PRIO_PROCESS, process.pid) == min(ours + NICE[duty], 19)
        process.stdin.close()
        assert process.wait(60) == 0
