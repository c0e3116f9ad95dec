"""One device, one person after another: what the first said or read is neither sent nor shown in the next's name."""

import asyncio
from typing import Any

import httpx2
import pytest

from tests.browser.test_incidents import REPORT, photo
from tests.browser.test_incidents import WORDS as REPORTS
from tests.browser.test_mobile import fits, go, pick_up
from tests.browser.test_room import LIVE, complaints, sign_in
from tests.browser.test_room import WORDS as ROOM
from tests.scenarios.conftest import PASSWORD
from tests.scenarios.test_20_passers_by import omar

__all__ = ["photo"]

WORDS = {
    "en": {
        "leave": "Sign out",
        "left": "1 report or answer of yours is on this device alone.",
        "stay": "Stay signed in",
        "keep": "Keep it here and sign out",
        "forget": "Delete it and sign out",
        "refused": "REFUSED",
        "photos": "1 photo is on this phone alone.",
        "again": "Send again",
        "discard": "Discard",
        "sure": "Delete it for good",
        "handover": "Hand over",
    },
    "ar": {
        "leave": "خروج",
        "left": "لك بلاغ أو رد واحد على هذا الجهاز وحده.",
        "stay": "ابقَ داخلاً",
        "keep": "اتركه هنا واخرج",
        "forget": "احذفه واخرج",
        "refused": "مرفوض",
        "photos": "صورة واحدة على هذا الهاتف وحده.",
        "again": "أرسل من جديد",
        "discard": "تخلّص منه",
        "sure": "احذفه نهائياً",
        "handover": "تسليم",
    },
}
LOOKS = [("en", "light"), ("ar", "dark")]
MORE = 4
UNSENT, KEPT, LEAVING, DOOR = ".unsent-reports", ".refused-report", "dialog.leaving", ".door"


async def reported(stage: Any) -> list[dict[str, Any]]:
    """Return the incidents on A's record."""
    headers = {"Authorization": f"Bearer {await stage.token('a')}"}
    async with httpx2.AsyncClient(base_url=stage.url, headers=headers) as client:
        return list((await client.get("/v1/incidents")).json()["incidents"])


async def is_reported_with_its_photo(stage: Any) -> None:
    """Wait until there is one incident on A's record, with one photo."""
    for _ in range(200):
        if any(each["photos"] for each in await reported(stage)):
            break
        await asyncio.sleep(0.1)
    [incident] = await reported(stage)
    assert len(incident["photos"]) == 1


async def enter(browser: Any, login: str) -> None:
    """Sign in at the door of the phone."""
    await browser("enter", login=login, password=PASSWORD)
    await browser("sees", **LIVE)


async def report(browser: Any, language: str, photo: Any) -> None:
    """Report something with a photo, while the line is cut."""
    await browser("offline", cut=True)
    await go(browser, REPORT)
    await browser("press", role="button", name=REPORTS[language]["kind"])
    await browser("attach", selector=".camera input", path=str(photo))
    await browser("sees", selector=".photos canvas")
    await browser("press", role="button", name=REPORTS[language]["send"])
    await browser("sees", selector=UNSENT)


async def leave(browser: Any, language: str, how: str) -> None:
    """Sign out, and answer what becomes of what is not sent."""
    words = WORDS[language]
    await go(browser, MORE)
    await browser("press", role="button", name=words["leave"])
    await browser.says(words["left"], selector=LEAVING)
    await browser("press", role="button", name=words[how])
    await browser("sees", selector=DOOR)


@pytest.mark.rule("PAT-08", "SEC-04")
@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_what_is_unsent_waits_for_its_person_or_goes_and_the_next_one_never_sends_it(
    stage: Any, browser: Any, owner_database: Any, language: str, theme: str, photo: Any
) -> None:
    await omar(stage, owner_database, "U1")
    await browser.open(f"{stage.url}/mobile/", language, theme, width=360)
    await enter(browser, "omar@a")
    await report(browser, language, photo)
    await go(browser, MORE)
    await browser("press", role="button", name=WORDS[language]["leave"])
    await browser("sees", selector=LEAVING)
    await fits(browser)
    await browser.shot(f"mobile-leaving-{language}-{theme}")
    await browser("press", role="button", name=WORDS[language]["stay"])
    await leave(browser, language, "keep")
    await browser("offline", cut=False)

    await enter(browser, "a@a")
    await browser("misses", selector=".unsent")
    assert await reported(stage) == []

    await enter(browser, "omar@a")
    await is_reported_with_its_photo(stage)
    await browser("misses", selector=".unsent")
    await report(browser, language, photo)
    await leave(browser, language, "forget")
    await browser("offline", cut=False)
    await enter(browser, "omar@a")
    await go(browser, REPORT)
    await browser("misses", selector=UNSENT)
    assert len(await reported(stage)) == 1


@pytest.mark.rule("PAT-08")
@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_a_report_that_is_refused_stays_with_its_photo_until_it_is_sent_again_or_discarded(
    stage: Any, browser: Any, owner_database: Any, language: str, theme: str, photo: Any
) -> None:
    words = WORDS[language]
    await omar(stage, owner_database, "U1")
    [member] = await stage["a"].crews()
    await browser.open(f"{stage.url}/mobile/", language, theme, width=360)
    await enter(browser, "omar@a")
    await report(browser, language, photo)
    await stage["a"].bind_crew(member.id, "U2")
    await browser("offline", cut=False)
    await browser.says(words["refused"], selector=KEPT)
    await browser.says(words["photos"], selector=KEPT)
    await fits(browser)
    await browser.shot(f"mobile-report-refused-{language}-{theme}")
    await browser("press", role="button", name=words["again"])
    await browser("misses", selector=UNSENT)
    await browser("sees", selector=KEPT)
    assert await reported(stage) == []

    await stage["a"].bind_crew(member.id, "U1")
    await browser("press", role="button", name=words["again"])
    await browser("misses", selector=KEPT)
    await is_reported_with_its_photo(stage)
    await browser("misses", selector=".unsent")

    await pick_up(browser)
    await browser("sees", selector=".phone h1:has-text('U1')")
    await report(browser, language, photo)
    await stage["a"].bind_crew(member.id, "U2")
    await browser("offline", cut=False)
    await browser("sees", selector=KEPT)
    await browser("press", role="button", name=words["discard"])
    await browser("press", role="button", name=words["sure"])
    await browser("misses", selector=KEPT)
    assert len(await reported(stage)) == 1


@pytest.mark.rule("DIS-01")
@pytest.mark.slow
async def test_what_the_desk_read_is_not_shown_to_the_next_at_the_same_page(stage: Any, browser: Any) -> None:
    await browser.open(f"{stage.url}/room/", "en")
    await sign_in(browser, ROOM["en"])
    await browser("fill", selector=".log > .note textarea", text="two crews still out")
    await browser("press", selector=f".log > .note button:has-text('{WORDS['en']['handover']}')")
    await browser("sees", selector=".log tr.written:has-text('two crews')")
    await browser("misses", selector=".unsent")  # or leaving would ask what becomes of it
    await browser("press", role="button", name=WORDS["en"]["leave"])
    await browser("fill", label=ROOM["en"]["login"], text="a@a")
    await browser("fill", label=ROOM["en"]["password"], text=PASSWORD)
    await browser("press", role="button", name=ROOM["en"]["sign_in"])
    await browser("sees", selector=".log .fault")
    await browser("misses", selector=".log tr.written")
    await complaints(browser)
