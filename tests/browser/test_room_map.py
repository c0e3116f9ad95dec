"""The room's map in a real browser: what an alert is about, another time than now, and what is left out."""

from datetime import timedelta
from typing import Any

import httpx2
import pytest

from deconflict_client.incidents import Observation
from tests.browser.chromium import HEIGHT
from tests.browser.test_room import ALERT, WORDS, approach, complaints, sign_in

SAID = {
    "en": {
        "show": "Show on the map",
        "slider": "Shown time, from 24 hours ago to 24 hours from now",
        "not_now": "NOT NOW",
        "back": "Back to now",
        "near": ("43", "south", "Misrata"),
        "sources": "Land and borders:",
        "unit": "U1",
        "log": "Shift log",
        "nothing": "Nothing is known here of that time",
    },
    "ar": {
        "show": "أظهر على الخريطة",
        "slider": "الوقت المعروض، من قبل أربع وعشرين ساعة إلى ما بعد أربع وعشرين ساعة",
        "not_now": "ليس الآن",
        "back": "العودة إلى الآن",
        "near": ("43", "الجنوب", "مصراتة"),
        "sources": "اليابسة والحدود:",
        "unit": "U1",
        "log": "سجل المناوبة",
        "nothing": "لا شيء معروف هنا عن ذلك الوقت",
    },
}
MAP = ".map-canvas"
DRAWN = {"selector": f"{MAP}[aria-busy=false]"}
PATROL = "section[aria-labelledby=plans-title] .row"
TWO_HOURS_MS = 2 * 3_600_000


@pytest.mark.rule("ALR-07")
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_map_shows_what_an_alert_is_about_and_never_another_time_as_now(
    stage: Any, browser: Any, language: str
) -> None:
    said = SAID[language]
    await browser.open(f"{stage.url}/room/", language)
    await sign_in(browser, WORDS[language])
    await stage["a"].register(stage.plan("U2", at=timedelta(minutes=30)))
    await approach(stage)
    await browser("sees", **ALERT)
    await browser("sees", **DRAWN)
    await browser("paints", selector=MAP, property="--map-land", pixels=10_000)

    await browser("press", role="button", name=said["show"])
    await browser("sees", selector=".alert.chosen")
    near = await browser("sees", selector=".map-where:not(:empty)")
    assert all(word in near for word in said["near"]), near
    await browser.says(said["sources"], selector=".map-attribution[open]")
    await browser("paints", selector=MAP, property="--critical", pixels=100)
    await browser("paints", selector=MAP, property="--accent", pixels=50)
    await browser("pressAt", selector=MAP, across=0.5, down=0.05)
    await browser("misses", selector=".chosen")
    await browser("pressAt", selector=MAP, across=0.5, down=0.5)
    await browser("sees", selector=".alert.chosen")
    assert await browser("axe") == []
    await browser.shot(f"room-map-{language}")

    await browser("fill", label=said["slider"], text=str(TWO_HOURS_MS))
    await browser.says(said["not_now"], selector=".not-now")
    await browser("misses", selector=".bar .stream")
    await browser("sees", selector=".map.dimmed")
    await browser("misses", selector=".unit, .row.critical")
    assert await browser("axe") == []
    await browser.shot(f"room-later-{language}")
    await browser("press", role="button", name=said["back"])
    await browser("misses", selector=".not-now, .map.dimmed")
    await browser("sees", selector=".bar .stream")
    await browser("counts", selector=".unit", times=2)
    assert await complaints(browser) == []


@pytest.mark.slow
async def test_what_is_left_out_of_the_map_is_said_and_kept_and_never_an_alert(
    stage: Any, browser: Any
) -> None:
    await browser.open(f"{stage.url}/room/", "en")
    await sign_in(browser, WORDS["en"])
    await approach(stage)
    await browser("sees", **ALERT)
    await browser("press", selector=".filters label:has-text('Conflicts') input")
    await browser("choose", label="Grade", value="critical")
    await browser.says("Not everything is shown", selector=".hiding")
    await browser("reload")
    await browser("sees", selector=".hiding")
    await browser("sees", **ALERT)
    await browser("press", role="button", name="Show everything")
    await browser("misses", selector=".hiding")


@pytest.mark.rule("ALR-07")
@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_another_time_is_said_in_view_wherever_one_scrolls_and_shows_nothing_of_later(
    stage: Any, browser: Any, language: str, width: int
) -> None:
    said = SAID[language]
    await browser.open(f"{stage.url}/room/", language, "dark" if language == "ar" else "light", width)
    await sign_in(browser, WORDS[language])
    await stage["a"].register(stage.plan("U2", at=timedelta(minutes=30)))
    seen = Observation("crowd", "high", "certain", stage.clock.now(), "Fifty people at the bridge.")
    await stage["a"].report_incident("U1", seen)
    await stage.check()
    await browser("sees", selector=PATROL)
    await browser("sees", selector=".incident")
    await browser("sees", **DRAWN)

    await browser("fill", label=said["slider"], text=str(-TWO_HOURS_MS))
    await browser("sees", selector=f"[role=status]:text('{said['not_now']}')")
    await browser.says(said["nothing"], selector=".nothing-then")
    await browser("misses", selector=f"{PATROL}, .incident, .bar .stream")
    for px in (-10_000, 400, 10_000):
        await browser("scrolls", px=px)
        await browser.until(lambda boxes: 0 <= boxes[0]["y"] <= HEIGHT / 2, "boxes", selectors=[".not-now"])
    assert await browser("axe") == []
    assert (await browser("document"))["overflow"] <= 0
    await browser.shot(f"room-then-{language}-{width}")
    await browser("press", role="button", name=said["back"])
    await browser("sees", selector=PATROL)
    await browser("sees", selector=".incident")
    assert await complaints(browser) == []


REPLAY = {
    "en": {"open": "Replay a time of the last 72 hours", "load": "Read and play", "hours": "For"},
    "ar": {"open": "إعادة عرض وقت من آخر 72 ساعة", "load": "قراءة وتشغيل", "hours": "لمدة"},
}


@pytest.mark.rule("ALR-07", "DIS-07")
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_page_opened_later_replays_where_units_were_and_that_is_on_the_ledger(
    stage: Any, browser: Any, language: str
) -> None:
    said = SAID[language]
    await approach(stage)
    stage.clock.advance(2 * 3600)
    await browser.open(f"{stage.url}/room/", language)
    await sign_in(browser, WORDS[language])
    await browser("sees", **DRAWN)
    await browser("fill", label=said["slider"], text=str(-TWO_HOURS_MS))
    await browser.says(said["not_now"], selector=".not-now")
    await browser("counts", selector=".unit", times=2)
    assert await browser("axe") == []
    await browser.shot(f"room-replay-{language}")
    headers = {"Authorization": f"Bearer {await stage.token('a')}"}
    async with httpx2.AsyncClient(base_url=stage.url, headers=headers) as client:
        entries = (await client.get("/v1/ledger", params={"kind": "disclosure"})).json()["entries"]
    assert [entry for entry in entries if entry["payload"].get("what") == "tracks"] != []

    await browser("press", role="button", name=said["back"])
    await browser("press", selector=f".past summary:has-text('{REPLAY[language]['open']}')")
    await browser("choose", label=REPLAY[language]["hours"], value="2")
    await browser("press", role="button", name=REPLAY[language]["load"])
    await browser("sees", selector=".not-now")
    await browser("misses", selector="progress")
    assert await browser("axe") == []
    await browser.shot(f"room-window-{language}")
    await browser("misses", selector=".not-now")  # it ends with the window, which ends now
    assert await complaints(browser) == []
