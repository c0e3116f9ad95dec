"""Overlaps over HTTP: each party's own, at level 1 the hours and nothing finer (DIS-03, DIS-04)."""

from dataclasses import replace
from uuid import uuid4

import pytest


@pytest.fixture
async def meeting(service):
    """A and B will meet, and both were told at the tick."""
    world = service.world
    await world.register("b", minutes=150)
    await world.register("a", minutes=150)
    await world.tick()
    return service


async def only(client) -> dict:
    """The one overlap there is."""
    overlaps = (await client.get("/v1/overlaps")).json()["overlaps"]
    assert len(overlaps) == 1
    return overlaps[0]


@pytest.mark.rule("DIS-03")
async def test_a_party_sees_its_own_patrol_the_hours_and_a_reference(meeting) -> None:
    a = await meeting.client("a")
    overlap = await only(a)
    patrol = (await a.get("/v1/patrols")).json()["patrols"][0]
    assert overlap == {
        "id": overlap["id"],
        "reference": overlap["reference"],
        "patrol": patrol["id"],
        "patrol_reference": patrol["reference"],
        "hours": ["2026-12-01T10:00:00Z"],
        "state": "open",
        "revision": 1,
        "level": 1,
        "areas": [],
        "advice": "hold_or_adjust",
        "released_at": "2026-12-01T08:00:10Z",
    }
    assert (await a.get(f"/v1/overlaps/{overlap['id']}")).json() == overlap


@pytest.mark.rule("DIS-05")
async def test_nothing_shows_before_the_tick(service) -> None:
    world = service.world
    await world.register("b")
    await world.register("a")
    await world.engine.check_all()
    assert (await (await service.client("a")).get("/v1/overlaps")).json() == {"overlaps": []}


@pytest.mark.rule("DIS-06", "IDN-04")
async def test_the_other_sides_overlap_is_as_absent_as_none(meeting) -> None:
    a, b, c = [await meeting.client(who) for who in ("a", "b", "c")]
    theirs = await only(b)
    mine = await only(a)
    assert mine["id"] != theirs["id"]
    assert mine["reference"] != theirs["reference"]
    for method, rest in (("GET", ""), ("POST", "/acknowledge")):
        for client in (a, c):
            missed = await client.request(method, f"/v1/overlaps/{uuid4()}{rest}")
            refused = await client.request(method, f"/v1/overlaps/{theirs['id']}{rest}")
            assert missed.status_code == refused.status_code == 404
            assert missed.content == refused.content
    assert (await only(b))["state"] == "open"
    assert (await c.get("/v1/overlaps")).json() == {"overlaps": []}


@pytest.mark.rule("ALR-03")
async def test_an_officer_acknowledges_for_the_party_and_a_crew_does_not(meeting) -> None:
    a, crew, duty = [await meeting.client(who) for who in ("a", "crew", "a2")]
    woken = []
    meeting.app.state.edge.on_acknowledgement.append(lambda: woken.append(True))
    address = f"/v1/overlaps/{(await only(a))['id']}/acknowledge"
    assert (await crew.post(address)).json()["code"] == "role_refused"
    assert woken == []
    assert (await a.post(address)).json()["state"] == "acknowledged"
    assert woken == [True]
    assert (await only(duty))["state"] == "acknowledged"
    alert = (await duty.get("/v1/alerts")).json()["alerts"][0]
    assert alert["acknowledged"]["by"] == "a"


async def test_an_overlap_that_has_ended_is_not_acknowledged(meeting) -> None:
    world, a = meeting.world, await meeting.client("a")
    overlap = await only(a)
    await a.post(f"/v1/patrols/{overlap['patrol']}/withdraw")
    await world.tick()
    assert (await only(a))["state"] == "ended"
    answer = await a.post(f"/v1/overlaps/{overlap['id']}/acknowledge")
    assert (answer.status_code, answer.json()["code"]) == (409, "overlap_ended")


@pytest.mark.rule("DIS-03", "DIS-06")
async def test_at_level_0_there_are_no_overlaps(meeting) -> None:
    a, desk = await meeting.client("a"), await meeting.client("desk")
    overlap = (await only(a))["id"]
    missing = (await a.get(f"/v1/overlaps/{uuid4()}")).content
    edge = meeting.app.state.edge
    meeting.app.state.edge = replace(edge, deployment=meeting.world.at_level(0))
    assert (await a.get("/v1/overlaps")).json() == {"overlaps": []}
    assert (await a.get(f"/v1/overlaps/{overlap}")).content == missing
    assert (await a.post(f"/v1/overlaps/{overlap}/acknowledge")).content == missing
    assert (await a.get("/v1/alerts")).json()["alerts"][0]["kind"] == "withheld"
    assert len((await desk.get("/v1/overlaps")).json()["overlaps"]) == 2
