"""Rivals' whole plans over HTTP: for a party that has agreed on level 4, and for nobody else."""

from uuid import uuid4

import pytest


@pytest.mark.rule("DIS-03", "DIS-06")
async def test_a_partner_reads_a_plan_and_for_others_there_is_none(service, agreeing_class) -> None:
    world = service.world
    await agreeing_class(world).ratify(4)
    await world.register("b", time_tolerance_s=600.0)
    await world.tick()
    a = await service.client("a")
    [plan] = (await a.get("/v1/shared-plans")).json()["shared_plans"]
    assert (plan["owner_name"], plan["callsign"], plan["version"], plan["class"]) == (
        "Party b", "U1", 1, "routine",
    )  # fmt: skip
    assert plan["plan"]["geometry"]["coordinates"] == [[15.0, 32.0], [15.1, 32.0]]
    assert plan["plan"]["properties"]["time_tolerance_s"] == 600.0
    assert (await a.get(f"/v1/shared-plans/{plan['id']}")).json() == plan
    assert (await a.get("/v1/picture")).json()["shared_plans"] == [plan]
    for who in ("b", "c"):
        client = await service.client(who)
        assert (await client.get("/v1/shared-plans")).json() == {"shared_plans": []}
        absent = await client.get(f"/v1/shared-plans/{uuid4()}")
        hidden = await client.get(f"/v1/shared-plans/{plan['id']}")
        assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert (await (await service.client("desk")).get("/v1/shared-plans")).status_code == 404
