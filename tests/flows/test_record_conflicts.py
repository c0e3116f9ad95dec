"""Which findings make a conflict, what becomes of it, and why it ends."""

from typing import Any

import pytest

from deconflict.flows.acknowledge_subject import accept_conflict, acknowledge_conflict
from deconflict.patrols.model import PatrolState

CONFLICTS = "SELECT state, episode, resolution FROM conflict"


@pytest.mark.rule("SEP-06", "CON-04")
async def test_near_but_clear_is_no_conflict_and_becomes_none_when_it_was_one(world: Any) -> None:
    """1109 m apart at a minimum of 1000 m is an advisory, 998 m a conflict."""
    await world.register("a")
    theirs = (await world.register("b", lat=32.01)).patrol.id
    await world.tick()
    assert world.sql(CONFLICTS) == []
    await world.amend("b", theirs, 1, lat=32.009)
    await world.tick()
    assert world.sql(CONFLICTS) == [("open", 1, None)]
    await world.amend("b", theirs, 2, lat=32.01)
    await world.tick()
    assert world.sql(CONFLICTS) == [("resolved", 1, "amended_clear")]


@pytest.mark.rule("CON-04")
async def test_worse_rings_again_at_the_desk_and_an_update_does_not(world: Any) -> None:
    """554 m, then 550 (an update), 399 (worse: a tenth closer), 699 (an update), all critical."""
    await world.register("a")
    theirs = (await world.register("b", lat=32.005)).patrol.id
    await world.tick()
    [alert] = await world.feed("desk")
    await world.act("desk", acknowledge_conflict, alert.body.id, world.now())
    for version, lat in enumerate((32.00496, 32.0036, 32.0063), start=1):
        await world.amend("b", theirs, version, lat=lat)
        await world.tick()
    alerts = await world.feed("desk")
    assert [(item.change, item.rings) for item in alerts] == [
        ("opened", True),
        ("updated", False),
        ("worse", True),
        ("updated", False),
    ]
    assert [round(item.body.finding.distance_m) for item in alerts] == [554, 550, 399, 699]
    assert world.sql(CONFLICTS) == [("open", 1, None)]
    assert [item.change for item in await world.feed("a")] == ["opened"]


@pytest.mark.rule("CON-04", "ALR-05")
async def test_what_creeps_closer_rings_once_it_is_a_tenth_closer_than_what_last_rang(world: Any) -> None:
    """554 m, then 532, 510 (updates, each 4 % closer) and 488 (12 % closer than what rang)."""
    await world.register("a")
    theirs = (await world.register("b", lat=32.005)).patrol.id
    await world.tick()
    for version, lat in enumerate((32.0048, 32.0046, 32.0044, 32.0042), start=1):
        await world.amend("b", theirs, version, lat=lat)
        await world.tick()
    alerts = await world.feed("desk")
    assert [round(item.body.finding.distance_m) for item in alerts] == [554, 532, 510, 488, 466]
    assert [item.change for item in alerts] == ["opened", "updated", "updated", "worse", "updated"]


@pytest.mark.rule("CON-04")
async def test_what_was_accepted_stays_resolved_until_it_is_worse(world: Any) -> None:
    await world.register("a")
    theirs = (await world.register("b", lat=32.005)).patrol.id
    await world.tick()
    [alert] = await world.feed("desk")
    await world.act("desk", accept_conflict, alert.body.id, world.now())
    await world.amend("b", theirs, 1, lat=32.00496)
    await world.tick()
    assert world.sql(CONFLICTS) == [("resolved", 1, "accepted")]
    assert (await world.engine.ask_oracle()).size == 0
    await world.amend("b", theirs, 2, lat=32.001)
    await world.tick()
    assert world.sql(CONFLICTS) == [("open", 2, None)]
    assert [item.change for item in await world.feed("desk")] == ["opened", "opened"]


@pytest.mark.rule("IDN-02", "CON-02")
async def test_the_same_finding_for_another_version_is_recorded_and_told_to_nobody(world: Any) -> None:
    await world.register("a")
    theirs = (await world.register("b")).patrol.id
    await world.tick()
    await world.amend("b", theirs, 1, note="the same drive")
    await world.tick()
    assert len(await world.feed("desk")) == 1
    versions = world.sql("SELECT greatest(version_a, version_b), closed_at IS NULL FROM finding ORDER BY 1")
    assert versions == [(1, False), (2, True)]


@pytest.mark.rule("PAT-02")
async def test_what_was_driven_before_it_was_registered_is_for_the_desk_alone(world: Any) -> None:
    ours = (await world.register("a", minutes=0)).patrol.id
    await world.move("a", ours, PatrolState.ACTIVE)
    world.clock.advance(1800)
    await world.register("b", minutes=0)
    await world.tick()
    [alert] = await world.feed("desk")
    assert (alert.change, alert.rings) == ("opened", True)
    assert await world.feed("a") == await world.feed("b") == []
    assert world.sql("SELECT count(*) FROM shared_cover") == [(0,)]
    await world.engine.let_time_pass()
    await world.tick()
    assert world.sql(CONFLICTS) == [("open", 1, None)]
    assert (await world.engine.ask_oracle()).size == 0


@pytest.mark.rule("CON-02")
async def test_what_is_over_when_it_is_checked_is_no_conflict(world: Any) -> None:
    ours = (await world.register("a", minutes=0)).patrol.id
    theirs = (await world.register("b", minutes=0)).patrol.id
    for who, patrol in (("a", ours), ("b", theirs)):
        await world.move(who, patrol, PatrolState.ACTIVE)
    world.clock.advance(3 * 3600)
    await world.tick()
    assert world.sql(CONFLICTS) == []
    assert await world.feed("desk") == await world.feed("a") == []
    assert (await world.engine.ask_oracle()).size == 0
