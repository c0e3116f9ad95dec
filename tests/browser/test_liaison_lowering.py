"""Lowering takes effect at once and asks first: what the other side learns no more of, in plain words."""

from typing import Any

import pytest

from tests.browser.officer import Officer

WORDS = {
    "en": {
        "lower": "Lower now",
        "to": "Lower to",
        "leave": "Leave it as it is",
        "sure": "Lower to level 1",
        "lost": ("in which squares of the map", "on which stretch of road"),
        "kept": ("the hours in which you share", "your whole plans"),
        "left": "the hours in which its own patrol shares a square",
        "now": "Level 1",
        "signed": "Signed: level 3",
        "agreements": "Agreements",
    },
    "ar": {
        "lower": "خفّض الآن",
        "to": "خفّض إلى",
        "leave": "اتركه كما هو",
        "sure": "خفّض إلى المستوى 1",
        "lost": ("في أي مربعات من الخريطة", "وعلى أي مقطع من الطريق"),
        "kept": ("الساعات التي تشتركون فيها", "خططكم كاملة"),
        "left": "الساعات التي تشترك فيها دوريته مع غيرها",
        "now": "المستوى 1",
        "signed": "الموقَّع: المستوى 3",
        "agreements": "الاتفاقات",
    },
}
QUESTION = "dialog.lowering"


async def level(stage: Any) -> int:
    """Return what holds between A and B."""
    other = (await stage["b"].who_am_i()).person.party
    return int((await stage["a"].levels(other)).elsewhere)


@pytest.mark.rule("DIS-02")
@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme", "width"), [("en", "light", 1280), ("ar", "dark", 360)])
async def test_lowering_says_what_the_other_side_learns_no_more_and_does_it_only_when_told_again(
    stage: Any, browser: Any, language: str, theme: str, width: int
) -> None:
    words = WORDS[language]
    await stage.agree(3)
    [agreement] = await stage["a"].agreements()
    officer = Officer(browser, stage.url, language=language)
    await officer.arrives(f"#/agreements/{agreement.id}", theme, width)
    await officer.sees(".digest")
    await officer.chooses(words["to"], "1")
    await officer.presses(words["lower"])
    said = await officer.sees(QUESTION)
    lost = await officer.sees(f"{QUESTION} .lost")
    assert all(each in lost for each in words["lost"]), lost
    assert not any(each in lost for each in words["kept"]), lost
    assert "Party B" in said
    assert words["left"] in said
    await officer.looks(f"lowering-{language}-{theme}-{width}")

    await browser("key", selector=f"{QUESTION} button:focus", key="Escape")
    await browser("misses", selector=QUESTION)
    await browser("sees", selector=f"button:focus:text-is('{words['lower']}')")
    await officer.presses(words["lower"])
    await officer.presses(words["leave"])
    await browser("misses", selector=QUESTION)
    await browser("sees", selector=f"button:focus:text-is('{words['lower']}')")
    assert await level(stage) == 3

    await officer.presses(words["lower"])
    await officer.presses(words["sure"])
    await browser("misses", selector=QUESTION)
    await browser("sees", selector=f".sheet strong:has-text('{words['now']}')")
    assert await level(stage) == 1

    await officer.presses(words["agreements"], role="link")
    await browser("sees", selector=f".row strong:has-text('{words['now']}')")
    await officer.reads(words["signed"], ".row")
    await officer.looks(f"lowered-{language}-{theme}-{width}")
    assert await officer.complaints() == []
