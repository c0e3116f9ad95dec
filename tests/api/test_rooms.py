"""Joint rooms over HTTP (DIS-09)."""

from typing import Any

import pytest


@pytest.mark.rule("DIS-06", "DIS-09")
async def test_a_room_is_opened_sat_in_looked_at_left_and_closed(
    service: Any, agreeing: Any, plan: Any
) -> None:
    world = service.world
    await agreeing.ratify(4)
    chair, a, b, c = [await service.client(who) for who in ("facilitator", "a", "b", "c")]
    world.sql("UPDATE session SET expires_at = '2200-01-01Z'")
    for client in (a, b):
        await client.post("/v1/patrols", json=plan())
    await world.tick()
    named = {"name": "Coast road", "parties": [str(world.parties[slug].id) for slug in ("a", "b")]}
    opened = await chair.post("/v1/rooms", json=named)
    address = opened.headers["Location"]
    assert (opened.status_code, opened.json()["chairing"], opened.json()["seated"]) == (201, True, False)
    early = await a.get(f"{address}/screen")
    assert (early.status_code, early.json()["code"]) == (409, "not_seated")
    for client in (a, b):
        assert (await client.post(f"{address}/seat")).json()["seated"] is True
    screens = [(await client.get(f"{address}/screen")).json() for client in (chair, a, b)]
    assert screens[0] == screens[1] == screens[2]
    assert len(screens[0]["conflicts"]) == 1
    assert {item["party"] for item in screens[0]["plans"]} == set(named["parties"])
    absent = (await c.get("/v1/nowhere")).content
    for path in (address, f"{address}/screen"):
        assert (await c.get(path)).content == absent
    await b.delete("/v1/session")  # who signs out sits there no more
    assert (await chair.get(f"{address}/screen")).json()["conflicts"] == []
    assert (await a.post(f"{address}/leave")).json()["seated"] is False
    assert (await chair.post(f"{address}/close")).json()["closed_at"] is not None
    assert (await a.get(f"{address}/screen")).json()["code"] == "room_closed"
    assert [item["name"] for item in (await a.get("/v1/rooms")).json()["rooms"]] == ["Coast road"]


@pytest.mark.rule("DIS-09", "IDN-04")
async def test_the_screen_tells_no_id_or_reference_of_anybodys_own(
    service: Any, agreeing: Any, seating: Any, plan: Any
) -> None:
    world = service.world
    await agreeing.ratify(4)
    clients = [await service.client(who) for who in ("a", "b")]
    world.sql("UPDATE session SET expires_at = '2200-01-01Z'")
    for client in clients:
        await client.post("/v1/patrols", json=plan())
    await world.tick()
    room = await seating.opened()
    for client in clients:
        await client.post(f"/v1/rooms/{room.id}/seat")
    text = (await clients[0].get(f"/v1/rooms/{room.id}/screen")).text
    tables = ("patrol", "conflict", "segment", "shared_plan", "overlap")
    names = [f"SELECT id::text FROM {table} UNION SELECT reference FROM {table}" for table in tables]
    hidden = {value for query in names for (value,) in world.sql(query)}
    assert len(hidden) >= 10
    assert not [value for value in hidden if value in text]


@pytest.mark.parametrize("wrong", [{"parties": []}, {"name": ""}, {"chair": "me"}])
async def test_a_room_has_a_name_and_two_parties(service: Any, wrong: dict[str, Any]) -> None:
    chair = await service.client("desk")
    body = {"name": "x", "parties": [str(service.world.parties[slug].id) for slug in ("a", "b")]}
    assert (await chair.post("/v1/rooms", json=body | wrong)).status_code == 422
    twice = [body["parties"][0]] * 2
    assert (await chair.post("/v1/rooms", json=body | {"parties": twice})).status_code == 422
