"""Suspending and restoring a party over HTTP (PAT-02)."""

from typing import Any

import pytest


@pytest.mark.rule("PAT-02", "DIS-06")
async def test_the_desk_suspends_lists_and_restores_and_rivals_see_nothing(service: Any, plan: Any) -> None:
    desk, b = await service.client("desk"), await service.client("b")
    party = service.world.parties["b"].id
    await b.post("/v1/patrols", json=plan())
    service.world.clock.advance(1)
    made = await desk.post(f"/v1/parties/{party}/suspend", json={"reason": "off every plan"})
    assert (made.status_code, made.json()["restored_at"]) == (201, None)
    twice = await desk.post(f"/v1/parties/{party}/suspend", json={"reason": "again"})
    assert (twice.status_code, twice.json()["code"]) == (409, "already_suspended")
    [listed] = (await desk.get("/v1/suspensions")).json()["suspensions"]
    assert [item["standing"] for item in listed["patrols"]] == ["unverified"]
    [own] = (await b.get("/v1/suspensions")).json()["suspensions"]
    assert (own["reason"], own["patrols"]) == ("off every plan", [])
    assert (await (await service.client("a")).get("/v1/suspensions")).json() == {"suspensions": []}
    over = await desk.post(f"/v1/parties/{party}/restore")
    assert over.json()["restored_at"] is not None
    assert (await desk.post(f"/v1/parties/{party}/restore")).json()["code"] == "not_suspended"


async def test_a_reason_is_needed(service: Any) -> None:
    desk, party = await service.client("desk"), service.world.parties["b"].id
    refused = await desk.post(f"/v1/parties/{party}/suspend", json={"reason": ""})
    assert (refused.status_code, refused.json()["pointer"]) == (422, "/reason")
