"""A crew's report of an incident: whose it is, who is told, and that it holds the observation alone (INC-01)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.flows.report_incident import report_incident
from deconflict.incidents.errors import NoSuchPatrol
from deconflict.incidents.model import (
    Confidence,
    Incident,
    IncidentKind,
    IncidentState,
    Observation,
    Severity,
    Spot,
)
from deconflict.incidents.rules import HOUR, RINGING_PER_HOUR
from deconflict.parties.errors import RoleRefused
from deconflict.patrols.errors import UnitNotYours
from deconflict.runtime.clock import EARLIEST


def seen(world: Any, **other: Any) -> Observation:
    spot = Spot(15.0, 32.0, 12.0)
    plain = Observation(
        IncidentKind.SHOTS_FIRED, Severity.HIGH, Confidence.PROBABLE, "two bursts", spot, world.now()
    )
    return replace(plain, **other)


async def report(
    world: Any, who: str = "crew", unit: str = "U1", patrol: Any = None, **other: Any
) -> Incident:
    item: Incident = await world.act(who, report_incident, unit, patrol, seen(world, **other), world.now())
    return item


async def told(world: Any, who: str) -> list[tuple[str, str, bool]]:
    await world.engine.release_at_once()
    return [(alert.kind.value, alert.change, alert.rings) for alert in await world.feed(who)]


@pytest.mark.rule("INC-01", "ALR-02")
@pytest.mark.parametrize("reporter", ["crew", "a"])
async def test_the_partys_officers_and_the_desk_are_told_and_nobody_else(world: Any, reporter: str) -> None:
    await report(world, reporter)
    for who in ("a", "a2", "desk"):
        assert await told(world, who) == [("incident", "reported", True)]
    for who in ("crew", "b", "c", "facilitator", "oversight", "operator"):
        assert await told(world, who) == []


@pytest.mark.rule("ALR-04")
async def test_what_is_not_grave_is_told_without_ringing(world: Any) -> None:
    await report(world, severity=Severity.MODERATE)
    assert await told(world, "desk") == [("incident", "reported", False)]


@pytest.mark.rule("ALR-04", "SEC-02")
async def test_a_unit_rings_so_often_an_hour_and_what_it_reports_beyond_is_told_without(world: Any) -> None:
    for _ in range(RINGING_PER_HOUR + 2):
        await report(world, severity=Severity.CRITICAL)
        world.clock.advance(1)
    await report(world, unit="U2")
    many = [("incident", "reported", True)] * RINGING_PER_HOUR + [("incident", "reported", False)] * 2
    assert await told(world, "desk") == [*many, ("incident", "reported", True)]
    assert world.sql("SELECT count(*) FROM incident") == [(RINGING_PER_HOUR + 3,)]
    world.clock.advance(HOUR.total_seconds())
    await report(world)
    assert (await told(world, "desk"))[-1] == ("incident", "reported", True)


@pytest.mark.rule("ALR-04")
async def test_what_did_not_ring_uses_nothing_up(world: Any) -> None:
    for _ in range(RINGING_PER_HOUR):
        await report(world, severity=Severity.LOW)
    world.clock.advance(1)
    await report(world)
    assert (await told(world, "desk"))[-1] == ("incident", "reported", True)


@pytest.mark.rule("INC-01")
async def test_what_is_told_is_what_was_observed(world: Any) -> None:
    item = await report(world, spot=None, words="قرب الجسر")
    await world.engine.release_at_once()
    for who in ("a2", "desk"):
        body = (await world.feed(who))[0].body
        assert (body.observation, body.state) == (item.observation, IncidentState.REPORTED)
        assert (body.callsign, body.reported_by, body.party_name) == ("U1", "crew", "Party a")


async def test_a_time_still_to_come_is_taken_for_now_and_the_past_stays(world: Any) -> None:
    early = await report(world, happened_at=world.now() + timedelta(days=1))
    assert early.observation.happened_at == world.now()
    an_hour_ago = world.now() - timedelta(hours=1)
    assert (await report(world, happened_at=an_hour_ago)).observation.happened_at == an_hour_ago


@pytest.mark.rule("INC-01")
async def test_no_phones_clock_costs_a_report(world: Any) -> None:
    first = datetime(1, 1, 1, tzinfo=UTC)
    for wrong in (first, EARLIEST - timedelta(hours=1)):
        assert (await report(world, happened_at=wrong)).observation.happened_at == EARLIEST


@pytest.mark.rule("INC-01")
async def test_it_may_name_the_units_own_patrol_and_no_other(world: Any) -> None:
    own = (await world.register("a", unit="U1")).patrol.id
    others = (await world.register("a", unit="U2", lat=36)).patrol.id
    rivals = (await world.register("b", unit="U1", lat=40)).patrol.id
    assert (await report(world, patrol=own)).patrol == own
    for wrong in (others, rivals, uuid4()):
        with pytest.raises(NoSuchPatrol):
            await report(world, patrol=wrong)


@pytest.mark.rule("DIS-06")
async def test_nobody_reports_for_another_partys_unit_nor_a_device_for_another_unit(world: Any) -> None:
    theirs = world.sql("SELECT id FROM unit WHERE party = %s", world.parties["b"].id)[0][0]
    for unit in (str(theirs), "no such unit"):
        with pytest.raises(UnitNotYours):
            await report(world, unit=unit)
    other = world.sql("SELECT id FROM unit WHERE party = %s AND callsign = 'U2'", world.parties["a"].id)[0][0]
    world.viewers["crew"] = replace(world.viewers["crew"], unit=other)
    with pytest.raises(UnitNotYours):
        await report(world, unit="U1")
    assert (await report(world, unit="U2")).unit == other


@pytest.mark.rule("INC-01")
@pytest.mark.parametrize("who", ["desk", "facilitator", "oversight", "operator"])
async def test_so_far_only_a_partys_people_report(world: Any, who: str) -> None:
    with pytest.raises(RoleRefused):
        await report(world, who)


@pytest.mark.rule("DIS-07")
async def test_the_partys_ledger_says_who_reported_and_that_the_desk_was_told(world: Any) -> None:
    item = await report(world)
    [(party, person, payload)] = world.sql(
        "SELECT party, person, payload FROM ledger_entry WHERE kind = 'incident' AND subject = %s", item.id
    )
    assert (party, person) == (world.parties["a"].id, world.viewers["crew"].person)
    assert payload == {"change": "reported", "to": ["desk"]}
