"""What two transactions at once do to each other: they queue, and nothing is lost or mixed."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from deconflict.alerts.model import Fact
from deconflict.conflicts.model import ConflictState
from deconflict.flows.acknowledge_alert import acknowledge_alert
from deconflict.flows.acknowledge_subject import accept_conflict, acknowledge_overlap
from deconflict.flows.amend_patrol import amend_patrol
from deconflict.flows.check_plans import check_plans
from deconflict.flows.move_patrol import move_patrol
from deconflict.flows.release_notices import release_at_tick
from deconflict.patrols import store as patrols
from deconflict.patrols.errors import MoveRefused, Stale, UnitBusy
from deconflict.patrols.model import PatrolState

BLOCKED = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


async def queued(world: Any, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
    """Start something that has to wait for the open transaction, and return once it waits."""
    task = asyncio.ensure_future(work)
    while not world.sql(BLOCKED):
        assert not task.done(), "it did not wait"
        await asyncio.sleep(0)
    return task


def current(world: Any) -> list[tuple[int]]:
    """The versions that the checker compares."""
    return world.sql("SELECT version FROM plan WHERE current ORDER BY version")


async def conflict_state(world: Any) -> tuple[str, int]:
    [found] = world.sql("SELECT state, episode FROM conflict")
    return found


@pytest.mark.rule("PAT-01", "PAT-04")
async def test_a_patrol_withdrawn_while_it_is_amended_stays_withdrawn(world: Any) -> None:
    patrol = (await world.register("a")).patrol.id
    viewer, now = world.viewers["a"], world.now()
    async with world.database.transaction(viewer.context) as session:
        await move_patrol(session, viewer, patrol, PatrolState.WITHDRAWN, world.deployment, now)
        amending = await queued(world, world.amend("a2", patrol, 1))
    with pytest.raises(MoveRefused):
        await amending
    assert current(world) == []
    assert world.sql("SELECT state, version FROM patrol") == [("withdrawn", 1)]


@pytest.mark.rule("PAT-01", "CON-02")
async def test_a_patrol_amended_while_it_is_withdrawn_leaves_no_plan_behind(world: Any) -> None:
    patrol = (await world.register("a")).patrol.id
    viewer, now = world.viewers["a"], world.now()
    async with world.database.transaction(viewer.context) as session:
        await amend_patrol(session, viewer, patrol, 1, world.submission(), world.deployment, now)
        withdrawing = await queued(world, world.move("a2", patrol, PatrolState.WITHDRAWN))
    assert (await withdrawing).patrol.version == 2
    assert current(world) == []


@pytest.mark.rule("PAT-04")
async def test_of_two_officers_who_amend_one_version_one_wins_and_the_other_is_stale(world: Any) -> None:
    patrol = (await world.register("a")).patrol.id
    viewer, now = world.viewers["a"], world.now()
    async with world.database.transaction(viewer.context) as session:
        await amend_patrol(session, viewer, patrol, 1, world.submission(lat=33), world.deployment, now)
        second = await queued(world, world.amend("a2", patrol, 1, lat=34))
    with pytest.raises(Stale) as refused:
        await second
    assert refused.value.current_version == 2
    assert current(world) == [(2,)]


@pytest.mark.rule("PRB-01", "PAT-05")
async def test_a_unit_handed_in_by_many_at_once_is_on_one_patrol(world: Any) -> None:
    tries = [world.register(who, lat=32 + number / 10) for number in range(4) for who in ("a", "a2")]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    registered = [outcome for outcome in outcomes if not isinstance(outcome, Exception)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert len(registered) == 1
    assert {type(outcome) for outcome in refused} == {UnitBusy}
    assert {outcome.patrol for outcome in refused} == {str(registered[0].patrol.id)}
    assert current(world) == [(1,)]


@pytest.mark.rule("PRB-01", "PAT-05")
async def test_whoever_puts_a_unit_on_a_patrol_waits_for_whoever_is_doing_so_and_for_nobody_else(
    world: Any,
) -> None:
    """Before either has stored anything: waiting in the constraint, two of them would wait for each other."""
    mine = (await world.register("a")).patrol
    draft = (await world.register("a", lat=34, minutes=900, draft=True)).patrol.id
    putting: list[Callable[[], Coroutine[Any, Any, Any]]] = [
        lambda: world.register("a2", lat=35, minutes=300),
        lambda: world.amend("a2", mine.id, 1, lat=36),
        lambda: world.move("a2", draft, PatrolState.REGISTERED),
    ]
    for put in putting:
        async with world.database.transaction(world.viewers["a"].context) as session:
            await session.together(patrols.unit_held(mine.unit))
            waiting = await queued(world, put())
        await waiting
    async with world.database.transaction(world.viewers["b"].context) as session:
        await session.together(patrols.unit_held(mine.unit))
        await world.register("a", minutes=1500)


@pytest.mark.rule("CON-04")
async def test_what_the_desk_acknowledges_during_a_check_is_kept(world: Any) -> None:
    await world.register("a")
    other = (await world.register("b", lat=32.005)).patrol.id
    await world.tick()
    await world.amend("b", other, 1, lat=32.0052)
    desk, now = world.viewers["desk"], world.now()
    [alert] = await world.feed("desk")
    async with world.database.transaction(desk.context) as session:
        await acknowledge_alert(session, desk, alert.epoch, 1, Fact.ACKNOWLEDGED, world.deployment, now)
        checking = await queued(world, world.engine.check())
    await checking
    assert await conflict_state(world) == ("acknowledged", 1)
    assert world.sql("SELECT count(*) FROM finding") == [(2,)]


@pytest.mark.rule("CON-04", "IDN-05")
async def test_a_conflict_that_became_worse_is_not_acknowledged_by_an_older_alert(world: Any) -> None:
    await world.register("a")
    other = (await world.register("b", lat=32.005)).patrol.id
    await world.tick()
    [alert] = await world.feed("desk")
    await world.amend("b", other, 1, lat=32.001)
    desk, now = world.viewers["desk"], world.now()
    arguments = (alert.epoch, 1, Fact.ACKNOWLEDGED, world.deployment, now)
    async with world.checker.transaction() as checker:
        await check_plans(checker, world.deployment.terms, now, 32, world.deployment.budget)
        acknowledging = await queued(world, world.act("desk", acknowledge_alert, *arguments))
    assert (await acknowledging).value.acknowledged is not None
    assert await conflict_state(world) == (ConflictState.OPEN.value, 1)
    accepted = await world.act("desk", accept_conflict, alert.body.id, now)
    assert accepted.value.finding.distance_m < 200
    assert desk.role == "desk"


@pytest.mark.rule("ALR-03", "ALR-05")
async def test_an_acknowledgement_and_a_tick_at_once_wait_for_each_other_and_both_count(world: Any) -> None:
    ours = (await world.register("a")).patrol.id
    await world.register("b")
    await world.tick()
    [alert] = await world.feed("a")
    viewer = world.viewers["a"]
    # Acknowledged first: the tick adds hours, which opens the overlap again.
    third = (await world.register("c", minutes=180)).patrol.id
    await world.amend("a", ours, 1, time_tolerance_s=3600.0)
    await world.engine.check_all()
    tick = world.deployment.tick_after(world.now())
    async with world.database.transaction(viewer.context) as session:
        arguments = (alert.epoch, 1, Fact.ACKNOWLEDGED, world.deployment, world.now())
        await acknowledge_alert(session, viewer, *arguments)
        releasing = await queued(world, world.engine.release_at_tick(tick))
    assert await releasing == 2
    assert world.sql("SELECT state, revision FROM overlap WHERE patrol = %s", ours) == [("open", 2)]
    # The tick first: the overlap is acknowledged as it is then.
    await world.move("c", third, PatrolState.WITHDRAWN)
    await world.engine.check_all()
    async with world.checker.transaction() as checker:
        await release_at_tick(
            checker, world.deployment.terms, tick, world.deployment.budget, world.deployment.tick_s
        )
        late = await queued(
            world, world.act("a2", acknowledge_overlap, alert.body.id, world.deployment, tick)
        )
    assert (await late).value.revision == 3
    shown = await world.feed("a")
    assert [item.acknowledged is not None for item in shown] == [True, True, True]
