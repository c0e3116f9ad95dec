"""One's own sessions over HTTP: a lost laptop is signed out from the phone."""

from typing import Any
from uuid import uuid4

import pytest

PASSWORD = "a long password"  # the world's
RIGHT = {"login": "a@a", "password": PASSWORD}


async def signed_in(service: Any, agent: str) -> Any:
    client = await service.stranger(headers={"User-Agent": agent})
    token = (await client.post("/v1/session", json=RIGHT)).json()["token"]
    client.headers["Authorization"] = f"Bearer {token}"
    return client


def forget(service: Any) -> None:
    """Let every request knock at the door: in half a second that is so by itself."""
    service.app.state.edge.recognised._kept.clear()


@pytest.mark.rule("SEC-04")
async def test_a_lost_laptop_is_signed_out_from_another_device(service: Any) -> None:
    laptop, phone = [await signed_in(service, agent) for agent in ("Laptop", "Phone")]
    listed = (await phone.get("/v1/sessions")).json()["sessions"]
    assert {(each["agent"], each["this"]) for each in listed} == {("Laptop", False), ("Phone", True)}
    assert {each["address"] for each in listed} == {"127.0.0.1"}
    lost = next(each["id"] for each in listed if not each["this"])
    assert (await phone.delete(f"/v1/sessions/{lost}")).status_code == 204
    forget(service)
    assert (await laptop.get("/v1/session")).status_code == 401
    assert (await phone.get("/v1/session")).status_code == 200
    assert (await phone.delete(f"/v1/sessions/{lost}")).status_code == 404


@pytest.mark.rule("SEC-04")
async def test_all_others_are_ended_at_once(service: Any) -> None:
    clients = [await signed_in(service, f"Device {number}") for number in range(3)]
    assert (await clients[0].post("/v1/sessions/end-others")).json() == {"ended": 2}
    forget(service)
    statuses = [(await each.get("/v1/session")).status_code for each in clients]
    assert statuses == [200, 401, 401]


@pytest.mark.rule("SEC-04")
async def test_a_stolen_session_ends_none_that_was_opened_later(service: Any) -> None:
    before, stolen = [await signed_in(service, agent) for agent in ("Laptop", "Stolen")]
    service.world.clock.advance(1)
    owner = await signed_in(service, "Owner")
    listed = (await owner.get("/v1/sessions")).json()["sessions"]
    theirs = next(each["id"] for each in listed if each["this"])
    refused = await stolen.delete(f"/v1/sessions/{theirs}")
    assert (refused.status_code, refused.json()["code"]) == (403, "opened_later")
    assert (await stolen.post("/v1/sessions/end-others")).json() == {"ended": 1}
    forget(service)
    assert [(await each.get("/v1/session")).status_code for each in (before, stolen, owner)] == [
        401,
        200,
        200,
    ]
    assert (await owner.post("/v1/sessions/end-others")).json() == {"ended": 1}
    forget(service)
    assert [(await each.get("/v1/session")).status_code for each in (stolen, owner)] == [401, 200]


@pytest.mark.rule("DIS-06", "SEC-01")
async def test_a_strangers_session_is_as_absent_as_none(service: Any) -> None:
    await service.client("b")
    [(theirs,)] = service.world.sql("SELECT id FROM session")
    a = await service.client("a")
    hidden, absent = [await a.delete(f"/v1/sessions/{which}") for which in (theirs, uuid4())]
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
    assert hidden.status_code == 404
