"""Zones over HTTP: a party's own for itself, the neutral desk's for everybody."""

from uuid import uuid4

import pytest


async def declared(client, body) -> dict:
    """Declare a zone and return the answer's body."""
    answer = await client.post("/v1/zones", json=body)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/v1/zones/{answer.json()['id']}"
    return answer.json()


async def test_an_officers_zone_is_its_partys_and_the_desks_is_everybodys(service, zone) -> None:
    a, b, desk = [await service.client(who) for who in ("a", "b", "desk")]
    own = await declared(a, zone(name="Ours", kind="base"))
    service.world.clock.advance(1)
    neutral = await declared(desk, zone(valid_from="2026-12-01T10:00:00+02:00"))
    assert own["properties"]["party"] == str(service.world.parties["a"].id)
    assert neutral["properties"]["party"] is None
    assert neutral["properties"]["valid_from"] == "2026-12-01T08:00:00Z"
    assert neutral["geometry"] == zone()["geometry"]
    seen = {
        who: (await client.get("/v1/zones")).json() for who, client in (("a", a), ("b", b), ("desk", desk))
    }
    assert seen["a"]["features"] == seen["desk"]["features"] == [own, neutral]
    assert seen["b"] == {"type": "FeatureCollection", "features": [neutral]}
    assert (await b.get(f"/v1/zones/{neutral['id']}")).json() == neutral


@pytest.mark.rule("DIS-06")
async def test_another_partys_zone_is_as_absent_as_none(service, zone) -> None:
    a, b = await service.client("a"), await service.client("b")
    hidden = (await declared(b, zone()))["id"]
    for method in ("GET", "DELETE"):
        missed = await a.request(method, f"/v1/zones/{uuid4()}")
        refused = await a.request(method, f"/v1/zones/{hidden}")
        assert missed.status_code == refused.status_code == 404
        assert missed.content == refused.content
    assert (await b.get(f"/v1/zones/{hidden}")).status_code == 200


async def test_a_zone_is_removed_by_whose_it_is(service, zone) -> None:
    a, desk = await service.client("a"), await service.client("desk")
    neutral = (await declared(desk, zone()))["id"]
    assert (await a.delete(f"/v1/zones/{neutral}")).status_code == 404
    assert (await desk.delete(f"/v1/zones/{neutral}")).status_code == 204
    assert (await desk.get("/v1/zones")).json()["features"] == []


@pytest.mark.rule("DIS-06")
async def test_a_zone_is_declared_in_ones_own_name_only(service, zone) -> None:
    a, parties = await service.client("a"), service.world.parties
    for name in ("a", str(parties["a"].id)):
        assert (await a.post("/v1/zones", json=zone(party=name))).status_code == 201
    answers = [
        await a.post("/v1/zones", json=zone(party=name)) for name in ("b", "nowhere", str(parties["b"].id))
    ]
    assert {answer.content for answer in answers} == {answers[0].content}
    assert answers[0].json()["code"] == "party_not_yours"
    assert (await (await service.client("desk")).post("/v1/zones", json=zone(party="a"))).status_code == 422


async def test_crews_and_facilitators_declare_nothing(service, zone) -> None:
    for who in ("crew", "facilitator", "operator"):
        answer = await (await service.client(who)).post("/v1/zones", json=zone())
        assert (answer.status_code, answer.json()["code"]) == (403, "role_refused")


@pytest.mark.rule("SEC-03")
@pytest.mark.parametrize(
    ("rings", "code", "pointer"),
    [
        ([], "ring_too_short", "/geometry/coordinates/0"),
        ([[]], "ring_too_short", "/geometry/coordinates/0"),
        ([[[15, 32], [15.1, 32], [15, 32]]], "ring_too_short", "/geometry/coordinates/0"),
        ([[[15, 32], [15.1, 32], [15.1, 32.1], [15, 32.1]]], "ring_not_closed", None),
        ([[[15, 32], [195, 32], [15.1, 32.1], [15, 32]]], "ring_out_of_range", "/geometry/coordinates/0/1"),
        ([[[15, 32], [15.1, 32.1], [15.1, 32], [15, 32.1], [15, 32]]], "outline_crossed", None),
        ([[[15, "32"]]], "wrong_type", "/geometry/coordinates/0/0/1"),
    ],
)
async def test_a_polygon_that_is_none_is_refused(
    service, zone, rings, code: str, pointer: str | None
) -> None:
    body = zone()
    body["geometry"]["coordinates"] = rings
    answer = await (await service.client("a")).post("/v1/zones", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert pointer is None or answer.json()["pointer"] == pointer


@pytest.mark.rule("SEC-03")
@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"valid_from": "2026-12-02T00:00:00Z", "valid_to": "2026-12-01T00:00:00Z"}, "empty_window"),
        ({"valid_from": "2026-12-02T00:00:00Z", "valid_to": "2026-12-02T00:00:00Z"}, "empty_window"),
        ({"valid_to": "2026-12-01"}, "not_a_time"),
        ({"valid_to": "2026-12-01T00:00:00"}, "naive_time"),
        ({"kind": "playground"}, "not_one_of"),
        ({"name": " "}, "wrong_length"),
        ({"crs": "EPSG:3857"}, "field_unknown"),
    ],
)
async def test_a_wrong_zone_is_refused(service, zone, said: dict, code: str) -> None:
    answer = await (await service.client("a")).post("/v1/zones", json=zone(**said))
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["pointer"].startswith("/properties/")


async def test_a_plan_is_told_of_its_own_sides_zones(service, plan, zone) -> None:
    a, desk = await service.client("a"), await service.client("desk")
    site = await declared(desk, zone())
    said = (await a.post("/v1/patrols", json=plan(lat=32.05))).json()
    assert [finding["code"] for finding in said["findings"]] == ["zone"]
    assert said["findings"][0]["zone"] == site["id"]
    assert said["findings"][0]["grade"] == "critical"
