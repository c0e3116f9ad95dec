"""A patrol as it is typed, put right, amended by two officers, moved through its life and planned again."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.browser.chromium import is_above, is_whole
from tests.browser.officer import MAP, Officer, unit_of

FIELD = ".point-row input"
"""Of the window of every device here."""


@pytest.mark.rule("PAT-05")
@pytest.mark.slow
async def test_places_are_typed_and_what_is_wrong_is_said_while_it_is_entered(
    stage: Any, browser: Any
) -> None:
    officer = Officer(browser, stage.url)
    await officer.arrives("#/new")
    await officer.chooses("Unit", await unit_of(stage, "a", "U1"))
    await officer.fills("Point 1", "Misr")
    await browser("sees", selector=".menu-item:has-text('Misrata')")
    await browser("press", selector=".menu-item:has-text('Misrata')")
    await officer.holds("Point 1", "Misrata")
    await officer.fills("Point 2", "33S VR 12345 67890")
    await officer.presses("Add a point")
    await officer.fills("Point 3", "٣٢٫٢ ، ١٥٫٢")
    await browser("sees", selector=".point-row:has-text('32.20000, 15.20000')")

    await officer.chooses("When it is where", "each")
    await officer.fills("Time at point 2", "2026-12-01T09:00")
    await officer.presses("Register")
    await browser("sees", selector=".send [role=alert]:has-text('1 thing to put right')")
    assert await stage["a"].patrols() == []
    await officer.looks("wrong-en-light-1280")

    await officer.chooses("When it is where", "speed")
    await officer.fills("Departure", "2026-12-02T10:00")
    await officer.fills("Speed, km/h", "60")
    await officer.fills("Off the line by up to, metres", "900")
    await browser("sees", selector=".soft:has-text('corridor 1800 m wide')")
    await officer.presses("Register")
    await officer.sees(".answered")
    [patrol] = await stage["a"].patrols()
    first, second, third = patrol.plan.waypoints
    assert (round(first.lon, 1), round(first.lat, 1)) == (15.1, 32.4)
    assert (round(third.lon, 4), round(third.lat, 4)) == (15.2, 32.2)
    assert first.time.isoformat() == "2026-12-02T10:00:00+00:00"
    assert first.time < second.time < third.time
    assert patrol.plan.lateral_tolerance_m == 900
    assert await officer.complaints() == []


@pytest.mark.rule("PAT-04")
@pytest.mark.slow
async def test_of_two_officers_who_amend_the_second_is_told_and_loses_nothing(
    stage: Any, browser: Any
) -> None:
    patrol = await stage["a"].register(stage.plan("U1", at=timedelta(hours=5)))
    first, second = Officer(browser, stage.url), Officer(browser, stage.url, name="a2@a")
    for officer, note in ((first, "Fuel first"), (second, "With an escort")):
        await officer.arrives(f"#/patrols/{patrol.id}/amend")
        await officer.fills("Note", note)
    await first.is_back()
    await first.presses("Put on record")
    await first.sees(".answered")

    await second.is_back()
    await second.presses("Put on record")
    await browser("sees", selector="button:text('Put mine in place of version 2')")
    await second.holds("Note", "With an escort")
    await second.looks("stale-en-light-1280")
    await second.presses("Put mine in place of version 2")
    await second.sees(".answered")
    [now] = await stage["a"].patrols()
    assert (now.version, now.note) == (3, "With an escort")
    assert await second.complaints() == []


@pytest.mark.rule("PAT-01")
@pytest.mark.slow
async def test_a_patrol_starts_ends_is_repeated_a_week_later_and_that_one_withdrawn(
    stage: Any, browser: Any
) -> None:
    patrol = await stage["a"].register(stage.plan("U1", at=timedelta(minutes=5)))
    officer = Officer(browser, stage.url)
    await officer.arrives(f"#/patrols/{patrol.id}")
    await officer.presses("Start")
    await browser("sees", selector=".title-row .mark:text('Under way')")
    await officer.presses("End")
    await officer.presses("End: press again to confirm")
    await browser("sees", selector=".title-row .mark:text('Ended')")
    await officer.presses("Repeat a week later")
    await officer.presses("Register")
    await officer.sees(".answered")
    before, again = sorted(await stage["a"].patrols(), key=lambda each: each.plan.waypoints[0].time)
    assert before.state == "ended"
    assert again.plan.waypoints[0].time - before.plan.waypoints[0].time == timedelta(days=7)

    await officer.presses("Map", role="link")
    await officer.sees(MAP)
    await officer.looks("map-en-light-1280")
    await officer.presses("Calendar", role="link")
    await browser("sees", selector=".day-patrol")
    await officer.presses("My patrols", role="link")
    await browser("press", selector=".row.registered")
    await officer.presses("Withdraw")
    await officer.presses("Withdraw: press again to confirm")
    await browser("sees", selector=".title-row .mark:text('Withdrawn')")
    assert await officer.complaints() == []


@pytest.mark.slow
async def test_the_towns_stay_at_their_field_while_the_page_moves(stage: Any, browser: Any) -> None:
    """The page moves as somebody looks about, and by itself when something above comes late, as its map does."""
    officer = Officer(browser, stage.url)
    await officer.arrives("#/new", width=360)
    await browser("settles")
    await officer.fills("Point 1", "Misra")
    town = ".menu-item:has-text('Misrata')"
    await officer.sees(town)

    def is_beside(boxes: list[dict[str, float]]) -> bool:
        """Tell whether they stand just above or below their field."""
        field, menu = boxes
        below, above = menu["y"] - field["y"] - field["height"], field["y"] - menu["y"] - menu["height"]
        return 0 <= max(below, above) < 10

    await browser.until(is_beside, "boxes", selectors=[FIELD, ".menu"])
    for move, px in (("scrolls", 60), ("moves", 40)):
        await browser(move, px=px)
        await browser("settles")
        await officer.sees(town)
        await browser.until(is_beside, "boxes", selectors=[FIELD, ".menu"])
    await browser("press", selector=town)
    await officer.holds("Point 1", "Misrata")
    await browser("misses", selector=".menu")

    await officer.fills("Point 2", "Misra")
    await officer.sees(town)
    await browser("key", role="combobox", name="Point 2", key="Escape")
    await browser("misses", selector=".menu")
    assert await officer.complaints() == []


@pytest.mark.rule("PAT-05")
@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme", "width"), [("en", "light", 1280), ("ar", "dark", 360)])
async def test_a_unit_that_is_out_already_names_its_patrol_and_leads_there(
    stage: Any, browser: Any, language: str, theme: str, width: int
) -> None:
    send, hours, act, note = {
        "en": ("Put on record", "Tue 1 Dec, 12:00", "withdraw or end it", "Note"),
        "ar": ("سجّل التعديل", "12:00", "واسحبها", "ملاحظة"),
    }[language]
    first = await stage["a"].register(stage.plan("U1", at=timedelta(hours=4)))
    second = await stage["a"].register(stage.plan("U1", at=timedelta(hours=6)))
    officer = Officer(browser, stage.url, language=language)
    await officer.arrives(f"#/patrols/{second.id}/amend", theme, width)
    await officer.fills(note, "Fuel first")
    for number, time in ((1, "12:10"), (2, "12:40")):
        await browser(
            "fill",
            selector=f".points li:nth-child({number}) input[type=datetime-local]",
            text=f"2026-12-01T{time}",
        )
    await officer.presses(send)
    said = await officer.sees(f".send .busy:has-text('{first.reference}')")
    assert hours in said.replace("\u2069", "").replace("\u2068", "")
    assert act in said
    await officer.looks(f"busy-{language}-{theme}-{width}")
    await browser("press", selector=".send .busy a")
    await officer.reads(first.reference, ".patrol .facts-of")
    await browser("press", selector=".ways a:first-child")
    await browser("press", selector=f".row[href$='{second.id}']")
    await browser("press", selector=".moves a.button")
    await officer.holds(note, "Fuel first")
    assert await officer.complaints() == []


@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme", "width"), [("en", "dark", 1280), ("ar", "light", 360)])
async def test_what_is_wrong_leads_to_its_field_and_the_first_is_the_first(
    stage: Any, browser: Any, language: str, theme: str, width: int
) -> None:
    note, send = {"en": ("Note", "Register"), "ar": ("ملاحظة", "سجّل")}[language]
    officer = Officer(browser, stage.url, language=language)
    await officer.arrives("#/new", theme, width)
    await browser("settles")
    await officer.fills(note, "Fuel first")
    await officer.presses(send)
    await officer.sees(".send:focus [role=alert]")
    await browser("counts", selector=".send .to-field", times=3)
    await browser.until(is_whole, "boxes", selectors=[".send li:first-child .to-field"])
    await officer.looks(f"wrong-links-{language}-{theme}-{width}")
    for number, field in ((1, "#entry-unit"), (2, "#entry-place-0"), (3, "#entry-place-1")):
        await browser("press", selector=f".send li:nth-child({number}) .to-field")
        await officer.sees(f"{field}:focus")
        await browser.until(is_above, "boxes", selectors=[field, ".send"])
    await browser("key", selector=".send li:nth-child(1) .to-field", key="Enter")
    await officer.sees("#entry-unit:focus")
    assert await officer.complaints() == []


@pytest.mark.slow
async def test_a_file_without_a_route_is_answered_where_somebody_is(
    stage: Any, browser: Any, tmp_path: Path
) -> None:
    wrong = tmp_path / "letter.gpx"
    wrong.write_text("This is no route.")
    officer = Officer(browser, stage.url)
    await officer.arrives("#/new", width=360)
    await browser("settles")
    await officer.fills("Note", "Fuel first")
    await browser("drop", selector=".send", path=str(wrong))
    await officer.reads("letter.gpx", ".file-answer [role=alert]")
    await browser.until(lambda boxes: 0 <= boxes[0]["y"] < 400, "boxes", selectors=[".file-answer"])
    await officer.holds("Note", "Fuel first")
    await officer.looks("wrong-file-en-light-360")
    await officer.presses("Close")
    await browser("misses", selector=".file-answer")
    assert await officer.complaints() == []
