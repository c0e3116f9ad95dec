"""Every route bounds its input in the same order, and nobody is let in by accident (SEC-02, SEC-04)."""

import inspect

import pytest
from fastapi.routing import APIRoute
from starlette.requests import Request

from deconflict.api.errors import MediaTypeRefused, UnknownParameter
from deconflict.api.routes import (
    GEO_JSON,
    JSON,
    FeatureRoute,
    OpenRoute,
    SignedInRoute,
    TrackerRoute,
    require_known_parameters,
    require_media_type,
)
from deconflict.app import ROUTERS

OPEN = {"/v1/session", "/v1/devices/enrol", "/healthz", "/readyz", "/metrics", "/openapi.json", "/"}
OPEN |= {
    "/v1/demonstration",
    "/v1/session/passkey",
    "/v1/session/ways",
    "/room/",
    "/liaison/",
    "/mobile/",
    "/mobile/{name}",
    "/assets/{name}",
}
"""What strangers may ask, and nothing else."""
TRACKERS = {"/gateways/owntracks", "/gateways/osmand"}
"""Where a device shows its credential in the message."""


def routes() -> list[APIRoute]:
    """Every route of the application."""
    return [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]


def asked(query: str = "", *types: str) -> Request:
    """A request with that query and those content types."""
    headers = [(b"content-type", name.encode()) for name in types]
    return Request({"type": "http", "query_string": query.encode(), "headers": headers})


def test_every_route_bounds_its_input_and_all_but_a_few_are_behind_sign_in() -> None:
    assert all(isinstance(route, OpenRoute) for route in routes())
    assert {route.path for route in routes() if not isinstance(route, SignedInRoute)} == OPEN | TRACKERS
    assert {route.path for route in routes() if isinstance(route, TrackerRoute)} == TRACKERS
    assert [route.path for route in routes() if route.path == "/v1/session"].count("/v1/session") == 3


def test_nothing_runs_in_a_thread() -> None:
    """A dependency that is no coroutine would cost a thread per request."""
    for route in routes():
        pending = [route.dependant]
        while pending:
            dependant = pending.pop()
            pending += dependant.dependencies
            assert inspect.iscoroutinefunction(dependant.call), (route.path, dependant.call)


@pytest.mark.rule("SEC-02")
def test_unknown_and_repeated_parameters_are_refused() -> None:
    known = frozenset({"after", "limit"})
    require_known_parameters(asked(), known)
    require_known_parameters(asked("after=1&limit=2"), known)
    for query in ("colour=red", "after=1&after=2", "After=1", "after%00=1", "=1"):
        with pytest.raises(UnknownParameter):
            require_known_parameters(asked(query), known)


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize(
    "types", [(), ("text/json",), (JSON, JSON), (f"{JSON}; charset=latin-1",), ("json",)]
)
def test_another_media_type_is_refused(types: tuple[str, ...]) -> None:
    with pytest.raises(MediaTypeRefused):
        require_media_type(asked("", *types), (JSON,))


@pytest.mark.parametrize("name", [JSON, f"{JSON}; charset=utf-8", 'APPLICATION/JSON;charset="UTF-8"'])
def test_the_media_type_is_known_in_its_spellings(name: str) -> None:
    require_media_type(asked("", name), (JSON,))


def test_features_may_call_themselves_geojson() -> None:
    require_media_type(asked("", GEO_JSON), FeatureRoute.media_types)
    with pytest.raises(MediaTypeRefused):
        require_media_type(asked("", GEO_JSON), SignedInRoute.media_types)


@pytest.mark.rule("SEC-02")
async def test_input_is_looked_at_in_order_and_only_as_far_as_needed(service, plan) -> None:
    """Who asks, then the parameters, then the body's size, type, syntax and fields."""
    stranger, a = await service.stranger(), await service.client("a")
    json, junk = {"Content-Type": JSON}, b'{"a":'

    async def code(client, query: str, content: bytes, headers: dict[str, str]) -> str:
        answer = await client.post(f"/v1/patrols{query}", content=content, headers=headers)
        return answer.json()["code"]

    assert await code(stranger, "?colour=red", junk, {}) == "signed_out"
    assert await code(a, "?colour=red", junk, {}) == "unknown_parameter"
    assert await code(a, "", junk, {}) == "media_type_refused"
    assert await code(a, "", junk, json) == "malformed_json"
    assert await code(a, "", b"", json) == "malformed_json"
    assert await code(a, "", b"[]", json) == "wrong_type"
    assert await code(a, "", b"{}", json) == "field_missing"


@pytest.mark.rule("SEC-02")
@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"1e999", b"-1e999"])
async def test_numbers_that_are_not_finite_are_refused(service, number: bytes) -> None:
    a = await service.client("a")
    body = b'{"type":"Feature","geometry":{"type":"LineString","coordinates":[[' + number + b",1]]}}"
    answer = await a.post("/v1/patrols", content=body, headers={"Content-Type": JSON})
    assert (answer.status_code, answer.json()["reason"]) == (400, "not_finite")


@pytest.mark.rule("SEC-02")
async def test_a_stranger_cannot_make_us_parse_much(service) -> None:
    stranger = await service.stranger()
    answer = await stranger.post("/v1/session", json={"login": "a" * 5000, "password": "b"})
    assert (answer.status_code, answer.json()["limit_bytes"]) == (413, 4096)


@pytest.mark.rule("SEC-02")
async def test_a_body_is_not_dropped_where_none_is_expected(service) -> None:
    a = await service.client("a")
    answer = await a.request("DELETE", "/v1/session", json={"everywhere": True})
    assert (answer.status_code, answer.json()["code"]) == (400, "body_not_expected")
    assert (await a.get("/v1/session")).status_code == 200
