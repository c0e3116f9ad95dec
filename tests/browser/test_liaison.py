"""The liaison desk in a real browser: a dropped route is on record, amended, and what it led to is answered."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

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
        "speed": "Speed, km/h",
        "fast": "The way from here would need more than 200 km/h.",
        "calendar": "Calendar",
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
        "speed": "السرعة، كم/س",
        "fast": "الطريق من هنا يحتاج إلى أكثر من 200 كم/س.",
        "calendar": "التقويم",
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
    await browser.shot(f"liaison-{name}")
    assert await browser("axe") == [], await browser("complaints")
    assert (await browser("document"))["overflow"] <= 0


@pytest.mark.rule("PAT-02", "PAT-04", "PAT-05", "ALR-03")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "theme", "width"), [("en", "light", 1280), ("ar", "dark", 1280), ("ar", "light", 360)]
)
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
    assert words["overlap"] in await browser("sees", selector=".notice")
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
    assert await browser("complaints") == [
        "Failed to load resource: the server responded with a status of 401 (Unauthorized)"
    ]
