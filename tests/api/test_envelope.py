"""What every answer carries, whatever it says."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from fastapi import FastAPI

from deconflict.api import envelope
from deconflict.api.envelope import HEADERS, Envelope
from deconflict.runtime.metrics import REGISTRY


def counted(**labels: str) -> float:
    """How many requests were counted under those labels."""
    return REGISTRY.get_sample_value("deconflict_http_requests_total", labels) or 0.0


async def test_every_answer_carries_the_headers(service) -> None:
    a, stranger = await service.client("a"), await service.stranger()
    for answer in (
        await a.get("/v1/patrols"),
        await stranger.get("/v1/patrols"),
        await stranger.get("/nowhere"),
        await stranger.get(f"/{'x' * 3000}"),
        await a.delete("/v1/patrols"),
    ):
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert "server" not in answer.headers


@pytest.mark.rule("DIS-06")
async def test_requests_are_counted_by_route_and_unknown_ones_together(service) -> None:
    stranger = await service.stranger()
    unknown = {"method": "GET", "route": "unknown", "status": "404"}
    odd = {"method": "other", "route": "/healthz", "status": "405"}
    before = counted(**unknown), counted(**odd)
    for address in ("/nowhere", "/v1/nothing", "/v1/patrols/x/y/z"):
        await stranger.get(address)
    await stranger.request("BREW", "/healthz")
    assert (counted(**unknown), counted(**odd)) == (before[0] + 3, before[1] + 1)


@pytest.mark.rule("DIS-06")
async def test_the_log_names_the_route_and_never_the_address(
    service, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries, client = [], await service.client("a")
    log = SimpleNamespace(debug=lambda event, **said: entries.append((event, said)))
    monkeypatch.setattr(envelope, "LOG", log)
    await client.get("/v1/patrols/5e0f3d0a-6a53-4d2c-9a0e-8f7f0a1b2c3d?after=x")
    assert [event for event, _ in entries] == ["answered"]
    assert entries[0][1] == {
        "operation": "GET /v1/patrols/{patrol_id}",
        "status": 422,
        "ms": entries[0][1]["ms"],
    }


async def test_what_is_no_request_passes() -> None:
    seen = []

    async def inner(scope, receive, send) -> None:
        seen.append((scope, receive, send))

    await Envelope(inner)({"type": "lifespan"}, "receive", "send")
    assert seen == [({"type": "lifespan"}, "receive", "send")]


async def test_an_answer_may_say_otherwise() -> None:
    sent = []

    async def inner(scope, receive, send) -> None:
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"cache-control", b"max-age=60")]}
        )
        await send({"type": "http.response.body"})

    async def send(message) -> None:
        sent.append(message)

    await Envelope(inner)({"type": "http", "method": "GET", "app": FastAPI()}, None, send)
    headers = dict(sent[0]["headers"])
    assert headers[b"cache-control"] == b"max-age=60"
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert sent[1] == {"type": "http.response.body"}


@pytest.mark.rule("SEC-04")
async def test_behind_tls_browsers_are_told_to_ask_over_https_alone(service) -> None:
    stranger = await service.stranger()
    assert "strict-transport-security" not in (await stranger.get("/healthz")).headers
    edge = service.app.state.edge
    service.app.state.edge = replace(edge, secure_cookies=True)
    try:
        answer = await stranger.post("/v1/session", json={"login": "a@a", "password": "a long password"})
    finally:
        service.app.state.edge = edge
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert answer.headers["set-cookie"].startswith("__Host-deconflict_session=")
    assert "Secure" in answer.headers["set-cookie"]
