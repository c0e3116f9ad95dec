"""Whoever is with a unit speaks for it alone; whoever is with none, for any of their party's."""

from typing import Any

import pytest

from deconflict.flows import raise_sos, report_incident, report_positions
from deconflict.flows.bind_crew import bind_crew, release_crew
from deconflict.flows.speak_for_unit import unit_spoken_for
from deconflict.incidents.model import Confidence, IncidentKind, Observation, Severity
from deconflict.parties import store as parties
from deconflict.parties.errors import RoleRefused
from deconflict.patrols.errors import UnitNotYours
from deconflict.runtime.errors import AccessRefused


async def spoken_for(world: Any, who: str, unit: str) -> str:
    return str((await world.act(who, unit_spoken_for, unit)).callsign)


async def test_bound_it_is_for_that_unit_alone_and_released_for_any_again(world: Any, live: Any) -> None:
    crew = world.viewers["crew"].person
    assert [await spoken_for(world, "crew", unit) for unit in ("U1", "U2")] == ["U1", "U2"]
    await world.read("a", bind_crew, crew, "U2", world.now())
    assert await spoken_for(world, "crew", "U2") == "U2"
    assert [await spoken_for(world, "a", unit) for unit in ("U1", "U2")] == ["U1", "U2"]
    with pytest.raises(UnitNotYours):
        await spoken_for(world, "crew", "U1")
    with pytest.raises(UnitNotYours):
        await live.at_place("crew", "U1", 15.0, 32.0)
    await live.at_place("crew", "U2", 15.0, 32.0)
    await world.read("a", release_crew, crew, world.now())
    assert await spoken_for(world, "crew", "U1") == "U1"


@pytest.mark.rule("DIS-06")
@pytest.mark.parametrize("unit", ["U9", "7d0f0c0e-0000-4000-8000-000000000000"])
async def test_there_is_nothing_to_be_said_for_a_unit_that_is_not_there(world: Any, unit: str) -> None:
    with pytest.raises(UnitNotYours):
        await spoken_for(world, "a", unit)


@pytest.mark.parametrize("who", ["desk", "facilitator", "operator"])
async def test_neutral_staff_speak_for_no_unit(world: Any, who: str) -> None:
    with pytest.raises(RoleRefused):
        await spoken_for(world, who, "U1")


@pytest.mark.rule("LIV-07", "SEC-01")
async def test_bound_it_ends_its_own_units_call_and_no_others(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.read("a", bind_crew, world.viewers["crew"].person, "U2", world.now())
    theirs, _ = await world.act("a", raise_sos.raise_sos, "U1", None, "", world.now())
    own, _ = await world.act("crew", raise_sos.raise_sos, "U2", None, "", world.now())
    with pytest.raises(RoleRefused):
        await world.act("crew", raise_sos.end_sos, theirs.id, world.now())
    await world.act("crew", raise_sos.end_sos, own.id, world.now())

    async def of_any(session: Any, viewer: Any) -> None:
        return None

    monkeypatch.setattr(raise_sos, "unit_of", of_any)
    with pytest.raises(AccessRefused):
        await world.act("crew", raise_sos.end_sos, theirs.id, world.now())
    ended = world.sql("SELECT id FROM sos WHERE ended_at IS NOT NULL")
    assert ended == [(own.id,)]


@pytest.mark.rule("SEC-01")
async def test_the_database_holds_it_by_itself(
    world: Any, live: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.read("a", bind_crew, world.viewers["crew"].person, "U2", world.now())

    async def anything_goes(session: Any, viewer: Any, name: str) -> Any:
        return await parties.unit_called(session, viewer.party, name)

    for flow in (raise_sos, report_incident, report_positions):
        monkeypatch.setattr(flow, "unit_spoken_for", anything_goes)
    with pytest.raises(AccessRefused):
        await live.at_place("crew", "U1", 15.0, 32.0)
    with pytest.raises(AccessRefused):
        await world.act("crew", raise_sos.raise_sos, "U1", None, "", world.now())
    seen = Observation(IncidentKind.CROWD, Severity.LOW, Confidence.CERTAIN, "", None, world.now())
    with pytest.raises(AccessRefused):
        await world.act("crew", report_incident.report_incident, "U1", None, seen, world.now())
