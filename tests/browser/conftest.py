"""What the tests of the web clients stand on: a real service with its people, Node with the packages, Chromium."""

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.scenarios.conftest import quick_passwords, stage  # noqa: F401  (fixtures)

ROOT = Path(__file__).parents[2]
WEB = ROOT / "clients" / "web"
UNAVAILABLE = 69
"""How `scripts/web` says that Node or npm's registry cannot be had."""


def path_with_node() -> str:
    """Return a PATH on which the Node of `.venv` is found after the system's."""
    return f"{os.environ.get('PATH', '')}{os.pathsep}{ROOT / '.venv' / 'bin'}"


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


class Browser:
    """A Chromium with one page, driven by `clients/web/browser/drive.mjs` at the other end of a pipe."""

    def __init__(self, process: asyncio.subprocess.Process, artifacts: Path) -> None:
        self._process = process
        self._artifacts = artifacts

    async def __call__(self, what: str, **asked: Any) -> Any:
        """Do one thing and return what it says; fails with the browser's own words."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": what, **asked}).encode() + b"\n")
        await self._process.stdin.drain()
        async with asyncio.timeout(60):
            line = await self._process.stdout.readline()
        answer = json.loads(line or b'{"ok": false, "said": "the browser is gone"}')
        assert answer["ok"], (what, asked, answer["said"])
        return answer["said"]

    async def open(self, url: str, language: str, theme: str = "light", width: int = 1280) -> None:
        """Open an address on a fresh device."""
        await self("open", url=url, language=language, theme=theme, width=width, height=800)

    async def shot(self, name: str) -> None:
        """Keep a picture of the page, for somebody to look at."""
        self._artifacts.mkdir(parents=True, exist_ok=True)
        await self("shot", path=str(self._artifacts / f"{name}.png"))


@pytest.fixture
async def browser(chromium: str, pages: Path) -> AsyncIterator[Browser]:
    """A browser for one test; the pages are built."""
    process = await asyncio.create_subprocess_exec(
        "node",
        WEB / "browser" / "drive.mjs",
        chromium,
        env={**os.environ, "PATH": path_with_node()},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Browser(process, ROOT / "artifacts" / "browser")
    finally:
        if process.stdin is not None:
            process.stdin.close()
        async with asyncio.timeout(30):
            await process.wait()
