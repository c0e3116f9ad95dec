"""An alert that comes while somebody is far down a narrow page: noticed at once, gone to, and come back from."""

from datetime import timedelta
from typing import Any, Final

import pytest

from tests.browser.chromium import HEIGHT, is_whole
from tests.browser.officer import Officer
from tests.browser.test_room import WORDS, approach, sign_in

BAR: Final = ".alert-bar > .waits"
BACK: Final = ".alert-bar > .back"
FIRST: Final = ".alerts > li:first-child"


async def overlap(stage: Any) -> None:
    """Let A and B plan the same road, and tell both of it."""
    await stage["a"].register(stage.plan("U1", at=timedelta(hours=6), time_tolerance_s=600))
    await stage["b"].register(stage.plan("U2", at=timedelta(hours=6), time_tolerance_s=600))
    await stage.tick()


async def is_clear(browser: Any, field: str) -> None:
    """Wait until a field stands between the bar above and the one that sends."""

    def stands(boxes: list[dict[str, float]]) -> bool:
        bar, box, send = boxes
        return bar["y"] + bar["height"] <= box["y"] and box["y"] + box["height"] <= send["y"]

    await browser.until(stands, "boxes", selectors=[BAR, field, ".send"])


@pytest.mark.rule("ALR-03")
@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("ar", "dark")])
async def test_an_alert_is_noticed_while_a_form_is_filled_in_on_a_phone(
    stage: Any, browser: Any, language: str, theme: str
) -> None:
    note, waits, gravest = {
        "en": ("Note", "1 waits for an answer", "Caution: Overlap"),
        "ar": ("ملاحظة", "تنبيه واحد بانتظار الرد", "تحذير: تداخل"),
    }[language]
    field = f".entry .field:has(label:text-is('{note}')) input"
    officer = Officer(browser, stage.url, language=language)
    await officer.arrives("#/new", theme, 360)
    await browser("settles")
    await officer.fills(note, "Fuel first")
    await browser("misses", selector=BAR)
    await overlap(stage)
    await officer.reads(waits, BAR)
    await officer.reads(gravest, BAR)
    await is_clear(browser, field)

    await browser("press", selector=BAR)
    await officer.sees(f"{FIRST}:focus")
    await browser.until(is_whole, "boxes", selectors=[FIRST])
    await browser("press", selector=BACK)
    await officer.sees(f"{field}:focus")
    await officer.sees(BAR)
    await is_clear(browser, field)
    await officer.holds(note, "Fuel first")
    await officer.looks(f"alert-bar-{language}-{theme}-360")
    assert await officer.complaints() == []


@pytest.mark.rule("ALR-03")
@pytest.mark.slow
async def test_beside_a_form_on_a_wide_screen_the_alerts_stand_and_no_bar(stage: Any, browser: Any) -> None:
    officer = Officer(browser, stage.url)
    await officer.arrives("#/new")
    await browser("settles")
    await officer.fills("Note", "Fuel first")
    await overlap(stage)
    await officer.sees(".alert")
    await browser("settles")
    await browser("misses", selector=BAR)
    await browser.until(lambda boxes: 0 <= boxes[0]["y"] < HEIGHT, "boxes", selectors=[FIRST])
    assert await officer.complaints() == []


@pytest.mark.rule("ALR-03")
@pytest.mark.slow
async def test_the_account_leads_back_to_the_alerts(stage: Any, browser: Any) -> None:
    officer = Officer(browser, stage.url)
    await officer.arrives("#/new")
    await officer.presses("Sessions and devices")
    await overlap(stage)
    await browser("press", selector=BAR)
    await officer.sees(f"{FIRST}:focus")
    assert await officer.complaints() == []


@pytest.mark.rule("ALR-03")
@pytest.mark.slow
async def test_far_down_the_room_on_a_phone_an_encounter_is_noticed(stage: Any, browser: Any) -> None:
    words = WORDS["en"]
    await browser.open(f"{stage.url}/room/", "en", width=360)
    await sign_in(browser, words)
    await browser("settles")
    await browser("scrolls", px=5000)
    await approach(stage)
    await browser.says(words["encounter"], selector=BAR)
    assert await browser("axe") == []
    await browser.shot("room-alert-bar-en-light-360")
    await browser("press", selector=BAR)
    await browser("sees", selector=f"{FIRST}:focus")
