"""An overlap or a conflict is acknowledged by itself, with every alert about it."""

from typing import Any
from uuid import uuid4

import pytest

from deconflict.conflicts.errors import ConflictClosed
from deconflict.conflicts.model import ConflictState, Resolution
from deconflict.errors import NotFound
from deconflict.flows.acknowledge_subject import accept_conflict, acknowledge_conflict, acknowledge_overlap
from deconflict.overlaps.errors import OverlapEnded
from deconflict.overlaps.model import OverlapState
from deconflict.parties.errors import RoleRefused
from deconflict.patrols.model import PatrolState


@pytest.fixture
async def told(world: Any) -> Any:
    """A and B are in conflict, then B changes so that A is told twice and the desk three times."""
    await world.register("a", time_tolerance_s=3600.0)
    theirs = (await world.register("b", lat=32.005)).patrol.id
    await world.tick()
    await world.amend("b", theirs, 1, lat=32.0049)
    await world.tick()
    await world.amend("b", theirs, 2, lat=32.0049, minutes=180)
    await world.tick()
    return world


async def on_overlap(world: Any, who: str, wanted: Any, level: int = 1) -> Any:
    shown = await world.act(who, acknowledge_overlap, wanted, world.at_level(level), world.now())
    return shown.value


@pytest.mark.rule("IDN-03", "ALR-05", "DIS-04")
async def test_an_overlap_is_acknowledged_for_its_party_with_all_its_alerts_and_for_nobody_else(
    told: Any,
) -> None:
    [(ours,)] = told.sql("SELECT id FROM overlap WHERE party = %s", told.parties["a"].id)
    assert len(await told.feed("a")) == 2
    shown = await on_overlap(told, "a2", ours)
    assert (shown.id, shown.state) == (ours, OverlapState.ACKNOWLEDGED)
    for who in ("a", "a2"):
        assert [alert.acknowledged for alert in await told.feed(who)] == [("a2", told.now())] * 2
    others = [alert.acknowledged for who in ("b", "desk") for alert in await told.feed(who)]
    assert set(others) == {None}
    assert (await on_overlap(told, "a", ours)).state is OverlapState.ACKNOWLEDGED
    assert told.sql("SELECT state FROM overlap WHERE party = %s", told.parties["b"].id) == [("open",)]


@pytest.mark.rule("DIS-06", "DIS-03")
async def test_anothers_overlap_is_as_absent_as_none_and_so_is_ones_own_at_level_zero(told: Any) -> None:
    [(ours,)] = told.sql("SELECT id FROM overlap WHERE party = %s", told.parties["a"].id)
    answers = set()
    for who in ("b", "c", "desk", "facilitator", "oversight", "operator"):
        for wanted in (ours, uuid4()):
            with pytest.raises(NotFound) as hidden:
                await on_overlap(told, who, wanted)
            answers.add(str(hidden.value))
    with pytest.raises(NotFound) as hidden:
        await on_overlap(told, "a", ours, level=0)
    assert answers == {str(hidden.value)} == {"not_found()"}
    with pytest.raises(RoleRefused):
        await on_overlap(told, "crew", ours)
    assert told.sql("SELECT count(*) FROM receipt") == [(0,)]


async def test_an_overlap_that_has_ended_is_not_acknowledged(told: Any) -> None:
    [(ours, patrol)] = told.sql("SELECT id, patrol FROM overlap WHERE party = %s", told.parties["a"].id)
    await told.move("a", patrol, PatrolState.WITHDRAWN)
    await told.tick()
    with pytest.raises(OverlapEnded):
        await on_overlap(told, "a", ours)


@pytest.mark.rule("CON-04")
async def test_the_desk_acknowledges_a_conflict_with_all_its_alerts_and_accepts_it_until_it_is_worse(
    told: Any,
) -> None:
    [(conflict,)] = told.sql("SELECT id FROM conflict")
    alerts = await told.feed("desk")
    assert [alert.change for alert in alerts] == ["opened", "updated", "updated"]
    shown = (await told.act("desk", acknowledge_conflict, conflict, told.now())).value
    assert (shown.id, shown.state, shown.resolution) == (conflict, ConflictState.ACKNOWLEDGED, None)
    assert [alert.acknowledged for alert in await told.feed("desk2")] == [("desk", told.now())] * 3
    others = [alert.acknowledged for who in ("a", "b") for alert in await told.feed(who)]
    assert set(others) == {None}
    shown = (await told.act("desk2", accept_conflict, conflict, told.now())).value
    assert (shown.state, shown.resolution) == (ConflictState.RESOLVED, Resolution.ACCEPTED)
    for again in (acknowledge_conflict, accept_conflict):
        with pytest.raises(ConflictClosed):
            await told.act("desk", again, conflict, told.now())
    assert (await told.picture("desk")).conflicts == ()
    entries = told.sql("SELECT person, party FROM ledger_entry WHERE kind = 'acknowledgement' ORDER BY at")
    assert {person for person, _ in entries} == {told.viewers[who].person for who in ("desk", "desk2")}
    assert {party for _, party in entries} == {None}


@pytest.mark.rule("CON-04", "DIS-06", "DIS-03")
@pytest.mark.parametrize("act", [acknowledge_conflict, accept_conflict])
async def test_nobody_but_the_desk_acts_on_a_conflict_and_only_the_facilitator_learns_why(
    told: Any, act: Any
) -> None:
    [(conflict,)] = told.sql("SELECT id FROM conflict")
    for who in ("a", "b", "c", "crew", "oversight", "operator"):
        for wanted in (conflict, uuid4()):
            with pytest.raises(NotFound):
                await told.act(who, act, wanted, told.now())
    with pytest.raises(RoleRefused):
        await told.act("facilitator", act, conflict, told.now())
    for who in ("facilitator", "desk"):
        with pytest.raises(NotFound):
            await told.act(who, act, uuid4(), told.now())
    assert told.sql("SELECT state FROM conflict") == [("open",)]
