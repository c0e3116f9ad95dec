"""A new version takes the old one's place, or everything stays as it was."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.errors import DeconflictError, NotFound
from deconflict.flows.amend_patrol import own_patrol
from deconflict.patrols import store as patrols
from deconflict.patrols.errors import MoveRefused, PastChanged, Stale, UnitBusy, UnitNotYours
from deconflict.patrols.model import PatrolState
from deconflict.separation.errors import TooFast

ALL = (
    "SELECT * FROM patrol ORDER BY id",
    "SELECT * FROM plan ORDER BY id",
    "SELECT * FROM check_due ORDER BY id",
)


def everything(world: Any) -> list[Any]:
    return [world.sql(query) for query in ALL]


@pytest.mark.rule("IDN-01", "PAT-04")
async def test_each_amendment_is_a_version_of_the_same_patrol_and_the_last_one_counts(world: Any) -> None:
    first = await world.register("a")
    second = await world.amend("a2", first.patrol.id, 1, lat=33.0, note="by the hills")
    third = await world.amend("a", first.patrol.id, 2, lat=34.0)
    assert [item.patrol.version for item in (first, second, third)] == [1, 2, 3]
    assert {item.patrol.id for item in (first, second, third)} == {first.patrol.id}
    assert {item.patrol.reference for item in (first, second, third)} == {first.patrol.reference}
    assert world.sql("SELECT version, current FROM plan ORDER BY version") == [
        (1, False),
        (2, False),
        (3, True),
    ]
    kept = await world.read("a", patrols.versions, first.patrol.id)
    assert [plan.path.waypoints for plan in kept] == [
        item.plan.path.waypoints for item in (first, second, third)
    ]
    assert [plan.submitted_by for plan in kept] == [world.viewers[who].person for who in ("a", "a2", "a")]


@pytest.mark.rule("PAT-04")
@pytest.mark.parametrize("version", [0, 1, 3, -1, 2**31])
async def test_another_version_than_the_current_one_is_stale_and_changes_nothing(
    world: Any, version: int
) -> None:
    patrol = (await world.register("a")).patrol.id
    await world.amend("a", patrol, 1, lat=33)
    before = everything(world)
    with pytest.raises(Stale) as refused:
        await world.amend("a", patrol, version, lat=34)
    assert refused.value.current_version == 2
    assert everything(world) == before


@pytest.mark.rule("PAT-03")
async def test_a_refused_amendment_leaves_an_active_patrol_its_plan_conflicts_and_alerts(world: Any) -> None:
    patrol = (await world.register("a", minutes=0)).patrol.id
    await world.register("b", minutes=0)
    await world.register("a", unit="U2", minutes=120)
    await world.move("a", patrol, PatrolState.ACTIVE)
    await world.tick()
    before, feeds = everything(world), [await world.feed(who) for who in ("a", "b", "desk")]
    world.clock.advance(120)
    for refusal, changes in {
        TooFast: {"waypoints": ((15.0, 32.0), (16.0, 32.0))},
        PastChanged: {"lat": 32.4},
        UnitNotYours: {"unit": "U2"},
    }.items():
        with pytest.raises(refusal):
            await world.amend("a", patrol, 1, **{"minutes": 0, **changes})
    with pytest.raises(DeconflictError):
        await world.amend("a", patrol, 1, unit="not ours")
    await world.tick()
    assert everything(world) == before
    assert [await world.feed(who) for who in ("a", "b", "desk")] == feeds


@pytest.mark.rule("PAT-03", "PRB-01")
async def test_an_amendment_into_the_units_other_patrol_leaves_the_old_version(world: Any) -> None:
    early = (await world.register("a")).patrol.id
    late = (await world.register("a", minutes=240)).patrol.id
    before = everything(world)
    with pytest.raises(UnitBusy) as refused:
        await world.amend("a", late, 1, minutes=125)
    assert refused.value.patrol == str(early)
    assert everything(world) == before
    await world.amend("a", late, 1, minutes=245)


@pytest.mark.rule("IDN-01")
async def test_of_an_active_patrol_only_what_lies_ahead_is_amended(world: Any) -> None:
    first = await world.register("a", minutes=0)
    await world.move("a", first.patrol.id, PatrolState.ACTIVE)
    world.clock.advance(300)
    start, end = first.plan.path.waypoints
    longer = (start.time, end.time, end.time + timedelta(minutes=10))
    places = ((15.0, 32.0), (15.1, 32.0), (15.1, 32.05))
    amended = await world.amend("a", first.patrol.id, 1, waypoints=places, times=longer)
    assert amended.plan.path.end == longer[-1]
    with pytest.raises(PastChanged):
        await world.amend("a", first.patrol.id, 2, waypoints=places[::-1], times=longer)


@pytest.mark.rule("PAT-01")
async def test_what_is_over_or_contingent_is_not_amended(world: Any) -> None:
    for unit, moves in {
        "U1": [PatrolState.WITHDRAWN],
        "U2": [PatrolState.ACTIVE, PatrolState.ENDED],
        "U3": [PatrolState.ACTIVE, PatrolState.CONTINGENT],
    }.items():
        patrol = (await world.register("a", unit=unit)).patrol.id
        for move in moves:
            await world.move("a", patrol, move)
        with pytest.raises(MoveRefused) as refused:
            await world.amend("a", patrol, 1, unit=unit)
        assert refused.value.fields() == {"state": moves[-1].value, "move": "amend"}


async def test_a_draft_is_amended_without_being_checked(world: Any) -> None:
    draft = (await world.register("a", draft=True)).patrol.id
    amended = await world.amend("a", draft, 1, lat=33)
    assert (amended.patrol.state, amended.patrol.version) == (PatrolState.DRAFT, 2)
    assert (
        world.sql("SELECT count(*) FROM plan WHERE current")
        == world.sql("SELECT count(*) FROM check_due")
        == [(0,)]
    )


@pytest.mark.rule("DIS-06")
async def test_anothers_patrol_is_as_absent_as_one_that_never_was(world: Any) -> None:
    theirs = (await world.register("b")).patrol.id
    answers = set()
    for wanted in (theirs, uuid4()):
        with pytest.raises(NotFound) as hidden:
            await world.amend("a", wanted, 1)
        answers.add(str(hidden.value))
        with pytest.raises(NotFound):
            await world.act("a", own_patrol, wanted)
    assert answers == {"not_found()"}
