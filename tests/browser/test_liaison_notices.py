"""Notices answered on two desks: who, how close and where at level 3; words, shifts and meetings."""

from datetime import timedelta
from typing import Any

import pytest

from tests.browser.officer import MAP, Officer

TALK, PROPOSALS, MEETING = (f".notice details:nth-of-type({number}) summary" for number in (1, 2, 3))
LATER = ".moves .button.main:text('later')"


async def two_plans(stage: Any, level: int) -> tuple[Any, Any]:
    """Let A and B agree on a level, and plan the same road five minutes apart."""
    await stage.agree(level)
    a = await stage["a"].register(stage.plan("U1", at=timedelta(hours=6), time_tolerance_s=600))
    b = await stage["b"].register(stage.plan("U2", at=timedelta(hours=6, minutes=5), time_tolerance_s=600))
    await stage.tick()
    return a, b


@pytest.mark.rule("DIS-03", "CON-05")
@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme", "width"), [("en", "light", 1280), ("ar", "dark", 360)])
async def test_at_level_3_a_notice_says_who_how_close_when_and_where(
    stage: Any, browser: Any, language: str, theme: str, width: int
) -> None:
    a, _ = await two_plans(stage, 3)
    officer = Officer(browser, stage.url, language=language)
    await officer.arrives(f"#/patrols/{a.id}", theme, width)
    said = await officer.sees(".notice")
    advice, acknowledge, acknowledged, accept, accepted = {
        "en": (
            "They meet if one runs early or late",
            "Acknowledge",
            "Acknowledged: both",
            "Accept it as it is",
            "Accepted by your side",
        ),
        "ar": (
            "تلتقيان إن تقدّمت إحداهما أو تأخّرت",
            "أقرّ بالاطلاع",
            "أُقرّ بالاطلاع عليه",
            "اقبله كما هو",
            "قبله طرفك",
        ),
    }[language]
    assert advice in said
    assert "Party B" in said
    assert "U2" in said
    assert "32.0000, 15.0" in said
    await officer.sees(MAP)
    # The stretch of the other side's road, the place and one's own corridor are on the map, in the grade's colour.
    await browser("paints", selector=MAP, property="--caution", pixels=100)
    await officer.looks(f"conflict-{language}-{theme}-{width}")
    await officer.reads(advice, ".alerts .alert .do")
    await officer.presses(accept)
    await browser("sees", selector=f".notice :text('{accepted}')")
    [conflict] = await stage["a"].conflicts()
    assert conflict.accepted
    await browser("misses", selector=".alerts .alert")  # whoever accepts has answered
    await officer.presses(acknowledge)
    await browser("sees", selector=f".notice :text('{acknowledged}')")
    assert await officer.complaints() == []


@pytest.mark.slow
async def test_two_officers_talk_propose_and_meet_about_a_conflict(stage: Any, browser: Any) -> None:
    a, b = await two_plans(stage, 3)
    ours, theirs = Officer(browser, stage.url), Officer(browser, stage.url, name="b@b")
    await ours.arrives(f"#/patrols/{a.id}")
    await ours.sees(".notice")
    await browser("press", selector=TALK)
    await ours.fills("Message", "We can wait at the bridge.")
    await ours.presses("Send")
    await browser("sees", selector=".line .words")
    await stage.tick()

    await theirs.arrives(f"#/patrols/{b.id}", "dark", 360)
    await theirs.reads("We can wait at the bridge.", ".line.theirs .words")
    await browser("settles")
    await browser("counts", selector=".notice", times=2)  # the conflict, and the overlap that it lies in
    await browser("counts", selector=".line .words", times=1)
    await browser("press", selector=PROPOSALS)
    await theirs.fills("By how many minutes", "45")
    await theirs.presses("Propose")
    await browser("sees", selector=".notice :text('waits for an answer')")
    await theirs.looks("talk-en-dark-360")
    await stage.tick()

    await ours.is_back()
    await browser("sees", selector=".notice :text('proposes:')")
    await ours.looks("proposed-en-light-1280")
    await browser("counts", selector=".notice .line:has-text('proposes:')", times=1)
    await browser("counts", selector=".line .words", times=1)
    await ours.presses("Accept")
    await browser("misses", selector=".notice button:text-is('Accept')")  # the service has it
    await stage.tick()
    await browser("sees", selector=".notice :text('accepted')")
    assert [
        each.state for each in await stage["a"].proposals_about_conflict((await stage["a"].conflicts())[0].id)
    ]

    await browser("press", selector=MEETING)
    await ours.presses("Propose to meet")
    await browser("sees", selector=".notice details:nth-of-type(3) .line")
    await stage.tick()
    await theirs.is_back()
    await browser("sees", selector=".notice details:nth-of-type(3) .line button:text-is('Confirm')")
    await theirs.looks("meeting-en-dark-360")
    await theirs.presses("Confirm")
    await browser("misses", selector=".notice details:nth-of-type(3) .line button:text-is('Confirm')")
    [met] = await stage["a"].all_rendezvous()
    assert met.state == "confirmed"
    assert await theirs.complaints() == []


@pytest.mark.slow
async def test_a_clearing_shift_is_asked_for_and_applied_in_one_press(stage: Any, browser: Any) -> None:
    a, _ = await two_plans(stage, 2)
    officer = Officer(browser, stage.url)
    await officer.arrives(f"#/patrols/{a.id}")
    await officer.reads("Party B", ".notice")
    # Which hours and what to do stand on the alert itself, before it is answered.
    await officer.reads("Hold or adjust in these hours", ".alerts .alert .do")
    assert await officer.sees(".alerts .alert .hours") == await officer.sees(".notice .hours")
    await browser("press", selector=TALK)
    await officer.fills("Message", "Room, please call us.")
    await officer.presses("Send")
    await browser("sees", selector=".line .words")
    await officer.presses("What shift would clear it?")
    await browser("sees", selector=".notice :text('Being worked out')")
    await stage.tick()
    await officer.sees(LATER)
    await officer.looks("shift-en-light-1280")
    await browser("press", selector=LATER)
    await browser("sees", selector=".answered")
    [patrol] = await stage["a"].patrols()
    assert patrol.version == 2
    await stage.tick()
    await browser("misses", selector=".notice")
    assert await stage["a"].overlaps() == [] or all(o.state != "open" for o in await stage["a"].overlaps())
    assert await officer.complaints() == []
