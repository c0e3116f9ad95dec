"""Breaking glass over HTTP (DIS-08)."""

from datetime import timedelta
from typing import Any

import pytest


@pytest.fixture
def request_body(service: Any) -> dict[str, Any]:
    now = service.world.now()
    return {
        "party": str(service.world.parties["a"].id),
        "box": [14.9, 31.9, 15.2, 32.1],
        "start": now.isoformat(),
        "end": (now + timedelta(hours=6)).isoformat(),
        "reason": "shots at eight",
        "ends_at": (now + timedelta(hours=2)).isoformat(),
    }


@pytest.mark.rule("DIS-08")
async def test_two_people_let_the_facilitator_see_the_plans_in_a_box_for_a_while(
    service: Any, plan: Any, request_body: dict[str, Any]
) -> None:
    registered = (await (await service.client("a")).post("/v1/patrols", json=plan())).json()
    facilitator, oversight = await service.client("facilitator"), await service.client("oversight")
    asked = await facilitator.post("/v1/glass", json=request_body)
    address = asked.headers["Location"]
    assert (asked.status_code, asked.json()["state"], asked.json()["box"]) == (
        201,
        "asked",
        request_body["box"],
    )
    early = await facilitator.get(f"{address}/patrols")
    assert (early.status_code, early.json()["code"]) == (409, "glass_closed")
    allowed = (await oversight.post(f"{address}/approve")).json()
    assert (allowed["state"], allowed["decided_role"]) == ("approved", "oversight")
    seen = (await facilitator.get(f"{address}/patrols")).json()["patrols"]
    shown = {name: value for name, value in registered.items() if name not in {"findings", "notices_by"}}
    assert seen == [shown]
    assert (await oversight.get(f"{address}/patrols")).status_code == 404
    assert (await facilitator.get(f"/v1/patrols/{registered['id']}")).status_code == 404
    over = await facilitator.post(f"{address}/close")
    assert over.json()["state"] == "over"
    assert (await facilitator.get(f"{address}/patrols")).json()["state"] == "over"
    assert [item["id"] for item in (await oversight.get("/v1/glass")).json()["glass"]] == [over.json()["id"]]


@pytest.mark.rule("DIS-08")
@pytest.mark.parametrize(
    "wrong",
    [{"patrol": "5e0f3d0a-6a53-4d2c-9a0e-8f7f0a1b2c3d"}, {"box": None}, {"start": None}, {"reason": ""}],
)
async def test_a_request_names_one_scope_and_a_reason(
    service: Any, request_body: dict[str, Any], wrong: dict[str, Any]
) -> None:
    facilitator = await service.client("facilitator")
    assert (await facilitator.post("/v1/glass", json=request_body | wrong)).status_code == 422


@pytest.mark.rule("DIS-08")
async def test_what_is_too_wide_or_too_long_is_refused_with_its_code(
    service: Any, request_body: dict[str, Any]
) -> None:
    facilitator = await service.client("facilitator")
    wide = await facilitator.post("/v1/glass", json=request_body | {"box": [10.0, 30.0, 12.0, 31.0]})
    assert (wide.json()["code"], wide.json()["field"]) == ("scope_too_wide", "box")
    late = service.world.now() + timedelta(hours=25)
    long = await facilitator.post("/v1/glass", json=request_body | {"ends_at": late.isoformat()})
    assert (long.json()["code"], long.json()["longest_hours"]) == ("glass_end_refused", 24)


@pytest.mark.rule("DIS-06", "DIS-08")
async def test_for_those_it_does_not_concern_there_is_no_request(
    service: Any, request_body: dict[str, Any]
) -> None:
    address = (await (await service.client("facilitator")).post("/v1/glass", json=request_body)).headers[
        "Location"
    ]
    for who in ("b", "crew", "operator"):
        client = await service.client(who)
        absent = (await client.get("/v1/nowhere")).content
        assert (await client.get(address)).content == absent
        assert (await client.post(f"{address}/approve")).content == absent
        assert (await client.get("/v1/glass")).json() == {"glass": []}
