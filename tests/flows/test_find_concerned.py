"""Which alerts of parties an alert of the desk's is about, whatever each side knows it as."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.alerts.model import Subject
from deconflict.distress.model import Place
from deconflict.flows.find_concerned import find_concerned
from deconflict.flows.raise_sos import raise_sos
from tests.flows.test_follow_units import HEAD_ON


async def found(world: Any, **of: Any) -> list[tuple[str, str]]:
    """Whose alerts of which kinds, in order."""
    async with world.checker.transaction() as checker:
        ladders = await find_concerned(checker, Subject(**of))
    slugs = {party.id: slug for slug, party in world.parties.items()}
    return sorted((slugs[item.party], item.kind.value) for item in ladders)


@pytest.mark.rule("ALR-04", "DIS-04")
@pytest.mark.parametrize(("level", "kind"), [(1, "overlap"), (3, "conflict")])
async def test_of_a_conflict_it_is_each_side_s_overlap_and_from_level_3_on_its_segment(
    world: Any, agreeing: Any, level: int, kind: str
) -> None:
    """What A was told of another patrol with C stays out of it."""
    await agreeing.ratify(level)
    await world.tick()
    await world.register("a")
    await world.register("b")
    await world.register("a", unit="U2", lat=34)
    await world.register("c", lat=34)
    await world.tick()
    await world.tick()
    a, b = (world.parties[slug].id for slug in ("a", "b"))
    [(conflict,)] = world.sql(
        "SELECT id FROM conflict WHERE ARRAY[party_a, party_b] @> ARRAY[%s::uuid, %s::uuid]", a, b
    )
    assert {("a", kind), ("b", kind)} <= set(await found(world, conflict=conflict))
    assert len([who for who, told in await found(world, conflict=conflict) if told == "overlap"]) <= 2
    assert "c" not in {who for who, _ in await found(world, conflict=conflict)}


@pytest.mark.rule("ALR-04", "LIV-06")
async def test_of_an_encounter_it_is_what_each_side_was_told_of_it(
    world: Any, live: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await live.drive(90, HEAD_ON)
    [(sighting,)] = world.sql("SELECT id FROM sighting WHERE party IS NULL")
    assert await found(world, sighting=sighting) == [("a", "encounter"), ("b", "encounter")]


@pytest.mark.rule("ALR-04", "LIV-07")
async def test_of_a_call_for_help_it_is_the_caller_s_own_and_every_rival_s_who_was_told(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    item, _ = await world.act("crew", raise_sos, "U1", Place(15.0, 32.0, world.now()), "x", world.now())
    await world.engine.tell_distress()
    assert await found(world, sos=item.id) == [("a", "sos"), ("b", "sos")]


async def test_of_what_nobody_was_told_it_is_nothing(world: Any) -> None:
    for name in ("conflict", "sighting", "sos", "halt", "overdue", "escalation"):
        assert await found(world, **{name: uuid4()}) == [], name
    assert await found(world) == []
