"""The table of moves on a real database, who may make them, and what each leaves to be told."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from deconflict.alerts.model import AlertKind
from deconflict.errors import NotFound
from deconflict.flows import move_patrol
from deconflict.flows.bind_crew import bind_crew, release_crew
from deconflict.parties import store as parties
from deconflict.parties.errors import RoleRefused
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
DRIVEN = (
    PatrolState.ACTIVE,
    PatrolState.OFF_PLAN,
    PatrolState.ACTIVE,
    PatrolState.CONTINGENT,
    PatrolState.ENDED,
)


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


@pytest.fixture(params=["device", "bound"])
async def with_u1(world: Any, request: pytest.FixtureRequest) -> Any:
    """The crew is with U1: as the device of that unit, or because an officer said so."""
    crew = world.viewers["crew"]
    if request.param == "bound":
        await world.read("a", bind_crew, crew.person, "U1", world.now())
        yield world
        return
    unit = (await world.read("a", parties.unit_called, crew.party, "U1")).id
    world.viewers["crew"] = replace(crew, unit=unit)
    world.sql("UPDATE person SET unit = %s WHERE id = %s", unit, crew.person)
    yield world
    world.sql("UPDATE person SET unit = NULL WHERE id = %s", crew.person)
    world.viewers["crew"] = crew


@pytest.mark.rule("PAT-01", "SEC-01")
async def test_whoever_is_with_a_unit_says_how_its_patrol_goes_and_not_what_is_planned(with_u1: Any) -> None:
    patrol, later = [(await with_u1.register("a", minutes=minutes)).patrol.id for minutes in (0, 600)]
    draft = (await with_u1.register("a", minutes=1200, draft=True)).patrol.id
    for to in DRIVEN:
        assert (await with_u1.move("crew", patrol, to)).patrol.state is to
    for planned, to in ((later, PatrolState.WITHDRAWN), (draft, PatrolState.REGISTERED)):
        with pytest.raises(RoleRefused):
            await with_u1.move("crew", planned, to)


@pytest.mark.rule("PAT-01", "SEC-01")
async def test_whoever_is_with_a_unit_moves_no_other_units_patrol(with_u1: Any) -> None:
    waiting = (await with_u1.register("a", unit="U2", minutes=0)).patrol.id
    started = (await with_u1.register("a", unit="U3", minutes=0)).patrol.id
    await with_u1.move("a", started, PatrolState.ACTIVE)
    wanted = [(waiting, to) for to in (PatrolState.ACTIVE, PatrolState.WITHDRAWN)]
    wanted += [(started, to) for to in (PatrolState.OFF_PLAN, PatrolState.CONTINGENT, PatrolState.ENDED)]
    for patrol, to in wanted:
        with pytest.raises(NotFound):
            await with_u1.move("crew", patrol, to)
    assert with_u1.sql("SELECT state FROM patrol ORDER BY state") == [("active",), ("registered",)]


@pytest.mark.rule("SEC-01")
async def test_the_database_moves_no_other_units_patrol_by_itself(
    with_u1: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    others, own = [(await with_u1.register("a", unit=unit)).patrol.id for unit in ("U2", "U1")]

    async def of_any(session: Any, viewer: Any) -> None:
        return None

    monkeypatch.setattr(move_patrol, "unit_of", of_any)
    with pytest.raises(NotFound):
        await with_u1.move("crew", others, PatrolState.WITHDRAWN)
    await with_u1.move("crew", own, PatrolState.WITHDRAWN)


async def test_released_a_crew_moves_any_patrol_of_its_party_again(world: Any) -> None:
    patrol = (await world.register("a", unit="U2")).patrol.id
    crew = world.viewers["crew"].person
    await world.read("a", bind_crew, crew, "U1", world.now())
    with pytest.raises(NotFound):
        await world.move("crew", patrol, PatrolState.WITHDRAWN)
    await world.read("a", release_crew, crew, world.now())
    await world.move("crew", patrol, PatrolState.WITHDRAWN)
