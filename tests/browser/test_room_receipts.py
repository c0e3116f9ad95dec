"""The room sees whom an alert has reached: nobody, then a phone that has a line again, who saw it, who answered."""

from datetime import timedelta
from typing import Any

import pytest

from tests.browser.test_mobile import phone
from tests.browser.test_room import ALERT, WORDS, approach, complaints, sign_in
from tests.scenarios.tunnel import Tunnel

SAID = {
    "en": {
        "awaited": "not told yet",
        "untold": "is told nothing",
        "told": "not received yet",
        "late": "NOT RECEIVED for",
        "unreached": "2 sides have received nothing",
        "one": "1 side has received nothing",
        "received": "received",
        "not_seen": "not seen yet",
        "seen": "seen",
        "acknowledged": "acknowledged",
        "by": "1 person of",
        "old": "What stands here is",
        "cut": "The service cannot be reached.",
    },
    "ar": {
        "awaited": "لم يُبلَّغ بعد",
        "untold": "لا يُبلَّغ بشيء",
        "told": "ولم يصل بعد",
        "late": "لم يصل منذ",
        "unreached": "طرفان لم يصلهما شيء",
        "one": "طرف واحد لم يصله شيء",
        "received": "وصل",
        "not_seen": "لم يُشاهد بعد",
        "seen": "شوهد",
        "acknowledged": "أُقرّ به",
        "by": "شخص واحد من",
        "old": "ما يظهر هنا عمره",
        "cut": "لا يمكن الوصول إلى الخدمة.",
    },
}
QUEUED = ".room-queue .side"
OURS, THEIRS = f"{QUEUED}:has-text('Party A')", f"{QUEUED}:has-text('Party B')"


async def says(browser: Any, of: str, *words: str) -> None:
    """Wait until a side says all of it, as what is read every few seconds."""
    has = "".join(f":has-text('{word}')" for word in words)
    await browser("sees", selector=of + has)


@pytest.mark.rule("ALR-03", "ALR-07")
@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("ar", "dark"), ("en", "night")])
async def test_a_phone_without_a_line_is_marked_and_then_received_seen_and_acknowledged(
    stage: Any, browser: Any, language: str, theme: str
) -> None:
    said = SAID[language]
    await stage.agree(3)
    async with Tunnel(stage.url).open() as tunnel:
        words = await phone(stage, browser, language, url=tunnel.url)
        await browser("front", **{"is": False})
        tunnel.enter()
        await browser.open(f"{stage.url}/room/", language, device="room")
        await browser("wear", theme=theme)
        await sign_in(browser, WORDS[language])
        await approach(stage)
        await browser("sees", **ALERT)
        stage.clock.advance(20)
        for side in (OURS, THEIRS):
            await says(browser, f"{side}.late", said["late"])
        await browser.says(said["unreached"], selector=".unreached:has-text(' ')")
        assert await browser("axe") == []
        await browser.shot(f"room-unreached-{language}-{theme}")

        tunnel.leave()
        await says(browser, OURS, said["received"], said["by"], said["not_seen"])
        await says(browser, f"{THEIRS}.late", said["late"])
        await browser.says(said["one"], selector=f".unreached:has-text('{said['one']}')")
        await browser("take", device="phone")
        await browser("front", **{"is": True})
        await browser("sees", selector=".alert-screen")
        await browser("take", device="room")
        await says(browser, f"{OURS}.seen", said["seen"], said["by"])
        await browser.shot(f"room-seen-{language}-{theme}")
        await browser("take", device="phone")
        await browser("press", role="button", name=words["acknowledge"])
        await browser("take", device="room")
        await says(browser, f"{OURS}.acknowledged", said["acknowledged"])
        assert await browser("axe") == []
        assert [each for each in await complaints(browser) if "/v1/live" not in each] == []


@pytest.mark.rule("ALR-03", "DIS-05")
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_conflict_says_that_nobody_is_told_until_they_are_and_fits_on_a_phone(
    stage: Any, browser: Any, language: str
) -> None:
    said = SAID[language]
    await browser.open(f"{stage.url}/room/", language, width=360)
    await sign_in(browser, WORDS[language])
    for who in ("a", "b"):
        await stage[who].register(stage.plan("U1", at=timedelta(minutes=50)))
    await stage.check()
    for side in (OURS, THEIRS):
        await says(browser, f"{side}.awaited", said["awaited"])
    await browser.shot(f"room-awaited-{language}-phone")
    stage.clock.advance(20)
    for side in (OURS, THEIRS):
        await says(browser, f"{side}.untold", said["untold"])
    assert (await browser("document"))["overflow"] <= 0
    await browser.shot(f"room-untold-{language}-phone")
    await stage.tick()
    (told,) = await stage.alerts("a")
    await says(browser, OURS, said["told"])
    await stage["a2"].see(told.epoch, told.seq)
    await says(browser, f"{OURS}.seen", said["seen"], said["by"])
    listed = ".row .side:has-text('Party A').seen"
    await browser.says(said["seen"], selector=listed)
    assert await browser("axe") == []
    await browser.shot(f"room-told-{language}-phone")
    assert await complaints(browser) == []


@pytest.mark.rule("ALR-07")
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_what_cannot_be_read_any_more_says_so_and_how_old_it_is(
    stage: Any, browser: Any, language: str
) -> None:
    said = SAID[language]
    async with Tunnel(stage.url).open() as tunnel:
        await browser.open(f"{tunnel.url}/room/", language)
        await sign_in(browser, WORDS[language])
        for who in ("a", "b"):
            await stage[who].register(stage.plan("U1", at=timedelta(minutes=50)))
        await stage.tick()
        await says(browser, OURS, said["told"])
        await browser("misses", selector=".room-queue > .fault")
        tunnel.enter()
        await browser.says(said["old"], selector=f".room-queue > .fault:has-text('{said['old']}')")
        incidents = "section[aria-labelledby=incidents-title] .fault"
        await browser.says(said["cut"], selector=incidents)
        await browser.shot(f"room-unread-{language}")
        tunnel.leave()
        await browser("misses", selector=".room-queue > .fault")
        await says(browser, OURS, said["told"])
