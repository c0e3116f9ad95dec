"""Conflicts over HTTP: exact for the desk and the facilitator, absent for everybody else (DIS-04, DIS-08)."""

from uuid import uuid4

import pytest


@pytest.fixture
async def meeting(service):
    """A and B will meet; the checker has seen it."""
    world = service.world
    await world.register("b")
    await world.register("a")
    await world.tick()
    return service


async def only(client) -> dict:
    """The one conflict there is."""
    conflicts = (await client.get("/v1/conflicts")).json()["conflicts"]
    assert len(conflicts) == 1
    return conflicts[0]


@pytest.mark.rule("DIS-08")
async def test_the_desk_and_the_facilitator_see_the_exact_conflict(meeting) -> None:
    desk, facilitator = await meeting.client("desk"), await meeting.client("facilitator")
    conflict = await only(desk)
    assert conflict == await only(facilitator)
    assert conflict["grade"] == "critical"
    assert conflict["distance_m"] == conflict["lag_s"] == 0.0
    assert {conflict["a"]["party_name"], conflict["b"]["party_name"]} == {"Party a", "Party b"}
    assert conflict["at_a"]["time"] == conflict["at_b"]["time"]
    assert conflict["zone"] is conflict["resolution"] is None
    assert (await desk.get(f"/v1/conflicts/{conflict['id']}")).json() == conflict


@pytest.mark.rule("DIS-06")
async def test_below_level_3_there_are_none_for_a_party(meeting) -> None:
    real = (await only(await meeting.client("desk")))["id"]
    for who in ("a", "crew", "b", "c", "operator", "oversight"):
        client = await meeting.client(who)
        absent = await client.get(f"/v1/conflicts/{uuid4()}")
        listed = await client.get("/v1/conflicts")
        is_party = who in {"a", "crew", "b", "c"}
        assert listed.content == (b'{"conflicts":[]}' if is_party else absent.content)
        assert (await client.get(f"/v1/conflicts/{real}")).content == absent.content
        for action in ("acknowledge", "accept"):
            answer = await client.post(f"/v1/conflicts/{real}/{action}")
            assert (answer.status_code, answer.content) == (404, absent.content)


@pytest.mark.rule("DIS-03", "CON-04")
async def test_at_level_3_a_party_reads_and_answers_its_own_view(service, agreeing_class) -> None:
    world = service.world
    await agreeing_class(world).ratify(3)
    await world.tick()
    ours, theirs = (await world.register("a")).patrol, (await world.register("b")).patrol
    await world.tick()
    a, b = await service.client("a"), await service.client("b")
    mine, his = await only(a), await only(b)
    assert mine["level"] == 3
    assert (mine["a"]["patrol"], mine["a"]["patrol_reference"]) == (str(ours.id), ours.reference)
    assert mine["b"] == {
        "party": str(theirs.party), "party_name": "Party b", "callsign": "U1",
        "patrol": None, "patrol_reference": None, "version": None,
    }  # fmt: skip
    assert mine["parts_b"]
    assert mine["id"] != his["id"]
    assert (await b.get(f"/v1/conflicts/{mine['id']}")).status_code == 404
    answered = (await a.post(f"/v1/conflicts/{mine['id']}/accept")).json()
    assert (answered["state"], answered["acknowledged"], answered["accepted"]) == (
        "acknowledged_by_one", True, True,
    )  # fmt: skip
    await b.post(f"/v1/conflicts/{his['id']}/accept")
    await world.tick()
    assert ((await only(a))["state"], (await only(b))["resolution"]) == ("resolved", "accepted")


@pytest.mark.rule("CON-04")
async def test_the_desk_acknowledges_then_accepts(meeting) -> None:
    desk, facilitator = await meeting.client("desk"), await meeting.client("facilitator")
    address = f"/v1/conflicts/{(await only(desk))['id']}"
    assert (await facilitator.post(f"{address}/acknowledge")).json()["code"] == "role_refused"
    assert (await desk.post(f"{address}/acknowledge")).json()["state"] == "acknowledged"
    accepted = (await desk.post(f"{address}/accept")).json()
    assert (accepted["state"], accepted["resolution"]) == ("resolved", "accepted")
    closed = await desk.post(f"{address}/acknowledge")
    assert (closed.status_code, closed.json()["code"]) == (409, "conflict_closed")


async def test_acknowledging_wakes_those_who_wait_for_it(meeting) -> None:
    woken = []
    meeting.app.state.edge.on_acknowledgement.append(lambda: woken.append(True))
    desk = await meeting.client("desk")
    await desk.post(f"/v1/conflicts/{(await only(desk))['id']}/acknowledge")
    assert woken == [True]


async def test_conflicts_are_read_page_by_page(service) -> None:
    world = service.world
    for number in (1, 2, 3):
        for who in ("a", "b"):
            await world.register(who, unit=f"U{number}", lat=32.0 + number / 10)
        await world.tick()
    desk, found, address = await service.client("desk"), [], "/v1/conflicts?limit=2"
    while address:
        answer = await desk.get(address)
        found += [each["opened_at"] for each in answer.json()["conflicts"]]
        address = answer.links.get("next", {}).get("url")
    assert len(found) == 3
    assert found == sorted(found, reverse=True)


@pytest.mark.rule("DIS-03", "CON-05", "SEP-11")
async def test_at_level_3_a_party_speaks_to_its_rival_in_a_conflict(service, world, agreeing, plan) -> None:
    await agreeing.ratify(3)
    await world.tick()
    a, b = await service.client("a"), await service.client("b")
    for client in (a, b):
        await client.post("/v1/patrols", json=plan())
    await world.tick()
    mine, his = [f"/v1/conflicts/{(await only(client))['id']}" for client in (a, b)]
    said = await a.post(f"{mine}/messages", json={"text": "We wait."})
    assert (said.status_code, said.json()["party_name"]) == (201, "Party b")
    proposed = await a.post(f"{mine}/proposals", json={"shift_minutes": 20, "mover": "self"})
    assert (proposed.status_code, proposed.json()["party_name"]) == (201, "Party b")
    assert (await a.post(f"{mine}/shift")).status_code == 202
    await world.tick()
    [shift] = (await a.get(f"{mine}/shift")).json()["shifts"]
    assert (shift["patrol"], shift["basis"]) == ((await only(a))["a"]["patrol"], "exact")
    assert [item["text"] for item in (await b.get(f"{his}/messages")).json()["messages"]] == ["We wait."]
    assert [item["incoming"] for item in (await b.get(f"{his}/proposals")).json()["proposals"]] == [True]
    assert (await b.get(f"{mine}/messages")).status_code == 404
