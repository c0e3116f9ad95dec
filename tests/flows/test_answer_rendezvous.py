"""A rendezvous holds once both sides have confirmed it, until either ends it; the plans are checked again each time."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.flows.answer_rendezvous import confirm_rendezvous, end_rendezvous
from deconflict.flows.propose_rendezvous import Proposal, propose_rendezvous
from deconflict.parties.errors import RoleRefused
from deconflict.rendezvous.errors import RendezvousMoveRefused
from deconflict.rendezvous.model import Where

pytestmark = pytest.mark.rule("SEP-10")


async def propose(world: Any, between: str = "ab", **other: Any) -> Any:
    """Around where the two drives of the world begin, and when."""
    start = world.now() + timedelta(minutes=110)
    where = Where(15.05, 32.0, 5000.0, start, start + timedelta(minutes=60))
    parties = [world.parties[slug].id for slug in between]
    asked = Proposal(where, **other)
    return (await world.act("a", propose_rendezvous, parties, asked, world.deployment, world.now())).value


async def both_drive(world: Any) -> tuple[Any, Any]:
    ours, theirs = await world.register("a"), await world.register("b", lat=32.001)
    await world.tick()
    return ours.patrol, theirs.patrol


def conflicts(world: Any) -> list[tuple[str, str | None]]:
    return world.sql("SELECT state, resolution FROM conflict ORDER BY reference")


async def test_a_confirmed_one_resolves_the_conflict_and_its_end_opens_it_again(world: Any) -> None:
    await both_drive(world)
    assert conflicts(world) == [("open", None)]
    proposed = await propose(world)
    await world.tick()
    assert conflicts(world) == [("open", None)]

    await world.act("b", confirm_rendezvous, proposed.id, None, world.now())
    await world.tick()
    assert conflicts(world) == [("resolved", "rendezvous")]
    assert (await world.engine.ask_oracle()).size == 0

    await world.act("b", end_rendezvous, proposed.id, world.now())
    await world.tick()
    assert conflicts(world) == [("open", None)]
    assert (await world.engine.ask_oracle()).size == 0


@pytest.mark.rule("DIS-04")
async def test_it_ends_no_overlap(world: Any) -> None:
    await both_drive(world)
    told = [item.kind.value for item in await world.feed("a")]
    proposed = await propose(world)
    await world.act("b", confirm_rendezvous, proposed.id, None, world.now())
    await world.tick()
    assert [item.kind.value for item in await world.feed("a") if item.kind.value != "rendezvous"] == told
    assert world.sql("SELECT DISTINCT state FROM overlap") == [("open",)]


async def test_a_third_party_there_and_then_is_a_conflict_still(world: Any) -> None:
    proposed = await propose(world)
    await world.act("b", confirm_rendezvous, proposed.id, None, world.now())
    await both_drive(world)
    assert conflicts(world) == []
    await world.register("c")
    await world.tick()
    assert conflicts(world) == [("open", None), ("open", None)]


async def test_another_patrol_than_the_one_it_is_meant_for_is_a_conflict(world: Any) -> None:
    ours, _ = await both_drive(world)
    proposed = await propose(world, patrol=ours.id)
    await world.act("b", confirm_rendezvous, proposed.id, None, world.now())
    await world.register("a", unit="U2", lat=32.002)
    await world.tick()
    assert sorted(conflicts(world)) == [("open", None), ("resolved", "rendezvous")]


async def test_each_side_confirms_once_and_for_itself(world: Any) -> None:
    proposed = await propose(world)
    with pytest.raises(RendezvousMoveRefused):
        await world.act("a", confirm_rendezvous, proposed.id, None, world.now())
    for who in ("desk", "facilitator"):
        with pytest.raises(RoleRefused):
            await world.act(who, confirm_rendezvous, proposed.id, None, world.now())
        with pytest.raises(RoleRefused):
            await world.act(who, end_rendezvous, proposed.id, world.now())
    await world.act("b", confirm_rendezvous, proposed.id, None, world.now())
    with pytest.raises(RendezvousMoveRefused):
        await world.act("b", confirm_rendezvous, proposed.id, None, world.now())


async def test_who_proposed_withdraws_and_who_was_asked_refuses(world: Any) -> None:
    for who, state in (("a", "withdrawn"), ("b", "refused")):
        proposed = await propose(world)
        ended = (await world.act(who, end_rendezvous, proposed.id, world.now())).value
        assert ended.state.value == state
        with pytest.raises(RendezvousMoveRefused):
            await world.act("b", confirm_rendezvous, proposed.id, None, world.now())


async def test_an_end_rings_with_the_other_side_and_the_desk(world: Any) -> None:
    proposed = await propose(world)
    await world.act("b", confirm_rendezvous, proposed.id, None, world.now())
    world.clock.advance(1)
    await world.act("a", end_rendezvous, proposed.id, world.now())
    await world.tick()
    last = {who: (await world.feed(who))[-1] for who in ("a", "b", "desk")}
    assert {who: (item.change, item.rings) for who, item in last.items()} == {
        "a": ("ended", False),
        "b": ("ended", True),
        "desk": ("ended", True),
    }


async def test_one_that_is_over_is_neither_confirmed_nor_ended(world: Any) -> None:
    proposed = await propose(world)
    world.clock.advance(4 * 3600)
    with pytest.raises(RendezvousMoveRefused):
        await world.act("b", confirm_rendezvous, proposed.id, None, world.now())
    with pytest.raises(RendezvousMoveRefused):
        await world.act("b", end_rendezvous, proposed.id, world.now())
