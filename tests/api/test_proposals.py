"""Proposals over HTTP."""

from typing import Any

import pytest


@pytest.mark.rule("CON-05")
async def test_two_sides_settle_who_moves(service: Any, agreeing: Any, plan: Any) -> None:
    world = service.world
    await agreeing.ratify(2)
    a, b, c = [await service.client(who) for who in "abc"]
    for client in (a, b):
        await client.post("/v1/patrols", json=plan())
    await world.tick()
    [own] = (await a.get("/v1/overlaps")).json()["overlaps"]
    path = f"/v1/overlaps/{own['id']}/proposals"
    asked = {"to": str(world.parties["b"].id), "mover": "self", "shift_minutes": 25}
    proposed = await a.post(path, json=asked)
    assert (proposed.status_code, proposed.json()["state"], proposed.json()["shift_s"]) == (
        201,
        "proposed",
        1500,
    )
    await world.engine.carry()
    assert (await a.get(path)).json()["proposals"] == [proposed.json()]
    [received] = (await b.get("/v1/proposals")).json()["proposals"]
    assert (received["incoming"], received["mover"], received["party_name"]) == (True, "other", "Party a")
    [alert] = [item for item in (await b.get("/v1/alerts")).json()["alerts"] if item["kind"] == "proposal"]
    assert (alert["proposal"], alert["change"], alert["rings"]) == (received["id"], "proposed", True)
    address = f"/v1/proposals/{received['id']}"
    assert (await c.get(address)).status_code == 404
    said = await b.post(f"{address}/accept", json={})
    assert (said.json()["state"], said.json()["said"]) == ("proposed", "accept")
    await world.engine.carry()
    settled = (await b.get(address)).json()
    assert (settled["state"], settled["said"]) == ("accepted", None)
    again = await b.post(f"{address}/refuse")
    assert (again.status_code, again.json()["code"], again.json()["state"]) == (
        409,
        "proposal_closed",
        "accepted",
    )


async def test_no_shift_is_no_proposal(service: Any, plan: Any) -> None:
    world = service.world
    a, b, desk = [await service.client(who) for who in ("a", "b", "desk")]
    for client in (a, b):
        await client.post("/v1/patrols", json=plan())
    await world.tick()
    [own] = (await a.get("/v1/overlaps")).json()["overlaps"]
    for minutes in (0, 721, -721, 2.5, "5"):
        refused = await a.post(f"/v1/overlaps/{own['id']}/proposals", json={"shift_minutes": minutes})
        assert (refused.status_code, refused.json()["pointer"]) == (422, "/shift_minutes")
    [conflict] = (await desk.get("/v1/conflicts")).json()["conflicts"]
    path = f"/v1/conflicts/{conflict['id']}/proposals"
    sent = await desk.post(path, json={"shift_minutes": -10, "to": str(world.parties["a"].id)})
    assert sent.status_code == 201
    assert len((await desk.get(path)).json()["proposals"]) == 1
    withdrawn = await desk.post(f"/v1/proposals/{sent.json()['id']}/withdraw")
    assert withdrawn.json()["said"] == "withdraw"
