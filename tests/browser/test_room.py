"""The room in a real browser: somebody signs in, sees an alert and answers it; a cut stream dims everything."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.browser.chromium import is_whole
from tests.scenarios.conftest import PASSWORD, Place, spot
from tests.scenarios.tunnel import Tunnel

WORDS = {
    "en": {
        "sign_in": "Sign in",
        "login": "Login",
        "password": "Password",
        "wrong": "Login or password is wrong.",
        "title": "Coordination room",
        "encounter": "Encounter",
        "sos": "SOS",
        "acknowledge": "Acknowledge",
        "none": "No alert waits for an answer.",
        "lost": "No connection since",
        "unsent": "1 answer is not sent yet",
        "dir": "ltr",
    },
    "ar": {
        "sign_in": "دخول",
        "login": "اسم الدخول",
        "password": "كلمة المرور",
        "wrong": "اسم الدخول أو كلمة المرور غير صحيح.",
        "title": "غرفة التنسيق",
        "encounter": "تقارب ميداني",
        "sos": "استغاثة",
        "acknowledge": "أقرّ بالاطلاع",
        "none": "لا تنبيه بانتظار الرد.",
        "lost": "انقطع الاتصال منذ",
        "unsent": "رد واحد لم يُرسل بعد",
        "dir": "rtl",
    },
}
LIVE = {"selector": ".stream:not(.soft):not(.lost)"}
"""Of the window of every device here."""
ALERT = {"selector": ".alert.critical"}


async def sign_in(browser: Any, words: dict[str, str]) -> None:
    """Go in as the room's officer."""
    await browser("fill", label=words["login"], text="room")
    await browser("fill", label=words["password"], text=PASSWORD)
    await browser("press", role="button", name=words["sign_in"])
    await browser("sees", **LIVE)


async def approach(stage: Any) -> None:
    """Let two units of two parties drive at each other."""

    def from_the(west_m: float, speed_m_s: float) -> Callable[[float], Place]:
        return lambda seconds: spot(west_m + speed_m_s * seconds, 0.0)

    await stage.drive(30, {("a", "U1"): from_the(-4000.0, 15.0), ("b", "U1"): from_the(4000.0, -15.0)})


async def complaints(browser: Any) -> list[str]:
    """What the page complained of, but for requests and sockets that were meant to fail."""
    meant = ("Failed to load resource", "net::ERR_INTERNET_DISCONNECTED")
    return [each for each in await browser("complaints") if not any(why in each for why in meant)]


@pytest.mark.rule("ALR-03", "ALR-05")
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_an_officer_signs_in_sees_an_alert_and_acknowledges_it(
    stage: Any, browser: Any, language: str
) -> None:
    words = WORDS[language]
    await browser.open(f"{stage.url}/room/", language)
    await browser("fill", label=words["login"], text="room")
    await browser("fill", label=words["password"], text="not the password")
    await browser("press", role="button", name=words["sign_in"])
    await browser.says(words["wrong"], selector=".fault")
    assert await browser("axe") == []
    await browser.shot(f"sign-in-{language}")

    await sign_in(browser, words)
    await approach(stage)
    said = await browser.says(words["encounter"], **ALERT)
    assert "Party A" in said or "U1" in said
    await browser.says(":", selector=".countdown")
    await browser("counts", selector=".unit", times=2)
    seen = await browser.until(lambda seen: seen["title"] == f"(1) {words['title']}", "document")
    assert (seen["lang"], seen["dir"]) == (language, words["dir"])
    assert await browser("axe") == []
    await browser.shot(f"room-{language}")

    await browser("press", role="button", name=words["acknowledge"])
    await browser("misses", selector=".alert")
    await browser.says(words["none"], selector="[role=status].soft")
    [told] = [alert for alert in await stage.alerts("room") if alert.kind == "encounter"]
    assert told.acknowledged.by == "Room"
    assert await complaints(browser) == []


@pytest.mark.rule("ALR-03")
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_call_for_help_is_in_view_above_whatever_else_waits(
    stage: Any, browser: Any, language: str
) -> None:
    words = WORDS[language]
    await browser.open(f"{stage.url}/room/", language)
    await sign_in(browser, words)
    for who in ("a", "b"):
        await stage[who].register(stage.plan("U2", lat=33.0, at=timedelta(hours=10)))
    await stage.tick()
    await approach(stage)
    await browser("counts", selector=".alert", times=2)
    await stage["a"].call_for_help("U3")
    await stage.check()
    await browser.says(words["sos"], selector="li:first-child > .alert:has-text('U3')")
    await browser.until(is_whole, "boxes", selectors=[".alert:has-text('U3')"])
    assert await browser("axe") == []
    await browser.shot(f"room-sos-{language}")


@pytest.mark.rule("ALR-07")
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_cut_stream_dims_everything_and_says_since_when_and_no_answer_is_lost(
    stage: Any, browser: Any, language: str
) -> None:
    words = WORDS[language]
    async with Tunnel(stage.url).open() as tunnel:
        await browser.open(f"{tunnel.url}/room/", language)
        await sign_in(browser, words)
        await approach(stage)
        await browser("sees", **ALERT)
        await browser.until(
            lambda opacity: float(opacity) == 1.0, "style", selector="main", property="opacity"
        )

        tunnel.enter()
        await browser.says(words["lost"], selector=".stream.lost")
        await browser.until(
            lambda opacity: float(opacity) < 0.5, "style", selector="main", property="opacity"
        )
        await browser("press", role="button", name=words["acknowledge"])
        await browser.says(words["unsent"], selector=".unsent")
        await browser.shot(f"lost-{language}")
        [waits] = [alert for alert in await stage.alerts("room") if alert.kind == "encounter"]
        assert waits.acknowledged is None

        tunnel.leave()
        await browser("sees", **LIVE)
        await browser("misses", selector=".alert")
        [told] = [alert for alert in await stage.alerts("room") if alert.kind == "encounter"]
        assert told.acknowledged is not None
        await browser.until(
            lambda opacity: float(opacity) == 1.0, "style", selector="main", property="opacity"
        )


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_room_fits_on_a_phone_in_either_language_and_light(
    stage: Any, browser: Any, language: str, theme: str
) -> None:
    await browser.open(f"{stage.url}/room/", language, theme, width=360)
    await browser.shot(f"phone-door-{language}-{theme}")
    await sign_in(browser, WORDS[language])
    await approach(stage)
    for who in ("a", "b"):
        await stage[who].register(stage.plan("U2", lat=33.0, at=timedelta(hours=1)))
    await stage.tick()
    await browser("sees", **ALERT)
    assert (await browser("document"))["overflow"] <= 0
    assert await browser("axe") == []
    await browser.shot(f"phone-room-{language}-{theme}")


@pytest.mark.slow
async def test_language_and_colours_change_at_once_and_are_kept(stage: Any, browser: Any) -> None:
    await browser.open(f"{stage.url}/room/", "en")
    await sign_in(browser, WORDS["en"])
    await approach(stage)
    await browser("sees", **ALERT)
    await browser("choose", label="Language", value="ar")
    await browser.says(WORDS["ar"]["encounter"], **ALERT)
    await browser("choose", label="الألوان", value="night")
    await browser("reload")
    await browser("sees", **ALERT)
    assert (await browser("document"))["dir"] == "rtl"
    assert await browser("axe") == []
    await browser.shot("room-ar-night")
