"""Asking draws on the unit's budget and is refused beyond it; nothing in the answer is another's (PRB-02)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from deconflict.flows.ask_check import ask_check
from deconflict.parties.errors import RoleRefused
from deconflict.probing.errors import BudgetUsed
from deconflict.probing.model import Limits


async def ask(world: Any, who: str = "a", **plan: Any) -> Any:
    return await world.act(who, ask_check, world.submission(**plan), world.deployment, world.now())


@pytest.mark.rule("PRB-02")
async def test_a_unit_asks_so_often_in_a_day_and_no_more(world: Any) -> None:
    world.deployment = replace(world.deployment, budget=Limits(what_ifs=2))
    await ask(world)
    await ask(world)
    with pytest.raises(BudgetUsed) as refused:
        await ask(world)
    assert (refused.value.limit, refused.value.until.isoformat()) == (2, "2026-12-02T00:00:00+00:00")
    await ask(world, unit="U2")
    await ask(world, who="b")
    world.clock.at += timedelta(days=1)
    await ask(world, minutes=30 * 60)
    assert world.sql("SELECT count(*) FROM what_if") == [(5,)]


async def test_only_officers_ask(world: Any) -> None:
    for who in ("crew", "desk", "facilitator"):
        with pytest.raises(RoleRefused):
            await ask(world, who=who)


async def test_a_question_is_on_the_ledger(world: Any) -> None:
    question = await ask(world)
    said = world.sql("SELECT party, person FROM ledger_entry WHERE kind = 'question'")
    assert said == [(world.parties["a"].id, world.viewers["a"].person)]
    assert question.answer_by > world.now()
