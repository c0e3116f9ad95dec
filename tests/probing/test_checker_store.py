"""What the checker keeps of budgets: draws, silences, and answers that are withheld."""

from datetime import timedelta
from typing import Any

from deconflict.flows.ask_check import ask_check
from deconflict.probing import checker_store as probing
from deconflict.probing.model import Draw, DrawKind, Limits, Silence


async def test_a_silence_takes_the_place_of_the_one_before_and_is_lifted(world: Any) -> None:
    done = await world.register("a")
    patrol, party = done.patrol.id, done.patrol.party
    async with world.checker.transaction() as checker:
        for version in (1, 2):
            await probing.keep_silent(checker, [Silence(patrol, party, version, world.now(), (1, 2))])
        assert (await probing.silences(checker, [patrol]))[patrol].version == 2
        assert [item.hours for item in await probing.all_silences(checker)] == [(1, 2)]
        await probing.lift_silence(checker, [patrol])
        assert await probing.all_silences(checker) == []


async def test_only_units_that_drew_much_are_looked_at(world: Any) -> None:
    done = await world.register("a")
    now, limits = world.now(), Limits(overlaps=2, amendments=3)
    one = Draw(done.patrol.party, done.patrol.unit, DrawKind.OVERLAP, done.patrol.id, now)
    async with world.checker.transaction() as checker:
        await probing.draw(checker, [one])
        assert await probing.heavy_draws(checker, now, limits) == []
        await probing.draw(checker, [one])
        assert len(await probing.heavy_draws(checker, now, limits)) == 2
        assert await probing.heavy_draws(checker, now + timedelta(seconds=1), limits) == []
        assert await probing.draws(checker, [done.patrol.unit], now) == [one, one]


async def test_a_question_is_due_at_its_tick_and_once(world: Any) -> None:
    asked = await world.act("a", ask_check, world.submission(), world.deployment, world.now())
    await world.register("b")
    async with world.checker.transaction() as checker:
        assert await probing.unanswered(checker, world.now()) == []
        [due] = await probing.unanswered(checker, asked.answer_by)
        [(question, _, party, _)] = await probing.plans_near(checker, [due.id])
        assert (question, party) == (asked.id, world.parties["b"].id)
        await probing.withhold(checker, [due.id], asked.answer_by)
        assert await probing.unanswered(checker, asked.answer_by) == []
