"""A route that is drawn: with a pointer at a human pace, and along what one's own party drove before."""

import sys
from datetime import timedelta
from typing import Any

import pytest

from tests.browser.officer import MAP, Officer, unit_of

SNAP = "Own past routes: shown dashed, and points set near one snap to it"
# At first the map shows where one's own party has been: a past route from 15.0° to 15.2° E along 32° N begins so far
# across it and ends so far. A press is 8 to 10 pixels off.
WEST, EAST, MIDDLE = 0.147, 0.857, 0.5
OFF = 0.02


async def with_a_past_route(stage: Any) -> None:
    """Let A have planned a patrol along 32° N before."""
    await stage["a"].register(stage.plan("U2", at=timedelta(hours=30)))


@pytest.mark.slow
@pytest.mark.parametrize(("language", "theme", "width"), [("en", "light", 1280), ("ar", "dark", 1280)])
async def test_a_patrol_is_drawn_and_registered_within_a_minute(
    stage: Any, browser: Any, language: str, theme: str, width: int
) -> None:
    words = {"en": ("Register a patrol", "Unit", "Register"), "ar": ("تسجيل دورية", "الوحدة", "سجّل")}[
        language
    ]
    page, unit, register = words
    await with_a_past_route(stage)
    officer = Officer(browser, stage.url, language=language)
    await officer.arrives(theme=theme, width=width)

    officer.begins()
    await officer.presses(page, role="link")
    await officer.chooses(unit, await unit_of(stage, "a", "U1"))
    await officer.sees(MAP)
    for across, down in ((WEST, 0.4), (0.4, 0.3), (0.6, 0.4), (0.7, 0.3)):
        await officer.presses_map(across, down)
    await officer.presses_map(0.7, 0.3)
    await officer.presses(register)
    await officer.sees(".answered")
    took = officer.takes().total_seconds()

    [patrol] = [each for each in await stage["a"].patrols() if each.callsign == "U1"]
    assert len(patrol.plan.waypoints) == 4
    assert not patrol.late
    assert officer.hands <= 12
    # The figure is told, not asserted: how long the pages are waited for depends on the machine.
    sys.stdout.write(
        f"registered by drawing: {officer.hands} interactions, {took:.0f} s at 1.5 s each with waits\n"
    )
    await officer.looks(f"drawn-{language}-{theme}-{width}")
    assert await officer.complaints() == []


@pytest.mark.slow
async def test_points_near_an_own_past_route_come_to_lie_on_it_until_that_is_switched_off(
    stage: Any, browser: Any
) -> None:
    await with_a_past_route(stage)
    officer = Officer(browser, stage.url)
    await officer.arrives("#/new")
    await officer.sees(".map-choice")
    await officer.sees(MAP)
    await browser("settles")
    await officer.presses_map(WEST - 0.01, 0.5 + OFF)
    await officer.presses_map(MIDDLE, 0.5 - OFF)
    await officer.presses_map(0.6, 0.3)
    await officer.presses_map(EAST + 0.01, 0.5 - OFF)
    await officer.presses_map(EAST + 0.01, 0.5 - OFF)
    await officer.holds("Point 4", "32.00000, 15.20000")
    await officer.holds("Point 1", "32.00000, 15.00000")
    assert (await officer.value("Point 2")).startswith("32.00000, 15.1")
    assert not (await officer.value("Point 3")).startswith("32.00000")
    await officer.looks("snapped-en-light-1280")

    # A point that is dragged near the route comes to lie on it too.
    await browser("drag", selector=MAP, **{"from": (0.6, 0.3), "to": (0.7, 0.5 - OFF)})
    await browser.until(lambda point: point.startswith("32.00000, 15.1"), "value", label="Point 3")

    await browser("key", key="Space", role="checkbox", name=SNAP)
    await officer.presses("Draw anew")
    await officer.presses_map(WEST - 0.01, 0.5 + OFF)
    await officer.presses_map(EAST + 0.01, 0.5 - OFF)
    for number in (1, 2):
        assert "32.00000" not in await browser.until(bool, "value", label=f"Point {number}")
    assert await officer.complaints() == []


@pytest.mark.slow
async def test_a_patrol_that_is_amended_is_not_held_to_its_own_line(stage: Any, browser: Any) -> None:
    patrol = await stage["a"].register(stage.plan("U1", at=timedelta(hours=3)))
    officer = Officer(browser, stage.url)
    await officer.arrives(f"#/patrols/{patrol.id}/amend")
    await officer.sees(MAP)
    await browser("settles")
    await officer.holds("Point 2", "32.00000, 15.20000")
    await browser("drag", selector=MAP, **{"from": (EAST, 0.5), "to": (EAST - 0.1, 0.5 - OFF)})
    moved = await browser.until(lambda point: point != "32.00000, 15.20000", "value", label="Point 2")
    assert not moved.startswith("32.00000")
