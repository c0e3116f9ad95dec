"""Registering is giving notice: what is recorded, what is refused, and that the answer tells nothing of others."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from deconflict.alerts.model import AlertKind
from deconflict.errors import DeconflictError
from deconflict.flows.deployment import CHECKED_WITHIN_S
from deconflict.flows.own_side import Mark
from deconflict.flows.register_patrol import Registered, register_patrol
from deconflict.parties.errors import RoleRefused
from deconflict.patrols.model import PatrolClass, PatrolState, ReviewReason
from deconflict.separation.path import PathLimits

LEFT_BEHIND = ("patrol", "plan", "check_due", "ledger_entry", "notice", "review", "submission")


def rows_left(world: Any) -> dict[str, int]:
    counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in LEFT_BEHIND)
    [row] = world.sql(f"SELECT {counts}")
    return {table: count for table, count in zip(LEFT_BEHIND, row, strict=True) if count}


@pytest.mark.rule("PAT-02", "CON-01")
async def test_a_patrol_is_on_record_with_its_first_plan_and_left_for_the_checker(world: Any) -> None:
    registered = await world.register("a", note="by the coast road", time_tolerance_s=300.0)
    patrol, plan = registered.patrol, registered.plan
    assert (patrol.state, patrol.version, plan.version) == (PatrolState.REGISTERED, 1, 1)
    assert (patrol.late, patrol.after_the_fact, registered.findings) == (False, False, ())
    assert (patrol.registered_by, patrol.registered_at) == (world.viewers["a"].person, world.now())
    assert rows_left(world) == {"patrol": 1, "plan": 1, "check_due": 1, "ledger_entry": 1}
    assert world.sql("SELECT patrol, party FROM check_due") == [(patrol.id, patrol.party)]
    assert world.sql("SELECT count(*) FROM conflict") == [(0,)]
    due = world.now() + timedelta(seconds=CHECKED_WITHIN_S)
    assert timedelta(0) <= registered.notices_by - due < timedelta(seconds=world.deployment.tick_s)


@pytest.mark.rule("PAT-02", "PAT-06")
async def test_late_and_after_the_fact_are_marked_and_recorded(world: Any) -> None:
    late = await world.register("a", minutes=59)
    over = await world.register("a", unit="U2", minutes=-60)
    assert (late.patrol.late, late.patrol.after_the_fact, late.findings) == (True, False, (Mark.LATE,))
    assert (over.patrol.late, over.patrol.after_the_fact) == (True, True)
    assert over.findings == (Mark.LATE, Mark.AFTER_THE_FACT)
    assert not (await world.register("a", minutes=120, unit="U3")).patrol.late


@pytest.mark.rule("PAT-06")
async def test_the_longest_lead_time_that_a_party_agreed_to_counts_whomever_its_plans_may_meet(
    world: Any, agreeing: Any
) -> None:
    def is_late(registered: Registered) -> bool:
        return registered.patrol.late

    await agreeing.ratify(1, lead_time_s=2 * 3600, days=2)
    await agreeing.ratify(1, between=("a", "c"), lead_time_s=3600)
    assert is_late(await world.register("a", minutes=119))
    assert not is_late(await world.register("a", unit="U2", minutes=120))
    assert not is_late(await world.register("c", minutes=119))
    draft = await world.register("a", unit="U3", minutes=100, draft=True)
    assert is_late(await world.move("a", draft.patrol.id, PatrolState.REGISTERED))
    assert is_late(await world.amend("a", draft.patrol.id, 1, unit="U3", minutes=110))
    await agreeing.ratify(1, lead_time_s=0)
    assert not is_late(await world.amend("a", draft.patrol.id, 2, unit="U3", minutes=111))


@pytest.mark.rule("PAT-06")
async def test_the_lead_time_of_a_text_that_has_run_out_counts_no_more(world: Any, agreeing: Any) -> None:
    await agreeing.ratify(1, lead_time_s=5 * 3600, days=0.1)
    assert (await world.register("a", minutes=180)).patrol.late
    world.clock.advance(0.1 * 86400)
    assert not (await world.register("a", unit="U2", minutes=300)).patrol.late


@pytest.mark.rule("PAT-06", "ALR-02")
async def test_a_hot_pursuit_is_under_way_at_once_and_leaves_the_desk_a_review(world: Any) -> None:
    registered = await world.register("a", minutes=0, purpose=PatrolClass.HOT_PURSUIT)
    assert registered.patrol.state is PatrolState.ACTIVE
    assert Mark.HOT_PURSUIT in registered.findings
    assert world.sql("SELECT count(*) FROM notice WHERE released_at IS NULL") == [(1,)]
    await world.tick()
    [alert] = await world.feed("desk")
    assert (alert.kind, alert.rings, alert.body.reason) == (AlertKind.REVIEW, True, ReviewReason.HOT_PURSUIT)
    assert alert.body.patrol == registered.patrol.id
    assert await world.feed("a") == await world.feed("facilitator") == []


async def test_a_draft_occupies_nobody_and_is_checked_by_nobody(world: Any) -> None:
    draft = await world.register("a", draft=True)
    assert draft.patrol.state is PatrolState.DRAFT
    assert rows_left(world) == {"patrol": 1, "plan": 1, "ledger_entry": 1}
    await world.register("a")
    await world.register("b")
    await world.tick()
    assert world.sql("SELECT count(*) FROM conflict") == [(1,)]


def shifted(**changes: Any) -> Callable[[Any], dict[str, Any]]:
    return lambda world: changes


def timed(*minutes: float) -> Callable[[Any], dict[str, Any]]:
    """As many waypoints as times, these minutes from now."""
    return lambda world: {
        "times": tuple(world.now() + timedelta(minutes=minute) for minute in minutes),
        "waypoints": tuple((15.0 + number / 100, 32.0) for number in range(len(minutes))),
    }


REFUSALS = {
    "too_few_waypoints": timed(60),
    "too_many_waypoints": timed(*(60 + number for number in range(2001))),
    "times_missing": shifted(waypoints=((15.0, 32.0), (15.1, 32.0), (15.2, 32.0))),
    "coordinate_out_of_range": shifted(waypoints=((15.0, 32.0), (15.1, float("nan")))),
    "out_of_bounds": shifted(waypoints=((15.0, 32.0), (15.1, 60.0))),
    "times_decreasing": timed(60, 50),
    "beyond_horizon": shifted(minutes=31 * 1440),
    "too_fast": shifted(waypoints=((15.0, 32.0), (15.5, 32.0))),
    "too_long": timed(60, 60 + 8 * 1440),
    "dwell_too_long": lambda world: {
        **timed(60, 60 + 13 * 60)(world),
        "waypoints": ((15.0, 32.0), (15.0, 32.0)),
    },
    "time_tolerance_out_of_range": shifted(time_tolerance_s=3601.0),
    "lateral_tolerance_out_of_range": shifted(lateral_tolerance_m=1000.1),
    "unit_not_yours": shifted(unit="U9"),
    "party_not_yours": shifted(party="b"),
}


@pytest.mark.rule("PAT-05", "PRB-01", "SEP-02")
async def test_a_plan_is_refused_by_its_cause_and_nothing_of_it_stays(world: Any) -> None:
    bounds = replace(PathLimits().bounds, north=50.0)
    world.deployment = replace(world.deployment, limits=replace(world.deployment.limits, bounds=bounds))
    for code, changes in REFUSALS.items():
        with pytest.raises(DeconflictError) as refused:
            await world.register("a", **changes(world))
        assert refused.value.code == code
    assert rows_left(world) == {}


@pytest.mark.rule("PAT-05", "DIS-06")
async def test_a_rivals_unit_is_as_unknown_as_one_that_never_was(world: Any) -> None:
    [(rivals,)] = world.sql("SELECT id FROM unit WHERE party = %s AND callsign = 'U1'", world.parties["b"].id)
    refusals = []
    for unit in (str(rivals), str(UUID(int=7)), "U9", ""):
        with pytest.raises(DeconflictError) as refused:
            await world.register("a", unit=unit)
        refusals.append(str(refused.value))
    assert refusals == ["unit_not_yours()"] * 4
    own = world.sql("SELECT id FROM unit WHERE party = %s AND callsign = 'U1'", world.parties["a"].id)
    by_id = await world.register("a", unit=str(own[0][0]), party="a")
    assert by_id.patrol.callsign == "U1"


@pytest.mark.rule("PAT-05", "PRB-01")
async def test_a_unit_is_on_one_patrol_at_any_instant(world: Any) -> None:
    """
    U1   |-- 10:00 to 10:10 --|
    no        |-- 10:05 --|
    no                        |-- 10:10 --|        touching is the same instant
    yes                         |-- 10:10:01 --|
    """
    first = (await world.register("a")).patrol
    for minutes in (125, 130, 115, 110):
        with pytest.raises(DeconflictError) as refused:
            await world.register("a", minutes=minutes, lat=30)
        assert refused.value.fields() == {"patrol": str(first.id)}
        assert refused.value.code == "unit_busy"
    await world.register("a", minutes=130 + 1 / 60, lat=30)
    await world.register("a", unit="U2")
    await world.register("b")
    await world.move("a", first.id, PatrolState.WITHDRAWN)
    await world.register("a")


@pytest.mark.parametrize("who", ["crew", "desk", "facilitator", "oversight", "operator"])
async def test_only_officers_register(world: Any, who: str) -> None:
    with pytest.raises(RoleRefused):
        await world.register(who)


class Undone(Exception):
    """Rolls back what was only tried."""


def anonymous(registered: Registered) -> Any:
    """The answer without what is random in it."""
    patrol = replace(registered.patrol, id=None, reference=None)  # type: ignore[arg-type]  # a test's own
    plan = registered.plan
    return (
        patrol,
        plan.version,
        plan.path.waypoints,
        plan.path.length_m,
        registered.findings,
        registered.notices_by,
    )


@pytest.mark.rule("CON-01", "DIS-05", "DIS-06")
async def test_the_answer_and_the_work_behind_it_are_the_same_with_and_without_rivals(
    world: Any, statements: list[str]
) -> None:
    viewer = world.viewers["a"]

    async def answers() -> list[Any]:
        found = []
        for changes in (
            {},
            {"minutes": 30},
            {"minutes": -60},
            {"purpose": PatrolClass.HOT_PURSUIT, "minutes": 0},
            {"draft": True},
            {"time_tolerance_s": 3600.0, "lateral_tolerance_m": 1000.0},
        ):
            with suppress(Undone):
                async with world.database.transaction(viewer.context) as session:
                    submission = world.submission(**changes)
                    answer = await register_patrol(session, viewer, submission, world.deployment, world.now())
                    found.append(anonymous(answer))
                    raise Undone
        return found

    async with world.database.transaction(viewer.context):
        pass  # the first on a connection asks the server what it is
    statements.clear()
    alone, work_alone = await answers(), statements[:]
    for number, minutes in enumerate((120, -60, 0)):
        await world.register("b", unit=f"U{number + 1}", minutes=minutes)
    await world.engine.check_all()
    await world.engine.release_at_once()
    statements.clear()
    among_rivals, work_among_rivals = await answers(), statements[:]
    assert among_rivals == alone
    assert work_among_rivals == work_alone
    assert len(work_alone) > 20
