"""The liaison desk in a real browser: a dropped route is on record, amended, and what it led to is answered."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from deconflict_client import Levels, SigningKey, Terms
from tests.scenarios.conftest import PASSWORD

WORDS = {
    "en": {
        "sign_in": "Sign in",
        "login": "Login",
        "password": "Password",
        "unit": "Unit",
        "register": "Register",
        "amend": "Amend",
        "note": "Note",
        "put": "Put on record",
        "acknowledge": "Acknowledge",
        "overlap": "Others share hours of this patrol",
        "calendar": "Calendar",
        "sign": "Sign for my party",
        "seen": "What others see of us",
    },
    "ar": {
        "sign_in": "دخول",
        "login": "اسم الدخول",
        "password": "كلمة المرور",
        "unit": "الوحدة",
        "register": "سجّل",
        "amend": "عدّل",
        "note": "ملاحظة",
        "put": "سجّل التعديل",
        "acknowledge": "أقرّ بالاطلاع",
        "overlap": "آخرون يشاركونك ساعات من هذه الدورية",
        "calendar": "التقويم",
        "sign": "وقّع باسم طرفي",
        "seen": "ما يراه الآخرون منا",
    },
}
LIVE = {"selector": ".stream:not(.soft):not(.lost)"}
ROUTE = """<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="test"><rte><name>Coast</name>
<rtept lat="32.0" lon="15.0"/><rtept lat="32.0" lon="15.2"/></rte></gpx>"""


async def sign_in(browser: Any, words: dict[str, str]) -> None:
    """Go in as an officer of party A."""
    await browser("fill", label=words["login"], text="a@a")
    await browser("fill", label=words["password"], text=PASSWORD)
    await browser("press", role="button", name=words["sign_in"])
    await browser("sees", **LIVE)


async def looked_at(browser: Any, name: str) -> None:
    """Hold a screen against what everybody needs of it, and keep its picture."""
    await browser("settles")
    await browser.shot(f"liaison-{name}")
    assert await browser("axe") == [], await browser("complaints")
    assert (await browser("document"))["overflow"] <= 0


async def complaints(browser: Any) -> list[str]:
    """What the page complained of, but for requests that were meant to fail."""
    return [each for each in await browser("complaints") if "Failed to load resource" not in each]


@pytest.mark.rule("PAT-02", "PAT-04", "PAT-05", "ALR-03")
@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme", "width"), [("en", "light", 1280), ("ar", "dark", 360)])
async def test_a_dropped_route_is_on_record_is_amended_and_its_notice_answered(
    stage: Any, browser: Any, tmp_path: Path, language: str, theme: str, width: int
) -> None:
    words, of = WORDS[language], f"{language}-{theme}-{width}"
    await stage["b"].register(stage.plan("U1", at=timedelta(hours=1)))
    [unit] = [item.id for item in await stage["a"].units() if item.callsign == "U1"]
    await browser.open(f"{stage.url}/liaison/", language, theme, width)
    await sign_in(browser, words)
    await browser("sees", selector=".patrols .empty")
    await looked_at(browser, f"empty-{of}")

    # Drop, choose the unit, register: three interactions.
    file = tmp_path / "coast.gpx"
    file.write_text(ROUTE)
    await browser("drop", selector=".drop-place", path=str(file))
    await browser("choose", label=words["unit"], value=str(unit))
    await looked_at(browser, f"entry-{of}")
    await browser("press", role="button", name=words["register"])
    await browser("sees", selector=".answered")
    [patrol] = await stage["a"].patrols()
    assert (patrol.state, patrol.version, patrol.late) == ("registered", 1, False)

    await stage.tick()
    await browser.says(words["overlap"], selector=".notice")
    await looked_at(browser, f"patrol-{of}")
    await browser("press", role="button", name=words["acknowledge"])
    await browser("misses", selector=".alerts .alert")
    [told] = [alert for alert in await stage.alerts("a") if alert.kind == "overlap"]
    assert told.acknowledged.by == "Officer a"

    await browser("press", role="link", name=words["amend"])
    await browser("fill", label=words["note"], text="Market day")
    await browser("press", role="button", name=words["put"])
    await browser("sees", selector=".answered")
    [patrol] = await stage["a"].patrols()
    assert (patrol.version, patrol.note) == (2, "Market day")
    await browser("press", role="link", name=words["calendar"])
    await browser("sees", selector=".day-patrol")
    await looked_at(browser, f"calendar-{of}")
    assert await complaints(browser) == []


async def unsigned(stage: Any) -> Any:
    """Let B propose level 2 to A and sign it; A has not."""
    parties = {who: (await stage[who].who_am_i()).person.party for who in ("a", "b")}
    terms = Terms(
        parties=(parties["a"], parties["b"]),
        levels=Levels(2),
        minimum_m=dict.fromkeys(parties.values(), 1000),
        expires_at=stage.clock.now() + timedelta(days=30),
    )
    key = SigningKey.new()
    registered = await stage["b"].register_key("key of b", key.public)
    drafted = await stage["b"].draft_agreement(terms)
    return await stage["b"].sign(drafted, replace(key, id=registered.id))


async def disclosed(stage: Any) -> list[str]:
    """Return the ids of what A's part of the ledger says was disclosed, the newest first."""
    headers = {"Authorization": f"Bearer {await stage.token('a')}"}
    async with httpx2.AsyncClient(base_url=stage.url, headers=headers) as client:
        answer = await client.get("/v1/ledger", params={"kind": "disclosure"})
    return [entry["id"] for entry in reversed(answer.raise_for_status().json()["entries"])]


@pytest.mark.rule("DIS-02", "DIS-07")
@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme", "width"), [("en", "dark", 1280), ("ar", "light", 360)])
async def test_an_agreement_is_signed_on_the_device_and_their_view_is_the_ledgers(
    stage: Any, browser: Any, language: str, theme: str, width: int
) -> None:
    words, of = WORDS[language], f"{language}-{theme}-{width}"
    agreement = await unsigned(stage)
    await browser.open(f"{stage.url}/liaison/#/agreements/{agreement.id}", language, theme, width)
    await sign_in(browser, words)
    assert agreement.digest == (await browser("sees", selector=".digest")).replace(" ", "")
    await looked_at(browser, f"agreement-{of}")
    await browser("press", selector=".tick input")
    await browser("press", role="button", name=words["sign"])
    await browser("misses", selector=".tick")
    [signed] = await stage["a"].agreements()
    assert signed.state == "ratified"

    for who in ("a", "b"):
        await stage[who].register(stage.plan("U1"))
    await stage.tick()
    await browser("press", role="link", name=words["seen"])
    entries = await disclosed(stage)
    assert entries
    await browser("counts", selector="[data-entry]", times=len(entries))
    assert await browser("marked", selector="[data-entry]", attribute="data-entry") == entries
    await looked_at(browser, f"seen-{of}")
