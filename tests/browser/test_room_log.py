"""The room's shift log in a real browser: who was called, written without a line, and there for the next shift."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.browser.test_room import ALERT, LIVE, WORDS, approach, complaints, sign_in
from tests.scenarios.tunnel import Tunnel

SAID = {
    "en": {
        "called": "Called Party A",
        "kind": "Call",
        "answered": "Huda answered",
        "handover": "Hand over",
        "unsent": "not sent yet",
    },
    "ar": {
        "called": "اتصلنا بـ Party A",
        "kind": "اتصال",
        "answered": "أجاب Huda",
        "handover": "تسليم",
        "unsent": "لم يُرسل بعد",
    },
}
ESCALATED = {
    "en": {
        "press": "Escalate",
        "kind": "Escalation",
        "waits": "Being raised",
        "devices": "Party A: other devices told",
        "duty": "Duty officer of Party A told",
        "climbed": "climbed to the duty officer",
    },
    "ar": {
        "press": "تصعيد",
        "kind": "تصعيد",
        "waits": "يجري التصعيد",
        "devices": "Party A: أُبلغت الأجهزة الأخرى",
        "duty": "أُبلغ الضابط المناوب لدى Party A",
        "climbed": "صُعّد إلى الضابط المناوب",
    },
}
OPEN = {"selector": ".alert .answer button[aria-expanded]"}
ROW = ".log tbody tr"
NEWEST = {"selector": ".log tr.written"}


def bare(text: str) -> str:
    """What is said, without the marks that keep names apart."""
    return text.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.rule("PAT-08")
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_call_is_noted_at_its_alert_without_a_line_and_read_after_a_reload(
    stage: Any, browser: Any, language: str
) -> None:
    said = SAID[language]
    async with Tunnel(stage.url).open() as tunnel:
        await browser.open(f"{tunnel.url}/room/", language)
        await sign_in(browser, WORDS[language])
        await approach(stage)
        await browser("sees", **ALERT)
        await browser("press", **OPEN)
        await browser("fill", selector=".alert .note textarea", text="holds at the bridge")
        await browser("fill", selector=".alert .note input", text="Huda")
        assert await browser("axe") == []
        await browser.shot(f"note-{language}")
        tunnel.enter()
        await browser("sees", selector=".stream.lost")
        await browser("press", selector=f".alert .note button:has-text('{said['called'].split()[0]}')")
        await browser.until(lambda row: said["unsent"] in bare(row), "sees", **NEWEST)
        tunnel.leave()
        await browser("sees", **LIVE)
        await browser("misses", selector=f".log tr.written:has-text('{said['unsent']}')")

        await browser("fill", selector=".log > .note textarea", text="two crews still out")
        await browser("press", selector=f".log > .note button:has-text('{said['handover']}')")
        await browser("sees", selector=".log tr.written:has-text('two crews')")
        await browser("misses", selector=f".log tr.written:has-text('{said['unsent']}')")
        await browser("reload")
        await browser("counts", selector=".log tr.written", times=2)
        row = bare(
            await browser("sees", selector=f".log tr.written:has-text('{said['kind']}'):has-text('Huda')")
        )
        assert said["answered"] in row
        assert "holds at the bridge" in row
        assert "Room" in row
        assert await browser("axe") == []
        await browser.shot(f"log-{language}")
    assert [each for each in await complaints(browser) if "WebSocket" not in each] == []


@pytest.mark.rule("ALR-04")
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_one_press_escalates_and_says_whom_it_reached(stage: Any, browser: Any, language: str) -> None:
    said = ESCALATED[language]
    await browser.open(f"{stage.url}/room/", language, width=1280 if language == "en" else 360)
    await sign_in(browser, WORDS[language])
    for who in ("a", "b"):
        await stage[who].register(stage.plan())
    await stage.tick()
    await browser("sees", selector=".alert")
    now = await told_at(stage)
    for seconds, reached in ((1, said["devices"]), (10, said["duty"])):
        await browser("press", role="button", name=said["press"])
        await browser("sees", selector=f".reached:has-text('{said['waits']}')")
        await stage.engine.escalate(now + timedelta(seconds=seconds))
        answered = f".reached:not(:has-text('{said['waits']}'))"
        await browser.until(lambda row, reached=reached: reached in bare(row), "sees", selector=answered)
    await browser("sees", selector=f".room-queue .side:has-text('Party A'):has-text('{said['climbed']}')")
    await browser("counts", selector=f".log tr.written:has-text('{said['kind']}')", times=2)
    await browser.says("Room", selector=".presence .here")
    assert (await browser("document"))["overflow"] <= 0
    assert await browser("axe") == []
    await browser.shot(f"escalated-{language}")
    [call] = [alert for alert in await stage.alerts("a") if alert.kind == "escalation"]
    assert call.change == "duty"
    assert await complaints(browser) == []


async def told_at(stage: Any) -> datetime:
    """When the ladders began, by the database's clock."""
    async with stage.checker.transaction() as checker:
        [(began,)] = await checker.packed("SELECT max(begun_at) FROM ladder")
    return began  # type: ignore[no-any-return]  # a moment


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_long_log_shows_its_newest_rows_on_a_phone_and_is_printed_whole(
    stage: Any, browser: Any, language: str
) -> None:
    for number in range(45):
        await stage["room"].write_note("note", f"note {number}")
    await browser.open(f"{stage.url}/room/", language, width=360)
    await sign_in(browser, WORDS[language])
    await browser("counts", selector=f"{ROW}:visible", times=20)
    [log] = await browser("boxes", selectors=[".log"])
    assert log["height"] < 5000
    assert await browser("axe") == []
    await browser.shot(f"room-log-{language}-phone")
    await browser("shownOn", media="print")
    await browser("counts", selector=f"{ROW}:visible", times=45)
    await browser("shownOn", media="screen")
    await browser("press", selector=".log-more")
    await browser("counts", selector=f"{ROW}:visible", times=40)
    await browser("key", selector=".log-more", key="Enter")
    await browser("counts", selector=f"{ROW}:visible", times=45)
    await browser("sees", selector=".log-table:focus")
    await browser("misses", selector=".log-more")
    assert await complaints(browser) == []
