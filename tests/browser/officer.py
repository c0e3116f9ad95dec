"""A liaison officer at the desk: what a hand does is counted, since there is a bound for how much a patrol takes."""

import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from tests.browser.chromium import Browser
from tests.scenarios.conftest import PASSWORD

LIVE: Final = {"selector": ".stream:not(.soft):not(.lost)"}
MAP: Final = ".map-canvas[aria-busy=false] .maplibregl-canvas"
PACE_S: Final = 1.5
"""How long somebody takes for one press, with looking where to."""
SIGN_IN: Final = {
    "en": ("Login", "Password", "Sign in"),
    "ar": ("اسم الدخول", "كلمة المرور", "دخول"),
}


@dataclass
class Officer:
    """Somebody at a device of their own; `hands` counts what they did since they began to."""

    browser: Browser
    url: str
    name: str = "a@a"
    language: str = "en"
    hands: int = field(default=0, init=False)
    began: float = field(default=0.0, init=False)

    async def arrives(self, at: str = "", theme: str = "light", width: int = 1280) -> None:
        """Open the desk on a fresh device and sign in."""
        login, password, enter = SIGN_IN[self.language]
        await self.browser.open(
            f"{self.url}/liaison/{at}", self.language, theme, width, device=f"{self.name} {self.language}"
        )
        await self.browser("fill", label=login, text=self.name)
        await self.browser("fill", label=password, text=PASSWORD)
        await self.browser("press", role="button", name=enter)
        await self.browser("sees", **LIVE)

    async def is_back(self) -> None:
        """Look at this officer's device again."""
        await self.browser("take", device=f"{self.name} {self.language}")

    def begins(self) -> None:
        """Count what is done from here on."""
        self.hands, self.began = 0, time.monotonic()

    def takes(self) -> timedelta:
        """Return how long that takes somebody: the presses at a human pace, and what the pages were waited for."""
        return timedelta(seconds=self.hands * PACE_S + time.monotonic() - self.began)

    async def presses(self, name: str, role: str = "button") -> None:
        """Press something by its name."""
        self.hands += 1
        await self.browser("press", role=role, name=name)

    async def chooses(self, label: str, value: str) -> None:
        """Open a choice, and choose."""
        self.hands += 2
        await self.browser("choose", label=label, value=value)

    async def fills(self, label: str, text: str) -> None:
        """Go to a field, and type."""
        self.hands += 2
        await self.browser("fill", label=label, text=text)

    async def drops(self, path: str) -> None:
        """Drag a file in."""
        self.hands += 1
        await self.browser("drop", selector=".drop-place", path=path)

    async def presses_map(self, across: float, down: float) -> None:
        """Press on the map, at shares of its width and height."""
        self.hands += 1
        await self.browser("pressAt", selector=MAP, across=across, down=down)

    async def sees(self, selector: str) -> str:
        """Wait until something is there, and read it."""
        said: str = await self.browser("sees", selector=selector)
        return said

    async def reads(self, words: str, selector: str) -> None:
        """Wait until something says that."""
        await self.browser.says(words, selector=selector)

    async def holds(self, label: str, text: str) -> None:
        """Wait until that stands in a field."""
        await self.browser.until(lambda value: value == text, "value", label=label)

    async def value(self, label: str) -> str:
        """Read a field."""
        said: str = await self.browser("value", label=label)
        return said

    async def looks(self, name: str) -> None:
        """Hold the screen against what everybody needs of it, and keep its picture."""
        await self.browser("settles")
        await self.browser.shot(f"liaison-{name}")
        assert await self.browser("axe") == []
        assert (await self.browser("document"))["overflow"] <= 0

    async def complaints(self) -> list[str]:
        """Return what the pages complained of, but for requests that were meant to fail."""
        return [each for each in await self.browser("complaints") if "Failed to load resource" not in each]


async def unit_of(stage: Any, who: str, callsign: str) -> str:
    """Return the number of one of a party's units."""
    [number] = [unit.id for unit in await stage[who].units() if unit.callsign == callsign]
    return str(number)
