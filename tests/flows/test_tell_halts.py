"""Which parties are told of an all halt, what they learn by it, and when it is over (LIV-07)."""

from typing import Any

import pytest

from deconflict.alerts.model import Fact
from deconflict.distress import store as distress
from deconflict.flows.acknowledge_alert import acknowledge_alert
from deconflict.flows.facts_of_distress import facts_for_halts
from deconflict.flows.order_halt import lift_halt, order_halt
from deconflict.flows.report_positions import report_positions
from deconflict.parties.errors import RoleRefused
from deconflict.patrols.model import PatrolState
from deconflict.tracking.model import Fix

SQUARE = ((14.9, 31.9), (15.2, 31.9), (15.2, 32.1), (14.9, 32.1))


async def order(world: Any) -> Any:
    halt = await world.act("desk", order_halt, SQUARE, "convoy", world.now())
    await world.engine.tell_distress()
    return halt


async def stands(world: Any, who: str, lon: float, lat: float, unit: str = "U1") -> None:
    await world.act(who, report_positions, unit, [Fix(world.now(), lon, lat)], world.now(), world.now())


async def told(world: Any, who: str) -> list[tuple[str, str]]:
    await world.engine.tell_distress()
    await world.engine.release_at_once()
    kinds = {"halt", "all_clear"}
    return [(alert.kind.value, alert.change) for alert in await world.feed(who) if alert.kind in kinds]


@pytest.mark.rule("LIV-07")
async def test_all_people_of_a_party_with_a_unit_in_the_area_are_told_and_nobody_elses(world: Any) -> None:
    await stands(world, "crew", 15.0, 32.0)
    await stands(world, "b", 15.3, 32.0)
    await order(world)
    for who in ("a", "a2", "crew"):
        assert await told(world, who) == [("halt", "raised")]
    for who in ("b", "c", "facilitator", "oversight"):
        assert await told(world, who) == []


@pytest.mark.rule("LIV-07")
async def test_so_is_a_party_whose_patrol_under_way_comes_into_the_area(world: Any) -> None:
    patrol = (await world.register("b", minutes=30)).patrol
    await world.tick()
    await order(world)
    assert await told(world, "b") == []  # it has not set out
    await world.move("b", patrol.id, PatrolState.ACTIVE)
    await world.engine.let_time_pass()
    assert await told(world, "b") == [("halt", "raised")]
    assert await told(world, "a") == []


@pytest.mark.rule("LIV-07")
async def test_whoever_comes_into_the_area_later_is_told_once(world: Any) -> None:
    await order(world)
    await stands(world, "b", 15.0, 32.0)
    for _ in range(2):
        await world.engine.let_time_pass()
    assert await told(world, "b") == [("halt", "raised")]


@pytest.mark.rule("LIV-07", "IDN-04", "DIS-06")
async def test_a_party_learns_that_its_own_is_concerned_and_not_which_others_are(world: Any) -> None:
    await stands(world, "a", 15.0, 32.0)
    await stands(world, "b", 15.1, 32.0)
    halt = await order(world)
    bodies = [(await world.feed(who))[-1].body for who in ("a", "b")]
    assert len({halt.id, *(body.id for body in bodies)}) == 3
    assert len({halt.reference, *(body.reference for body in bodies)}) == 3
    for body in bodies:
        assert (body.ring, body.note, body.by, body.answers) == (SQUARE, "convoy", None, None)
    for who, body in zip(("b", "a"), bodies, strict=True):
        assert await world.read(who, distress.halts, [body.id, halt.id]) == {}
        assert len(await world.read(who, distress.page_of_halts, 10, None)) == 1
    with pytest.raises(RoleRefused):
        await world.act("a", lift_halt, bodies[0].id, world.now())


@pytest.mark.rule("LIV-07", "ALR-03")
async def test_the_desk_counts_who_of_whom_has_acknowledged_and_who_has_not(world: Any) -> None:
    await stands(world, "a", 15.0, 32.0)
    await stands(world, "b", 15.1, 32.0)
    halt = await order(world)
    [alert] = await world.feed("crew")
    world.clock.advance(5)
    await world.act(
        "crew", acknowledge_alert, alert.epoch, alert.seq, Fact.ACKNOWLEDGED, world.deployment, world.now()
    )
    facts = await world.read("desk", facts_for_halts, [halt])
    people = {person: who for who in ("a", "a2", "b", "crew") if (person := world.viewers[who].person)}
    answers = {people[answer.person]: answer.at for answer in facts.answers[halt.id]}
    assert answers == {"a": None, "a2": None, "b": None, "crew": world.now()}
    [own] = await world.read("a", distress.page_of_halts, 10, None)
    assert (await world.read("a", facts_for_halts, [own])).answers == {own.id: []}
    [seen] = await world.read("desk", distress.page_of_halts, 10, None)
    assert seen == halt


@pytest.mark.rule("LIV-07", "ALR-06")
async def test_whoever_was_told_is_told_that_it_is_lifted(world: Any) -> None:
    await stands(world, "a", 15.0, 32.0)
    halt = await order(world)
    await stands(world, "a", 17.0, 32.0)
    await world.act("desk", lift_halt, halt.id, world.now())
    for who in ("a", "a2", "crew", "desk"):
        assert await told(world, who) == [("halt", "raised"), ("all_clear", "over")]
    assert await told(world, "b") == []
    await stands(world, "b", 15.0, 32.0)
    await world.engine.let_time_pass()
    assert await told(world, "b") == []
