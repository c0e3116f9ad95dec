"""The room in a real browser: somebody signs in, sees an alert and answers it; a cut stream dims everything."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

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
HEIGHT = 800
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
    assert await browser("sees", selector=".fault") == words["wrong"]
    assert await browser("axe") == []
    await browser.shot(f"sign-in-{language}")

    await sign_in(browser, words)
    await approach(stage)
    said = await browser("sees", **ALERT)
    assert words["encounter"] in said
    assert "Party A" in said or "U1" in said
    assert ":" in await browser("sees", selector=".countdown")
    await browser("counts", selector=".unit", times=2)
    seen = await browser("document")
    assert (seen["lang"], seen["dir"], seen["title"]) == (language, words["dir"], f"(1) {words['title']}")
    assert await browser("axe") == []
    await browser.shot(f"room-{language}")

    await browser("press", role="button", name=words["acknowledge"])
    await browser("misses", selector=".alert")
    assert words["none"] in await browser("sees", selector="[role=status].soft")
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
    assert words["sos"] in await browser("sees", selector="li:first-child > .alert:has-text('U3')")
    card = await browser("box", selector=".alert:has-text('U3')")
    assert card["y"] >= 0
    assert card["y"] + card["height"] <= HEIGHT
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
        assert float(await browser("style", selector="main", property="opacity")) == 1.0

        tunnel.enter()
        assert words["lost"] in await browser("sees", selector=".stream.lost")
        assert float(await browser("style", selector="main", property="opacity")) < 0.5
        await browser("press", role="button", name=words["acknowledge"])
        assert await browser("sees", selector=".unsent") == words["unsent"]
        await browser.shot(f"lost-{language}")
        [waits] = [alert for alert in await stage.alerts("room") if alert.kind == "encounter"]
        assert waits.acknowledged is None

        tunnel.leave()
        await browser("sees", **LIVE)
        await browser("misses", selector=".alert")
        [told] = [alert for alert in await stage.alerts("room") if alert.kind == "encounter"]
        assert told.acknowledged is not None
        assert float(await browser("style", selector="main", property="opacity")) == 1.0


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
    assert WORDS["ar"]["encounter"] in await browser("sees", **ALERT)
    await browser("choose", label="الألوان", value="night")
    await browser("reload")
    await browser("sees", **ALERT)
    assert (await browser("document"))["dir"] == "rtl"
    assert await browser("axe") == []
    await browser.shot("room-ar-night")
