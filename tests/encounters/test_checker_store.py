"""What the engine reads of encounters after a start, and how it cuts down what was told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.agreements.rules import ordered
from deconflict.encounters import checker_store as encounters
from deconflict.encounters.model import EncounterId, EncounterState, Sight
from deconflict.runtime.errors import UniqueViolated
from tests.encounters.test_store import meet, told_to


async def read(world: Any, reading: Any, *arguments: Any) -> Any:
    """What the checker reads."""
    async with world.checker.transaction() as checker:
        return await reading(checker, *arguments)


async def test_what_is_open_is_read_as_it_was_told_last(world: Any) -> None:
    await meet(world)
    [item] = await read(world, encounters.lately, world.now() - timedelta(minutes=1))
    assert (item.state, item.a.callsign, item.episode) == (EncounterState.OPEN, "U1", 0)
    assert item.a.unit.int < item.b.unit.int
    shown = await read(world, encounters.open_sightings)
    assert sorted((str(one.sight), len(told)) for one, told in shown) == [
        ("exact", 1),
        ("stop", 1),
        ("stop", 1),
    ]
    assert await read(world, encounters.episodes, [(item.a.unit, item.b.unit)]) == {
        (item.a.unit, item.b.unit): 1
    }
    used = await read(world, encounters.stops_since, world.now() - timedelta(hours=1))
    ours, theirs = (world.parties[slug].id for slug in ("a", "b"))
    assert used == {ordered(ours, theirs): 1}


@pytest.mark.rule("LIV-01")
async def test_of_two_units_what_was_over_before_a_moment_is_left_out(world: Any) -> None:
    await meet(world)
    [item] = await read(world, encounters.lately, world.now() - timedelta(minutes=1))
    soon, one, other = world.now() + timedelta(minutes=1), item.a.unit, item.b.unit
    for of, others in ((one, [other]), (other, [uuid4(), one])):
        assert await read(world, encounters.between_units, of, others, soon) == [item]
    assert await read(world, encounters.between_units, one, [uuid4()], soon) == []
    over = replace(item, state=EncounterState.LATE)
    await read(world, encounters.record, [], [over])
    assert await read(world, encounters.between_units, one, [other], soon) == []
    assert await read(world, encounters.between_units, one, [other], item.updated_at) == [over]


@pytest.mark.rule("DIS-02")
async def test_what_was_told_between_two_parties_is_forgotten_without_the_desks(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await meet(world)
    ours, theirs = (world.parties[slug].id for slug in ("a", "b"))
    told = await read(world, encounters.told_between, ours, theirs)
    assert {int(item.shown.level) for _, _, item in told} == {3}
    await read(world, encounters.tell_no_more, told)
    assert await told_to(world, "a") == await told_to(world, "b") == []
    assert await told_to(world, "desk") == [(Sight.EXACT.value, 3)]


@pytest.mark.rule("LIV-02", "SEC-01")
async def test_an_engine_that_was_taken_over_from_stores_no_encounter_a_second_time(world: Any) -> None:
    await meet(world)
    [item] = await read(world, encounters.lately, world.now() - timedelta(minutes=1))
    with pytest.raises(UniqueViolated):
        await read(world, encounters.record, [replace(item, id=EncounterId(uuid4()))], [])
