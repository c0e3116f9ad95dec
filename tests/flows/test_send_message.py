"""Who may say what to whom about what, and what is refused."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.errors import NotFound
from deconflict.flows import send_message
from deconflict.flows.send_message import Saying, say_of_conflict, say_of_overlap
from deconflict.messages.errors import NotInTouch, TooManyMessages
from deconflict.messages.model import MessageState
from deconflict.overlaps.errors import OverlapEnded
from deconflict.parties.errors import RoleRefused
from deconflict.parties.model import Role
from deconflict.patrols.model import PatrolState


async def met(world: Any) -> dict[str, Any]:
    """The overlaps by party, and the conflict, of two patrols that meet."""
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    ids = {
        slug: world.sql("SELECT id FROM overlap WHERE party = %s", world.parties[slug].id)[0][0]
        for slug in "ab"
    }
    return ids | {"conflict": world.sql("SELECT id FROM conflict")[0][0]}


async def say(world: Any, who: str, overlap: Any, to: str | None = None, text: str = "We wait.") -> Any:
    saying = Saying(world.parties[to].id if to else None, text, urgent=False)
    return await world.act(who, say_of_overlap, overlap, saying, world.deployment, world.now())


@pytest.mark.rule("DIS-03")
async def test_at_level_1_a_party_speaks_to_the_desk_and_the_desk_to_the_party(world: Any) -> None:
    ids = await met(world)
    to_desk = await say(world, "a", ids["a"])
    assert (to_desk.party, to_desk.other, to_desk.state) == (world.parties["a"].id, None, MessageState.SENT)
    assert (to_desk.role, to_desk.name, to_desk.overlaps) == (Role.LIAISON, "a", (ids["a"],))
    to_party = await say(world, "desk", ids["b"])
    assert (to_party.party, to_party.other) == (None, world.parties["b"].id)
    with pytest.raises(NotInTouch):
        await say(world, "a", ids["a"], to="b")
    with pytest.raises(NotInTouch):
        await say(world, "desk", ids["a"], to="b")
    kept = world.sql("SELECT payload FROM ledger_entry WHERE kind = 'message'")
    assert [set(payload) for (payload,) in kept] == [{"sha256"}] * 2


@pytest.mark.rule("DIS-03")
async def test_from_level_2_on_also_to_a_rival_that_the_overlap_names(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(2)
    ids = await met(world)
    assert (await say(world, "a", ids["a"], to="b")).other == world.parties["b"].id
    with pytest.raises(NotInTouch):
        await say(world, "a", ids["a"], to="c")
    await agreeing.lower("b", "a", 1)
    with pytest.raises(NotInTouch):
        await say(world, "a", ids["a"], to="b")


@pytest.mark.rule("DIS-06")
async def test_of_what_is_not_ones_own_nothing_can_be_said(world: Any) -> None:
    ids = await met(world)
    for who in ("b", "c", "facilitator", "oversight", "operator"):
        with pytest.raises(NotFound):
            await say(world, who, ids["a"])
    with pytest.raises(NotFound):
        await say(world, "a", uuid4())
    with pytest.raises(RoleRefused):
        await say(world, "crew", ids["a"])


async def test_of_what_has_ended_nothing_is_said(world: Any) -> None:
    ids = await met(world)
    [(patrol,)] = world.sql("SELECT patrol FROM overlap WHERE id = %s", ids["a"])
    await world.move("a", patrol, PatrolState.WITHDRAWN)
    await world.tick()
    with pytest.raises(OverlapEnded):
        await say(world, "a", ids["a"])


@pytest.mark.rule("DIS-08")
async def test_the_desk_speaks_to_either_side_of_a_conflict(world: Any) -> None:
    conflict = (await met(world))["conflict"]

    async def said(who: str, to: str) -> Any:
        saying = Saying(world.parties[to].id, "Please wait.", urgent=True)
        return await world.act(who, say_of_conflict, conflict, saying, world.now())

    assert (await said("desk", "a")).conflict == conflict
    with pytest.raises(NotInTouch):
        await said("desk", "c")
    with pytest.raises(RoleRefused):
        await said("facilitator", "a")
    with pytest.raises(NotFound):
        await said("a", "b")


async def test_a_party_can_not_drown_the_others_alerts(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(send_message, "PER_HOUR", 2)
    ids = await met(world)
    for who in ("a", "a2"):
        await say(world, who, ids["a"])
    with pytest.raises(TooManyMessages):
        await say(world, "a", ids["a"])
    await say(world, "b", ids["b"])
    world.clock.advance(3600)
    await say(world, "a", ids["a"])
