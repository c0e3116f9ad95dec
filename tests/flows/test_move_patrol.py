"""The table of moves on a real database, who may make them, and what each leaves to be told."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from deconflict.alerts.model import AlertKind
from deconflict.errors import NotFound
from deconflict.patrols.errors import BeyondHorizon, MoveRefused, Stale, UnitBusy
from deconflict.patrols.model import MOVES, ON_RECORD, PatrolClass, PatrolState

WAYS = {
    PatrolState.DRAFT: [],
    PatrolState.REGISTERED: [PatrolState.REGISTERED],
    PatrolState.ACTIVE: [PatrolState.REGISTERED, PatrolState.ACTIVE],
    PatrolState.OFF_PLAN: [PatrolState.REGISTERED, PatrolState.ACTIVE, PatrolState.OFF_PLAN],
    PatrolState.CONTINGENT: [PatrolState.REGISTERED, PatrolState.ACTIVE, PatrolState.CONTINGENT],
    PatrolState.ENDED: [PatrolState.REGISTERED, PatrolState.ACTIVE, PatrolState.ENDED],
    PatrolState.WITHDRAWN: [PatrolState.REGISTERED, PatrolState.WITHDRAWN],
    PatrolState.EXPIRED: [PatrolState.REGISTERED, PatrolState.EXPIRED],
}
Make = Callable[[PatrolState], Awaitable[UUID]]


@pytest.fixture
def patrol_in(world: Any) -> Make:
    """Bring a new patrol into a state; each an hour after the last, so that one unit can make them all."""
    made = 0

    async def make(state: PatrolState) -> UUID:
        nonlocal made
        made += 1
        patrol = (await world.register("a", draft=True, minutes=60 * made)).patrol.id
        for step in WAYS[state]:
            await world.move("a", patrol, step)
        return patrol

    return make


@pytest.mark.rule("PAT-01")
async def test_every_move_of_the_table_is_made_and_every_other_refused_and_changes_nothing(
    world: Any, patrol_in: Make
) -> None:
    for state in PatrolState:
        waiting = await patrol_in(state)
        for to in PatrolState:
            if to in MOVES[state]:
                moved = await world.move("a", await patrol_in(state), to)
                assert (moved.patrol.state, moved.patrol.version) == (to, 1)
                [stored] = world.sql("SELECT state FROM patrol WHERE id = %s", moved.patrol.id)
                assert stored == (to.value,)
                current = world.sql("SELECT current FROM plan WHERE patrol = %s", moved.patrol.id)
                assert current == [(to in ON_RECORD,)]
                continue
            before = world.sql("SELECT * FROM patrol"), world.sql("SELECT count(*) FROM check_due")
            with pytest.raises(MoveRefused) as refused:
                await world.move("a", waiting, to)
            assert refused.value.fields() == {"state": state.value, "move": to.value}
            assert (world.sql("SELECT * FROM patrol"), world.sql("SELECT count(*) FROM check_due")) == before


@pytest.mark.rule("PAT-06", "PAT-02")
async def test_a_draft_is_marked_by_when_it_is_registered_not_by_when_it_was_drawn(world: Any) -> None:
    draft = (await world.register("a", draft=True, minutes=90)).patrol
    pursuit = (await world.register("a", unit="U2", draft=True, purpose=PatrolClass.HOT_PURSUIT)).patrol
    assert not draft.late
    world.clock.advance(3600)
    registered = (await world.move("a2", draft.id, PatrolState.REGISTERED)).patrol
    assert registered.late
    assert (registered.registered_by, registered.registered_at) == (world.viewers["a2"].person, world.now())
    started = (await world.move("a", pursuit.id, PatrolState.REGISTERED)).patrol
    assert started.state is PatrolState.ACTIVE
    assert world.sql("SELECT patrol FROM review") == [(pursuit.id,)]
    world.clock.advance(86400)
    again = (await world.register("a", unit="U3", draft=True, minutes=-120)).patrol
    over = (await world.move("a", again.id, PatrolState.REGISTERED)).patrol
    assert over.after_the_fact
    assert world.sql("SELECT after_the_fact FROM plan WHERE patrol = %s", over.id) == [(True,)]


@pytest.mark.rule("PAT-05")
async def test_a_draft_too_far_ahead_or_of_a_busy_unit_stays_a_draft(world: Any) -> None:
    draft = (await world.register("a", draft=True)).patrol.id
    busy = (await world.register("a")).patrol.id
    with pytest.raises(UnitBusy) as refused:
        await world.move("a", draft, PatrolState.REGISTERED)
    assert refused.value.patrol == str(busy)
    world.clock.advance(-86400 * 31)
    with pytest.raises(BeyondHorizon):
        await world.move("a", draft, PatrolState.REGISTERED)
    assert world.sql("SELECT state FROM patrol WHERE id = %s", draft) == [("draft",)]


@pytest.mark.rule("PAT-04")
async def test_a_move_may_name_the_version_it_means(world: Any) -> None:
    patrol = (await world.register("a")).patrol.id
    await world.amend("a", patrol, 1, lat=33)
    with pytest.raises(Stale) as refused:
        await world.move("a", patrol, PatrolState.ACTIVE, 1)
    assert refused.value.current_version == 2
    assert (await world.move("a", patrol, PatrolState.ACTIVE, 2)).patrol.state is PatrolState.ACTIVE


async def test_off_plan_is_declared_by_the_crew_or_the_desk_and_rings_at_the_desk(world: Any) -> None:
    patrol = (await world.register("a", minutes=0)).patrol.id
    await world.move("crew", patrol, PatrolState.ACTIVE)
    await world.move("crew", patrol, PatrolState.OFF_PLAN)
    await world.tick()
    await world.move("desk", patrol, PatrolState.CONTINGENT)
    await world.tick()
    alerts = await world.feed("desk")
    assert [(alert.kind, alert.change, alert.rings) for alert in alerts] == [
        (AlertKind.PATROL, "off_plan", True),
        (AlertKind.PATROL, "contingent", True),
    ]
    assert await world.feed("a") == await world.feed("b") == []


@pytest.mark.rule("DIS-06")
async def test_nobody_else_moves_a_patrol_nor_learns_that_it_exists(world: Any) -> None:
    patrol = (await world.register("a")).patrol.id
    await world.move("a", patrol, PatrolState.ACTIVE)
    answers = set()
    for who in ("b", "c", "desk", "facilitator", "oversight", "operator"):
        for to in (PatrolState.ENDED, PatrolState.WITHDRAWN, PatrolState.OFF_PLAN):
            if who == "desk" and to is PatrolState.OFF_PLAN:
                continue
            for wanted in (patrol, uuid4()):
                with pytest.raises(NotFound) as hidden:
                    await world.move(who, wanted, to)
                answers.add(str(hidden.value))
    assert answers == {"not_found()"}
    assert world.sql("SELECT state FROM patrol") == [("active",)]
