"""Whom the other side calls is named by officers, and shown where level 2 holds, no longer."""

from typing import Any

import pytest

from deconflict.flows.name_liaison import name_liaison
from deconflict.messages import store as messages
from deconflict.parties.errors import RoleRefused


async def liaison_on_overlap(world: Any, who: str) -> list[Any]:
    """Whom somebody's one overlap says to call, area by area."""
    [overlap] = (await world.picture(who)).overlaps
    return [area.liaison and (area.liaison.name, area.liaison.reach) for area in overlap.value.areas]


@pytest.mark.rule("DIS-03", "DIS-02")
async def test_at_level_2_the_overlap_says_whom_to_call_until_the_level_falls(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    assert await liaison_on_overlap(world, "a") == [None]
    await world.act("b", name_liaison, "Huda", "channel 7", world.now())
    assert await liaison_on_overlap(world, "a") == [("Huda", "channel 7")]
    assert await liaison_on_overlap(world, "b") == [None]
    await world.act("b", name_liaison, "Salem", "channel 8", world.now())
    assert await liaison_on_overlap(world, "a") == [("Salem", "channel 8")]
    told = [item for item in await world.feed("a") if item.body.areas]
    assert told[-1].body.areas[0].liaison.name == "Salem"
    await agreeing.lower("a", "b", 1)
    assert await liaison_on_overlap(world, "a") == []


@pytest.mark.rule("DIS-03", "SEC-01")
async def test_below_level_2_nobody_reads_it_but_its_own_party_and_the_desk(world: Any) -> None:
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    named = await world.act("b", name_liaison, "Huda", "channel 7", world.now())
    overlap = world.sql("SELECT id FROM overlap WHERE party = %s", world.parties["a"].id)[0][0]
    assert await world.read("a", messages.liaisons_told, [(overlap, 1)]) == {}
    for who, seen in (("b", [named]), ("desk", [named]), ("a", []), ("c", []), ("operator", [])):
        assert await world.read(who, messages.liaisons) == seen
    world.sql("ALTER TABLE liaison DISABLE ROW LEVEL SECURITY")
    try:
        for who in ("a", "c", "operator", "facilitator"):
            assert await world.read(who, messages.liaisons) == []
    finally:
        world.sql("ALTER TABLE liaison ENABLE ROW LEVEL SECURITY")


async def test_only_officers_name_it(world: Any) -> None:
    for who in ("crew", "desk", "operator"):
        with pytest.raises(RoleRefused):
            await world.act(who, name_liaison, "Huda", "channel 7", world.now())
