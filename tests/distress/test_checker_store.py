"""What the engine still has to tell is a durable to-do, taken once."""

from typing import Any

import pytest

from deconflict.distress import checker_store as distress
from deconflict.flows.order_halt import order_halt
from deconflict.flows.raise_sos import raise_sos

SQUARE = ((14.9, 31.9), (15.2, 31.9), (15.2, 32.1))


@pytest.mark.rule("LIV-07", "ALR-02")
async def test_a_call_and_a_halt_are_due_until_they_are_told(world: Any) -> None:
    call, _ = await world.act("crew", raise_sos, "U1", None, "", world.now())
    halt = await world.act("desk", order_halt, SQUARE, "", world.now())
    async with world.checker.transaction() as checker:
        assert await distress.calls_due(checker) == [call]
        assert await distress.halts_due(checker, standing=False) == [halt]
        await distress.call_is_told(checker, [call.id])
        assert await distress.is_due(checker)
        await distress.halt_is_told(checker, [halt.id])
        assert not await distress.is_due(checker)
        assert await distress.calls_due(checker) == []
        assert await distress.halts_due(checker, standing=False) == []
        assert await distress.halts_due(checker, standing=True) == [halt]
        await distress.tell_anew(checker, [world.parties["b"].id])
        assert await distress.calls_due(checker) == []
        await distress.tell_anew(checker, [world.parties["a"].id])
        assert await distress.calls_due(checker) == [call]


async def test_all_people_of_a_party_are_its_people(world: Any) -> None:
    a, b = world.parties["a"].id, world.parties["b"].id
    async with world.checker.transaction() as checker:
        found = await distress.people_of(checker, [a, b])
    assert set(found[a]) == {world.viewers[who].person for who in ("a", "a2", "crew")}
    assert found[b] == (world.viewers["b"].person,)
