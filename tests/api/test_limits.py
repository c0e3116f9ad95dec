"""Every request is bounded before anything is parsed (SEC-02)."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import orjson
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deconflict.api.errors import BodyTooLarge, BodyTooSlow, InvalidHeader
from deconflict.api.limits import (
    MAX_ADDRESS_BYTES,
    MAX_BODY_BYTES,
    MAX_HEADER_BYTES,
    MAX_HEADERS,
    MAX_UPLOAD_BYTES,
    Limits,
    bound_of,
    declared_length,
)

pytestmark = pytest.mark.rule("SEC-02")


async def _read(request: Request) -> Response:
    try:
        return Response(str(len(await request.body())))
    except (BodyTooLarge, BodyTooSlow) as error:
        return Response(error.code, 400)


@pytest.fixture
async def client() -> AsyncIterator[httpx2.AsyncClient]:
    """A client of an application that counts the bytes of its bodies."""
    app = Limits(Starlette(routes=[Route("/{rest:path}", _read, methods=["GET", "POST"])]))
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://test") as opened:
        yield opened


async def chunks(count: int, size: int) -> AsyncIterator[bytes]:
    """A body that does not say how long it is."""
    for _ in range(count):
        yield b"x" * size


async def test_a_body_of_the_largest_size_passes(client) -> None:
    assert (await client.post("/", content=b"x" * MAX_BODY_BYTES)).text == str(MAX_BODY_BYTES)


async def test_a_photo_may_be_larger_and_no_larger_than_is_said(client) -> None:
    path = "/v1/incidents/1f0e9d8c-7b6a-4594-8372-615041302f1e/photos"
    assert (await client.post(path, content=b"x" * MAX_UPLOAD_BYTES)).text == str(MAX_UPLOAD_BYTES)
    assert (await client.post(path, content=b"x" * (MAX_UPLOAD_BYTES + 1))).status_code == 413
    assert (await client.post(path, content=chunks(4097, 1024))).text == "body_too_large"
    for other in (f"{path}/x", f"/x{path}", "/v1/incidents"):
        assert (await client.post(other, content=b"x" * (MAX_BODY_BYTES + 1))).status_code == 413
    assert bound_of(path).within_s > bound_of("/").within_s


async def test_a_body_that_says_it_is_too_large_is_not_read(client) -> None:
    answer = await client.post("/", content=b"x" * (MAX_BODY_BYTES + 1))
    assert answer.status_code == 413
    assert answer.json()["code"] == "body_too_large"


async def test_a_body_that_grows_too_large_is_cut_off(client) -> None:
    assert (await client.post("/", content=chunks(1024, 1024))).text == str(MAX_BODY_BYTES)
    assert (await client.post("/", content=chunks(1025, 1024))).text == "body_too_large"


async def test_addresses_are_bounded(client) -> None:
    for address in (f"/{'a' * MAX_ADDRESS_BYTES}", f"/?{'a' * (MAX_ADDRESS_BYTES + 1)}"):
        answer = await client.get(address)
        assert (answer.status_code, answer.json()["code"]) == (414, "address_too_long")
    assert (await client.get(f"/?{'a' * MAX_ADDRESS_BYTES}")).status_code == 200


async def test_headers_are_bounded(client) -> None:
    answer = await client.get("/", headers={"X-Much": "a" * MAX_HEADER_BYTES})
    assert (answer.status_code, answer.json()["code"]) == (431, "headers_too_large")
    many = {f"X-{number}": "a" for number in range(MAX_HEADERS)}
    assert (await client.get("/", headers=many)).status_code == 431


@pytest.mark.parametrize("value", [b"", b"-1", b"1e3", b"12,12", b" 12", b"\xb2", b"9" * 30])
def test_a_length_that_is_no_number_is_refused(value: bytes) -> None:
    with pytest.raises(InvalidHeader):
        declared_length(value)


async def drive(scope: dict[str, Any], app: Limits, *messages: dict[str, Any]) -> list[dict[str, Any]]:
    """Run a request whose body never comes after those messages, and return what was answered."""
    sent: list[dict[str, Any]] = []
    pending = list(messages)

    async def receive() -> dict[str, Any]:
        if not pending:
            await asyncio.Event().wait()
        return pending.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent


SCOPE = {
    "type": "http",
    "method": "POST",
    "path": "/",
    "raw_path": b"/",
    "query_string": b"",
    "headers": [],
}


async def test_a_body_that_does_not_arrive_is_given_up() -> None:
    app = Limits(Starlette(routes=[Route("/", _read, methods=["POST"])]), body_within_s=0.01)
    part = {"type": "http.request", "body": b"x", "more_body": True}
    sent = await drive(SCOPE, app, part)
    assert sent[1]["body"] == b"body_too_slow"


async def test_waiting_for_the_client_to_leave_has_no_end() -> None:
    async def leaves(scope: Any, receive: Any, send: Any) -> None:
        first, second = await receive(), await receive()
        await send({"type": "seen", "types": [first["type"], second["type"]]})

    sent = await drive(
        SCOPE,
        Limits(leaves, body_within_s=0.01),
        {"type": "http.request", "body": b""},
        {"type": "http.disconnect"},
    )
    assert sent[0]["types"] == ["http.request", "http.disconnect"]


async def test_a_handshake_is_bounded_and_what_is_no_request_passes() -> None:
    seen = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    app = Limits(inner)
    await drive({"type": "lifespan"}, app)
    await drive({**SCOPE, "type": "websocket"}, app)
    assert seen == ["lifespan", "websocket"]
    extensions = {"websocket.http.response": {}}
    long = {**SCOPE, "type": "websocket", "query_string": b"a" * 3000, "extensions": extensions}
    sent = await drive(long, app)
    assert sent[0]["status"] == 414
    assert orjson.loads(sent[1]["body"])["code"] == "address_too_long"
