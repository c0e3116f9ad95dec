"""11. The line is cut: B is suspended. What others know stands, B learns nothing more; on its return all is checked."""

from datetime import timedelta
from typing import Any

import pytest

from deconflict_client import Forbidden


async def party(stage: Any, name: str) -> str:
    """The id of a party, as the Room knows it."""
    [found] = [item.id for item in await stage["room"].parties() if item.name == name]
    return found


@pytest.mark.rule("PAT-02", "ALR-06", "DIS-06")
async def test_a_suspended_party_is_recorded_for_the_room_alone_and_comes_back_whole(stage: Any) -> None:
    waiting = await stage["b"].register(stage.plan())
    await stage["a"].register(stage.plan())
    driving = await stage["b"].register(stage.plan("U2", lat=34.0, at=timedelta(minutes=1)))
    await stage.tick()
    stage.clock.advance(60)
    await stage["b"].start(driving.id)
    await stage.tick()
    before = await stage.kinds("a")

    cut = await stage["room"].suspend(await party(stage, "Party B"), "Units seen off every plan.")
    stage.clock.advance(1)
    late = await stage["b"].register(stage.plan("U3", lat=35.0))
    assert "suspended" in {finding.code for finding in late.findings}
    await stage["a"].register(stage.plan("U3", lat=35.0))
    await stage["b"].withdraw(waiting.id)
    await stage.tick()
    assert await stage.kinds("a") == before  # nothing new of B, and no all-clear either
    assert ("suspension", "suspended") in await stage.kinds("b")
    assert (await stage.kinds("b"))[-1] == ("overlap", "withheld")
    assert await stage.alerts("c") == []

    stage.clock.advance(600)
    [stands] = await stage["room"].suspensions()
    assert (stands.id, stands.reason) == (cut.id, "Units seen off every plan.")
    counted = {patrol.callsign: (patrol.standing, patrol.reach_m) for patrol in stands.patrols}
    assert counted["U3"] == ("for_the_room", None)
    assert counted["U2"][0] == "widening"
    assert counted["U2"][1] > 5000
    conflicts = [item for item in await stage["room"].conflicts() if item.state == "open"]
    assert {item.a.callsign for item in conflicts} | {item.b.callsign for item in conflicts} == {"U3"}

    await stage["room"].restore(stands.party)
    await stage.tick()
    assert (await stage.kinds("a"))[len(before) :] == [("all_clear", "resolved"), ("overlap", "opened")] or (
        await stage.kinds("a")
    )[len(before) :] == [("overlap", "opened"), ("all_clear", "resolved")]
    assert ("suspension", "restored") in await stage.kinds("b")
    assert (await stage.kinds("b"))[-1] == ("overlap", "opened")
    [over] = await stage["room"].suspensions()
    assert (over.restored_at, over.patrols) == (stage.clock.now(), ()) or over.restored_at is not None


@pytest.mark.rule("PAT-02")
async def test_not_yet_started_patrols_count_as_unverified(stage: Any) -> None:
    await stage["b"].register(stage.plan())
    stage.clock.advance(1)
    await stage["room"].suspend(await party(stage, "Party B"), "why")
    [stands] = await stage["room"].suspensions()
    assert [patrol.standing for patrol in stands.patrols] == ["unverified"]
    [own] = await stage["b"].suspensions()
    assert (own.reason, own.patrols) == ("why", ())
    assert await stage["a"].suspensions() == []
    for who in ("a", "b", "facilitator"):
        with pytest.raises(Forbidden):
            await stage[who].restore(stands.party)
