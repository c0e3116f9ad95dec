"""What nobody acknowledges climbs rung by rung, each once, until somebody of its side acknowledges it."""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from deconflict.alerts.model import AlertKind, Fact
from deconflict.alerts.rules import SPACING
from deconflict.disclosure.watching_views import EscalationView
from deconflict.flows.acknowledge_alert import acknowledge_alert
from deconflict.flows.escalate import escalate
from deconflict.flows.keep_roster import add_shift
from deconflict.patrols.model import PatrolState

SCHEDULES = {"routine": (60.0, 300.0, 900.0, 3600.0), "critical": (15.0, 45.0, 90.0, 180.0)}
RUNGS = "SELECT rung, count(*) FROM escalation JOIN party ON party.id = escalation.party WHERE slug = %s GROUP BY rung"

Later = Callable[[float], Awaitable[int]]


@pytest.fixture
async def told(world: Any) -> Any:
    """A and B share an hour three hours from now, and both were told; the database's clock stands at eight."""
    await world.register("a", minutes=185)
    await world.register("b", minutes=185)
    await world.tick()
    return world


@pytest.fixture
def later(told: Any) -> Later:
    """Escalate so many seconds after the alerts were told, by the database's clock."""
    [(began,)] = told.sql("SELECT DISTINCT begun_at FROM ladder")

    async def escalated(seconds: float) -> int:
        async with told.checker.transaction() as checker:
            return await escalate(checker, SCHEDULES, began + timedelta(seconds=seconds))

    return escalated


async def acknowledge(world: Any, who: str, seq: int) -> Any:
    [alert, *_] = await world.feed(who)
    arguments = (alert.epoch, seq, Fact.ACKNOWLEDGED, world.deployment, world.now())
    return (await world.act(who, acknowledge_alert, *arguments)).value


async def kinds(world: Any, who: str) -> list[tuple[str, str]]:
    return [(alert.kind.value, alert.change) for alert in await world.feed(who)]


def fired(world: Any, slug: str) -> dict[str, int]:
    return dict(world.sql(RUNGS, slug))


async def calls_about(world: Any, who: str, slug: str) -> list[EscalationView]:
    """The calls in somebody's feed about one party's alerts."""
    bodies = [alert.body for alert in await world.feed(who) if alert.kind is AlertKind.ESCALATION]
    return [body for body in bodies if body.party == (world.parties[slug].id if slug else None)]


@pytest.mark.rule("ALR-04")
async def test_nobody_is_called_before_a_rung_is_due_and_each_is_called_once(told: Any, later: Later) -> None:
    assert await later(59) == 1  # the desk's own conflict is critical, and its devices were due
    assert fired(told, "a") == {}
    await later(61)
    assert fired(told, "a") == {"devices": 1}
    for seconds in (62, 299, 301, 302, 899, 901, 1000, 3599, 3601, 4000, 9000):
        await later(seconds)
    assert fired(told, "a") == fired(told, "b") == {"devices": 1, "duty": 1, "desk": 1, "facilitator": 1}


@pytest.mark.rule("ALR-04")
async def test_the_duty_rung_rings_with_every_officer_when_nobody_is_on_the_roster(
    told: Any, later: Later
) -> None:
    await later(61)
    assert await kinds(told, "a") == [("overlap", "opened")]
    await later(301)
    for who in ("a", "a2"):
        assert await kinds(told, who) == [("overlap", "opened"), ("escalation", "duty")]
        [call] = await calls_about(told, who, "a")
        assert (call.seqs, call.kinds, call.unanswered) == ((1,), (AlertKind.OVERLAP,), 1)
        assert (await told.feed(who))[-1].rings


@pytest.mark.rule("ALR-04")
async def test_the_duty_rung_rings_with_whoever_is_on_the_roster_then(told: Any, later: Later) -> None:
    [(began,)] = told.sql("SELECT DISTINCT begun_at FROM ladder")
    for login, start in (("a2", began), ("a", began + timedelta(hours=1))):
        await told.act("a", add_shift, login, start, start + timedelta(hours=1), told.now())
    await later(61)
    await later(301)
    assert ("escalation", "duty") in await kinds(told, "a2")
    assert await kinds(told, "a") == [("overlap", "opened")]


@pytest.mark.rule("ALR-04", "DIS-08")
async def test_the_desk_and_the_facilitator_learn_whose_what_kind_and_since_when_and_no_more(
    told: Any, later: Later
) -> None:
    for seconds in (61, 301, 901, 3601):
        await later(seconds)
    for who in ("desk", "facilitator"):
        [call] = await calls_about(told, who, "a")
        assert (call.rung.value, call.party_name, call.kinds) == (who, "Party a", (AlertKind.OVERLAP,))
        assert call.seqs == ()
    # The party's own feed shows the call of its duty officer, and nothing of the other two.
    assert await kinds(told, "a") == [("overlap", "opened"), ("escalation", "duty")]
    disclosed = told.sql(
        "SELECT payload ->> 'to' FROM ledger_entry WHERE kind = 'disclosure' AND party = %s AND payload ? 'unanswered'",
        told.parties["a"].id,
    )
    assert disclosed == [("facilitator",)]


@pytest.mark.rule("ALR-04", "IDN-03")
async def test_the_first_acknowledgement_of_a_party_stops_its_ladder_and_no_other(
    told: Any, later: Later
) -> None:
    await later(61)
    await acknowledge(told, "a2", 1)
    for seconds in (301, 901, 3601):
        await later(seconds)
    assert fired(told, "a") == {"devices": 1}
    assert fired(told, "b") == {"devices": 1, "duty": 1, "desk": 1, "facilitator": 1}


@pytest.mark.rule("ALR-04", "ALR-06")
async def test_everybody_who_was_called_is_told_once_it_is_answered(told: Any, later: Later) -> None:
    for seconds in (61, 301, 901):
        await later(seconds)
    await acknowledge(told, "a", 1)
    await later(902)
    assert (await kinds(told, "a2"))[-1] == ("all_clear", "answered")
    [over] = await calls_about(told, "desk", "a")
    assert over.over_at is not None
    assert (await kinds(told, "desk"))[-1] == ("all_clear", "answered")
    assert ("all_clear", "answered") not in await kinds(told, "facilitator")


@pytest.mark.rule("IDN-03")
async def test_acknowledging_a_call_acknowledges_what_it_is_for(told: Any, later: Later) -> None:
    for seconds in (61, 301):
        await later(seconds)
    await acknowledge(told, "a2", 2)
    assert [alert.acknowledged is not None for alert in await told.feed("a2")] == [True, True]
    assert (await told.feed("a"))[0].acknowledged is not None
    assert told.sql("SELECT state FROM overlap WHERE party = %s", told.parties["a"].id) == [("acknowledged",)]
    await later(901)
    assert fired(told, "a") == {"devices": 1, "duty": 1}


@pytest.mark.rule("ALR-06")
async def test_an_all_clear_ends_the_climb(told: Any, later: Later) -> None:
    [(theirs,)] = told.sql("SELECT id FROM patrol WHERE party = %s", told.parties["b"].id)
    await later(61)
    await told.move("b", theirs, PatrolState.WITHDRAWN)
    await told.tick()
    for seconds in (301, 901, 3601):
        await later(seconds)
    assert fired(told, "a") == {"devices": 1}


@pytest.mark.rule("ALR-05")
async def test_a_rise_climbs_by_itself_and_the_first_alert_goes_on_climbing(told: Any, later: Later) -> None:
    """Whoever makes things worse again and again must not keep an alert from getting to the desk."""
    await later(61)
    await told.register("b", unit="U2", minutes=365)
    await told.register("a", unit="U2", minutes=365)
    await told.tick()
    assert told.sql("SELECT count(*) FROM ladder WHERE party = %s", told.parties["a"].id) == [(2,)]
    await later(301)
    await later(302)
    [call] = await calls_about(told, "a", "a")
    assert call.seqs == (1,)


@pytest.mark.rule("ALR-04")
async def test_after_a_standstill_the_rungs_follow_each_other_instead_of_all_at_once(
    told: Any, later: Later
) -> None:
    await later(5000)
    assert fired(told, "a") == {"devices": 1}
    await later(5003)
    assert fired(told, "a") == {"devices": 1}
    for seconds in (5006, 5012, 5018):
        await later(seconds)
    assert fired(told, "a") == {"devices": 1, "duty": 1, "desk": 1, "facilitator": 1}


@pytest.mark.rule("ALR-04")
async def test_hundreds_of_alerts_are_one_call_on_each_rung(told: Any, later: Later) -> None:
    ours = told.parties["a"].id
    told.sql(
        "INSERT INTO ladder SELECT gen_random_uuid(), party, kind, urgency, gen_random_uuid(), begun_at, 0, look_at,"
        " NULL FROM ladder, generate_series(1, 300) WHERE party = %s",
        ours,
    )
    for seconds in (61, 62, 301, 302, 901, 902, 3601, 3602):
        await later(seconds)
    assert fired(told, "a") == {"devices": 1, "duty": 1, "desk": 1, "facilitator": 1}
    [call] = await calls_about(told, "desk", "a")
    assert call.unanswered == 301


@pytest.mark.rule("ALR-04")
async def test_what_comes_due_right_after_a_call_waits_a_moment_for_the_next(told: Any, later: Later) -> None:
    told.sql(
        "INSERT INTO ladder SELECT gen_random_uuid(), party, kind, urgency, gen_random_uuid(),"
        " begun_at + interval '1 second', 0, look_at, NULL FROM ladder WHERE party = %s",
        told.parties["a"].id,
    )
    await later(60)
    assert fired(told, "a") == {"devices": 1}
    await later(61)
    assert fired(told, "a") == {"devices": 1}
    await later(60 + SPACING.total_seconds())
    assert fired(told, "a") == {"devices": 2}
    assert told.sql(
        "SELECT count(*) FROM escalated WHERE rung = 'devices' AND party = %s", told.parties["a"].id
    ) == [(2,)]


@pytest.mark.rule("ALR-04")
async def test_what_went_all_the_way_up_is_given_up_after_a_day(told: Any, later: Later) -> None:
    for seconds in (61, 301, 901, 3601, 24 * 3600 + 1):
        await later(seconds)
    assert told.sql("SELECT count(*) FROM ladder WHERE ended_at IS NULL AND party IS NOT NULL") == [(0,)]


@pytest.mark.rule("ALR-04")
async def test_what_is_critical_climbs_faster(told: Any, later: Later) -> None:
    """The desk's own: two plans that meet are critical."""
    assert told.sql("SELECT urgency FROM ladder WHERE party IS NULL") == [("critical",)]
    await later(16)
    await later(181)
    [call] = await calls_about(told, "facilitator", "")
    assert (call.party, call.kinds) == (None, (AlertKind.CONFLICT,))


@pytest.mark.rule("ALR-04")
async def test_an_overlap_whose_hours_begin_soon_climbs_faster(world: Any) -> None:
    await world.register("a", minutes=40)
    await world.register("b", minutes=40)
    await world.tick()
    assert set(world.sql("SELECT urgency FROM ladder WHERE kind = 'overlap'")) == {("critical",)}


async def test_the_database_s_clock_says_when_a_climb_begins(told: Any) -> None:
    [(shown,)] = told.sql("SELECT service_now()")
    assert isinstance(shown, datetime)
    assert told.sql("SELECT DISTINCT begun_at FROM ladder") == [(shown,)]


async def test_ladders_are_locked_before_feeds_whoever_numbers(
    told: Any, later: Later, statements: list[str]
) -> None:
    for seconds in (61, 301):
        await later(seconds)
    await acknowledge(told, "a", 1)
    statements.clear()
    await later(901)  # an all-clear for A's officers, and a call for B
    for who in ("a", "b"):
        await told.register(who, unit="U2", lat=33.0, minutes=185)
    await told.tick()
    orders = [[which for said in part if (which := locked(said))] for part in transactions(statements)]
    both = [order for order in orders if set(order) == {"feed", "ladder"}]
    assert len(both) >= 2
    for order in both:
        assert order == sorted(order, reverse=True), order


def transactions(statements: list[str]) -> list[list[str]]:
    """The statements of each transaction: one begins by saying who is looking."""
    found: list[list[str]] = []
    for said in statements:
        if "set_config" in said:
            found.append([])
        found[-1].append(said)
    return found


def locked(said: str) -> str | None:
    """Of which of both a statement locks rows."""
    if re.search(r'(UPDATE|INTO) "?ladder\b', said):
        return "ladder"
    return "feed" if "FROM feed" in said and "FOR NO KEY UPDATE" in said else None
