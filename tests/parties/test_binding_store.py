"""What is kept of who is with which unit, and who reads it."""

from typing import Any

import pytest

from deconflict.flows.bind_crew import bind_crew, release_crew
from deconflict.parties import binding_store as bindings
from deconflict.parties import store as parties


async def test_the_last_that_was_said_of_somebody_is_what_the_engine_reads(world: Any) -> None:
    crew = world.viewers["crew"].person
    unit = await world.read("a", parties.unit_called, world.parties["a"].id, "U1")
    began = world.now()
    await world.read("a", bind_crew, crew, "U1", began)
    async with world.checker.transaction() as checker:
        said = (await bindings.bindings(checker, [crew]))[crew]
        assert (said.unit, said.since, said.party) == (unit.id, began, unit.party)
        assert await parties.crews(checker, [unit.id]) == {unit.id: {crew}}
    world.clock.advance(5)
    await world.read("a", release_crew, crew, world.now())
    async with world.checker.transaction() as checker:
        said = (await bindings.bindings(checker, [crew]))[crew]
        assert (said.unit, said.since) == (None, world.now())
        assert await parties.crews(checker, [unit.id]) == {}
        assert await bindings.bindings(checker, [world.viewers["a"].person]) == {}


@pytest.mark.rule("DIS-06", "SEC-01")
async def test_a_party_reads_its_own_crews_alone(world: Any) -> None:
    await world.read("a", bind_crew, world.viewers["crew"].person, "U1", world.now())
    [mine] = await world.read("a", bindings.crews)
    assert (mine.login, mine.bound is None, mine.bound_since) == ("crew", False, world.now())
    assert await world.read("b", bindings.crews) == []
    [seen] = await world.read("operator", bindings.crews)
    assert seen == mine


async def test_somebody_reads_with_which_unit_they_are(world: Any) -> None:
    crew = world.viewers["crew"].person
    assert (await world.read("crew", parties.person_with, crew)).with_unit is None
    await world.read("a", bind_crew, crew, "U1", world.now())
    unit = await world.read("a", parties.unit_called, world.parties["a"].id, "U1")
    assert (await world.read("crew", parties.person_with, crew)).with_unit == unit.id
    assert (await world.read("desk", parties.person_with, crew)).with_unit is None
