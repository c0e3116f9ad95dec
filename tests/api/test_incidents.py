"""Incidents over HTTP: reported once, read by those concerned, absent for others (INC-01)."""

from typing import Any

import pytest

from deconflict.api.wire_incidents import EXAMPLE_OBSERVATION


def said(**other: Any) -> dict[str, Any]:
    seen = EXAMPLE_OBSERVATION | {"words": "نزاع عند الحاجز", "happened_at": "2026-12-01T07:55:00Z"}
    return {"unit": "U1", "observation": seen | other}


@pytest.mark.rule("INC-01", "ALR-02")
async def test_a_report_is_read_by_its_party_and_the_desk_who_are_told(service: Any) -> None:
    reported = await (await service.client("crew")).post("/v1/incidents", json=said())
    assert (reported.status_code, reported.json()["state"]) == (201, "reported")
    assert reported.json()["observation"] == said()["observation"]
    await service.world.engine.release_at_once()
    for who in ("a", "a2", "crew", "desk"):
        client = await service.client(who)
        assert (await client.get(reported.headers["Location"])).json() == reported.json()
        assert (await client.get("/v1/incidents")).json()["incidents"] == [reported.json()]
    for who in ("a", "desk"):
        [alert] = (await (await service.client(who)).get("/v1/alerts")).json()["alerts"]
        assert (alert["kind"], alert["change"], alert["rings"]) == ("incident", "reported", False)
        assert (alert["incident"], alert["reference"]) == (
            reported.json()["id"],
            reported.json()["reference"],
        )
        assert alert["observation"] == reported.json()["observation"]


@pytest.mark.rule("PAT-08")
async def test_a_report_sent_again_with_its_key_is_answered_alike_and_told_once(service: Any) -> None:
    crew = await service.client("crew")
    key = {"Idempotency-Key": "9f2c"}
    first = await crew.post("/v1/incidents", json=said(), headers=key)
    again = await crew.post("/v1/incidents", json=said(), headers=key)
    other = await crew.post("/v1/incidents", json=said(severity="low"), headers=key)
    assert (again.status_code, again.content) == (201, first.content)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert len((await crew.get("/v1/incidents")).json()["incidents"]) == 1


@pytest.mark.rule("INC-01", "DIS-06")
async def test_for_a_rival_there_is_no_incident(service: Any) -> None:
    reported = await (await service.client("crew")).post("/v1/incidents", json=said())
    await service.world.engine.release_at_once()
    for who in ("b", "facilitator", "oversight"):
        client = await service.client(who)
        hidden = await client.get(reported.headers["Location"])
        absent = await client.get(f"/v1/incidents/{service.world.parties['a'].id}")
        assert (hidden.status_code, hidden.content) == (404, absent.content)
        assert (await client.get("/v1/incidents")).json() == {"incidents": []}
        assert (await client.get("/v1/alerts")).json()["alerts"] == []


@pytest.mark.rule("SEC-03")
async def test_a_patrol_that_is_none_of_the_units_is_refused_with_a_pointer(service: Any) -> None:
    crew = await service.client("crew")
    refused = await crew.post("/v1/incidents", json=said() | {"patrol": str(service.world.parties["a"].id)})
    assert (refused.status_code, refused.json()["code"]) == (422, "no_such_patrol")
    assert refused.json()["pointer"] == "/patrol"


async def test_pages_lead_on(service: Any) -> None:
    crew = await service.client("crew")
    for _ in range(2):
        await crew.post("/v1/incidents", json=said())
        service.world.clock.advance(1)
    first = await crew.get("/v1/incidents?limit=1")
    second = await crew.get(first.headers["Link"].partition(">")[0][1:])
    assert first.json()["incidents"] != second.json()["incidents"] != []
