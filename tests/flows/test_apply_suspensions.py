"""While a party is suspended what rivals know stands, and it is told nothing more of them (PAT-02, ALR-06)."""

from typing import Any

import pytest

from deconflict.flows.ask_check import ask_check
from deconflict.flows.suspend_party import restore_as, suspend_as
from deconflict.patrols.model import PatrolState
from deconflict.probing import store as probing


async def suspend(world: Any, who: str = "b") -> None:
    world.clock.advance(1)
    await world.act("desk", suspend_as, world.parties[who].id, "off every plan", world.now())
    world.clock.advance(1)


async def restore(world: Any, who: str = "b") -> None:
    world.clock.advance(1)
    await world.act("desk", restore_as, world.parties[who].id, world.now())


async def told(world: Any, who: str) -> list[tuple[str, str]]:
    return [(alert.kind.value, alert.change) for alert in await world.feed(who)]


@pytest.mark.rule("PAT-02", "ALR-06")
async def test_the_party_is_told_why_and_what_it_knew_of_rivals_is_withheld(world: Any) -> None:
    await world.register("a")
    await world.register("b")
    await world.tick()
    await suspend(world)
    await world.tick()
    assert await told(world, "b") == [
        ("overlap", "opened"),
        ("suspension", "suspended"),
        ("overlap", "withheld"),
    ]
    assert (await world.feed("b"))[1].body.reason == "off every plan"
    assert await told(world, "a") == [("overlap", "opened")]
    assert ("suspension", "suspended") in await told(world, "desk")


@pytest.mark.rule("PAT-02")
async def test_what_it_hands_in_is_recorded_and_compared_for_the_desk_alone(world: Any) -> None:
    await world.register("a")
    await world.tick()
    await suspend(world)
    handed_in = await world.register("b")
    assert [mark.value for mark in handed_in.findings] == ["suspended"]
    await world.tick()
    assert await told(world, "a") == []
    assert [kind for kind, _ in await told(world, "b")] == ["suspension"]
    assert ("conflict", "opened") in await told(world, "desk")


@pytest.mark.rule("PAT-02", "ALR-06")
@pytest.mark.parametrize("what", ["withdraws", "amends"])
async def test_its_word_clears_nobodys_way(world: Any, what: str) -> None:
    await world.register("a")
    theirs = await world.register("b")
    await world.tick()
    await suspend(world)
    if what == "withdraws":
        await world.move("b", theirs.patrol.id, PatrolState.WITHDRAWN)
    else:
        await world.amend("b", theirs.patrol.id, 1, lat=40)
    await world.tick()
    assert await told(world, "a") == [("overlap", "opened")]
    await world.register("a", unit="U2")
    await world.tick()
    assert (
        await told(world, "a") == [("overlap", "opened")] * 2
    )  # rivals go on being warned of what it had on record
    await restore(world)
    await world.tick()
    assert (await told(world, "a"))[2:] == [("all_clear", "resolved")] * 2


@pytest.mark.rule("PAT-02")
async def test_on_its_return_everything_is_checked_again(world: Any) -> None:
    await world.register("a")
    await world.register("b")
    await world.tick()
    await suspend(world)
    await world.register("a", unit="U2", lat=40)
    await world.register("b", unit="U2", lat=40)
    await world.tick()
    await restore(world)
    await world.tick()
    assert await told(world, "a") == [("overlap", "opened")] * 2
    assert (await told(world, "b"))[-3:] == [
        ("suspension", "restored"),
        ("overlap", "opened"),
        ("overlap", "opened"),
    ]
    assert world.sql("SELECT count(*) FROM suspended_plan") == [(0,)]


@pytest.mark.rule("DIS-06", "PAT-02")
async def test_a_third_party_sees_nothing_of_it(world: Any) -> None:
    before = await world.picture("c")
    await suspend(world)
    await world.tick()
    after = await world.picture("c")
    assert (before.patrols, before.overlaps, before.seq) == (after.patrols, after.overlaps, after.seq)
    assert await told(world, "c") == []


@pytest.mark.rule("PAT-02", "PRB-02")
async def test_a_suspended_party_learns_nothing_by_asking_and_is_asked_about_as_it_was(world: Any) -> None:
    theirs = await world.register("b")
    await world.tick()
    await suspend(world)
    await world.move("b", theirs.patrol.id, PatrolState.WITHDRAWN)
    asked = {
        who: await world.act(who, ask_check, world.submission(unit="U2"), world.deployment, world.now())
        for who in ("a", "b")
    }
    await world.register("a")
    await world.tick()
    level = world.deployment.terms.level
    answers = {who: await world.read(who, probing.question_with, asked[who].id, level) for who in asked}
    assert answers["a"].hours
    assert (answers["b"].state, answers["b"].hours) == ("withheld", ())
