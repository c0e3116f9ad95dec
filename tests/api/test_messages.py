"""Messages and liaisons over HTTP."""

from typing import Any

import pytest


async def overlap_of(client: Any) -> str:
    [overlap] = (await client.get("/v1/overlaps")).json()["overlaps"]
    return overlap["id"]


@pytest.mark.rule("DIS-03")
async def test_two_sides_talk_about_what_both_know(service: Any, agreeing: Any, plan: Any) -> None:
    world = service.world
    await agreeing.ratify(2)
    a, b, c = [await service.client(who) for who in "abc"]
    for client in (a, b):
        await client.post("/v1/patrols", json=plan())
        await client.put("/v1/liaison", json={"name": "Huda", "reach": "channel 7"})
    await world.tick()
    to = str(world.parties["b"].id)
    said = await a.post(f"/v1/overlaps/{await overlap_of(a)}/messages", json={"text": "We wait.", "to": to})
    assert (said.status_code, said.json()["state"], said.json()["party_name"]) == (201, "sent", "Party b")
    await world.engine.carry()
    own = await overlap_of(b)
    [heard] = (await b.get(f"/v1/overlaps/{own}/messages")).json()["messages"]
    assert (heard["state"], heard["text"], heard["overlaps"]) == ("received", "We wait.", [own])
    assert (await b.get("/v1/messages")).json()["messages"] == [heard]
    assert (await c.get("/v1/messages")).json()["messages"] == []
    [alert] = [item for item in (await b.get("/v1/alerts")).json()["alerts"] if item["kind"] == "message"]
    assert (alert["text"], alert["message"], alert["role"]) == ("We wait.", heard["id"], "liaison")
    [overlap] = (await a.get("/v1/overlaps")).json()["overlaps"]
    assert overlap["areas"][0]["liaison"] == {"name": "Huda", "reach": "channel 7"}
    await agreeing.lower("a", "b", 0)
    await world.tick()
    assert [item["text"] for item in (await b.get(f"/v1/overlaps/{own}/messages")).json()["messages"]] == [
        "We wait."
    ]


async def test_what_is_refused_says_where(service: Any, plan: Any) -> None:
    world = service.world
    a, b = [await service.client(who) for who in "ab"]
    for client in (a, b):
        await client.post("/v1/patrols", json=plan())
    await world.tick()
    path = f"/v1/overlaps/{await overlap_of(a)}/messages"
    refused = await a.post(path, json={"text": "We wait.", "to": str(world.parties["b"].id)})
    assert (refused.status_code, refused.json()["code"], refused.json()["pointer"]) == (
        422,
        "not_in_touch",
        "/to",
    )
    assert (await a.post(path, json={"text": ""})).status_code == 422


async def test_the_desk_reads_what_it_said_of_a_conflict(service: Any, plan: Any) -> None:
    world = service.world
    a, b, desk = [await service.client(who) for who in ("a", "b", "desk")]
    for client in (a, b):
        await client.post("/v1/patrols", json=plan())
    await world.tick()
    [conflict] = (await desk.get("/v1/conflicts")).json()["conflicts"]
    path = f"/v1/conflicts/{conflict['id']}/messages"
    said = await desk.post(path, json={"text": "Please wait.", "to": str(world.parties["a"].id)})
    assert said.status_code == 201
    assert [item["id"] for item in (await desk.get(path)).json()["messages"]] == [said.json()["id"]]
    assert (await a.get(path)).status_code == 404
    assert (await desk.get("/v1/liaison")).json() == {"liaisons": []}
