"""What somebody said is carried once, also after a crash, and where nobody said anything next to nothing is asked."""

from typing import Any

from deconflict.flows.assign_conflict import assign_conflict
from deconflict.flows.carry_what_was_said import carry_what_was_said


async def test_what_was_said_is_carried_once_and_comes_back_when_it_fails(world: Any) -> None:
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    [(conflict,)] = world.sql("SELECT id FROM conflict")
    await world.act("desk", assign_conflict, conflict, world.parties["a"].id, world.now())
    terms = world.deployment.terms
    try:
        async with world.checker.transaction() as checker:
            assert await carry_what_was_said(checker, terms, world.now()) == 1
            raise KeyError
    except KeyError:
        pass
    assert await world.engine.carry() == 1
    assert await world.engine.carry() == 0


async def test_when_nothing_was_said_it_is_asked_and_no_more(world: Any, statements: list[str]) -> None:
    async with world.checker.transaction() as checker:
        statements.clear()
        assert await carry_what_was_said(checker, world.deployment.terms, world.now()) == 0
        assert len(statements) == 2
