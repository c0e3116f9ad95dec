"""`deconflict notify` as a child: it waits for its briefing, and is nothing without one."""

import subprocess
import sys

import pytest
from sqlalchemy.engine import URL

from deconflict.runtime.settings import Settings
from tests.programs import running

COMMAND = [sys.executable, "-m", "deconflict", "notify", "--supervised"]


def test_without_a_parent_it_ends_quietly() -> None:
    done = subprocess.run(COMMAND, input=b"", capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.slow
def test_it_sends_as_told_and_stops_when_its_parent_is_gone(database_url: URL, context_key: bytes) -> None:
    url = database_url.render_as_string(hide_password=False)
    settings = Settings(push_contact="mailto:ops@example.org").with_secrets(url, context_key.decode())
    with running(COMMAND, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(settings.as_briefing() + b"\n")
        process.stdin.flush()
        line = process.stderr.readline()
        assert b"summoning" in line
        assert b"push" in line
        process.stdin.close()
        assert process.wait(60) == 0
