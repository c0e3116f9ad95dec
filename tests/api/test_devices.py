"""Devices over HTTP: a code read out, traded once, a device that reports, and is lost."""

from typing import Any

import pytest


async def offered(service: Any, who: str = "a", callsign: str = "U1") -> dict[str, Any]:
    client = await service.client(who)
    units = (await client.get("/v1/units")).json()["units"]
    unit = next(each["id"] for each in units if each["callsign"] == callsign)
    answer = await client.post(
        f"/v1/units/{unit}/devices", json={"name": "Ali's phone", "password": "a long password"}
    )
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def enrolled(service: Any, **of: Any) -> dict[str, Any]:
    stranger = await service.stranger()
    answer = await stranger.post("/v1/devices/enrol", json={"code": (await offered(service, **of))["code"]})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


@pytest.mark.rule("SEC-04")
async def test_a_device_enrols_reports_and_is_lost(service: Any) -> None:
    device = await enrolled(service)
    assert (device["name"], device["callsign"]) == ("Ali's phone", "U1")
    stranger = await service.stranger()
    knock = {"device": device["id"], "secret": device["secret"]}
    token = (await stranger.post("/v1/session", json=knock)).json()["token"]
    phone = await service.stranger(headers={"Authorization": f"Bearer {token}"})
    now = service.world.now().isoformat()
    said = {"unit": "U1", "sent_at": now, "fixes": [{"at": now, "lon": 15, "lat": 32}]}
    assert (await phone.post("/v1/positions", json=said)).status_code == 200
    assert (await phone.post("/v1/positions", json=said | {"unit": "U2"})).status_code == 422
    officer = await service.client("a2")
    [listed] = (await officer.get("/v1/devices")).json()["devices"]
    assert (listed["id"], listed["owner"], listed["revoked_at"]) == (device["id"], "U1", None)
    revoked = await officer.post(f"/v1/devices/{device['id']}/revoke")
    assert (revoked.status_code, revoked.json()["revoked_at"]) == (200, now.replace("+00:00", "Z"))
    service.app.state.edge.recognised.forget(token)  # in half a second by itself
    assert (await phone.get("/v1/session")).status_code == 401
    assert (await stranger.post("/v1/session", json=knock)).status_code == 401


@pytest.mark.rule("SEC-04")
async def test_a_stolen_session_adds_no_device_of_a_unit(service: Any) -> None:
    client = await service.client("a")
    unit = (await client.get("/v1/units")).json()["units"][0]["id"]
    path = f"/v1/units/{unit}/devices"
    wrong = await client.post(path, json={"name": "spy", "password": "a guess"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "proof_refused")
    without = await client.post(path, json={"name": "spy"})
    assert (without.status_code, without.json()["pointer"]) == (422, "/password")
    assert (await client.get("/v1/devices")).json() == {"devices": []}


@pytest.mark.rule("SEC-04")
async def test_a_phone_is_let_in_by_a_code_made_on_the_desk_with_the_password(service: Any) -> None:
    desk, phone = await service.client("a"), await service.stranger()
    wrong = await desk.post("/v1/devices/own", json={"name": "phone", "password": "a guess"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "proof_refused")
    made = await desk.post("/v1/devices/own", json={"name": "phone", "password": "a long password"})
    assert (made.status_code, made.json()["expires_at"]) == (201, "2026-12-01T08:05:00Z")
    device = (await phone.post("/v1/devices/enrol", json={"code": made.json()["code"].lower()})).json()
    knock = {"device": device["id"], "secret": device["secret"]}
    signed = await phone.post("/v1/session", json=knock)
    assert signed.json()["person"]["id"] == str(service.world.viewers["a"].person)
    assert device["callsign"] is None
    listed = (await desk.get("/v1/sessions")).json()["sessions"]
    assert (device["id"], "phone") in {(each["device"], each["device_name"]) for each in listed}


@pytest.mark.rule("SEC-04")
async def test_a_device_revokes_neither_itself_nor_the_others_of_its_unit(service: Any) -> None:
    device, other = await enrolled(service), await enrolled(service)
    stranger = await service.stranger()
    knock = {"device": device["id"], "secret": device["secret"]}
    token = (await stranger.post("/v1/session", json=knock)).json()["token"]
    phone = await service.stranger(headers={"Authorization": f"Bearer {token}"})
    assert len((await phone.get("/v1/devices")).json()["devices"]) == 2
    for of in (device, other):
        assert (await phone.post(f"/v1/devices/{of['id']}/revoke")).status_code == 403


@pytest.mark.rule("DIS-06", "SEC-01")
async def test_a_rivals_unit_and_device_are_as_absent_ones(service: Any) -> None:
    device, unit = await enrolled(service), (await offered(service))["unit"]
    absent = "00000000-0000-4000-8000-000000000000"
    rival = await service.client("b")
    for path in ("/v1/units/{}/devices", "/v1/devices/{}/revoke"):
        body = {"json": {"name": "spy", "password": "a long password"}} if path.endswith("devices") else {}
        hidden = await rival.post(path.format(unit if body else device["id"]), **body)
        nothing = await rival.post(path.format(absent), **body)
        assert (hidden.status_code, hidden.content) == (nothing.status_code, nothing.content)
        assert hidden.status_code == 404
    assert (await rival.get("/v1/devices")).json() == {"devices": []}


@pytest.mark.rule("SEC-04")
async def test_guessing_codes_is_cut_short(service: Any) -> None:
    stranger = await service.stranger()
    statuses = [
        (await stranger.post("/v1/devices/enrol", json={"code": f"2222-22{number:02}"})).status_code
        for number in range(40)
    ]
    assert statuses == [403] * 30 + [429] * 10
    answer = await stranger.post("/v1/devices/enrol", json={"code": "2222-2222"})
    assert int(answer.headers["Retry-After"]) >= 1


@pytest.mark.rule("SEC-02", "SEC-03")
@pytest.mark.parametrize(
    "body", [{}, {"code": 1}, {"code": ""}, {"code": "x" * 50}, {"code": "x", "more": 1}, []]
)
async def test_what_is_no_code_is_refused_with_its_place(service: Any, body: Any) -> None:
    answer = await (await service.stranger()).post("/v1/devices/enrol", json=body)
    assert answer.status_code == 422
    assert answer.json().get("pointer", "") in {"/code", "/more", ""}


async def test_the_list_comes_by_the_page(service: Any) -> None:
    for _ in range(3):
        await offered(service)
    client, where, found = await service.client("a"), "/v1/devices?limit=2", []
    while where:
        page = await client.get(where)
        found += page.json()["devices"]
        where = page.links.get("next", {}).get("url", "")
    assert len({each["id"] for each in found}) == 3
