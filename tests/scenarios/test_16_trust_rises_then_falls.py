"""16. Trust rises, then falls: both sign to raise; one lowers alone, and nothing after that shows the old level."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from deconflict_client import Cursor, Levels, Refreshed, RefreshReason, SigningKey, Terms

AT, HOUR = timedelta(hours=3, minutes=5), timedelta(minutes=50)


@pytest.fixture
async def parties(stage: Any) -> dict[str, str]:
    """The ids of two parties that plan to meet, and are told so at level 1."""
    for who in ("a", "b"):
        await stage[who].register(stage.post("U1", north_m=0, at=AT, takes=HOUR))
    await stage.tick()
    return {who: (await stage[who].who_am_i()).person.party for who in ("a", "b")}


async def raise_to(stage: Any, parties: dict[str, str], level: int) -> None:
    """Let B propose a level, and both sign it with the keys of their devices."""
    terms = Terms(
        parties=(parties["a"], parties["b"]),
        levels=Levels(level),
        minimum_m=dict.fromkeys(parties.values(), 1000),
        expires_at=stage.clock.now() + timedelta(days=30),
    )
    agreement = await stage["b"].draft_agreement(terms)
    for who in ("b", "a"):
        assert (await stage["a"].levels(parties["b"])).elsewhere == 1, "one signature raises nothing"
        key = SigningKey.new()
        registered = await stage[who].register_key(f"key of {who}", key.public)
        agreement = await stage[who].sign(agreement, replace(key, id=registered.id))
    assert agreement.state == "ratified"


@pytest.mark.rule("DIS-01", "DIS-02", "DIS-03")
async def test_both_signatures_show_more_at_the_next_tick(stage: Any, parties: dict[str, str]) -> None:
    await raise_to(stage, parties, 2)
    assert (await stage["a"].levels(parties["b"])).elsewhere == 2
    await stage.tick()
    (overlap,) = await stage["a"].overlaps()
    (area,) = overlap.areas
    assert (overlap.level, area.party, area.party_name) == (2, parties["b"], "Party B")
    assert area.cells
    assert await stage.kinds("a") == [("overlap", "opened"), ("overlap", "updated")]
    assert await stage.kinds("c") == []


@pytest.mark.rule("DIS-02", "DIS-06")
async def test_nothing_that_is_read_after_the_lowering_shows_the_old_level(
    stage: Any, parties: dict[str, str]
) -> None:
    await raise_to(stage, parties, 2)
    await stage.tick()
    lowered = asyncio.Event()
    seen_after: list[Any] = []

    async def load() -> None:
        for _ in range(15):
            late = lowered.is_set()
            picture = await stage["a"].picture()
            page = await stage["a"].alerts(picture.epoch)
            if late:
                seen_after.extend(
                    [*picture.overlaps, *(alert for alert in page.alerts if alert.kind == "overlap")]
                )

    async def lower() -> None:
        await stage["b"].lower(parties["a"], Levels(0))
        lowered.set()

    await asyncio.gather(load(), load(), load(), lower())
    assert lowered.is_set()
    assert seen_after == []
    await stage.tick()
    for who in ("a", "b"):
        (overlap,) = await stage[who].overlaps()
        assert (overlap.state, overlap.hours, overlap.areas) == ("withheld", (), ())
        assert (await stage[who].picture()).overlaps == ()
    told = await stage.alerts("a")
    assert [(alert.kind, alert.change) for alert in told] == [
        ("withheld", "withheld"),
        ("withheld", "withheld"),
        ("overlap", "withheld"),
    ]
    assert (told[-1].hours, told[-1].areas) == ((), ()), "that it is withheld is no all-clear"
    assert len(await stage["room"].conflicts()) == 1


@pytest.mark.rule("DIS-02", "DIS-03")
async def test_from_shared_to_sealed_no_plan_and_no_conflict_is_read_any_more(
    stage: Any, parties: dict[str, str]
) -> None:
    await stage.agree(4)
    await stage.check()
    for who in ("a", "b"):
        (conflict,) = await stage[who].conflicts()
        (plan,) = await stage[who].shared_plans()
        assert (conflict.b.callsign, plan.callsign, len(plan.plan.waypoints)) == ("U1", "U1", 2)
    await stage["b"].lower(parties["a"], Levels(0))
    for who in ("a", "b"):
        picture = await stage[who].picture()
        assert (picture.conflicts, picture.shared_plans, picture.overlaps) == ((), (), ())
        assert await stage[who].conflicts() == await stage[who].shared_plans() == []
        assert {alert.kind for alert in await stage.alerts(who)} == {"withheld"}
    await stage.tick()
    await stage.check()
    news = [alert for alert in await stage.alerts("a") if alert.kind == "withheld" and alert.patrol]
    assert len(news) == 1, "that the conflict is withheld is told once"
    assert len(await stage["room"].conflicts()) == 1


@pytest.mark.rule("DIS-02")
async def test_a_watching_officer_is_told_to_fetch_the_picture_again(
    stage: Any, parties: dict[str, str]
) -> None:
    page = await stage["a"].alerts()
    async with asyncio.timeout(20), stage["a"].watch(Cursor(page.epoch, page.last)) as feed:
        events = aiter(feed)
        waiting = asyncio.create_task(anext(events))
        await asyncio.sleep(0.5)
        await stage["b"].lower(parties["a"], Levels(0))
        event = await waiting
        while not (isinstance(event, Refreshed) and event.reason is RefreshReason.AGREEMENT_CHANGED):
            event = await anext(events)
