"""Officers say with which unit their crews are, and the crew's phone knows it while it is in their hand."""

from typing import Any

import pytest

from tests.browser.officer import Officer, unit_of
from tests.browser.test_mobile import pick_up
from tests.scenarios.conftest import PASSWORD
from tests.scenarios.test_20_passers_by import omar

WORDS = {
    "en": {
        "crews": "Crews",
        "unit": "Unit",
        "bind": "Bind",
        "with": "With U1",
        "move": "Move",
        "moved": "With U2",
        "release": "Release",
        "sure": "Release: press again to confirm",
        "free": "With no unit",
        "cut": "The service cannot be reached.",
    },
    "ar": {
        "crews": "الطواقم",
        "unit": "الوحدة",
        "bind": "اربط",
        "with": "مع U1",
        "move": "انقل",
        "moved": "مع U2",
        "release": "فكّ الربط",
        "sure": "فكّ الربط: اضغط مرة أخرى للتأكيد",
        "free": "بلا وحدة",
        "cut": "لا يمكن الوصول إلى الخدمة.",
    },
}
CREWS, NOBODY = "#/crews", ".here .empty code"
OMAR = ".crew[data-login=omar]"
MANY_UNITS = ".phone main .button.huge"


def plain(said: str) -> str:
    """Return words without the marks that keep names apart from the writing around them."""
    return said.translate(dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069")))


async def phone(browser: Any, url: str, language: str) -> None:
    """Sign Omar in on a phone of their own, before anybody said with which unit they are."""
    await browser.open(f"{url}/mobile/", language, width=360, device="phone")
    await browser("enter", login="omar@a", password=PASSWORD)
    await browser("sees", selector=MANY_UNITS)


async def at_the_phone(browser: Any) -> None:
    """Look at the phone, out of its pocket."""
    await browser("take", device="phone")
    await pick_up(browser)


@pytest.mark.rule("SEC-01")
@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme", "width"), [("en", "light", 1280), ("ar", "dark", 360)])
async def test_an_officer_binds_moves_and_releases_and_the_phone_in_the_hand_knows(
    stage: Any, browser: Any, owner_database: Any, language: str, theme: str, width: int
) -> None:
    words, of = WORDS[language], f"{language}-{theme}-{width}"
    await omar(stage, owner_database, None)
    await phone(browser, stage.url, language)
    officer = Officer(browser, stage.url, language=language)
    await officer.arrives("", theme, width)
    await officer.presses(words["crews"], role="link")
    await officer.reads(words["free"], OMAR)
    await officer.looks(f"crews-free-{of}")

    await officer.chooses(words["unit"], await unit_of(stage, "a", "U1"))
    await officer.presses(words["bind"])
    await browser("sees", selector=f"{OMAR}:focus button:text-is('{words['move']}')")
    assert words["with"] in plain(await officer.sees(OMAR))
    await officer.looks(f"crews-bound-{of}")
    await at_the_phone(browser)
    await browser("sees", selector=".phone h1:has-text('U1')")

    await officer.is_back()
    await officer.chooses(words["unit"], await unit_of(stage, "a", "U2"))
    await officer.presses(words["move"])
    await browser("sees", selector=f"{OMAR}:has-text('U2') .with strong:not(:has-text('U1'))")
    assert words["moved"] in plain(await officer.sees(OMAR))
    # The phone opens again: what it kept of before is not what holds now.
    await browser("take", device="phone")
    await browser("reload")
    await browser("sees", selector=".phone h1:has-text('U2')")

    await officer.is_back()
    await officer.presses(words["release"])
    await browser("sees", selector=f"{OMAR} button:text-is('{words['sure']}')")
    [member] = await stage["a"].crews()
    assert member.callsign == "U2"
    await officer.presses(words["sure"])
    await browser("misses", selector=f"{OMAR} .change button:nth-of-type(2)")
    await officer.reads(words["free"], OMAR)
    [member] = await stage["a"].crews()
    assert (member.callsign, member.since) == (None, stage.clock.now())
    await at_the_phone(browser)
    await browser("sees", selector=MANY_UNITS)
    assert await officer.complaints() == []


@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme", "width"), [("en", "dark", 360), ("ar", "light", 1280)])
async def test_who_has_no_crews_is_told_who_adds_them_and_how(
    stage: Any, browser: Any, language: str, theme: str, width: int
) -> None:
    officer = Officer(browser, stage.url, language=language)
    await officer.arrives(CREWS, theme, width)
    await officer.reads("person add omar@a --name Omar --role crew", NOBODY)
    await browser.until(
        lambda boxes: 0 <= boxes[0]["x"] <= width - boxes[0]["width"],
        "boxes",
        selectors=[".ways [aria-current]"],
    )
    await officer.looks(f"crews-nobody-{language}-{theme}-{width}")
    assert await officer.complaints() == []


@pytest.mark.slow
async def test_whoever_is_no_officer_is_neither_led_to_the_crews_nor_shown_them(
    stage: Any, browser: Any, owner_database: Any
) -> None:
    await omar(stage, owner_database, "U1")
    crew = Officer(browser, stage.url, name="omar@a")
    await crew.arrives(CREWS)
    await crew.reads("ask an officer of your party", ".here .empty .fault")
    await browser("misses", selector=".crew")
    assert await browser("marked", selector=".ways a[href='#/crews']", attribute="href") == []
    assert len(await browser("marked", selector=".ways a", attribute="href")) == 7


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_without_a_line_nobody_is_bound_now_or_later_and_that_is_said_beside_them(
    stage: Any, browser: Any, owner_database: Any, language: str
) -> None:
    words = WORDS[language]
    await omar(stage, owner_database, None)
    officer = Officer(browser, stage.url, language=language)
    await officer.arrives(CREWS)
    await officer.chooses(words["unit"], await unit_of(stage, "a", "U1"))
    await browser("offline", cut=True)
    await officer.presses(words["bind"])
    await officer.reads(words["cut"], f"{OMAR} [role=alert]")
    await browser("offline", cut=False)
    await officer.sees(".stream:not(.soft):not(.lost)")
    [member] = await stage["a"].crews()
    assert member.unit is None
    await officer.presses(words["bind"])
    await browser("sees", selector=f"{OMAR}:focus")
    await browser("misses", selector=f"{OMAR} [role=alert]")
    [member] = await stage["a"].crews()
    assert member.callsign == "U1"
