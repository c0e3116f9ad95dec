"""Each end's messages are its own, whichever wall stands."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from deconflict.flows.send_message import Saying, say_of_overlap
from deconflict.messages import store as messages
from deconflict.messages.model import Message, MessageId, MessageState
from deconflict.runtime.errors import AccessRefused


@pytest.fixture
async def said(world: Any) -> Message:
    """What A said to the desk of its overlap with B, not carried yet."""
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    [(overlap,)] = world.sql("SELECT id FROM overlap WHERE party = %s", world.parties["a"].id)
    saying = Saying(None, "We wait.", urgent=False)
    return await world.act("a", say_of_overlap, overlap, saying, world.deployment, world.now())


async def test_messages_come_newest_first_by_page_and_by_what_they_are_about(
    world: Any, said: Message
) -> None:
    world.clock.advance(1)
    saying = Saying(None, "Still here.", urgent=True)
    later = await world.act("a2", say_of_overlap, said.overlaps[0], saying, world.deployment, world.now())
    assert await world.read("a", messages.page, 5, None) == [later, said]
    assert await world.read("a", messages.page, 5, (later.at, later.id)) == [said]
    assert await world.read("a", messages.page, 1, None, overlap=said.overlaps[0]) == [later]
    assert await world.read("a", messages.page, 5, None, overlap=uuid4()) == []
    assert await world.read("a", messages.page, 5, None, conflict=uuid4()) == []
    assert await world.read("a", messages.said_since, said.at) == 1


@pytest.mark.rule("SEC-01")
async def test_the_database_lets_nobody_speak_in_anothers_name(world: Any, said: Message) -> None:
    new = replace(said, id=MessageId(uuid4()))
    b = world.viewers["b"]
    wrong = [
        ("b", new),
        ("b", replace(new, party=b.party, person=b.person, name="b")),
        ("a2", new),
        ("a", replace(new, name="somebody else")),
        ("a", replace(new, party=None, other=world.parties["a"].id)),
        ("a", replace(new, state=MessageState.RECEIVED, carried_at=world.now())),
        ("a", replace(new, overlaps=())),
        ("a", replace(new, conflict=uuid4())),
    ]
    for who, message in wrong:
        with pytest.raises(AccessRefused):
            await world.read(who, messages.add, [message])
    await world.read("a", messages.add, [new])


@pytest.mark.rule("SEC-01", "DIS-06")
@pytest.mark.parametrize("walls", ["both", "application"])
async def test_what_was_said_is_read_at_its_own_ends_alone(world: Any, said: Message, walls: str) -> None:
    await world.engine.carry()
    if walls == "application":
        world.sql("ALTER TABLE message DISABLE ROW LEVEL SECURITY")
    try:
        known = {"a": 1, "a2": 1, "crew": 1, "desk": 1, "b": 0, "c": 0, "facilitator": 0, "operator": 0}
        for who, count in known.items():
            assert len(await world.read(who, messages.page, 5, None)) == count, who
            assert len(await world.read(who, messages.with_ids, [said.id])) == (count if who != "desk" else 0)
    finally:
        world.sql("ALTER TABLE message ENABLE ROW LEVEL SECURITY")
