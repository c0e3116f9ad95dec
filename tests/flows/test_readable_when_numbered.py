"""While what two parties signed is still being applied, nothing is numbered that its recipient cannot read yet."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from deconflict.agreements.model import Cell, Clause, Level
from deconflict.alerts.model import AlertKind
from deconflict.flows import release_notices

HOUR = timedelta(hours=1)
TEN = datetime(2026, 12, 1, 10, tzinfo=UTC)
FAR: Final = frozenset({Cell(14, 0, 0)})
"""Where nobody is."""


def still_checking(world: Any) -> None:
    """Of the plans of a and b one is still to be checked again, since what the two signed was changed."""
    pair = sorted(world.parties[who].id for who in ("a", "b"))
    world.sql(
        "INSERT INTO check_due (id, pair_a, pair_b, queued_at, not_before)"
        " VALUES (gen_random_uuid(), %s, %s, %s, %s)",
        *pair,
        world.now(),
        world.now() + 24 * HOUR,
    )


def all_checked(world: Any) -> None:
    world.sql("DELETE FROM check_due WHERE not_before IS NOT NULL")


def heard(alerts: list[Any]) -> list[tuple[str, str, bool]]:
    return [(alert.kind.value, alert.change, alert.rings) for alert in alerts]


@pytest.mark.rule("DIS-02", "ALR-06")
async def test_that_it_is_withheld_is_read_at_once_also_while_plans_are_still_checked_again(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    await world.register("a")
    await world.register("b")
    await world.tick()
    await agreeing.lower("b", "a", 0)
    await world.engine.check_all()
    still_checking(world)
    await world.tick()
    for who in ("a", "b"):
        first, second = await world.feed(who)
        assert (first.kind, second.kind) == (AlertKind.WITHHELD, AlertKind.OVERLAP)
        assert (second.change, second.body.hours, second.reference != "") == ("withheld", (), True)
    all_checked(world)
    world.clock.advance(60)
    await world.tick()
    assert len(await world.feed("a")) == 2


@pytest.mark.rule("ALR-02", "DIS-02", "PAT-09")
async def test_what_can_not_be_read_before_all_is_checked_again_rings_when_it_can(
    world: Any, agreeing: Any
) -> None:
    """Numbered earlier it would be read as withheld: nobody would ever be alarmed."""
    await agreeing.ratify(2, Clause(Level.SEALED, FAR))
    still_checking(world)
    await world.register("a")
    await world.register("b")
    await world.tick()
    assert [await world.feed(who) for who in ("a", "b")] == [[], []]
    all_checked(world)
    world.clock.advance(60)
    await world.tick()
    for who in ("a", "b"):
        [alert] = await world.feed(who)
        assert (alert.kind, alert.change, alert.rings) == (AlertKind.OVERLAP, "opened", True)
        assert alert.body.hours == (TEN - HOUR, TEN)
        assert alert.body.areas


@pytest.mark.rule("ALR-02", "DIS-02", "PAT-09")
async def test_new_hours_ring_with_what_can_be_read_and_the_rest_is_told_when_all_is_checked_again(
    world: Any, agreeing: Any
) -> None:
    await agreeing.ratify(2)
    await world.register("a", time_tolerance_s=3600.0)
    theirs = (await world.register("b")).patrol.id
    await world.tick()
    await agreeing.lower("b", "a", 2, Clause(Level.NOTICE, FAR))
    still_checking(world)
    await world.tick()
    assert heard(await world.feed("a")) == [("overlap", "opened", True)], "nothing new: nothing to say"
    await world.amend("b", theirs, 1, minutes=60)
    world.clock.advance(60)
    await world.tick()
    worse = (await world.feed("a"))[-1]
    assert (worse.change, worse.rings, worse.body.hours[0], worse.body.areas) == (
        "worse",
        True,
        TEN - 2 * HOUR,
        (),
    )
    all_checked(world)
    world.clock.advance(60)
    await world.tick()
    now = (await world.feed("a"))[-1]
    assert (now.change, now.rings, now.body.hours) == ("updated", False, worse.body.hours)
    assert now.body.areas


@pytest.mark.rule("ALR-02", "ALR-04")
async def test_a_conflict_rings_where_the_overlap_was_known_though_it_can_not_be_read_itself(
    world: Any, agreeing: Any
) -> None:
    """At level 3 what was shared rang for nobody; the conflict there is held until all is checked again."""
    await agreeing.ratify(3)
    await world.tick()
    await world.register("a")
    theirs = (await world.register("b", lat=32.019)).patrol.id
    await world.tick()
    assert heard(await world.feed("a")) == [("overlap", "opened", False)]
    await agreeing.lower("b", "a", 4, Clause(Level.NOTICE, FAR))
    still_checking(world)
    await world.amend("b", theirs, 1, lat=32.001)
    await world.tick()
    for who in ("a", "b"):
        assert heard(await world.feed(who))[-1] == ("overlap", "worse", True), who
    all_checked(world)
    world.clock.advance(60)
    await world.tick()
    await world.tick()
    for who in ("a", "b"):
        assert ("conflict", "opened", True) in heard(await world.feed(who)), who


@pytest.mark.rule("ALR-02", "DIS-02")
async def test_what_can_be_read_at_level_3_waits_for_nothing(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(3)
    await world.tick()
    await agreeing.lower("b", "a", 4, Clause(Level.SEGMENT, FAR))
    still_checking(world)
    await world.register("a")
    await world.register("b", lat=32.005)
    await world.tick()
    assert ("conflict", "opened", True) in heard(await world.feed("a"))


@pytest.mark.rule("ALR-02", "CON-01")
async def test_what_has_to_wait_holds_up_nobody_however_much_it_is(
    world: Any, agreeing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release_notices, "AT_ONCE", 4)
    await agreeing.ratify(3)
    await world.tick()
    for number, unit in enumerate(("U1", "U2"), 1):
        for who in ("a", "b"):
            await world.register(who, unit=unit, lat=33 + number)
    await agreeing.lower("b", "a", 4, Clause(Level.NOTICE, FAR))
    still_checking(world)
    await world.engine.check_all()
    await world.register("c", lat=40)
    await world.register("b", unit="U3", lat=40)
    for _ in range(3):
        world.clock.advance(60)
        await world.tick()
    assert heard(await world.feed("desk")) == [("conflict", "opened", True)] * 3
    assert not [kind for kind, _, _ in heard(await world.feed("a")) if kind == "conflict"]


@pytest.mark.rule("PRB-02")
async def test_what_had_to_wait_was_caused_by_the_plan_all_the_same(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(2, Clause(Level.SEALED, FAR))
    still_checking(world)
    await world.register("b")
    await world.register("a")
    await world.tick()
    world.clock.advance(600)
    all_checked(world)
    await world.tick()
    assert heard(await world.feed("a")) == [("overlap", "opened", True)]
    assert world.sql("SELECT count(*) FROM budget_draw WHERE kind = 'overlap'") == [(2,)]
