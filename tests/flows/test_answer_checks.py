"""What-ifs are answered at the tick with what an overlap would tell, and whoever they touch is told (PRB-02)."""

from typing import Any

import pytest

from deconflict.agreements.model import Level
from deconflict.flows.answer_checks import answer_checks
from deconflict.flows.ask_check import ask_check
from deconflict.flows.suspend_party import suspend_as
from deconflict.patrols.model import PatrolState
from deconflict.probing import store as probing
from deconflict.probing.model import WhatIf, WhatIfState


async def asked(world: Any, who: str = "a", **plan: Any) -> WhatIf:
    return await world.act(who, ask_check, world.submission(**plan), world.deployment, world.now())


async def answer(world: Any, question: WhatIf, who: str = "a") -> WhatIf:
    found = await world.read(who, probing.question_with, question.id, world.deployment.terms.level)
    assert found is not None
    return found


@pytest.mark.rule("PRB-02", "DIS-05")
async def test_a_question_is_answered_at_its_tick_with_the_hours_that_would_be_shared(world: Any) -> None:
    await world.register("b")
    await world.tick()
    question = await asked(world)
    await world.engine.check_all()
    assert (await answer(world, question)).state is WhatIfState.PENDING
    await world.tick()
    told = await answer(world, question)
    [ten] = {hour for hour in told.hours if hour % 24 == 10}
    assert (told.state, ten in told.hours, told.areas) == (WhatIfState.ANSWERED, True, ())
    assert world.now() == question.answer_by


@pytest.mark.rule("PRB-02")
async def test_a_question_is_on_no_record_and_alarms_nobody(world: Any) -> None:
    theirs = await world.register("b")
    await world.tick()
    await asked(world)
    await world.tick()
    assert await world.feed("a") == [] == await world.feed("desk")
    [told] = await world.feed("b")
    assert (told.kind, told.change, told.rings) == ("probe", "asked", False)
    assert told.body.patrol == theirs.patrol.id
    assert world.sql("SELECT count(*) FROM patrol") == [(1,)]


@pytest.mark.rule("PRB-03", "DIS-03")
async def test_neither_side_of_a_sealed_pair_learns_of_the_other(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(0)
    await world.register("b")
    await world.tick()
    question = await asked(world)
    await world.tick()
    assert (await answer(world, question)).hours == ()
    assert await world.feed("b") == []


@pytest.mark.rule("DIS-03", "DIS-02")
async def test_at_level_two_it_tells_where_and_with_whom_until_the_level_falls(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    await world.register("b")
    await world.tick()
    question = await asked(world)
    await world.tick()
    told = await answer(world, question)
    assert [area.rival for area in told.areas] == [world.parties["b"].id]
    await agreeing.lower("b", "a", 1)
    assert (await answer(world, question)).state is WhatIfState.WITHHELD
    await world.tick()
    later = await answer(world, question)
    assert (later.state, later.hours, later.areas) == (WhatIfState.WITHHELD, (), ())


@pytest.mark.rule("DIS-06")
async def test_what_is_withdrawn_before_the_tick_and_ones_own_plans_are_not_in_it(world: Any) -> None:
    await world.register("a", unit="U2")
    gone = await world.register("b")
    await world.move("b", gone.patrol.id, PatrolState.WITHDRAWN)
    question = await asked(world)
    await world.tick()
    assert (await answer(world, question)).hours == ()


async def test_nothing_is_answered_before_its_time(world: Any) -> None:
    await asked(world)
    async with world.checker.transaction() as checker:
        assert await answer_checks(checker, world.deployment.terms, world.now()) == 0


async def test_asking_again_tells_the_rival_again(world: Any) -> None:
    await world.register("b")
    await world.tick()
    for _ in range(2):
        await asked(world)
        await asked(world)
        await world.tick()
    assert [alert.kind for alert in await world.feed("b")] == ["probe", "probe"]
    assert world.deployment.terms.level == Level.NOTICE


@pytest.mark.rule("PAT-02", "PRB-02")
async def test_a_suspended_rival_is_not_told_that_somebody_asked(world: Any) -> None:
    await world.register("b")
    await world.tick()
    world.clock.advance(1)
    b = world.parties["b"].id
    await world.act("desk", suspend_as, b, "off every plan", world.now())
    question = await asked(world)
    await world.tick()
    assert (await answer(world, question)).hours
    assert "probe" not in [alert.kind for alert in await world.feed("b")]
    about = "SELECT party, payload ->> 'of' FROM ledger_entry WHERE kind = 'question' AND subject = %s"
    assert (None, str(b)) in world.sql(about, question.id)
    assert b not in [party for party, _ in world.sql(about, question.id)]


@pytest.mark.rule("SEC-01", "CON-01")
async def test_a_question_that_cannot_be_read_is_no_all_clear_and_keeps_nobody_from_an_answer(
    world: Any,
) -> None:
    await world.register("b")
    await world.tick()
    damaged, question = await asked(world), await asked(world)
    world.sql("UPDATE what_if SET cover = '\\x00' WHERE id = %s", damaged.id)
    await world.tick()
    assert (await answer(world, damaged)).state is WhatIfState.WITHHELD
    assert (await answer(world, question)).hours


@pytest.mark.rule("SEC-01", "CON-01")
async def test_a_plan_that_cannot_be_read_is_left_out_and_no_notice_waits_for_it(world: Any) -> None:
    damaged = (await world.register("b")).patrol.id
    await world.register("c")
    await world.engine.check_all()
    question = await asked(world)
    world.sql("UPDATE plan SET cover = '\\x00' WHERE patrol = %s", damaged)
    await world.tick()
    assert (await answer(world, question)).hours
    assert [alert.kind for alert in await world.feed("c")] == ["overlap", "probe"]
