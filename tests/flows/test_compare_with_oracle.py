"""The oracle sees what was planted: a conflict that nobody recorded, and one that is on record for nothing."""

from typing import Any

import pytest

from deconflict.conflicts.store import oracle_difference
from deconflict.flows.compare_with_oracle import compare_with_oracle
from deconflict.patrols.model import PatrolState


async def ask(world: Any, **slice_: Any) -> Any:
    async with world.checker.transaction(snapshot=True) as checker:
        return await compare_with_oracle(checker, world.deployment.terms, world.now(), **slice_)


@pytest.mark.rule("CON-03")
async def test_a_conflict_that_was_missed_or_left_behind_is_a_difference(world: Any) -> None:
    patrols = [(await world.register(who, unit=unit)).patrol for who in ("a", "b") for unit in ("U1", "U2")]
    assert (await ask(world)).size == 0  # nothing is checked yet, so nothing can be missing
    await world.engine.check_all()
    found = await ask(world)
    assert (found.compared, found.size) == (4, 0)
    pairs = {tuple(sorted((a.id, b.id))) for a in patrols for b in patrols if a.party != b.party}
    [missed, stale, *_] = sorted(pairs)
    # Missed: the record of one pair is lost.
    world.sql("SET session_replication_role = replica")
    world.sql("DELETE FROM conflict WHERE patrol_a = %s AND patrol_b = %s", *missed)
    found = await ask(world)
    assert (found.missed, found.stale) == (frozenset({missed}), frozenset())
    slices = [await ask(world, first=first, count=1) for first in range(5)]
    assert [item.compared for item in slices] == [1, 1, 1, 1, 0]
    assert frozenset().union(*(item.missed for item in slices)) == {missed}
    # Stale: a plan moved out of the way, and the checker was never told.
    await world.amend("a", patrols[0].id, 1, lat=34)
    world.sql("DELETE FROM check_due")
    found = await ask(world)
    assert found.stale == {pair for pair in pairs if patrols[0].id in pair} - {missed}
    assert found.missed == ({missed} if patrols[0].id not in missed else frozenset())
    # What waits to be checked is left out, not reported.
    await world.amend("a", patrols[0].id, 2, lat=35)
    assert (await ask(world)).stale == frozenset()
    assert stale in pairs


@pytest.mark.rule("CON-03", "CON-02")
async def test_a_conflict_left_behind_by_patrols_that_are_both_gone_is_a_difference(world: Any) -> None:
    for who in ("a", "b"):
        patrol = (await world.register(who)).patrol.id
        await world.register(who, unit="U2", lat=34 if who == "a" else 36)
        await world.tick()
        if who == "b":
            await world.move("b", patrol, PatrolState.WITHDRAWN)
        else:
            ours = patrol
    await world.move("a", ours, PatrolState.WITHDRAWN)
    world.sql("DELETE FROM check_due")
    found = await ask(world)
    assert (found.compared, len(found.stale)) == (2, 1)
    slices = [await ask(world, first=first, count=1) for first in range(2)]
    assert [len(item.stale) for item in slices] == [1, 0]


@pytest.mark.rule("CON-03")
async def test_a_plan_that_cannot_be_read_is_a_difference_and_stops_no_oracle(world: Any) -> None:
    damaged = (await world.register("a")).patrol.id
    await world.register("b")
    await world.engine.check_all()
    world.sql("UPDATE plan SET track = 'x' WHERE patrol = %s", damaged)
    found = await world.engine.ask_oracle()
    assert (found.compared, found.unreadable, found.size) == (1, {damaged}, 1)
    assert await world.read("c", oracle_difference) == 1


@pytest.mark.rule("CON-03")
async def test_what_was_accepted_or_is_over_is_no_difference(world: Any) -> None:
    for who in ("a", "b"):
        patrol = (await world.register(who, minutes=0)).patrol.id
        await world.move(who, patrol, PatrolState.ACTIVE)
    await world.tick()
    world.clock.advance(3600)
    assert (await ask(world)).size == 0
    await world.engine.let_time_pass()
    assert (await ask(world)).size == 0


@pytest.mark.rule("CON-03")
async def test_the_difference_is_where_everybody_may_see_it_and_only_the_last(world: Any) -> None:
    assert await world.read("c", oracle_difference) is None
    await world.register("a")
    await world.register("b")
    await world.engine.check_all()
    world.sql("SET session_replication_role = replica")
    world.sql("DELETE FROM conflict")
    difference = await world.engine.ask_oracle()
    assert (difference.compared, difference.size) == (2, 1)
    assert await world.read("c", oracle_difference) == 1
    world.clock.advance(60)
    world.sql("DELETE FROM plan")
    await world.engine.ask_oracle()
    assert await world.read("c", oracle_difference) == 0
    assert world.sql("SELECT compared, difference FROM oracle_run") == [(0, 0)]
