"""What waits to be carried, and what became of it."""

from typing import Any

from deconflict.flows.send_message import Saying, say_of_overlap
from deconflict.messages import checker_store as messages
from deconflict.messages.model import MessageState


async def test_what_was_said_waits_in_its_order_until_it_is_carried(world: Any) -> None:
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    said = []
    for who in ("b", "a"):
        [(overlap,)] = world.sql("SELECT id FROM overlap WHERE party = %s", world.parties[who].id)
        saying = Saying(None, who, urgent=False)
        said.append(await world.act(who, say_of_overlap, overlap, saying, world.deployment, world.now()))
        world.clock.advance(1)
    async with world.checker.transaction() as checker:
        assert await messages.anything_waits(checker)
        assert await messages.to_carry(checker) == said
        await messages.carried(checker, {said[0].id: MessageState.UNDELIVERED}, world.now())
        assert await messages.to_carry(checker) == said[1:]
        await messages.carried(checker, {said[1].id: MessageState.DELIVERED}, world.now())
        assert not await messages.anything_waits(checker)


async def test_what_is_held_waits_until_it_is_let_go(world: Any) -> None:
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    [(overlap,)] = world.sql("SELECT id FROM overlap WHERE party = %s", world.parties["a"].id)
    saying = Saying(None, "a", urgent=False)
    said = await world.act("a", say_of_overlap, overlap, saying, world.deployment, world.now())
    async with world.checker.transaction() as checker:
        await messages.carried(checker, {said.id: MessageState.DELIVERED}, world.now())
        await messages.hold(checker, [said.id])
        assert [item.id for item in await messages.held(checker)] == [said.id]
        assert await messages.anything_waits(checker)
        await messages.let_go(checker, [said.id])
        assert await messages.held(checker) == []
        assert not await messages.anything_waits(checker)
