"""What all sides countersigned becomes a patrol of each in one transaction, or nothing of it does (PAT-10)."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.flows.join_joint_patrol import attach_unit, countersign
from deconflict.flows.propose_joint_patrol import Course, amend_joint_patrol, propose_joint_patrol
from deconflict.flows.withdraw_joint_patrol import withdraw_joint_patrol
from deconflict.patrols.model import PatrolState

pytestmark = pytest.mark.rule("PAT-10")


def course(world: Any, *, lat: float = 32.0, minutes: float = 120) -> Course:
    start = world.now() + timedelta(minutes=minutes)
    return Course(((15.0, lat), (15.1, lat)), (start, start + timedelta(minutes=10)), 0.0, 0.0, "escort", "")


async def propose(world: Any, *others: str, **course_of: Any) -> Any:
    parties = [world.parties[slug].id for slug in others]
    asked = course(world, **course_of)
    return (await world.act("a", propose_joint_patrol, parties, asked, world.deployment, world.now())).value


async def sign(world: Any, who: str, joint: Any) -> Any:
    by = joint.text.digest
    signed = (await world.act(who, countersign, joint.id, by, world.deployment, world.now())).value
    world.clock.advance(1)
    return signed


async def join(world: Any, who: str, joint: Any, unit: str = "U1") -> Any:
    await world.act(who, attach_unit, joint.id, unit, world.now())
    return await sign(world, who, joint)


async def agreed(world: Any, *others: str, **course_of: Any) -> Any:
    joint = await propose(world, *others, **course_of)
    for who in ("a", *others):
        joint = await join(world, who, joint)
    return joint


def on_record(world: Any) -> list[tuple[str, int]]:
    """How many patrols of each party are on record, and at which version."""
    return world.sql(
        "SELECT p.slug, plan.version FROM plan JOIN party p ON p.id = plan.party WHERE plan.current ORDER BY p.slug"
    )


async def test_nothing_is_on_record_before_all_have_countersigned(world: Any) -> None:
    joint = await propose(world, "b", "c")
    await join(world, "a", joint)
    await join(world, "b", joint)
    await world.tick()
    assert on_record(world) == []
    signed = await join(world, "c", joint)
    assert signed.state.value == "agreed"
    await world.tick()
    assert on_record(world) == [("a", 1), ("b", 1), ("c", 1)]
    assert [item.change for item in await world.feed("c")][-1] == "registered"
    assert world.sql("SELECT state, version, pending, due FROM joint_patrol") == [
        ("registered", 1, None, False)
    ]


@pytest.mark.rule("SEP-10", "DIS-04")
async def test_its_units_raise_nothing_with_each_other_but_with_a_third_party(world: Any) -> None:
    await agreed(world, "b")
    await world.tick()
    assert world.sql("SELECT count(*) FROM conflict") == [(0,)]
    assert (
        world.sql("SELECT count(*) FROM overlap") == world.sql("SELECT count(*) FROM shared_cover") == [(0,)]
    )
    assert (await world.engine.ask_oracle()).size == 0

    await world.register("c")
    await world.tick()
    assert world.sql("SELECT state FROM conflict") == [("open",), ("open",)]
    assert world.sql("SELECT count(*) FROM overlap") == [(3,)]


@pytest.mark.rule("SEP-10")
async def test_a_units_other_patrol_is_checked_against_the_partner(world: Any) -> None:
    await agreed(world, "b")
    await world.register("a", unit="U2")
    await world.tick()
    assert world.sql("SELECT state FROM conflict") == [("open",)]


async def test_after_a_withdrawal_the_others_are_checked_against_each_other(world: Any) -> None:
    joint = await agreed(world, "b", "c")
    await world.tick()
    await world.act("b", withdraw_joint_patrol, joint.id, world.deployment, world.now())
    await world.tick()
    assert on_record(world) == [("a", 1), ("c", 1)]
    assert world.sql("SELECT state FROM conflict") == [("open",)]
    assert (await world.engine.ask_oracle()).size == 0
    for who in ("a", "b", "c", "desk"):
        [last] = [item for item in await world.feed(who) if item.change == "withdrawn"]
        assert last.rings == (who in {"a", "c"})


async def test_a_new_text_holds_when_all_have_countersigned_it_and_for_all_at_once(world: Any) -> None:
    joint = await agreed(world, "b")
    await world.tick()
    asked = course(world, lat=33.0)
    new = (await world.act("b", amend_joint_patrol, joint.id, asked, world.deployment, world.now())).value
    assert (new.version, new.pending) == (1, 2)
    await sign(world, "b", new)
    await world.tick()
    assert on_record(world) == [("a", 1), ("b", 1)]
    await sign(world, "a", new)
    await world.tick()
    assert on_record(world) == [("a", 2), ("b", 2)]
    assert world.sql("SELECT count(*) FROM conflict") == [(0,)]
    assert (await world.engine.ask_oracle()).size == 0


async def test_a_unit_that_became_busy_is_told_to_its_own_party_alone_and_nothing_is_stored(
    world: Any,
) -> None:
    joint = await agreed(world, "b")
    await world.register("b")
    await world.tick()
    assert on_record(world) == [("b", 1)]
    changes = {who: [item.change for item in await world.feed(who)] for who in ("a", "b", "desk")}
    assert "unit_busy" in changes["b"]
    assert "unit_busy" not in changes["a"] + changes["desk"]
    assert world.sql("SELECT state, due FROM joint_patrol") == [("proposed", False)]

    [(patrol,)] = world.sql("SELECT id FROM patrol")
    await world.move("b", patrol, PatrolState.WITHDRAWN)
    await sign(world, "b", joint)
    await world.tick()
    assert on_record(world) == [("a", 1), ("b", 1)]


async def test_what_a_unit_under_way_has_driven_is_not_rewritten(world: Any) -> None:
    joint = await agreed(world, "b", minutes=10)
    await world.tick()
    asked = course(world, lat=33.0, minutes=12)
    new = (await world.act("a", amend_joint_patrol, joint.id, asked, world.deployment, world.now())).value
    await sign(world, "a", new)
    [(patrol,)] = world.sql(
        "SELECT patrol.id FROM patrol JOIN party p ON p.id = patrol.party WHERE p.slug = 'b'"
    )
    await sign(world, "b", new)
    await world.move("b", patrol, PatrolState.ACTIVE)
    world.clock.advance(700)
    await world.tick()
    assert on_record(world) == [("a", 1), ("b", 1)]
    assert world.sql("SELECT version, pending, state FROM joint_patrol") == [(1, None, "registered")]
    assert [item.change for item in await world.feed("a")][-1] == "dropped"


@pytest.mark.rule("SEP-10", "PAT-07", "DIS-04", "CON-03")
async def test_while_a_unit_is_off_its_plan_the_desk_is_warned_of_it_and_no_overlap_tells(world: Any) -> None:
    await agreed(world, "b", minutes=1)
    await world.tick()
    [(theirs,)] = world.sql("SELECT id FROM patrol WHERE party = %s", world.parties["b"].id)
    for to in (PatrolState.ACTIVE, PatrolState.OFF_PLAN):
        await world.move("b", theirs, to)
    before = await world.feed("a")
    await world.tick()
    assert world.sql("SELECT state FROM conflict") == [("open",)]
    assert world.sql("SELECT count(*) FROM shared_cover") == [(0,)]
    assert await world.feed("a") == before
    assert (await world.engine.ask_oracle()).size == 0
    await world.move("b", theirs, PatrolState.ACTIVE)
    await world.tick()
    assert world.sql("SELECT state, resolution FROM conflict") == [("resolved", "amended_clear")]
    assert (await world.engine.ask_oracle()).size == 0
