"""The checker reads what every two parties signed and took back, and notes what it has brought in line."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from deconflict.agreements import checker_store as agreements
from deconflict.agreements.model import Level, Pact
from deconflict.agreements.rules import ordered


async def read(world: Any, doing: Any, *arguments: Any) -> Any:
    async with world.checker.transaction() as checker:
        return await doing(checker, *arguments)


@pytest.mark.rule("DIS-01", "DIS-02")
async def test_every_pair_that_signed_anything_has_its_pact_and_the_others_the_default(
    world: Any, agreeing: Any
) -> None:
    terms = world.deployment.terms
    a, b, c = (world.parties[slug].id for slug in ("a", "b", "c"))
    ratified = await agreeing.ratify(2)
    await agreeing.draft(4, between=("a", "c"))
    await agreeing.lower("c", "b", 0)
    pacts = await read(world, agreements.pacts, terms)
    assert pacts.between.keys() == {ordered(a, b), ordered(b, c)}, "a draft that nobody signed binds nobody"
    assert pacts.of(b, a) == pacts.of(a, b) == Pact(terms, ratified.text)
    assert [levels.elsewhere for levels in pacts.of(b, c).caps] == [Level.SEALED]
    assert pacts.of(a, c) == Pact(terms)


@dataclass
class Overtaken:
    """A session after whose first reading somebody else is quicker."""

    checker: Any
    quicker: Callable[[], Awaitable[Any]]
    asked: int = 0

    async def rows(self, statement: Any) -> Any:
        """Read, and let the other act after the first reading."""
        found = await self.checker.rows(statement)
        self.asked += 1
        if self.asked == 1:
            await self.quicker()
        return found


@pytest.mark.rule("DIS-02")
async def test_what_is_signed_while_pacts_are_read_waits_for_the_next_reading(
    world: Any, agreeing: Any
) -> None:
    terms = world.deployment.terms
    async with world.checker.transaction() as checker:
        pacts = await agreements.pacts(Overtaken(checker, lambda: agreeing.ratify(2)), terms)
    assert pacts.between == {}
    assert len((await read(world, agreements.pacts, terms)).between) == 1
    assert len(await read(world, agreements.pending, world.now())) == 2


@pytest.mark.rule("DIS-02")
async def test_each_thing_signed_or_taken_back_is_pending_until_it_is_marked(
    world: Any, agreeing: Any
) -> None:
    a, b = world.parties["a"].id, world.parties["b"].id
    assert await read(world, agreements.pending, world.now()) == []
    await agreeing.ratify(2)
    await agreeing.lower("b", "a", 1)
    pending = await read(world, agreements.pending, world.now())
    assert {item.pair for item in pending} == {ordered(a, b)}
    assert [item.lowering is None for item in pending].count(False) == 1
    assert [item.signature is None for item in pending].count(False) == 2
    await read(world, agreements.mark_applied, pending[:1], world.now())
    assert await read(world, agreements.pending, world.now()) == pending[1:]
    await read(world, agreements.mark_applied, pending, world.now())
    assert await read(world, agreements.pending, world.now()) == []


@pytest.mark.rule("DIS-02", "PAT-09")
async def test_a_text_that_has_run_out_is_put_on_record_once(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(2, days=1)
    await read(
        world, agreements.mark_applied, await read(world, agreements.pending, world.now()), world.now()
    )
    later = world.now() + timedelta(days=1)
    [over] = await read(world, agreements.pending, later)
    pair = ordered(world.parties["a"].id, world.parties["b"].id)
    assert (over.pair, over.ended is not None) == (pair, True)
    assert await read(world, agreements.expired, world.now()) == frozenset()
    assert await read(world, agreements.expired, later) == {pair}
    assert await read(world, agreements.expired, later) == frozenset()
    assert (await read(world, agreements.pacts, world.deployment.terms)).of(*pair).ended
    await read(world, agreements.mark_applied, [over], later)
    assert await read(world, agreements.pending, later) == []
