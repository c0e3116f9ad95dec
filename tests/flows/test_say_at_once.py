"""What the live tick tells is numbered once for each who has to know: officers, and who is with the unit (ALR-01)."""

from typing import Any
from uuid import UUID

import pytest

from deconflict.alerts.model import AlertKind, Subject
from deconflict.flows.bind_crew import bind_crew, release_crew
from deconflict.flows.say_at_once import Said, say_at_once


@pytest.mark.rule("ALR-01", "ALR-02", "IDN-03")
async def test_officers_and_the_crew_with_the_unit_are_told_once_and_nobody_else(
    world: Any, live: Any, heard: Any
) -> None:
    patrol = (await world.register("a")).patrol
    await live.at_place("crew", "U1", 15.0, 32.0)
    await live.at_place("a", "U1", 15.0, 32.0)
    said = Said(
        world.parties["a"].id, patrol.unit, AlertKind.PATROL, "straying", True, Subject(patrol=patrol.id)
    )
    async with world.checker.transaction() as checker:
        await say_at_once(checker, [said], world.now())
        await say_at_once(checker, [], world.now())
    for who in ("a", "a2", "crew"):
        assert await heard(who) == [("patrol", "straying", True)], who
    assert await heard("desk") == await heard("b") == []
    assert world.sql("SELECT count(DISTINCT notice) FROM alert") == [(1,)]


@pytest.mark.rule("ALR-01")
async def test_a_units_own_devices_hear_of_it_also_when_they_report_nothing(world: Any, heard: Any) -> None:
    patrol = (await world.register("a")).patrol
    crew = world.viewers["crew"].person
    world.sql("UPDATE person SET unit = %s WHERE id = %s", patrol.unit, crew)
    party = world.parties["a"].id
    said = Said(party, patrol.unit, AlertKind.PATROL, "straying", True, Subject(patrol=patrol.id))
    async with world.checker.transaction() as checker:
        await say_at_once(checker, [said], world.now())
    world.sql("UPDATE person SET unit = NULL WHERE id = %s", crew)
    assert await heard("crew") == [("patrol", "straying", True)]


async def straying(world: Any, unit: UUID, patrol: UUID) -> None:
    said = Said(world.parties["a"].id, unit, AlertKind.PATROL, "straying", True, Subject(patrol=patrol))
    async with world.checker.transaction() as checker:
        await say_at_once(checker, [said], world.now())


@pytest.mark.rule("ALR-01", "IDN-03")
async def test_whoever_is_bound_to_a_unit_hears_of_it_also_when_they_report_nothing(
    world: Any, heard: Any
) -> None:
    patrol = (await world.register("a")).patrol
    await world.read("a", bind_crew, world.viewers["crew"].person, "U1", world.now())
    await straying(world, patrol.unit, patrol.id)
    assert await heard("crew") == [("patrol", "straying", True)]
    world.clock.advance(1)
    await world.read("a", release_crew, world.viewers["crew"].person, world.now())
    await straying(world, patrol.unit, patrol.id)
    assert await heard("crew") == [("patrol", "straying", True)]
    assert len(await heard("a")) == 2


@pytest.mark.rule("ALR-01", "DIS-06")
async def test_whoever_is_bound_elsewhere_or_was_released_is_not_told_of_a_unit_they_reported_for_before(
    world: Any, live: Any, heard: Any
) -> None:
    crew, patrol = world.viewers["crew"].person, (await world.register("a")).patrol
    await live.at_place("crew", "U1", 15.0, 32.0)
    world.clock.advance(1)
    await world.read("a", bind_crew, crew, "U2", world.now())
    await straying(world, patrol.unit, patrol.id)
    await world.read("a", release_crew, crew, world.now())
    await straying(world, patrol.unit, patrol.id)
    assert await heard("crew") == []
    world.clock.advance(1)
    await live.at_place("crew", "U1", 15.0, 32.0)
    await straying(world, patrol.unit, patrol.id)
    assert await heard("crew") == [("patrol", "straying", True)]
