"""The crew's phone in a real browser: it opens and answers without the line, calls for help, is told with the room."""

from datetime import timedelta
from typing import Any

import pytest

from tests.browser.chromium import is_above
from tests.browser.test_room import WORDS as ROOM
from tests.browser.test_room import approach, complaints
from tests.browser.test_room import sign_in as sign_in_to_room
from tests.scenarios.conftest import PASSWORD, spot

WORDS = {
    "en": {
        "start": "Start patrol",
        "next": "Next: waypoint",
        "unsent": "not sent yet",
        "check_in": "Check in",
        "checked_in": "Checked in at",
        "acknowledge": "Acknowledge",
        "none": "No alert waits for you.",
        "lost": "No connection",
        "sos_unsent": "SOS NOT SENT YET",
        "sos_sent": "SOS sent at",
        "end": "End the call",
        "sure": "Yes, we are safe",
        "encounter": "Encounter",
        "halt": "ALL HALT",
        "inside": "STAND STILL",
        "stop": "STOP",
        "close": "TOO CLOSE NOW",
        "was_close": "too close when last told",
        "as_of": "as of",
        "closest": "closest, at",
        "planless": "Your unit reports where it is",
        "officer": "Call your officer",
    },
    "ar": {
        "start": "ابدأ الدورية",
        "next": "التالية: النقطة",
        "unsent": "لم يُرسل",
        "check_in": "أنا بخير، هذا موقعي",
        "checked_in": "أُبلغ عنكم",
        "acknowledge": "أقرّ بالاطلاع",
        "none": "لا تنبيه ينتظرك.",
        "lost": "انقطع الاتصال",
        "sos_unsent": "لم تُرسل الاستغاثة بعد",
        "sos_sent": "أُرسلت الاستغاثة",
        "end": "أنهِ الاستغاثة",
        "sure": "نعم، نحن بأمان",
        "encounter": "تقارب ميداني",
        "halt": "توقّف عام",
        "inside": "قفوا مكانكم",
        "stop": "قف",
        "close": "قريب جداً الآن",
        "was_close": "قريب جداً بحسب آخر ما وصل",
        "as_of": "كما كان",
        "closest": "أقرب مسافة،",
        "planless": "وحدتك تبلّغ عن موقعها",
        "officer": "اتصل بضابطك",
    },
}
SCREEN = {"selector": ".alert-screen"}
SLIDE = {"selector": ".slide input"}


async def phone(stage: Any, browser: Any, language: str, theme: str = "light", **more: Any) -> dict[str, Any]:
    """Open the page on a phone that was enrolled for unit U1 of A, in a hand on its way. `url`: by that way."""
    [unit] = [item.id for item in await stage["a"].units() if item.callsign == "U1"]
    offered = await stage["a"].offer_device(unit, "phone of U1", PASSWORD)
    enrolled = await stage["a"].enrol_device(offered.code)
    address = f"{more.pop('url', stage.url)}/mobile/"
    await browser.open(address, language, theme, width=360, device="phone", **more)
    await browser("stands", **place(0.0))
    await browser("enter", device=enrolled.id, secret=enrolled.secret)
    await browser("sees", selector=".stream:not(.soft):not(.lost)")
    return WORDS[language]


def place(east_m: float) -> dict[str, float]:
    """Return a place on the way of U1."""
    lon, lat = spot(east_m, 0.0)
    return {"lon": lon, "lat": lat}


async def fits(browser: Any) -> None:
    """What is seen has to be whole, and clear to whoever hears it."""
    assert (await browser("document"))["overflow"] <= 0
    assert await browser("axe") == []


async def pick_up(browser: Any) -> None:
    """Take the phone out of a pocket: it looks again who is with which unit."""
    await browser("front", **{"is": False})
    await browser("front", **{"is": True})


async def go(browser: Any, index: int) -> None:
    """Go to a place of the page."""
    await browser("press", selector=f".places button:nth-child({index + 1})")


@pytest.mark.rule("ALR-03", "ALR-05")
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_an_alert_comes_to_phone_and_room_at_once_and_one_answer_is_of_one_alone(
    stage: Any, browser: Any, language: str
) -> None:
    await stage.agree(3)
    words = await phone(stage, browser, language)
    await browser("wear", theme="night")
    await browser.open(f"{stage.url}/room/", language, device="room")
    await sign_in_to_room(browser, ROOM[language])
    await approach(stage)
    await browser.says(words["encounter"], selector=".alert.critical")
    await browser("take", device="phone")
    await browser.says(words["encounter"], **SCREEN)
    await fits(browser)
    await browser.shot(f"mobile-alert-{language}-night")
    await browser("press", role="button", name=words["acknowledge"])
    await browser.says(words["none"], selector="main .empty")
    await browser("take", device="room")
    await browser.says(words["encounter"], selector=".alert.critical")
    assert [alert.acknowledged for alert in await stage.alerts("room") if alert.kind == "encounter"] == [None]
    assert await complaints(browser) == []


@pytest.mark.rule("ALR-07", "LIV-06")
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_too_close_says_stop_before_all_else_and_looks_old_as_soon_as_the_line_is_cut(
    stage: Any, browser: Any, language: str
) -> None:
    await stage.agree(3)
    words = await phone(stage, browser, language, "dark")
    await browser("moves", px=60)
    await meet(stage)
    await browser.says(words["stop"], selector=".alert-screen h2.stop")
    said = await browser.says(words["closest"], **SCREEN)
    told = [said.index(words[name]) for name in ("stop", "close", "as_of", "closest")]
    assert told == sorted(told)
    await answerable(browser)
    await fits(browser)
    await browser.shot(f"mobile-stop-{language}-dark")
    await go(browser, 0)
    await browser.says(words["planless"], selector="main .empty")
    await browser.says(words["officer"], selector="main .empty")
    await fits(browser)
    await browser.shot(f"mobile-planless-{language}-dark")
    await go(browser, 1)

    await browser("offline", cut=True)
    said = await browser.says(words["was_close"], selector=".alert-screen.lost")
    assert words["close"] not in said
    assert words["as_of"] in said
    await browser("sees", selector=".where:has(.compass.old)")
    await answerable(browser)
    await browser("wear", theme="night")
    await fits(browser)
    await browser.shot(f"mobile-stop-lost-{language}-night")
    await browser("offline", cut=False)
    await browser("sees", selector=".alert-screen:not(.lost)")
    await browser("press", role="button", name=words["acknowledge"])
    await browser("misses", selector=".alert-screen")
    assert await complaints(browser) == []


async def meet(stage: Any) -> None:
    """Let two units drive at each other until they are too close."""
    east_m = 3000.0
    ways = {("a", "U1"): (-east_m, 15.0), ("b", "U1"): (east_m, -15.0)}
    places = {
        who: lambda seconds, at=at, speed=speed: spot(at + speed * seconds, 0.0)
        for who, (at, speed) in ways.items()
    }
    await stage.drive(180, places)


async def answerable(browser: Any) -> None:
    """The answer has to be whole above the call for help."""
    await browser.until(is_above, "boxes", selectors=[".answer", ".sos"])


@pytest.mark.rule("PAT-01", "PAT-08", "LIV-01", "ALR-03")
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_without_a_line_the_page_opens_starts_checks_in_and_answers_and_all_is_sent_later(
    stage: Any, browser: Any, language: str
) -> None:
    await stage.agree(3)
    registered = await stage["a"].register(stage.plan("U1", at=timedelta(minutes=1)))
    words = await phone(stage, browser, language)
    await browser("sees", role="button", name=words["start"])
    await fits(browser)
    await browser.shot(f"mobile-ahead-{language}-light")
    await approach(stage)
    await browser("sees", **SCREEN)
    await browser("isKept")

    await browser("offline", cut=True)
    await browser("reload")
    await browser.says(words["encounter"], **SCREEN)
    await browser("press", role="button", name=words["acknowledge"])
    await browser.says(words["unsent"], selector="[data-unsent]")
    await go(browser, 0)
    await browser("press", role="button", name=words["start"])
    await browser.says(words["unsent"], selector=".card .fault")
    await browser.says(words["next"], selector=".card .big")
    await browser("press", role="button", name=words["check_in"])
    checked_in = f'.card[aria-label="{words["check_in"]}"] > p[role=status]'
    await browser.says(words["checked_in"], selector=checked_in)
    await browser.says(words["lost"], selector=".stream.lost")
    await browser("sees", selector=".unsent")
    await fits(browser)
    await browser.shot(f"mobile-offline-{language}-light")
    assert (await stage["a"].patrol(registered.id)).state == "registered"

    stage.clock.advance(60)
    await browser("offline", cut=False)
    await browser("misses", selector=".unsent")
    assert (await stage["a"].patrol(registered.id)).state == "active"
    [heard] = [each for each in (await stage["a"].picture()).positions if each.callsign == "U1"]
    assert heard.fix.lon == pytest.approx(15.0, abs=0.001)
    assert await complaints(browser) == []


@pytest.mark.rule("LIV-07")
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_slide_by_keyboard_calls_for_help_a_tap_never_does_and_a_halt_stops_whoever_is_inside(
    stage: Any, browser: Any, language: str
) -> None:
    words = await phone(stage, browser, language, "dark")
    for at in (0.1, 0.5, 0.9):
        await browser("tap", selector=".slide input", at=at)
    await browser("key", key="End", **SLIDE)
    assert await stage.kinds("room") == []

    await browser("offline", cut=True)
    await browser("key", key="ArrowUp", times=10, **SLIDE)
    await browser.says(words["sos_unsent"], selector=".sos.calling strong")
    await browser.shot(f"mobile-sos-unsent-{language}-dark")
    await browser("offline", cut=False)
    await browser("sees", selector=".sos.calling")
    await browser("press", role="button", name=words["end"])
    await browser.says(words["sos_sent"], selector=".sos.calling strong")
    await stage.check()
    assert await stage.kinds("room") == [("sos", "raised")]
    await browser("press", role="button", name=words["sure"])
    await browser("sees", **SLIDE)

    await go(browser, 0)
    await browser("press", role="button", name=words["check_in"])
    await browser("sees", selector=f'.card[aria-label="{words["check_in"]}"] > p[role=status]')
    await browser("misses", selector=".unsent")
    await stage["room"].order_halt([(14.9, 31.9), (15.1, 31.9), (15.1, 32.1), (14.9, 32.1)])
    await stage.check()
    await browser.says(words["halt"], selector=".alert-screen.critical")
    await browser.says(words["inside"], selector=".alert-screen.critical")
    await fits(browser)
    await browser.shot(f"mobile-halt-{language}-dark")
    assert await complaints(browser) == []
