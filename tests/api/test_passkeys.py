"""Passkeys over HTTP: added with the password, signed in with alone."""

from dataclasses import replace
from typing import Any

import pytest

from tests.authenticator import HERE, Authenticator

PASSWORD = "a long password"  # the world's


@pytest.fixture
def offering(service: Any) -> Any:
    """A service that is bound to an origin."""
    service.app.state.edge = replace(service.app.state.edge, relying=HERE)
    return service


@pytest.mark.rule("SEC-04")
async def test_a_passkey_is_added_signs_in_and_is_removed(offering: Any) -> None:
    a, stranger, device = await offering.client("a"), await offering.stranger(), Authenticator()
    offered = await a.post("/v1/passkeys/offer", json={"password": PASSWORD})
    assert offered.status_code == 201, offered.text
    assert (offered.json()["rp_id"], offered.json()["login"]) == ("deconflict.test", "a@a")
    made = device.make(offered.json()["challenge"]) | {"name": "laptop"}
    added = await a.post("/v1/passkeys", json=made)
    assert added.status_code == 201, added.text
    listed = (await a.get("/v1/passkeys")).json()
    assert (listed["offered"], [each["name"] for each in listed["passkeys"]]) == (True, ["laptop"])

    assert (await stranger.get("/v1/session/ways")).json()["passkeys"] is True
    asked = await stranger.post("/v1/session/passkey")
    assert (asked.status_code, set(asked.json())) == (201, {"challenge", "rp_id", "expires_at"})
    answer = device.sign(asked.json()["challenge"], user=offering.world.viewers["a"].person)
    signed = await stranger.post("/v1/session", json={"passkey": answer})
    assert (signed.status_code, signed.json()["person"]["name"]) == (201, "a")
    again = await stranger.post("/v1/session", json={"passkey": answer})
    wrong = await stranger.post("/v1/session", json={"login": "a@a", "password": "wrong"})
    assert (again.status_code, again.content) == (401, wrong.content)

    path = f"/v1/passkeys/{added.json()['id']}/remove"
    refused = await a.post(path, json={"password": "a guess"})
    assert (refused.status_code, refused.json()["code"]) == (403, "proof_refused")
    assert (await a.delete(path.removesuffix("/remove"))).status_code in {404, 405}
    assert len((await a.get("/v1/passkeys")).json()["passkeys"]) == 1
    assert (await a.post(path, json={"password": PASSWORD})).status_code == 204
    assert (await a.post(path, json={"password": PASSWORD})).status_code == 404
    assert (await a.get("/v1/passkeys")).json()["passkeys"] == []


@pytest.mark.rule("SEC-04")
async def test_a_stolen_session_alone_adds_none(offering: Any) -> None:
    a = await offering.client("a")
    refused = await a.post("/v1/passkeys/offer", json={"password": "a guess"})
    assert (refused.status_code, refused.json()["code"]) == (403, "proof_refused")
    asked = (await (await offering.stranger()).post("/v1/session/passkey")).json()
    made = Authenticator().make(asked["challenge"]) | {"name": "spy"}
    refused = await a.post("/v1/passkeys", json=made)
    assert (refused.status_code, refused.json()["code"]) == (422, "passkey_refused")


async def test_without_an_origin_none_are_offered(service: Any) -> None:
    a, stranger = await service.client("a"), await service.stranger()
    answer = Authenticator().sign("AA")
    for refused in (
        await stranger.post("/v1/session/passkey"),
        await stranger.post("/v1/session", json={"passkey": answer}),
        await a.post("/v1/passkeys/offer", json={"password": PASSWORD}),
    ):
        assert (refused.status_code, refused.json()["code"]) == (409, "passkeys_not_offered")
    assert (await a.get("/v1/passkeys")).json() == {"offered": False, "passkeys": []}


@pytest.mark.rule("SEC-04")
async def test_asking_for_challenges_is_slowed_down(offering: Any) -> None:
    stranger = await offering.stranger()
    statuses = [(await stranger.post("/v1/session/passkey")).status_code for _ in range(103)]
    assert statuses[:100] == [201] * 100
    assert statuses[-1] == 429
