"""What the desk's call tells each side on its own overlap, how long it stands, and what it never tells."""

from dataclasses import replace
from typing import Any

import pytest

from deconflict.flows.assign_conflict import assign_conflict
from deconflict.flows.tell_assignments import ADVISED
from deconflict.patrols.model import PatrolState

BETWEEN = "SELECT id FROM conflict WHERE %s IN (party_a, party_b) AND %s IN (party_a, party_b)"


async def met(world: Any) -> dict[str, Any]:
    """Two patrols that meet, by who registered them; the tick is over."""
    patrols = {who: (await world.register(who)).patrol for who in ("a", "b")}
    await world.tick()
    return patrols


async def call(world: Any, party: str | None) -> None:
    """The desk says that a party adjusts, and the checker carries it."""
    [(conflict,)] = world.sql("SELECT id FROM conflict WHERE zone IS NULL")
    wanted = world.parties[party].id if party else None
    await world.act("desk", assign_conflict, conflict, wanted, world.now())
    await world.engine.carry()
    world.clock.advance(1)


async def advice(world: Any, who: str) -> str:
    """What the one overlap of somebody's says."""
    [overlap] = (await world.picture(who)).overlaps
    return overlap.value.advice.value


async def advised(world: Any, who: str) -> list[tuple[bool, str]]:
    """The alerts by which somebody was told who moves: whether each rings, and the present advice."""
    return [(item.rings, item.body.advice.value) for item in await world.feed(who) if item.change == ADVISED]


@pytest.mark.rule("CON-05", "ALR-04")
async def test_both_sides_are_told_at_once_each_on_its_own_overlap_and_who_adjusts_is_rung(
    world: Any,
) -> None:
    await met(world)
    assert [await advice(world, who) for who in ("a", "b")] == ["hold_or_adjust", "hold_or_adjust"]
    await call(world, "a")
    assert [await advice(world, who) for who in ("a", "b")] == ["adjust", "hold"]
    assert await advised(world, "a") == await advised(world, "a2") == [(True, "adjust")]
    assert await advised(world, "b") == [(False, "hold")]
    assert await advised(world, "c") == []
    said = "SELECT payload->>'advice' FROM ledger_entry WHERE kind = 'assignment' AND party = %s"
    assert world.sql(said, world.parties["a"].id) == [("adjust",)]


@pytest.mark.rule("CON-05", "DIS-04")
async def test_of_a_rival_that_came_later_into_hours_told_already_both_sides_hear_who_moves(
    world: Any,
) -> None:
    await met(world)
    await world.register("c")
    await world.tick()
    ours, theirs = world.parties["a"].id, world.parties["c"].id
    [(conflict,)] = world.sql(BETWEEN, ours, theirs)
    [before] = (await world.picture("a")).overlaps
    await world.act("desk", assign_conflict, conflict, ours, world.now())
    await world.engine.carry()
    assert [await advised(world, who) for who in "abc"] == [[(True, "adjust")], [], [(False, "hold")]]
    [after] = (await world.picture("a")).overlaps
    assert replace(after.value, advice=before.value.advice) == before.value
    await world.tick()
    assert [item.change for item in await world.feed("a")] == ["opened", ADVISED]


@pytest.mark.rule("DIS-03")
async def test_of_a_rival_that_came_later_but_is_sealed_nothing_is_heard(world: Any, agreeing: Any) -> None:
    await met(world)
    await agreeing.lower("c", "a", 0)
    await world.register("c")
    await world.tick()
    ours, theirs = world.parties["a"].id, world.parties["c"].id
    [(conflict,)] = world.sql(BETWEEN, ours, theirs)
    await world.act("desk", assign_conflict, conflict, ours, world.now())
    await world.engine.carry()
    assert [await advised(world, who) for who in "abc"] == [[], [], []]


@pytest.mark.rule("CON-05")
async def test_the_desk_may_turn_it_round_and_take_it_back_and_each_is_told_once(world: Any) -> None:
    await met(world)
    await call(world, "a")
    await call(world, "b")
    assert [await advice(world, who) for who in ("a", "b")] == ["hold", "adjust"]
    await call(world, None)
    assert [await advice(world, who) for who in ("a", "b")] == ["hold_or_adjust", "hold_or_adjust"]
    await world.engine.carry()
    assert [len(await advised(world, who)) for who in ("a", "b")] == [3, 3]


@pytest.mark.rule("CON-05")
async def test_what_was_never_said_is_not_taken_back(world: Any) -> None:
    await met(world)
    await call(world, None)
    assert [await advised(world, who) for who in ("a", "b")] == [[], []]


@pytest.mark.rule("CON-05", "DIS-04")
async def test_advice_goes_with_a_new_version_of_ones_own_not_with_the_conflict(world: Any) -> None:
    """That the other side moved out of the way, exactly, must not show on the hours that both still share."""
    patrols = await met(world)
    await call(world, "b")
    await world.amend(
        "b", patrols["b"].id, 1, lat=32.0151
    )  # clear of the other, within the same hours and cells
    await world.tick()
    assert world.sql("SELECT state FROM conflict") == [("resolved",)]
    assert await advice(world, "a") == "hold"
    assert await advice(world, "b") == "hold_or_adjust"


@pytest.mark.rule("CON-05", "DIS-03")
async def test_a_side_that_may_know_nothing_of_the_other_is_told_nothing(world: Any, agreeing: Any) -> None:
    await met(world)
    await agreeing.lower("a", "b", 0)
    await world.tick()
    before = {who: len(await world.feed(who)) for who in ("a", "b")}
    await call(world, "a")
    assert {who: len(await world.feed(who)) for who in ("a", "b")} == before


@pytest.mark.rule("CON-05", "DIS-02")
async def test_what_was_advised_is_read_no_more_once_the_level_falls(world: Any, agreeing: Any) -> None:
    """C shares the same hours, so that A's overlap stays."""
    await world.register("c", unit="U2")
    await met(world)
    [(conflict,)] = world.sql(
        "SELECT id FROM conflict WHERE %s IN (party_a, party_b) AND %s IN (party_a, party_b)",
        world.parties["a"].id, world.parties["b"].id,
    )  # fmt: skip
    await world.act("desk", assign_conflict, conflict, world.parties["a"].id, world.now())
    await world.engine.carry()
    assert await advice(world, "a") == "adjust"
    await agreeing.lower("b", "a", 0)
    assert await advice(world, "a") == "hold_or_adjust"
    await world.tick()
    assert await advice(world, "a") == "hold_or_adjust"


async def test_what_was_resolved_meanwhile_is_told_to_nobody(world: Any) -> None:
    patrols = await met(world)
    [(conflict,)] = world.sql("SELECT id FROM conflict")
    await world.act("desk", assign_conflict, conflict, world.parties["a"].id, world.now())
    await world.move("b", patrols["b"].id, PatrolState.WITHDRAWN)
    while await world.engine.check():
        pass
    await world.engine.carry()
    assert [await advised(world, who) for who in ("a", "b")] == [[], []]
    assert world.sql("SELECT count(*) FROM assignment WHERE told_at IS NULL") == [(0,)]
