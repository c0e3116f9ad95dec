"""A Chromium with one page, driven by `clients/web/browser/drive.mjs` at the other end of a pipe."""

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).parents[2]
WEB = ROOT / "clients" / "web"
HEIGHT: Final = 800
"""How high its window is, in pixels."""
WITHIN_S: Final = 20
"""How long a page is waited for."""


def path_with_node() -> str:
    """Return a PATH on which the Node of `.venv` is found after the system's."""
    return f"{os.environ.get('PATH', '')}{os.pathsep}{ROOT / '.venv' / 'bin'}"


class Browser:
    """The one page and what can be done with it."""

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

    async def until(self, holds: Callable[[Any], bool], what: str, **asked: Any) -> Any:
        """Do one thing again until what it says holds, and return that; fails with what it said last."""
        given_up = time.monotonic() + WITHIN_S
        while not holds(said := await self(what, **asked)):
            assert time.monotonic() < given_up, (what, asked, said)
            await asyncio.sleep(0.05)
        return said

    async def says(self, words: str, **which: Any) -> str:
        """Wait until a part of the page says that, and return all that it says."""
        said: str = await self.until(lambda said: words in said, "sees", **which)
        return said

    async def open(
        self,
        url: str,
        language: str,
        theme: str = "light",
        width: int = 1280,
        device: str = "",
        **more: Any,
    ) -> None:
        """Open an address on a fresh device; one that has a name can be taken up again.

        `noting`: what the page asks of the device is noted.
        """
        known = {"language": language, "theme": theme, "width": width, "height": HEIGHT, "device": device}
        await self("open", url=url, **known, **more)

    async def shot(self, name: str) -> None:
        """Keep a picture of the page, for somebody to look at."""
        self._artifacts.mkdir(parents=True, exist_ok=True)
        await self("shot", path=str(self._artifacts / f"{name}.png"))


def is_whole(boxes: list[dict[str, float]]) -> bool:
    """Tell whether the one box lies in the window from its top to its end."""
    [box] = boxes
    return 0 <= box["y"] <= HEIGHT - box["height"]


def is_above(boxes: list[dict[str, float]]) -> bool:
    """Tell whether the first box lies in the window and ends before the second begins."""
    first, second = boxes
    return 0 <= first["y"] <= second["y"] - first["height"]


@asynccontextmanager
async def driven(chromium: str) -> AsyncIterator[Browser]:
    """Start a browser, and end it afterwards."""
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
