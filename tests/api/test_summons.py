"""Push subscriptions, the delivery log and snoozing over HTTP."""

from dataclasses import replace
from typing import Any

import pytest

from deconflict.api.edge import PushOffer
from deconflict.summons import store

ENDPOINT = {"endpoint": "https://push.example.org/secret"}


def offer(service: Any) -> None:
    """Offer web push."""
    service.app.state.edge = replace(service.app.state.edge, push=PushOffer("KEY", (), to_private=False))


@pytest.mark.rule("ALR-04")
async def test_somebody_subscribes_reads_and_unsubscribes_and_never_reads_where_it_leads(
    service: Any,
) -> None:
    offer(service)
    a = await service.client("a")
    added = await a.post("/v1/push-subscriptions", json=ENDPOINT)
    assert added.status_code == 201
    listed = await a.get("/v1/push-subscriptions")
    assert listed.json() == {"key": "KEY", "subscriptions": [added.json()]}
    assert "secret" not in added.text + listed.text
    assert (await (await service.client("a2")).get("/v1/push-subscriptions")).json()["subscriptions"] == []
    path = f"/v1/push-subscriptions/{added.json()['id']}"
    assert (await (await service.client("b")).delete(path)).status_code == 404
    assert (await a.delete(path)).status_code == 204
    assert (await a.get("/v1/push-subscriptions")).json()["subscriptions"] == []


@pytest.mark.rule("SEC-02")
async def test_an_endpoint_in_our_own_network_is_refused(service: Any) -> None:
    offer(service)
    refused = await (await service.client("a")).post(
        "/v1/push-subscriptions", json={"endpoint": "https://169.254.169.254/latest"}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "endpoint_refused")


async def test_where_web_push_is_not_offered_there_is_no_key_and_nothing_to_subscribe_to(
    service: Any,
) -> None:
    a = await service.client("a")
    assert (await a.get("/v1/push-subscriptions")).json() == {"key": None, "subscriptions": []}
    refused = await a.post("/v1/push-subscriptions", json=ENDPOINT)
    assert (refused.status_code, refused.json()["code"]) == (409, "push_not_offered")


@pytest.mark.rule("DIS-06")
async def test_the_log_says_who_when_and_what_became_of_it(service: Any) -> None:
    offer(service)
    world, a = service.world, await service.client("a")
    await a.post("/v1/push-subscriptions", json=ENDPOINT)
    async with world.checker.transaction() as checker:
        await store.summon(checker, [world.viewers["a"].person], (), world.parties["a"].id, world.now())
    [item] = (await (await service.client("a2")).get("/v1/summons")).json()["summons"]
    assert (item["channel"], item["state"], item["tries"]) == ("push", "waiting", 0)
    assert item["person"] == str(world.viewers["a"].person)
    for who in ("b", "desk", "crew"):
        assert (await (await service.client(who)).get("/v1/summons")).json() == {"summons": []}


@pytest.mark.rule("ALR-05")
async def test_somebody_snoozes_for_a_quarter_of_an_hour_at_most(service: Any) -> None:
    a = await service.client("a")
    assert (await a.get("/v1/snooze")).json() == {"up_to": 0, "until": None}
    kept = await a.put("/v1/snooze", json={"minutes": 15})
    assert kept.json() == {"up_to": 0, "until": "2026-12-01T08:15:00Z"}
    assert (await a.get("/v1/snooze")).json() == kept.json()
    for minutes in (0, 16, 1.5, "5"):
        assert (await a.put("/v1/snooze", json={"minutes": minutes})).status_code == 422
    assert (await a.delete("/v1/snooze")).status_code == 204
    assert (await a.get("/v1/snooze")).json()["until"] is None
