"""Figures of conduct: counted from the record, all for the neutral staff, one's own line for a party (PRB-03)."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.alerts.model import Fact
from deconflict.flows.acknowledge_alert import acknowledge_alert
from deconflict.flows.ask_check import ask_check
from deconflict.parties.model import PartyId
from deconflict.patrols.model import PatrolState
from deconflict.probing import store as probing
from deconflict.probing.model import Conduct


async def figures(world: Any, who: str) -> dict[PartyId, Conduct]:
    until = world.now() + timedelta(seconds=1)
    limits = world.deployment.budget
    found = await world.read(who, probing.conduct, until - timedelta(days=30), until, limits)
    return {item.party: item for item in found}


@pytest.mark.rule("PRB-03")
async def test_plans_never_driven_are_ghosts_and_driven_ones_are_not(world: Any) -> None:
    a, b = (world.parties[slug].id for slug in ("a", "b"))
    await world.register("b")
    withdrawn = await world.register("a")
    driven = await world.register("a", unit="U2", lat=40)
    staged = await world.register("a", unit="U3", lat=41, minutes=600)
    await world.register("a", unit="U2", lat=42, minutes=900)
    await world.tick()
    await world.move("a", withdrawn.patrol.id, PatrolState.WITHDRAWN)
    for moved in (staged, driven):
        await world.move("a", moved.patrol.id, PatrolState.ACTIVE)
    await world.move("a", staged.patrol.id, PatrolState.ENDED)  # long before its time: nobody drove it
    world.clock.at = driven.plan.path.end
    await world.move("a", driven.patrol.id, PatrolState.ENDED)
    seen = await figures(world, "facilitator")
    assert (seen[a].registered, seen[a].withdrawn, seen[a].finished, seen[a].ghosts) == (4, 1, 3, 2)
    assert (seen[b].registered, seen[b].finished, seen[b].ghost_ratio) == (1, 0, None)


@pytest.mark.rule("PRB-03", "DIS-06")
async def test_a_party_sees_its_own_line_alone(world: Any) -> None:
    for who in ("a", "crew"):
        assert set(await figures(world, who)) == {world.parties["a"].id}
    for who in ("facilitator", "oversight", "desk"):
        assert len(await figures(world, who)) == 3
    assert await figures(world, "operator") == {}


async def test_questions_budgets_and_answers_are_counted(world: Any) -> None:
    a = world.parties["a"].id
    await world.register("b")
    await world.register("a")
    await world.tick()
    for _ in range(world.deployment.budget.what_ifs):
        await world.act("a", ask_check, world.submission(), world.deployment, world.now())
    [alert] = await world.feed("a")
    world.clock.advance(90)
    arguments = (alert.epoch, alert.seq, Fact.ACKNOWLEDGED, world.deployment, world.now())
    await world.act("a", acknowledge_alert, *arguments)
    line = (await figures(world, "oversight"))[a]
    assert (line.questions, line.budgets_used, line.acknowledged_within_s) == (10, 1, 90.0)


async def test_what_is_older_than_the_window_does_not_count(world: Any) -> None:
    await world.register("a")
    world.clock.at += timedelta(days=31)
    assert (await figures(world, "facilitator"))[world.parties["a"].id].registered == 0


async def test_a_question_is_seen_by_its_own_party_alone(world: Any) -> None:
    asked = await world.act("a", ask_check, world.submission(), world.deployment, world.now())
    for who in ("b", "c", "desk", "facilitator", "oversight", "operator"):
        assert await world.read(who, probing.question_with, asked.id, world.deployment.terms.level) is None
    assert await world.read("crew", probing.question_with, asked.id, world.deployment.terms.level)
