"""Pictures of every page as the demonstration fills it: both languages, light, dark and night, wall and phone.

Run: make screens   (or .venv/bin/python tests/browser/screens.py --out artifacts/screens)
They are made to be looked at, for text that is clipped, overlaps or was not translated; what sticks out sideways and
what axe complains of is printed, and makes the exit status 1.
"""

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx2
from chromium import ROOT, Browser, driven
from rich.progress import track

LANGUAGES: Final = ("en", "ar")
WIDTHS: Final = {"wide": 1440, "phone": 360}
EVERY: Final = (("light", "wide"), ("dark", "wide"), ("night", "wide"), ("light", "phone"), ("dark", "phone"))
"""Each page is looked at like this; what else it shows, like the next."""
DESK: Final = (("light", "wide"), ("dark", "phone"))
HAND: Final = (("light", "phone"), ("dark", "phone"))
TOLD: Final = "deconflict-client watch"


@dataclass(frozen=True)
class Screen:
    """A page to look at: where it is and as whom; `first` is what has to be there before it is looked at.

    presses: what is pressed, one after another, to come there from the page.
    """

    name: str
    path: str
    login: str | None
    first: str
    presses: tuple[str, ...] = ()
    shown: tuple[tuple[str, str], ...] = EVERY


def of_desk(view: str, first: str, *presses: str) -> Screen:
    """A view of the liaison desk."""
    path = f"/liaison/#/{view}"
    return Screen(f"liaison-{view}" + ("-one" if presses else ""), path, "salem@east", first, presses, DESK)


def of_phone(number: int, name: str) -> Screen:
    """A tab of the crew's phone."""
    tab = f"nav.places button:nth-of-type({number})"
    return Screen(f"mobile-{name}", "/mobile/", "omar@east", f"{tab}[aria-current=page]", (tab,), HAND)


SCREENS: Final = (
    Screen("door", "/", None, ".sign-in"),
    Screen("door-inside", "/", "salem@east", ".places"),
    Screen("room", "/room/", "room", ".unit"),
    Screen("account", "/room/", "room", "main.account .way", ("header .own > button",), DESK[:1]),
    Screen(
        "account",
        "/room/",
        "room",
        "main.account .way",
        ("header .to-own", "header .own > button"),
        DESK[1:],
    ),
    Screen("liaison", "/liaison/", "salem@east", "main"),
    *(
        of_desk(view, ".here h2")
        for view in ("new", "map", "calendar", "crews", "agreements", "incidents", "seen")
    ),
    of_desk("patrols", "#patrol-title", ".here .rows a"),
    of_desk("agreements", "#pact-title", ".here .rows a"),
    Screen("mobile", "/mobile/", "omar@east", "main"),
    *(of_phone(number, name) for number, name in ((2, "alerts"), (3, "map"), (4, "report"), (5, "more"))),
)


@contextmanager
def demonstration(folder: Path) -> Iterator[str]:
    """Run the demonstration until its story is told, and yield its address."""
    command = [
        sys.executable,
        "-m",
        "deconflict",
        "demo",
        "--port",
        "0",
        "--speed",
        "100",
        "--data",
        str(folder),
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DECONFLICT_")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        url = ""
        for line in process.stdout:
            url = url or next((word for word in line.split() if word.startswith("http://")), "")
            if TOLD in line:
                break
        try:
            yield url
        finally:
            process.terminate()
            process.wait(60)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser; its pictures go where it is told."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise SystemExit("no Chromium on this machine: on Debian, apt-get install chromium")
    async with driven(found) as browser:
        yield browser


def sign_in(url: str, who: dict[str, str]) -> str:
    """Sign somebody in once, for all their pictures: so often nobody is let try."""
    known = {"login": who["login"], "password": who["password"]}
    answer = httpx2.post(f"{url}/v1/session", json=known)
    answer.raise_for_status()
    return str(answer.json()["token"])


async def shoot(url: str, out: Path) -> list[str]:
    """Take every picture; return what is wrong with them."""
    people = {who["login"]: who for who in httpx2.get(f"{url}/v1/demonstration").json()["people"]}
    logins = {screen.login for screen in SCREENS if screen.login is not None}
    tokens = {login: sign_in(url, people[login]) for login in logins}
    wrong: list[str] = []
    every = [
        (screen, language, *dress) for screen in SCREENS for language in LANGUAGES for dress in screen.shown
    ]
    async with chromium() as browser:
        for screen, language, theme, shape in track(every, "looking", disable=not sys.stderr.isatty()):
            name = f"{screen.name}-{language}-{theme}-{shape}"
            system = "light" if theme == "light" else "dark"
            await browser.open(f"{url}{screen.path}", language, system, WIDTHS[shape])
            if theme == "night":
                await browser("wear", theme=theme)
            if screen.login is not None:
                await browser("carry", token=tokens[screen.login])
            await browser("complaints")  # before, nobody was signed in, and the page was told so
            wrong += [f"{name}: {each}" for each in await looked_at(browser, screen, out / f"{name}.png")]
    return wrong


async def looked_at(browser: Browser, screen: Screen, file: Path) -> list[str]:
    """Wait until the page is there, take its picture, and return what is wrong with it."""
    for each in screen.presses:
        await browser("press", selector=each)
    await browser("sees", selector=screen.first)
    await browser("settles")
    await browser("shot", path=str(file))
    page: dict[str, Any] = await browser("document")
    over = [f"sticks out sideways by {page['overflow']} px"] if page["overflow"] > 0 else []
    return [*over, *await browser("axe"), *await browser("complaints")]


def main() -> int:
    """Take the pictures and say what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, default=ROOT / "artifacts" / "screens")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="screens-") as folder:
        Path(folder).chmod(0o711)
        with demonstration(Path(folder)) as url:
            wrong = asyncio.run(shoot(url, asked.out))
    for each in wrong:
        print(each)
    print(f"{len(list(asked.out.glob('*.png')))} pictures in {asked.out}, {len(wrong)} complaints")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
