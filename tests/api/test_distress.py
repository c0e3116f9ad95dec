"""Calls for help and halts over HTTP (LIV-07)."""

from typing import Any

import pytest

AREA = [[14.9, 31.9], [15.2, 31.9], [15.2, 32.1], [14.9, 32.1]]


def said(service: Any, **other: Any) -> dict[str, Any]:
    place = {"lon": 15.0, "lat": 32.0, "at": service.world.now().isoformat()}
    return {"unit": "U1", "place": place, "note": "كمين", **other}


@pytest.mark.rule("LIV-07", "ALR-06")
async def test_a_call_is_raised_once_read_by_those_concerned_and_ended(service: Any) -> None:
    crew, desk = await service.client("crew"), await service.client("desk")
    raised = await crew.post("/v1/sos", json=said(service))
    again = await crew.post("/v1/sos", json=said(service, note="again"))
    assert (raised.status_code, again.status_code, again.json()) == (201, 200, raised.json())
    address = raised.headers["Location"]
    await service.world.engine.tell_distress()
    for who in (crew, desk):
        assert (await who.get(address)).json() == raised.json()
        assert (await who.get("/v1/sos")).json()["sos"] == [raised.json()]
        [alert] = (await who.get("/v1/alerts")).json()["alerts"]
        assert (alert["kind"], alert["change"], alert["note"]) == ("sos", "raised", "كمين")
    over = await desk.post(f"{address}/end")
    assert (over.status_code, over.json()["by_desk"]) == (200, True)
    assert (await crew.post(f"{address}/end")).json()["code"] == "not_standing"
    await service.world.engine.tell_distress()
    assert (await crew.get("/v1/alerts")).json()["alerts"][-1]["kind"] == "all_clear"


@pytest.mark.rule("LIV-07", "DIS-06")
async def test_for_a_rival_there_is_no_call_and_no_unit_to_call_for(service: Any) -> None:
    raised = await (await service.client("crew")).post("/v1/sos", json=said(service))
    rival = await service.client("b")
    assert (await rival.get(raised.headers["Location"])).status_code == 404
    assert (await rival.get("/v1/sos")).json() == {"sos": []}
    theirs = await rival.post("/v1/sos", json=said(service, unit=raised.json()["unit"]))
    absent = await rival.post("/v1/sos", json=said(service, unit="no such unit"))
    assert (theirs.status_code, theirs.json()) == (422, absent.json())


@pytest.mark.rule("LIV-07", "ALR-03")
async def test_a_halt_is_ordered_acknowledged_counted_and_lifted(service: Any) -> None:
    desk, crew = await service.client("desk"), await service.client("crew")
    now = service.world.now().isoformat()
    fixes = {"unit": "U1", "sent_at": now, "fixes": [{"at": now, "lon": 15.0, "lat": 32.0}]}
    assert (await crew.post("/v1/positions", json=fixes)).status_code == 200
    ordered = await desk.post("/v1/halts", json={"area": [*AREA, AREA[0]], "note": "convoy"})
    assert (ordered.status_code, ordered.json()["area"], ordered.json()["answers"]) == (201, AREA, [])
    await service.world.engine.tell_distress()
    page = (await crew.get("/v1/alerts")).json()
    [alert] = page["alerts"]
    assert (alert["kind"], alert["area"], alert["by"]) == ("halt", AREA, None)
    told = (await crew.get(f"/v1/halts/{alert['halt']}")).json()
    assert (told["reference"], told["answers"]) == (alert["reference"], None)
    await crew.post(f"/v1/alerts/{page['epoch']}/{alert['seq']}/acknowledge")
    [answers] = (await desk.get(ordered.headers["Location"])).json()["answers"]
    assert (answers["party_name"], [item["by"] for item in answers["acknowledged"]]) == ("Party a", ["crew"])
    assert sorted(answers["outstanding"]) == ["a", "a2"]
    assert (await desk.get("/v1/halts")).json()["halts"][0]["answers"] == [answers]
    lifted = await desk.post(f"{ordered.headers['Location']}/lift")
    assert lifted.json()["lifted_at"] is not None
    await service.world.engine.tell_distress()
    assert (await crew.get("/v1/alerts")).json()["alerts"][-1]["change"] == "over"
    assert (await crew.get("/v1/halts")).json()["halts"][0]["lifted_at"] is not None


@pytest.mark.rule("LIV-07", "SEC-03")
async def test_what_is_no_area_is_refused_with_a_pointer(service: Any) -> None:
    desk = await service.client("desk")
    refused = await desk.post("/v1/halts", json={"area": [[15, 32], [15.1, 32], [15.2, 32]]})
    assert (refused.status_code, refused.json()["code"]) == (422, "halt_area_invalid")
    assert refused.json()["pointer"] == "/area"
