"""When the level falls, nothing read afterwards shows more; then what was told is brought in line (DIS-02)."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict.agreements import checker_store as agreements
from deconflict.alerts.model import AlertKind
from deconflict.errors import NotFound
from deconflict.flows.acknowledge_subject import acknowledge_overlap
from deconflict.flows.keep_in_line import applicable, keep_in_line
from deconflict.patrols.model import PatrolState

UNAPPLIED = "SELECT count(*) FROM lowering WHERE applied_at IS NULL"


@pytest.mark.rule("DIS-02")
async def test_what_is_taken_back_meanwhile_waits_for_the_next_time_under_its_ceiling(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    await world.register("a")
    await world.register("b")
    await world.tick()
    async with world.checker.transaction() as checker:
        pending = await agreements.pending(checker, world.now())
        pacts = await agreements.pacts(checker, world.deployment.terms)
        await agreeing.lower("b", "a", 0)
        await keep_in_line(checker, pacts, pending, world.now())
    assert world.sql(UNAPPLIED) == [(1,)]
    assert [alert.kind for alert in await world.feed("a")] == [AlertKind.WITHHELD]


@pytest.mark.rule("DIS-02", "PAT-09")
async def test_the_ceiling_holds_until_every_plan_of_the_two_is_checked_again(
    world: Any, agreeing: Any
) -> None:
    await agreeing.lower("b", "a", 1)
    async with world.checker.transaction() as checker:
        pending = await agreements.pending(checker, world.now())
        assert len(pending) == 1
        assert await applicable(checker, pending) == [], "its to-do is not taken yet"
    await world.engine.check_all()
    async with world.checker.transaction() as checker:
        assert await applicable(checker, pending) == pending


@pytest.mark.rule("DIS-02", "DIS-06")
@pytest.mark.parametrize("before", [1, 2])
async def test_once_one_side_seals_nothing_of_it_is_read_any_more(
    world: Any, agreeing: Any, before: int
) -> None:
    await agreeing.ratify(before)
    await world.register("a")
    await world.register("b")
    await world.tick()
    [told] = await world.feed("a")
    await agreeing.lower("b", "a", 0)
    for who in ("a", "b"):
        assert [alert.kind for alert in await world.feed(who)] == [AlertKind.WITHHELD], "at once"
        assert (await world.picture(who)).overlaps == ()
    with pytest.raises(NotFound):
        await world.act("a", acknowledge_overlap, told.body.id, world.deployment, world.now())
    await world.tick()
    for who in ("a", "b"):
        first, second = await world.feed(who)
        assert first.kind is AlertKind.WITHHELD
        assert (second.change, second.rings, second.body.hours) == ("withheld", False, ()), "no all-clear"
        assert second.kind is AlertKind.OVERLAP
    world.clock.advance(60)
    await world.tick()
    assert [alert.kind for alert in await world.feed("a")] == [AlertKind.WITHHELD, AlertKind.OVERLAP]
    assert world.sql("SELECT count(*) FROM lowering WHERE applied_at IS NULL") == [(0,)]
    assert len(await world.feed("desk")) == 1


@pytest.mark.rule("DIS-02", "DIS-03")
async def test_lowered_from_two_to_one_the_hours_stay_and_the_cells_are_gone_at_once(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    await world.register("a")
    await world.register("b")
    await world.tick()
    await agreeing.lower("b", "a", 1)
    [at_once] = await world.feed("a")
    assert (at_once.level, at_once.body.areas) == (1, ())
    assert at_once.body.hours != ()
    await world.tick()
    first, second = await world.feed("a")
    assert (first.level, first.body.areas) == (1, ())
    assert (second.level, second.change, second.rings) == (1, "updated", False)
    assert second.body.hours == first.body.hours


@pytest.mark.rule("DIS-03", "DIS-04")
async def test_what_other_rivals_share_is_still_told_when_one_is_sealed(world: Any, agreeing: Any) -> None:
    await world.register("a")
    await world.register("b")
    await world.tick()
    await world.register("c")
    await world.tick()
    await agreeing.lower("b", "a", 0)
    await world.tick()
    told = await world.feed("a")
    assert [(alert.kind, alert.change) for alert in told] == [(AlertKind.OVERLAP, "opened")], (
        "c is as near as b"
    )
    assert [alert.change for alert in await world.feed("c")] == ["opened"]


@pytest.mark.rule("DIS-03")
async def test_what_becomes_of_something_sealed_is_not_told_by_a_number(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(1)
    await world.register("a")
    theirs = (await world.register("b")).patrol.id
    await world.tick()
    await agreeing.lower("a", "b", 0)
    await world.tick()
    before = len(await world.feed("a"))
    await world.move("b", theirs, PatrolState.WITHDRAWN)
    await world.tick()
    await world.register("b", unit="U2")
    await world.tick()
    assert len(await world.feed("a")) == before


@pytest.mark.rule("DIS-02", "PAT-09")
async def test_an_agreement_that_runs_out_tells_no_more_than_the_default(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(2, days=1)
    hours = 30 * 60
    await world.register("a", minutes=hours)
    await world.register("b", minutes=hours)
    await world.tick()
    assert (await world.feed("a"))[0].level == 2
    world.clock.advance(timedelta(days=1).total_seconds())
    await world.engine.let_time_pass()
    await world.tick()
    assert [alert.level for alert in await world.feed("a")] == [1, 1]
