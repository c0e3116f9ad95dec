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


@pytest.mark.rule("PAT-02", "DIS-03")
async def test_at_level_four_what_was_shown_stays_as_it_was_until_it_is_restored(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(4)
    theirs, ours = await world.register("b"), await world.register("a", lat=50)
    await world.tick()

    def shown(who: str) -> list[tuple[Any, int]]:
        rows = "SELECT patrol, version FROM shared_plan WHERE party = %s ORDER BY patrol"
        return world.sql(rows, world.parties[who].id)

    before = {who: shown(who) for who in ("a", "b")}
    assert before == {"a": [(theirs.patrol.id, 1)], "b": [(ours.patrol.id, 1)]}
    await suspend(world)
    await world.amend("b", theirs.patrol.id, 1, lat=40)
    await world.register("b", unit="U2", lat=41)
    await world.amend("a", ours.patrol.id, 1, lat=51)
    await world.register("a", unit="U2", lat=52)
    await world.tick()
    assert {who: shown(who) for who in ("a", "b")} == before
    await restore(world)
    await world.tick()
    assert (theirs.patrol.id, 2) in shown("a")
    assert (ours.patrol.id, 2) in shown("b")
    assert len(shown("a")) == len(shown("b")) == 2


@pytest.mark.rule("PAT-02", "ALR-06", "DIS-03")
async def test_at_level_three_a_view_of_a_conflict_is_not_cleared_by_its_word(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await world.register("a")
    theirs = await world.register("b")
    await world.tick()
    before = await told(world, "a")
    assert ("conflict", "opened") in before
    await suspend(world)
    await world.amend("b", theirs.patrol.id, 1, lat=40)
    await world.tick()
    assert await told(world, "a") == before
    assert ("all_clear", "resolved") in await told(world, "desk")
    await restore(world)
    await world.tick()
    assert ("all_clear", "resolved") in (await told(world, "a"))[len(before) :]


@pytest.mark.rule("PAT-02", "DIS-03")
async def test_what_rivals_agree_on_among_themselves_shows_it_no_newer_plan(
    world: Any, agreeing: Any
) -> None:
    for rival in ("a", "b"):
        await agreeing.ratify(4, between=(rival, "c"))
    plans = {who: (await world.register(who)).patrol.id for who in ("a", "b")}
    await world.tick()
    await suspend(world, "c")
    await world.tick()
    for who, patrol in plans.items():
        await world.amend(who, patrol, 1, lat=40)
        await world.register(who, unit="U2", lat=41)
    await agreeing.ratify(4)
    await world.tick()
    shown = "SELECT patrol, version FROM shared_plan WHERE party = %s ORDER BY patrol"
    assert world.sql(shown, world.parties["c"].id) == sorted((patrol, 1) for patrol in plans.values())
    assert [len(world.sql(shown, world.parties[who].id)) for who in ("a", "b")] == [2, 2]
