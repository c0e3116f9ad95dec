"""What the administrative commands' tests lean on: a way to run one on the test's own database."""

from collections.abc import Callable
from typing import Any

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.engine import URL
from typer.testing import CliRunner

from deconflict.cli import application
from deconflict.flows import administer as flow
from deconflict.runtime import logs


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that runs in the tests' own process leaves this process's log alone: its output is closed after it."""
    monkeypatch.setattr(logs, "configure_logs", lambda *_, **__: None)


@pytest.fixture
def administer(database_url: URL, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Runs `deconflict …` on the test's database; what it refuses is raised, what it prints is returned."""
    cheap = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    monkeypatch.setattr(flow, "PASSWORDS", cheap)

    def run(*arguments: str, typed: str | None = None) -> str:
        url = database_url.render_as_string(hide_password=False)
        words = [*arguments, "--database-url", url]
        done = CliRunner().invoke(application(words), words, input=typed, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return str(done.stdout)

    return run
