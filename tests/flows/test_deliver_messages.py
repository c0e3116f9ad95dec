"""What reaches whom: on the recipient's own overlaps, as an alert, and never past the level that holds."""

from typing import Any
from uuid import UUID

import pytest

from deconflict.alerts.model import AlertKind
from deconflict.flows.send_message import Saying, say_of_conflict, say_of_overlap
from deconflict.flows.suspend_party import restore_as, suspend_as
from deconflict.messages import store as messages
from deconflict.messages.model import MessageState


async def meet(world: Any) -> dict[str, UUID]:
    """The overlaps by party of two patrols that meet."""
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    return {slug: overlap_of(world, slug) for slug in "ab"}


def overlap_of(world: Any, slug: str) -> UUID:
    return world.sql("SELECT id FROM overlap WHERE party = %s", world.parties[slug].id)[0][0]


async def say(world: Any, who: str, overlap: Any, to: str | None = None, *, urgent: bool = False) -> UUID:
    """Somebody says something, and the checker carries it."""
    saying = Saying(world.parties[to].id if to else None, "We wait.", urgent)
    said = await world.act(who, say_of_overlap, overlap, saying, world.deployment, world.now())
    await world.engine.carry()
    return said.id


async def heard(world: Any, who: str) -> list[Any]:
    """The alerts about messages in somebody's feed."""
    return [item for item in await world.feed(who) if item.kind is AlertKind.MESSAGE]


async def state(world: Any, who: str, message: UUID) -> MessageState:
    return (await world.read(who, messages.with_ids, [message]))[message].state


@pytest.mark.rule("DIS-03", "ALR-02")
async def test_the_desk_hears_a_party_with_the_name_and_the_party_hears_the_desk_without(world: Any) -> None:
    ids = await meet(world)
    sent = await say(world, "a", ids["a"])
    assert await state(world, "a", sent) is MessageState.DELIVERED
    [alert] = await heard(world, "desk")
    assert (alert.rings, alert.change) == (False, "received")
    body = alert.body
    assert (body.party, body.party_name, body.name) == (world.parties["a"].id, "Party a", "a")
    assert (body.text, body.overlaps) == ("We wait.", (ids["a"],))
    assert await heard(world, "b") == await heard(world, "c") == await heard(world, "facilitator") == []
    await say(world, "desk", ids["a"], urgent=True)
    [alert] = await heard(world, "a")
    assert [len(await heard(world, who)) for who in ("a2", "b")] == [1, 0]
    assert (alert.rings, alert.body.party, alert.body.name) == (True, None, None)


@pytest.mark.rule("DIS-03", "IDN-04")
async def test_at_level_2_a_rival_hears_on_its_own_overlap_who_says_what(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(2)
    ids = await meet(world)
    sent = await say(world, "a", ids["a"], to="b", urgent=True)
    [alert] = await heard(world, "b")
    body = alert.body
    assert (body.party, body.party_name, body.name, body.role) == (
        world.parties["a"].id, "Party a", "a", "liaison",
    )  # fmt: skip
    assert (alert.rings, body.overlaps, body.conflict) == (True, (ids["b"],), None)
    assert body.id != sent
    assert await heard(world, "desk") == []
    said = world.sql(
        "SELECT count(*) FROM ledger_entry WHERE kind = 'message' AND party = %s", world.parties["b"].id
    )
    assert said == [(1,)]


@pytest.mark.rule("DIS-03", "DIS-04")
async def test_it_reaches_only_overlaps_that_share_the_cells_spoken_of(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(2)
    ids = await meet(world)
    for who in ("a", "b"):
        await world.register(who, unit="U2", lat=34.0)
    await world.tick()
    await say(world, "a", ids["a"], to="b")
    [alert] = await heard(world, "b")
    assert alert.body.overlaps == (ids["b"],)


@pytest.mark.rule("DIS-02")
async def test_what_is_taken_back_meanwhile_is_not_crossed_and_what_was_said_stays(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    ids = await meet(world)
    first = await say(world, "a", ids["a"], to="b")
    saying = Saying(world.parties["b"].id, "And now?", urgent=False)
    late = await world.act("a", say_of_overlap, ids["a"], saying, world.deployment, world.now())
    await agreeing.lower("b", "a", 0)
    await world.tick()
    assert await state(world, "a", late.id) is MessageState.UNDELIVERED
    assert await state(world, "a", first) is MessageState.DELIVERED
    [alert] = await heard(world, "b")
    assert alert.body.text == "We wait."


@pytest.mark.rule("DIS-08")
async def test_what_the_desk_says_of_a_conflict_reaches_the_side_on_its_overlap(
    world: Any, agreeing: Any
) -> None:
    ids = await meet(world)
    [(conflict,)] = world.sql("SELECT id FROM conflict")
    to = world.parties["b"].id
    saying = Saying(to, "Please wait.", urgent=True)
    await world.act("desk", say_of_conflict, conflict, saying, world.now())
    await world.engine.carry()
    [alert] = await heard(world, "b")
    assert (alert.body.overlaps, alert.body.conflict) == ((ids["b"],), None)
    await agreeing.lower("a", "b", 0)
    await world.tick()
    unheard = await world.act("desk", say_of_conflict, conflict, saying, world.now())
    await world.engine.carry()
    assert await state(world, "desk", unheard.id) is MessageState.UNDELIVERED
    assert len(await heard(world, "b")) == 1


@pytest.mark.rule("PAT-02", "DIS-06")
async def test_a_suspended_rival_does_not_show_in_what_becomes_of_a_message_and_hears_it_on_its_return(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    ids = await meet(world)
    b = world.parties["b"].id
    await world.act("desk", suspend_as, b, "off every plan", world.now())
    await world.tick()
    sent = await say(world, "a", ids["a"], to="b")
    assert await state(world, "a", sent) is MessageState.DELIVERED
    assert await heard(world, "b") == await heard(world, "desk") == []
    await world.tick()
    before = (await world.read("a", messages.with_ids, [sent]))[sent]
    world.clock.advance(1)
    await world.act("desk", restore_as, b, world.now())
    await world.tick()
    await world.engine.carry()
    [alert] = await heard(world, "b")
    assert (alert.body.text, alert.body.overlaps) == ("We wait.", (ids["b"],))
    assert (await world.read("a", messages.with_ids, [sent]))[sent] == before
    await world.engine.carry()
    assert len(await heard(world, "b")) == 1
    assert world.sql("SELECT count(*) FROM held_message") == [(0,)]


@pytest.mark.rule("PAT-02", "DIS-02")
async def test_what_is_held_for_a_suspended_rival_never_reaches_it_once_the_level_has_fallen(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    ids = await meet(world)
    b = world.parties["b"].id
    await world.act("desk", suspend_as, b, "off every plan", world.now())
    await world.tick()
    sent = await say(world, "a", ids["a"], to="b")
    await agreeing.lower("a", "b", 1)
    await world.tick()
    await world.act("desk", restore_as, b, world.now())
    await world.tick()
    await world.engine.carry()
    assert await heard(world, "b") == []
    assert await state(world, "a", sent) is MessageState.DELIVERED
    assert world.sql("SELECT count(*) FROM held_message") == [(0,)]


@pytest.mark.rule("PRB-02", "DIS-06")
async def test_a_rival_over_its_budget_does_not_show_in_what_becomes_of_a_message(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    ids = await meet(world)
    world.sql("UPDATE overlap SET state = 'withheld' WHERE id = %s", ids["b"])  # as at the end of the budget
    sent = await say(world, "a", ids["a"], to="b")
    assert await state(world, "a", sent) is MessageState.DELIVERED
    assert await heard(world, "b") == []
