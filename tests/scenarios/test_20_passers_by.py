"""20. Passers-by: two vehicles pass at 150 m between two fixes a minute apart: found from the sweep, with when."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from deconflict.flows.administer import add_person
from deconflict.parties.model import PartyId, Role
from deconflict_client import AsyncClient, EncounterAlert, Problem
from deconflict_client.positions import Fix
from tests.scenarios.conftest import PASSWORD, spot


async def pass_by(stage: Any, seconds: int = 60) -> None:
    """Both drive 3600 m in the minute between their two fixes, one east, one west 150 m further north.

    a  ●────────────────────────●
    b  ●────────────────────────●   half-way, after half a minute, they are 150 m apart
    """
    await stage.report("a-U1", "U1", spot(0, 0))
    await stage.report("b-U1", "U1", spot(3600, 150))
    await stage.follow()
    assert await stage.alerts("room") == []
    stage.clock.advance(seconds)
    await stage.report("a-U1", "U1", spot(3600, 0))
    await stage.report("b-U1", "U1", spot(0, 150))
    await stage.follow()


@pytest.fixture
async def crews(stage: Any) -> None:
    """Crews of A and B with a phone each."""
    await stage.crew("a", "U1")
    await stage.crew("b", "U1")


@pytest.mark.rule("LIV-02")
@pytest.mark.usefixtures("crews")
async def test_at_live_level_3_crews_officers_and_room_are_told_how_close_they_passed_and_when(
    stage: Any,
) -> None:
    await stage.agree(3, 500)
    began = stage.clock.now()
    await pass_by(stage)
    for who in ("room", "a", "a2", "a-U1", "b", "b2", "b-U1"):
        [alert] = [item for item in await stage.alerts(who) if item.kind == "encounter"]
        assert isinstance(alert, EncounterAlert)
        assert (alert.change, alert.rings, alert.sight, alert.closeness) == (
            "opened",
            True,
            "exact",
            "close",
        ), who
        assert alert.distance_m == pytest.approx(150, abs=1)
        assert abs(alert.closest_at - began - timedelta(seconds=30)) < timedelta(seconds=1)
        assert not alert.late
    for who in ("c", "facilitator"):
        assert [item for item in await stage.alerts(who) if item.kind == "encounter"] == []


@pytest.mark.rule("LIV-06")
@pytest.mark.usefixtures("crews")
async def test_at_the_default_level_the_room_knows_and_the_crews_get_the_stop_they_are_owed(
    stage: Any,
) -> None:
    await pass_by(stage)
    [alert] = await stage.alerts("room")
    assert (alert.change, alert.sight, alert.distance_m) == ("opened", "exact", pytest.approx(150, abs=1))
    for who in ("a", "a-U1", "b", "b-U1"):
        [stop] = await stage.alerts(who)
        assert (stop.change, stop.sight, stop.within_m, stop.other) == ("opened", "stop", 200, None)
        assert (stop.distance_m, stop.closest_at, stop.nearby) == (None, None, ())
    assert await stage.alerts("c") == []


@pytest.mark.rule("LIV-02", "ALR-01")
@pytest.mark.usefixtures("crews")
async def test_after_a_restart_of_the_live_engine_it_is_not_told_again(stage: Any) -> None:
    await stage.agree(3, 500)
    await pass_by(stage, 120)
    stage.restart_live()
    drives_on = {
        ("a-U1", "U1"): lambda second: spot(3600 + 20 * second, 0),
        ("b-U1", "U1"): lambda second: spot(-20 * second, 150),
    }
    await stage.drive(120, drives_on)
    for who in ("room", "a", "b-U1"):
        told = [item for item in await stage.alerts(who) if item.kind in {"encounter", "all_clear"}]
        assert [item.change for item in told] == ["opened", "resolved"], who


async def found_in_files(stage: Any) -> datetime:
    """Both were out of reach for an hour; files say afterwards that they passed each other half an hour ago."""
    passed = stage.clock.now() - timedelta(minutes=30)
    half = timedelta(seconds=30)
    for who, ends in (("a-U1", (spot(0, 0), spot(3600, 0))), ("b-U1", (spot(3600, 150), spot(0, 150)))):
        track = [Fix(at, *place) for at, place in zip((passed - half, passed + half), ends, strict=True)]
        reported = await stage[who].report_positions("U1", track, late=True, sent_at=stage.clock.now())
        assert reported.stored == 2
        await stage.follow()
        await stage.look_back()
    await stage.follow()
    return passed


@pytest.mark.rule("LIV-01", "LIV-06")
@pytest.mark.usefixtures("crews")
async def test_found_in_files_afterwards_it_is_told_as_late_to_both_and_the_room_and_rings_nowhere(
    stage: Any,
) -> None:
    await stage.agree(3, 500)
    passed = await found_in_files(stage)
    for who in ("room", "a", "a2", "a-U1", "b", "b2", "b-U1"):
        [alert] = [item for item in await stage.alerts(who) if item.kind == "encounter"]
        assert (alert.change, alert.rings, alert.late, alert.state) == ("late", False, True, "ended"), who
        assert alert.distance_m == pytest.approx(150, abs=1)
        assert abs(alert.closest_at - passed) < timedelta(seconds=1)
    for who in ("c", "facilitator"):
        assert [item for item in await stage.alerts(who) if item.kind == "encounter"] == []


@pytest.mark.rule("LIV-01", "LIV-06", "DIS-04")
@pytest.mark.usefixtures("crews")
@pytest.mark.parametrize("level", [0, 1])
async def test_below_live_level_3_a_file_brings_its_side_nothing_and_the_room_everything(
    stage: Any, level: int
) -> None:
    await stage.agree(level, 500)
    before = {who: await stage.alerts(who) for who in ("a", "a-U1", "b", "b-U1", "c")}
    await found_in_files(stage)
    await stage.tick()
    [alert] = [item for item in await stage.alerts("room") if item.kind == "encounter"]
    assert (alert.change, alert.rings) == ("late", False)
    assert {who: await stage.alerts(who) for who in before} == before


async def omar(stage: Any, owner_database: Any, unit: str | None) -> AsyncClient:
    """Somebody of A's crews who signs in with a password, and is with a unit of A's or with none."""
    party = PartyId((await stage["a"].who_am_i()).person.party)
    async with owner_database.transaction() as owner:
        await add_person(owner, party, "omar", "Omar", Role.CREW, PASSWORD, stage.clock.now())
    client = await stage.stack.enter_async_context(AsyncClient(stage.url))
    await client.sign_in("omar@a", PASSWORD)
    stage.people["omar"] = client
    if unit is not None:
        [member] = await stage["a"].crews()
        await stage["a"].bind_crew(member.id, unit)
    return client


@pytest.mark.rule("LIV-06", "IDN-03")
@pytest.mark.parametrize("level", [1, 3])
@pytest.mark.usefixtures("crews")
async def test_whoever_is_bound_to_a_unit_is_told_what_its_device_is_told(
    stage: Any, owner_database: Any, level: int
) -> None:
    if level == 3:
        await stage.agree(3, 500)
    client = await omar(stage, owner_database, "U1")
    [unit] = [each for each in await client.units() if each.callsign == "U1"]
    assert (await client.who_am_i()).person.unit == unit.id
    await pass_by(stage)
    on_device, on_phone = await stage.alerts("a-U1"), await stage.alerts("omar")
    assert [(one.kind, one.change, one.reference) for one in on_phone] == [
        (one.kind, one.change, one.reference) for one in on_device
    ]
    assert len(on_phone) == 1


@pytest.mark.rule("LIV-06", "DIS-06")
@pytest.mark.usefixtures("crews")
async def test_whoever_is_bound_to_another_unit_is_told_nothing_and_cannot_speak_for_this_one(
    stage: Any, owner_database: Any
) -> None:
    client = await omar(stage, owner_database, "U2")
    with pytest.raises(Problem):
        await stage.report("omar", "U1", spot(0, 0))
    await pass_by(stage)
    assert await stage.alerts("omar") == []
    [member] = await stage["a"].crews()
    await stage["a"].release_crew(member.id)
    assert (await client.who_am_i()).person.unit is None


@pytest.mark.rule("LIV-02")
async def test_positions_of_whoever_is_bound_count_for_that_unit(stage: Any, owner_database: Any) -> None:
    await omar(stage, owner_database, "U1")
    await stage.crew("b", "U1")
    await stage.report("omar", "U1", spot(0, 0))
    await stage.report("b-U1", "U1", spot(250, 0))
    await stage.follow()
    assert [alert.sight for alert in await stage.alerts("room")] == ["exact"]
    assert [alert.sight for alert in await stage.alerts("omar")] == ["stop"]
