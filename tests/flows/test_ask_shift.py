"""Who may ask for a clearing shift, about what, and what is read before there is an answer."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.errors import NotFound
from deconflict.flows.ask_shift import (
    ask_conflict_shift,
    ask_overlap_shift,
    asked_of_conflict,
    asked_of_overlap,
)
from deconflict.overlaps.errors import OverlapEnded
from deconflict.parties.errors import RoleRefused
from deconflict.patrols.model import PatrolState


async def met(world: Any) -> dict[str, Any]:
    """The ids of the overlaps and the conflict of two patrols that meet."""
    for who in ("a", "b"):
        await world.register(who)
    await world.tick()
    ids = {
        who: world.sql("SELECT id FROM overlap WHERE party = %s", world.parties[who].id)[0][0]
        for who in ("a", "b")
    }
    return ids | {"conflict": world.sql("SELECT id FROM conflict")[0][0]}


async def ask(world: Any, who: str, overlap: Any) -> Any:
    return await world.act(who, ask_overlap_shift, overlap, world.deployment, world.now())


async def asked(world: Any, who: str, overlap: Any) -> Any:
    return await world.act(who, asked_of_overlap, overlap, world.deployment)


@pytest.mark.rule("SEP-11", "DIS-06")
async def test_an_officer_asks_about_an_overlap_of_their_own_party_alone(world: Any) -> None:
    ids = await met(world)
    first = await ask(world, "a", ids["a"])
    assert (first.answered_at, first.exact, first.later_s) == (None, None, None)
    assert await asked(world, "a2", ids["a"]) == first
    for who in ("b", "c", "desk", "facilitator", "operator"):
        for doing in (ask, asked):
            with pytest.raises(NotFound):
                await doing(world, who, ids["a"])
    with pytest.raises(RoleRefused):
        await ask(world, "crew", ids["a"])
    with pytest.raises(NotFound):
        await asked(world, "b", ids["b"])
    with pytest.raises(NotFound):
        await ask(world, "a", uuid4())


async def test_asked_again_before_the_answer_it_is_the_same_question(world: Any) -> None:
    ids = await met(world)
    assert await ask(world, "a", ids["a"]) == await ask(world, "a2", ids["a"])
    await world.tick()
    assert (await ask(world, "a", ids["a"])).answered_at is None


async def test_of_what_has_ended_nothing_is_asked(world: Any) -> None:
    ids = await met(world)
    [(patrol,)] = world.sql("SELECT patrol FROM overlap WHERE id = %s", ids["a"])
    await world.move("a", patrol, PatrolState.WITHDRAWN)
    await world.tick()
    with pytest.raises(OverlapEnded):
        await ask(world, "a", ids["a"])


@pytest.mark.rule("SEP-11", "DIS-08")
async def test_the_desk_alone_asks_about_both_sides_of_a_conflict(world: Any) -> None:
    conflict = (await met(world))["conflict"]
    for who, refused in (("a", NotFound), ("facilitator", RoleRefused), ("oversight", NotFound)):
        with pytest.raises(refused):
            await world.act(who, ask_conflict_shift, conflict, world.now())
    both = await world.act("desk", ask_conflict_shift, conflict, world.now())
    assert len({item.patrol for item in both}) == 2
    assert await world.read("desk2", asked_of_conflict, conflict) == both
    for who in ("a", "facilitator"):
        with pytest.raises(NotFound):
            await world.read(who, asked_of_conflict, conflict)
