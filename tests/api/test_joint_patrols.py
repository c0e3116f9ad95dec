"""Joint patrols over HTTP: proposed, attached to, countersigned, amended and ended."""

from typing import Any

import pytest


def course(plan: Any, **other: Any) -> dict[str, Any]:
    feature = plan()
    properties = {name: value for name, value in feature["properties"].items() if name != "unit"}
    return {**feature, "properties": properties, **other}


@pytest.mark.rule("PAT-10")
async def test_all_attach_and_countersign_and_then_it_is_on_record(service: Any, plan: Any) -> None:
    a, b = await service.client("a"), await service.client("b")
    others = [str(service.world.parties["b"].id)]
    answer = await a.post("/v1/joint-patrols", json=course(plan) | {"with": others})
    assert answer.status_code == 201
    where, digest = answer.headers["Location"], {"digest": answer.json()["text"]["digest"]}
    for client in (a, b):
        assert (await client.post(f"{where}/attach", json={"unit": "U1"})).status_code == 200
        signed = await client.post(f"{where}/countersign", json=digest)
    assert signed.json()["state"] == "agreed"
    await service.world.engine.check_all()
    shown = (await b.get(where)).json()
    assert (shown["state"], shown["version"]) == ("registered", 1)
    assert (await b.get(f"/v1/patrols/{shown['patrol']}")).json()["version"] == 1
    assert len((await a.get("/v1/joint-patrols")).json()["joint_patrols"]) == 1
    amended = await a.post(f"{where}/amend", json=course(plan))
    assert amended.json()["pending"] == 2
    assert (await b.post(f"{where}/withdraw")).json()["state"] == "withdrawn"


@pytest.mark.rule("SEC-03")
async def test_each_refusal_has_its_code(service: Any, plan: Any) -> None:
    a = await service.client("a")
    others = [str(service.world.parties["b"].id)]
    where = (await a.post("/v1/joint-patrols", json=course(plan) | {"with": others})).headers["Location"]
    refused = {
        "unit_not_attached": ("countersign", {"digest": (await a.get(where)).json()["text"]["digest"]}),
        "digest_mismatch": ("countersign", {"digest": "0" * 64}),
        "unit_not_yours": ("attach", {"unit": "U9"}),
    }
    for code, (step, body) in refused.items():
        assert (await a.post(f"{where}/{step}", json=body)).json()["code"] == code
    alone = await a.post(
        "/v1/joint-patrols", json=course(plan) | {"with": [str(service.world.parties["a"].id)]}
    )
    assert alone.json()["code"] == "joint_patrol_parties_invalid"
