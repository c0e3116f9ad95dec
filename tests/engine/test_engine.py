"""The engine's steps: what one does is done as a whole, and a plan at fault holds up no other."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from deconflict.engine import engine as stepping
from deconflict.flows import check_plans as checking
from deconflict.runtime.errors import ConstraintViolated, DatabaseBusy
from deconflict.separation.errors import CoverUnreadable

DUE = "SELECT count(*) FROM check_due"


@pytest.mark.rule("CON-01")
async def test_what_is_due_is_checked_until_nothing_is(world: Any) -> None:
    for number in (1, 2, 3):
        await world.register("a", unit=f"U{number}", lat=30.0 + number)
    assert await world.engine.check_all() == 3
    assert await world.engine.check() is None
    assert world.sql(DUE) == [(0,)]


@pytest.mark.rule("CON-01", "ALR-02")
async def test_a_crash_in_the_midst_of_a_check_leaves_everything_to_be_done_again(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.register("a")
    await world.register("b")

    async def crash(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(checking, "record_overlaps", crash)
        with pytest.raises(MemoryError):
            await world.engine.check()
    assert world.sql(DUE) == [(2,)]
    assert world.sql("SELECT count(*) FROM conflict") == world.sql("SELECT count(*) FROM notice") == [(0,)]
    await world.tick()
    assert len(await world.feed("desk")) == 1
    assert len(await world.feed("a")) == len(await world.feed("b")) == 1


@pytest.mark.rule("CON-01")
async def test_a_plan_that_cannot_be_checked_is_set_aside_in_the_desks_sight_and_the_others_go_on(
    world: Any,
) -> None:
    damaged = (await world.register("a")).patrol.id
    world.clock.advance(1)
    await world.register("b", lat=33.0)
    world.sql("UPDATE plan SET track = 'x' WHERE patrol = %s", damaged)
    aside = await world.engine.check()
    assert (aside.todos, aside.patrols, aside.more) == (1, 0, True), "the oldest to-do is at fault"
    await world.engine.check_all()
    await world.engine.release_at_once()
    assert world.sql("SELECT patrol FROM check_due WHERE not_before IS NOT NULL") == [(damaged,)]
    (told,) = await world.feed("desk")
    assert (told.change, told.rings, told.body.patrol) == ("unchecked", True, damaged)
    assert world.sql(DUE) == [(1,)], "what was set aside comes again, the other is done"


@pytest.mark.rule("DIS-05")
async def test_what_is_made_ready_before_its_tick_is_seen_by_nobody_until_it_has_come(world: Any) -> None:
    await world.register("a")
    await world.register("b")
    await world.engine.check_all()
    seen: list[Any] = []

    async def come() -> None:
        seen.extend([await world.feed(who) for who in ("a", "b")])
        seen.extend([(await world.picture(who)).overlaps for who in ("a", "b")])

    assert await world.engine.release_at_tick(world.now(), come) == 2
    assert seen == [[], [], (), ()]
    assert [len(await world.feed(who)) for who in ("a", "b")] == [1, 1]


@pytest.mark.rule("CON-03")
async def test_the_oracle_reports_its_difference(world: Any) -> None:
    await world.register("a")
    await world.register("b")
    await world.engine.check_all()
    difference = await world.engine.ask_oracle()
    assert (difference.compared, difference.size) == (2, 0)
    world.sql("UPDATE conflict SET state = 'resolved', resolution = 'withdrawn'")
    missed = await world.engine.ask_oracle()
    assert (len(missed.missed), len(missed.stale)) == (1, 0)
    assert world.sql("SELECT difference FROM oracle_run") == [(1,)]


@pytest.mark.rule("PAT-01")
async def test_a_patrol_that_never_started_expires_and_its_conflict_with_it(world: Any) -> None:
    await world.register("a")
    await world.register("b")
    await world.tick()
    world.clock.advance(3 * 3600)
    assert await world.engine.let_time_pass() > 0
    await world.tick()
    assert world.sql("SELECT DISTINCT state FROM patrol") == [("expired",)]
    assert world.sql("SELECT state, resolution FROM conflict") == [("resolved", "passed")]
    assert [alert.change for alert in await world.feed("a")] == ["opened", "resolved"]


@pytest.mark.rule("CON-01")
@pytest.mark.parametrize("column", ["track", "cover"])
async def test_a_damaged_row_stops_nobody_but_those_near_it(world: Any, column: str) -> None:
    damaged = (await world.register("a")).patrol.id
    near = (await world.register("b", lat=32.005)).patrol.id
    world.sql(f"UPDATE plan SET {column} = 'damaged' WHERE patrol = %s", damaged)
    await world.register("b", unit="U2", lat=35)
    await world.register("c", unit="U2", lat=35)
    with capture_logs() as logs:
        for _ in range(4):
            await world.tick()
    assert {entry["event"] for entry in logs} == {"check_failed", "plan_set_aside"}
    alerts = await world.feed("desk")
    assert {alert.body.patrol for alert in alerts if alert.change == "unchecked"} <= {damaged, near}
    assert damaged in {alert.body.patrol for alert in alerts if alert.change == "unchecked"}
    assert len([alert for alert in alerts if alert.change == "opened"]) == 1
    assert len(await world.feed("c")) == 1


@pytest.mark.rule("ALR-02", "SEC-01")
async def test_when_nothing_of_what_was_said_can_be_carried_the_check_and_the_release_go_on(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> int:
        raise CoverUnreadable(1)

    for way in ("carry_what_was_said", "carry_one"):
        monkeypatch.setattr(stepping, way, fail)
    await world.register("a")
    await world.register("b")
    with capture_logs() as logs:
        await world.tick()
    assert {entry["event"] for entry in logs} == {"carry_failed", "not_carried"}
    assert len(await world.feed("a")) == len(await world.feed("b")) == len(await world.feed("desk")) == 1


@pytest.mark.rule("CON-01", "SEC-05")
@pytest.mark.parametrize("error", [DatabaseBusy(), ConstraintViolated(""), CoverUnreadable(1)])
async def test_hours_that_cannot_be_made_stop_nothing(
    world: Any, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async def fail(*_: object) -> int:
        raise error

    monkeypatch.setattr(stepping, "keep_hours", fail)
    with capture_logs() as logs:
        assert await world.engine.keep_hours() is None
    assert [entry["event"] for entry in logs] == ["hours_not_kept"]


@pytest.mark.rule("CON-01", "SEC-01")
@pytest.mark.parametrize("step", ["answer_checks", "answer_parties", "close_passed", "escalate"])
async def test_what_stops_one_step_stops_neither_the_check_nor_the_release(
    world: Any, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    async def fail(*_: object) -> int:
        raise CoverUnreadable(1)

    monkeypatch.setattr(stepping, step, fail)
    await world.register("a")
    await world.register("b")
    with capture_logs() as logs:
        await world.tick()
        assert await world.engine.let_time_pass() >= 0
        assert await world.engine.escalate() == 0
    assert {entry["event"] for entry in logs} == {"step_failed"}
    assert len(await world.feed("a")) == len(await world.feed("b")) == len(await world.feed("desk")) == 1


@pytest.mark.rule("ALR-04")
async def test_what_nobody_acknowledges_climbs_by_the_database_s_clock(world: Any) -> None:
    await world.register("a", minutes=185)
    await world.register("b", minutes=185)
    await world.tick()
    world.clock.advance(24 * 3600)
    assert await world.engine.escalate() == 0
    world.sql("UPDATE ladder SET begun_at = begun_at - interval '2 minutes', look_at = begun_at")
    assert await world.engine.escalate() == 3
