"""What the checker stores of who moves."""

from typing import Any

from deconflict.flows.assign_conflict import assign_conflict
from deconflict.resolving import checker_store as resolving


async def test_what_the_desk_says_while_it_is_being_told_is_still_to_be_told(world: Any) -> None:
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    [(conflict,)] = world.sql("SELECT id FROM conflict")
    await world.act("desk", assign_conflict, conflict, world.parties["a"].id, world.now())
    async with world.checker.transaction() as checker:
        said = await resolving.untold(checker)
        world.clock.advance(1)
        await world.act("desk", assign_conflict, conflict, world.parties["b"].id, world.now())
        await resolving.mark_told(checker, said, world.now())
    async with world.checker.transaction() as checker:
        [left] = await resolving.untold(checker)
        assert left.party == world.parties["b"].id


async def test_a_right_of_way_that_is_applied_again_changes_nothing(world: Any) -> None:
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    [(conflict,)] = world.sql("SELECT id FROM conflict")
    first = world.now()
    for _ in range(2):
        async with world.checker.transaction() as checker:
            await resolving.assign_by_agreement(checker, [(conflict, 1, world.parties["a"].id)], world.now())
        world.clock.advance(1)
    assert world.sql("SELECT at FROM assignment") == [(first,)]
    async with world.checker.transaction() as checker:
        await resolving.assign_by_agreement(checker, [(conflict, 2, None)], world.now())
        assert not await resolving.anything_waits(checker)
    assert world.sql("SELECT count(*) FROM assignment") == [(0,)]
