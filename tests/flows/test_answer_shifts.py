"""What a clearing shift is worked out from: for the desk every plan, for a party what it was told, and no more."""

from typing import Any

import pytest

from deconflict.agreements.model import Level
from deconflict.flows.ask_shift import (
    ask_conflict_shift,
    ask_overlap_shift,
    asked_of_conflict,
    asked_of_overlap,
)
from deconflict.flows.suspend_party import suspend_as
from deconflict.patrols.model import PatrolState

HOUR = 3600
ROUND_THE_HOUR = (False, 56 * 60, -16 * 60)
"""On the grid, as late as to begin after eleven and as early as to be over before ten; touching counts."""


async def offered(world: Any, who: str = "a") -> tuple[Any, ...]:
    """The answer to an officer's question about their party's one overlap, at the next tick."""
    [(overlap,)] = world.sql("SELECT id FROM overlap WHERE party = %s", world.viewers[who].party)
    await world.act(who, ask_overlap_shift, overlap, world.deployment, world.now())
    await world.tick()
    answered = await world.act(who, asked_of_overlap, overlap, world.deployment)
    assert answered.answered_at == world.now()
    return answered.exact, answered.later_s, answered.earlier_s


async def meet(world: Any, **b: Any) -> None:
    """A from five past ten for ten minutes along 32° N; B as said; both are told."""
    await world.register("a", minutes=125)
    await world.register("b", minutes=125, **b)
    await world.tick()


@pytest.mark.rule("SEP-11", "CON-05", "DIS-08")
async def test_the_desk_is_answered_at_once_and_exactly_for_either_side(world: Any) -> None:
    await meet(world)
    await world.register("c", minutes=127)
    await world.tick()
    a, b = (world.parties[slug].id for slug in "ab")
    [(conflict,)] = world.sql(
        "SELECT id FROM conflict WHERE party_a IN (%s, %s) AND party_b IN (%s, %s)", a, b, a, b
    )
    await world.act("desk", ask_conflict_shift, conflict, world.now())
    await world.engine.carry()
    for side in await world.read("desk", asked_of_conflict, conflict):
        assert (side.exact, side.answered_at) == (True, world.now())
        # The same drive one way: 1 km apart is a good minute behind, and C follows two minutes later.
        assert (side.later_s, side.earlier_s) == (4 * 60, -2 * 60)


@pytest.mark.rule("SEP-11", "DIS-03", "DIS-04")
async def test_at_level_1_only_the_told_hours_count(world: Any) -> None:
    """Told: the hour from ten to eleven. Where B is in it, and that it is anywhere else, is not known."""
    await meet(world)
    await world.register("b", unit="U2", minutes=195)  # the same way, an hour later: not told of by then
    await world.engine.check_all()
    assert await offered(world) == ROUND_THE_HOUR


@pytest.mark.rule("SEP-11", "DIS-04")
async def test_at_level_1_nothing_of_the_plan_that_is_near_shows(world: Any, agreeing: Any) -> None:
    await meet(world, lat=32.01)
    exactly = await offered(world)
    [(patrol,)] = world.sql("SELECT id FROM patrol WHERE party = %s", world.parties["b"].id)
    await world.amend("b", patrol, 1, minutes=135, lat=32.003)
    await world.tick()
    assert await offered(world) == exactly


@pytest.mark.rule("SEP-11", "DIS-03")
async def test_at_level_2_only_the_told_cells_count(world: Any, agreeing: Any) -> None:
    """B crosses the beginning of A's way: A may pass it before ten, and still be under way at ten."""
    await agreeing.ratify(2)
    await meet(world, waypoints=((15.0, 31.95), (15.0, 32.05)))
    exact, later_s, earlier_s = await offered(world)
    assert (exact, later_s) == ROUND_THE_HOUR[:2]
    assert earlier_s is not None
    assert -16 * 60 < earlier_s < -5 * 60


@pytest.mark.rule("SEP-11", "DIS-03")
async def test_at_level_3_the_plans_count_exactly_and_others_on_the_grid(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(Level.SEGMENT)
    await meet(world)
    exact, later_s, earlier_s = await offered(world)
    assert exact is True
    assert (later_s, earlier_s) == (2 * 60, -2 * 60)
    [(patrol,)] = world.sql("SELECT id FROM patrol WHERE party = %s", world.parties["a"].id)
    await world.amend("a", patrol, 1, lat=34.0)
    await world.register("c", minutes=125)
    await world.tick()
    await world.amend("a", patrol, 2, minutes=125)
    await world.tick()
    assert await offered(world) == ROUND_THE_HOUR


@pytest.mark.rule("DIS-02", "SEP-11")
async def test_what_was_taken_back_before_the_tick_counts_no_more(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(Level.SEGMENT)
    await meet(world)
    [(overlap,)] = world.sql("SELECT id FROM overlap WHERE party = %s", world.parties["a"].id)
    await world.act("a", ask_overlap_shift, overlap, world.deployment, world.now())
    await agreeing.lower("b", "a", 1)
    await world.tick()
    answered = await world.act("a", asked_of_overlap, overlap, world.deployment)
    assert (answered.exact, answered.later_s) == ROUND_THE_HOUR[:2]


@pytest.mark.rule("PAT-02", "SEP-11")
@pytest.mark.parametrize("level", [1, 3])
async def test_a_party_suspended_before_the_tick_is_answered_nothing(
    world: Any, agreeing: Any, level: int
) -> None:
    await agreeing.ratify(level)
    await meet(world)
    [(overlap,)] = world.sql("SELECT id FROM overlap WHERE party = %s", world.parties["a"].id)
    await world.act("a", ask_overlap_shift, overlap, world.deployment, world.now())
    world.clock.advance(1)
    await world.act("desk", suspend_as, world.parties["a"].id, "off every plan", world.now())
    await world.tick()
    answered = await world.act("a", asked_of_overlap, overlap, world.deployment)
    assert answered.answered_at == world.now()
    assert (answered.exact, answered.later_s, answered.earlier_s) == (False, None, None)


@pytest.mark.rule("PAT-02", "SEP-11", "ALR-06")
@pytest.mark.parametrize("what", ["nothing", "amends", "withdraws", "hands in more"])
async def test_a_suspended_rival_counts_exactly_as_it_was_whatever_it_does(
    world: Any, agreeing: Any, what: str
) -> None:
    await agreeing.ratify(Level.SEGMENT)
    await meet(world)
    [(patrol,)] = world.sql("SELECT id FROM patrol WHERE party = %s", world.parties["b"].id)
    world.clock.advance(1)
    await world.act("desk", suspend_as, world.parties["b"].id, "off every plan", world.now())
    world.clock.advance(1)
    if what == "amends":
        await world.amend("b", patrol, 1, lat=40)
    elif what == "withdraws":
        await world.move("b", patrol, PatrolState.WITHDRAWN)
    elif what == "hands in more":
        await world.register("b", unit="U2", minutes=127)
    await world.tick()
    assert await offered(world) == (True, 2 * 60, -2 * 60)


async def test_nobody_sets_out_before_now(world: Any) -> None:
    await meet(world)
    world.clock.advance(115 * 60)
    assert await offered(world) == (*ROUND_THE_HOUR[:2], None)


@pytest.mark.rule("CON-01", "SEP-11")
async def test_a_plan_that_cannot_be_read_keeps_nobody_from_an_answer(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(3)
    await meet(world)
    [(overlap,)] = world.sql("SELECT id FROM overlap WHERE party = %s", world.parties["a"].id)
    await world.act("a", ask_overlap_shift, overlap, world.deployment, world.now())
    world.sql("UPDATE plan SET track = 'x' WHERE party = %s", world.parties["b"].id)
    await world.tick()
    answered = await world.act("a", asked_of_overlap, overlap, world.deployment)
    assert (answered.exact, answered.later_s, answered.earlier_s) == (False, None, None)
