"""What the tests of the web clients stand on: a real service with its people, Node with the packages, Chromium."""

import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.browser.chromium import ROOT, WEB, Browser, driven, path_with_node
from tests.scenarios.conftest import quick_passwords, stage  # noqa: F401  (fixtures)

UNAVAILABLE = 69
"""How `scripts/web` says that Node or npm's registry cannot be had."""


def get_ready(what: str) -> None:
    """Run `scripts/web`; skip with its own words when it cannot get what it needs."""
    done = subprocess.run(
        [ROOT / "scripts" / "web", what], capture_output=True, text=True, timeout=540, check=False
    )
    if done.returncode == UNAVAILABLE:
        pytest.skip(done.stderr.strip().splitlines()[-1])
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def node() -> Callable[..., str]:
    """Run a program of the workspace in Node: `node("vitest", "run", DECONFLICT_PAIRS=…)` returns what it said."""
    get_ready("packages")

    def run(program: str, *arguments: str, **environment: str) -> str:
        done = subprocess.run(
            [WEB / "node_modules" / ".bin" / program, *arguments],
            cwd=WEB,
            env={**os.environ, "PATH": path_with_node(), "NO_COLOR": "1", **environment},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        said = done.stdout + done.stderr
        assert done.returncode == 0, said
        return said

    return run


@pytest.fixture(scope="session")
def pages() -> Path:
    """Return the folder of the built pages."""
    get_ready("build")
    return ROOT / "deconflict" / "api" / "dist"


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return where Chromium is."""
    found = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine: on Debian, apt-get install chromium")
    return found


@pytest.fixture
async def browser(chromium: str, pages: Path) -> AsyncIterator[Browser]:
    """A browser for one test; the pages are built, and ask nobody but the service for anything."""
    async with driven(chromium) as started:
        yield started
        assert await started("foreign") == []
