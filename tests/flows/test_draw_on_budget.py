"""What draws on a unit's budget, as its own party sees it (PRB-02)."""

from dataclasses import replace
from typing import Any

import pytest

from deconflict.flows.ask_check import ask_check
from deconflict.flows.ask_shift import ask_overlap_shift
from deconflict.flows.draw_on_budget import budgets_of
from deconflict.parties import store as parties
from deconflict.probing.errors import BudgetUsed
from deconflict.probing.model import DrawKind, Limits


async def drawn(world: Any, who: str) -> dict[str, int]:
    """What U1 of that party has drawn today."""

    async def ask(session: Any, _viewer: Any) -> Any:
        units = await parties.units(session)
        return await budgets_of(session, units, world.deployment.budget, world.now())

    first, *_ = await world.act(who, ask)
    return {kind.value: first.drawn[kind] for kind in DrawKind}


@pytest.mark.rule("PRB-02")
async def test_an_overlap_a_question_and_an_amendment_after_a_notice_each_draw_one(world: Any) -> None:
    await world.register("b")
    await world.tick()
    assert await drawn(world, "b") == {"overlap": 0, "passage": 0, "what_if": 0, "amendment": 0}
    mine = await world.register("a")
    await world.amend("a", mine.patrol.id, 1, lat=32.001)  # of nothing told yet
    await world.tick()
    await world.amend("a", mine.patrol.id, 2, lat=32.0)
    await world.act("a", ask_check, world.submission(lat=40), world.deployment, world.now())
    assert await drawn(world, "a") == {"overlap": 1, "passage": 0, "what_if": 1, "amendment": 1}


async def test_a_party_without_units_has_no_budget(world: Any) -> None:
    async def none(session: Any, _viewer: Any) -> Any:
        return await budgets_of(session, [], world.deployment.budget, world.now())

    assert await world.act("a", none) == []


@pytest.mark.rule("PRB-02", "CON-05")
async def test_asking_for_a_clearing_shift_draws_like_a_what_if_and_ends_with_the_budget(world: Any) -> None:
    world.deployment = replace(world.deployment, budget=Limits(what_ifs=1))
    await world.register("b")
    await world.register("a")
    await world.tick()
    [overlap] = (await world.picture("a")).overlaps
    ask = (ask_overlap_shift, overlap.value.id, world.deployment, world.now())
    asked = await world.act("a", *ask)
    assert await world.act("a", *ask) == asked  # not answered yet: the same question
    assert (await drawn(world, "a"))["what_if"] == 1
    await world.tick()
    with pytest.raises(BudgetUsed):
        await world.act("a", ask_overlap_shift, overlap.value.id, world.deployment, world.now())
