"""What rivals are told of a call for help: as far as the live level goes there, and whose patrol shares the unit."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.agreements.model import Cell, Clause, Level, Matter
from deconflict.distress import store as distress
from deconflict.distress.model import Place
from deconflict.flows.join_joint_patrol import attach_unit, countersign
from deconflict.flows.propose_joint_patrol import Course, propose_joint_patrol
from deconflict.flows.raise_sos import end_sos, raise_sos
from deconflict.flows.suspend_party import suspend_as
from deconflict.patrols.model import PatrolState

HERE = Cell(14, 8874, 6653)


async def call(world: Any, place: Any = "here", who: str = "crew") -> Any:
    where = Place(15.0, 32.0, world.now()) if place == "here" else place
    item, _ = await world.act(who, raise_sos, "U1", where, "ambush", world.now())
    await world.engine.tell_distress()
    return item


async def told(world: Any, who: str) -> list[tuple[str, str]]:
    """Alerts about calls, in order."""
    await world.engine.tell_distress()
    return [
        (alert.kind.value, alert.change)
        for alert in await world.feed(who)
        if alert.kind in {"sos", "all_clear", "withheld"}
    ]


@pytest.mark.rule("LIV-07", "DIS-03")
@pytest.mark.parametrize("level", [0, 1, 2])
async def test_below_level_three_a_rival_is_told_nothing(world: Any, agreeing: Any, level: int) -> None:
    await agreeing.ratify(level)
    await world.tick()
    await call(world)
    assert await told(world, "b") == []
    assert await world.read("b", distress.page_of_calls, 10, None) == []


@pytest.mark.rule("LIV-07", "DIS-03", "IDN-04")
@pytest.mark.parametrize("level", [3, 4])
async def test_from_level_three_on_a_rival_is_told_callsign_and_place_and_nothing_else(
    world: Any, agreeing: Any, level: int
) -> None:
    await agreeing.ratify(level)
    await world.tick()
    item = await call(world)
    assert await told(world, "b") == [("sos", "raised")]
    assert await told(world, "c") == []
    alert = (await world.feed("b"))[-1]
    assert (alert.rings, alert.level) == (True, 3)
    assert (alert.body.callsign, alert.body.place) == ("U1", item.place)
    assert (alert.body.note, alert.body.unit, alert.body.by_desk) == (None, None, None)
    assert alert.body.id != item.id
    assert alert.body.reference != item.reference


@pytest.mark.rule("LIV-07", "DIS-01")
async def test_the_level_is_that_of_live_matters_at_the_place(world: Any, agreeing: Any) -> None:
    clause = Clause(Level.SEGMENT, frozenset({HERE}), Matter.LIVE)
    await agreeing.ratify(1, clause)
    await world.tick()
    await call(world, Place(16.0, 32.0, world.now()))
    assert await told(world, "b") == []
    [(unit,)] = world.sql("SELECT id FROM sos")
    await world.act("desk", end_sos, unit, world.now())
    await call(world)
    assert await told(world, "b") == [("sos", "raised")]


@pytest.mark.rule("LIV-07", "DIS-01")
async def test_a_level_about_plans_says_nothing_of_live_matters(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(1, Clause(Level.SHARED, None, Matter.PLANS))
    await world.tick()
    await call(world)
    assert await told(world, "b") == []


@pytest.mark.rule("LIV-07")
async def test_where_no_place_is_known_rivals_are_told_nothing(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(4)
    await world.tick()
    await call(world, None)
    assert await told(world, "b") == []


@pytest.mark.rule("LIV-07", "ALR-06")
async def test_whoever_was_told_is_told_that_it_is_over(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(3)
    await world.tick()
    item = await call(world)
    world.clock.advance(30)
    await world.act("a", end_sos, item.id, world.now())
    assert await told(world, "b") == [("sos", "raised"), ("all_clear", "over")]
    assert (await world.feed("b"))[-1].body.ended_at == world.now()


@pytest.mark.rule("LIV-07", "DIS-02")
async def test_what_was_told_is_withheld_at_once_when_a_side_lowers_the_level(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    item = await call(world)
    world.clock.advance(1)
    await agreeing.lower("a", "b", 2)
    assert [alert.kind for alert in await world.feed("b")][-1] == "withheld"
    await world.tick()
    assert (await told(world, "b"))[-1] == ("withheld", "withheld")
    await world.act("a", end_sos, item.id, world.now())
    assert ("all_clear", "over") not in await told(world, "b")
    assert world.sql("SELECT count(*) FROM sos_told") == [(0,)]


@pytest.mark.rule("LIV-07", "DIS-02")
async def test_a_call_that_stands_is_told_once_the_level_is_raised(world: Any, agreeing: Any) -> None:
    await call(world)
    world.clock.advance(1)
    await agreeing.ratify(3)
    await world.tick()
    assert await told(world, "b") == [("sos", "raised")]
    world.clock.advance(1)
    await agreeing.ratify(4)
    await world.tick()
    assert await told(world, "b") == [("sos", "raised")]


@pytest.mark.rule("LIV-07", "PAT-02")
async def test_a_suspended_party_learns_of_no_rivals_call(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await world.act("desk", suspend_as, world.parties["b"].id, "why", world.now())
    await world.tick()
    await call(world)
    assert ("sos", "raised") not in await told(world, "b")


@pytest.mark.rule("LIV-07", "PAT-10")
async def test_whose_joint_patrol_the_unit_is_on_is_told_whatever_the_level(world: Any) -> None:
    start = world.now() + timedelta(hours=1)
    course = Course(((15.0, 32.0), (15.1, 32.0)), (start, start + timedelta(minutes=10)), 0, 0, "escort", "")
    with_b = [world.parties["b"].id]
    joint = (await world.act("a", propose_joint_patrol, with_b, course, world.deployment, world.now())).value
    for who in ("a", "b"):
        await world.act(who, attach_unit, joint.id, "U1", world.now())
        await world.act(who, countersign, joint.id, joint.text.digest, world.deployment, world.now())
    await world.tick()
    await call(world)
    assert ("sos", "raised") not in await told(world, "b")
    [(patrol,)] = world.sql("SELECT patrol FROM joint_unit WHERE party = %s", world.parties["a"].id)
    [(standing,)] = world.sql("SELECT id FROM sos")
    await world.act("a", end_sos, standing, world.now())
    await world.move("a", patrol, PatrolState.ACTIVE)
    await call(world)
    assert ("sos", "raised") in await told(world, "b")
    assert ("sos", "raised") not in await told(world, "c")
    alert = (await world.feed("b"))[-1]
    assert (alert.level, alert.body.callsign) == (None, "U1")


@pytest.mark.rule("LIV-07", "DIS-07")
async def test_the_disclosure_is_on_the_callers_ledger_before_it_leaves(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(3)
    await world.tick()
    item = await call(world)
    rows = world.sql(
        "SELECT party, payload FROM ledger_entry WHERE kind = 'disclosure' AND subject = %s", item.id
    )
    b = str(world.parties["b"].id)
    assert rows == [(world.parties["a"].id, {"level": 3, "to": b, "what": "sos"})]
