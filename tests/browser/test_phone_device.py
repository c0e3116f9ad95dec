"""What the crew's phone asks of its device: to sound, to shake, to stay awake, to look where it is, to be woken."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copytree
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import URL

from deconflict.api import web_client
from deconflict.runtime.migrate import conninfo
from deconflict_client import AsyncClient
from tests.browser.test_mobile import SCREEN, WORDS, go, phone
from tests.browser.test_room import approach, complaints
from tests.scenarios.conftest import PASSWORD, staged
from tests.scenarios.test_20_passers_by import omar

NOTING: dict[str, Any] = {"noting": {}}
SWITCH = {"selector": ".switch"}
PUSHED = {
    "en": {"title": "deconflict", "body": "Open the app.", "lang": "en", "dir": "ltr"},
    "ar": {"title": "تنبيه", "body": "افتح التطبيق.", "lang": "ar", "dir": "rtl"},
}
SOUND = "Sound is off. Touch here so that alerts can ring."


@pytest.mark.rule("ALR-05")
@pytest.mark.slow
async def test_an_alert_sounds_and_shakes_until_it_is_answered(stage: Any, browser: Any) -> None:
    await stage.agree(3)
    words = await phone(stage, browser, "en", **NOTING)
    await browser("touch")
    await approach(stage)
    await browser("sees", **SCREEN)
    shaken = await browser("asks", kind="vibrate")
    assert shaken[0]["pattern"] == [400, 150, 400, 150, 600]
    sounded = await browser("asks", kind="tone")
    assert {each["state"] for each in sounded} == {"running"}
    assert {round(each["hz"]) for each in sounded} == {880, 1320}
    await browser("press", role="button", name=words["acknowledge"])
    await browser.says(words["none"], selector="main .empty")
    await browser.until(lambda shaken: shaken[-1]["pattern"] == 0, "asks", kind="vibrate")
    assert await complaints(browser) == []


@pytest.mark.slow
async def test_before_anybody_touched_it_the_phone_says_that_it_cannot_be_heard(
    stage: Any, browser: Any
) -> None:
    await stage.agree(3)
    await phone(stage, browser, "en", **NOTING)
    await approach(stage)
    await browser("sees", **SCREEN)
    await browser("sees", role="button", name=SOUND)
    assert [each for each in await browser("noted") if each["what"] == "tone"] == []
    await browser("press", role="button", name=SOUND)
    assert {each["state"] for each in await browser("asks", kind="tone")} == {"running"}


@pytest.mark.slow
async def test_whoever_shares_keeps_the_screen_on_and_looks_seldom_while_the_battery_is_low(
    stage: Any, browser: Any
) -> None:
    low = {"noting": {"battery": {"level": 0.05, "charging": False}}}
    await phone(stage, browser, "en", **low)
    await browser("allow", permission="screen-wake-lock")
    assert await browser("noted") == []
    await browser("press", **SWITCH)
    [awake] = await browser("asks", kind="awake")
    assert awake["type"] == "screen"
    await browser.says("Looks every 1 minute", selector=".switch + p")
    [heard] = [each for each in (await stage["a"].picture()).positions if each.callsign == "U1"]
    assert heard.fix.lon == pytest.approx(15.0, abs=0.001)
    assert len([each for each in await browser("noted") if each["what"] == "looked"]) == 1
    await browser("press", **SWITCH)
    await browser("asks", kind="released")


@pytest.mark.rule("ALR-03")
@pytest.mark.slow
async def test_received_seen_and_acknowledged_are_told_apart(stage: Any, browser: Any) -> None:
    await stage.agree(3)
    words = await phone(stage, browser, "en")
    stage.people["U1"] = await same_unit(stage)

    async def facts() -> tuple[bool, bool, bool]:
        [alert] = [each for each in await stage.alerts("U1") if each.kind == "encounter"]
        return alert.received, alert.seen, alert.acknowledged is not None

    async def become(wanted: tuple[bool, bool, bool]) -> None:
        for _ in range(100):
            if await facts() == wanted:
                return
            await asyncio.sleep(0.1)
        assert await facts() == wanted

    await browser("front", **{"is": False})
    await approach(stage)
    await browser("sees", **SCREEN)
    await become((True, False, False))
    await browser("settles")
    assert await facts() == (True, False, False)
    await browser("front", **{"is": True})
    await become((True, True, False))
    await browser("press", role="button", name=words["acknowledge"])
    await browser.says(words["none"], selector="main .empty")
    await become((True, True, True))


@pytest.mark.rule("IDN-03", "LIV-06")
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_crew_that_is_bound_to_a_unit_is_asked_for_none_and_told_of_its_encounter(
    stage: Any, browser: Any, owner_database: Any, language: str
) -> None:
    await stage.agree(3)
    await omar(stage, owner_database, "U1")
    await browser.open(f"{stage.url}/mobile/", language, "light", width=360)
    await browser("enter", login="omar@a", password=PASSWORD)
    await browser.says("U1", selector="header h1 bdi")
    await approach(stage)
    await browser.says(WORDS[language]["encounter"], **SCREEN)
    await browser.shot(f"mobile-bound-{language}-light")
    assert await browser("axe") == []
    await go(browser, 4)
    await browser.says("U1", selector="main .card:last-child > p")


@pytest.fixture
async def pushing(
    database_url: URL, owner_database: Any, context_key: bytes, clock: Any
) -> AsyncIterator[Any]:
    """A stage whose service offers web push."""
    contact = {"push_contact": "mailto:ops@example.org"}
    async with staged(database_url, owner_database, context_key, clock, **contact) as stage:
        yield stage


async def addresses(superuser: str) -> list[tuple[Any, ...]]:
    """Which addresses push is sent to, and whether it still is."""
    async with await psycopg.AsyncConnection.connect(superuser) as connection:
        rows = await connection.execute("SELECT reach, removed_at IS NULL FROM address")
        return await rows.fetchall()


async def same_unit(stage: Any) -> AsyncClient:
    """Another device of U1: its feed is the phone's (IDN-03)."""
    return stage[await stage.crew("a", "U1")]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_push_brings_a_notification_without_content_and_a_press_on_it_the_page(
    stage: Any, browser: Any, language: str
) -> None:
    await phone(stage, browser, language)
    await browser("isKept")
    await browser("allow", permission="notifications")
    assert await browser("pushed") == [PUSHED[language]]
    pressed = await browser("pressNotification")
    assert pressed == {"noted": [{"what": "focus", "url": "/mobile/"}], "left": 0}


@pytest.mark.slow
async def test_a_phone_is_woken_by_push_once_its_crew_wants_it_and_no_longer_when_not(
    pushing: Any, browser: Any, database_url: URL
) -> None:
    superuser = conninfo(database_url)
    endpoint = "https://push.example.org/of/this/phone"
    await phone(pushing, browser, "en", noting={"push": endpoint})
    await browser("allow", permission="notifications")
    await go(browser, 4)
    await browser("press", role="button", name="Wake this phone")
    [asked] = await browser("asks", kind="subscribe")
    assert (asked["userVisibleOnly"], asked["key"]) == (True, 65)
    await browser("sees", role="button", name="Do not wake it")
    assert await addresses(superuser) == [(endpoint, True)]
    await browser("press", role="button", name="Do not wake it")
    await browser("sees", role="button", name="Wake this phone")
    assert await addresses(superuser) == [(endpoint, False)]


@pytest.mark.slow
async def test_the_map_is_there_without_a_line_once_it_was_looked_at(stage: Any, browser: Any) -> None:
    await stage["a"].register(stage.plan("U1"))
    await phone(stage, browser, "en")
    await browser("isKept")
    await go(browser, 2)
    await browser("sees", selector=".map-card [role=status]")
    await browser("paints", selector=".map-canvas", property="--map-land", pixels=5_000)
    await browser("sees", selector=".map-attribution:not([open])")
    await browser("offline", cut=True)
    await browser("reload")
    await go(browser, 2)
    await browser("sees", selector=".map.dimmed")
    await browser("sees", selector=".map-canvas[aria-busy=false]")
    await browser.shot("mobile-map-offline-en-light")
    await browser("undim")
    await browser("paints", selector=".map-canvas", property="--map-land", pixels=5_000)


@pytest.mark.slow
async def test_a_page_that_was_opened_past_its_worker_is_looked_after_all_the_same(
    stage: Any, browser: Any
) -> None:
    await phone(stage, browser, "en")
    await browser("isKept")
    await browser("reloadsPast")
    await browser("isKept")


@pytest.mark.slow
async def test_a_new_version_waits_until_somebody_takes_it(
    stage: Any, browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = tmp_path / "dist"
    copytree(web_client.BUILT, built)
    monkeypatch.setattr(web_client, "BUILT", built)
    await phone(stage, browser, "en")
    await browser("isKept")
    [before] = await browser("keptShells")
    worker = built / "mobile" / "sw.js"
    worker.write_text(worker.read_text().replace(before.removeprefix("deconflict-shell-"), "another"))
    web_client.files.cache_clear()
    await browser("looksForNewer")
    await browser("sees", role="button", name="Use it now")
    assert set(await browser("keptShells")) == {before, "deconflict-shell-another"}
    await browser("press", role="button", name="Use it now")
    await browser("misses", selector="header button")
    await browser("settles")  # the page is loaded anew meanwhile
    await browser("sees", selector=".stream:not(.soft):not(.lost)")
    assert await browser("keptShells") == ["deconflict-shell-another"]
    web_client.files.cache_clear()
