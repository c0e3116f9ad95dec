"""Bounds every request before anything is parsed (SEC-02): address, headers, size and time of the body.

An ASGI layer around the application. What a body means, and who sent it, it does not know.
"""

import asyncio
import re
from typing import Final, NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deconflict.api import problems
from deconflict.api.errors import (
    AddressTooLong,
    BodyTooLarge,
    BodyTooSlow,
    HeadersTooLarge,
    InvalidHeader,
)
from deconflict.errors import DeconflictError

MAX_BODY_BYTES: Final = 1024 * 1024
MAX_UPLOAD_BYTES: Final = 4 * 1024 * 1024
MAX_ADDRESS_BYTES: Final = 2048
MAX_HEADER_BYTES: Final = 16 * 1024
MAX_HEADERS: Final = 64
BODY_WITHIN_S: Final = 30.0
UPLOAD_WITHIN_S: Final = 180.0
"""A photo of 400 kB over a line of 25 kbit/s, the worst that is still used."""
UPLOADS: Final = re.compile(r"/v1/incidents/[^/]+/photos")
"""Where files are sent to that are larger than anything else."""


class Bound(NamedTuple):
    """How long a body may be, and within which time it has to arrive."""

    size_bytes: int
    within_s: float


def bound_of(path: str, within_s: float = BODY_WITHIN_S) -> Bound:
    """Return what bounds a body that is sent to that path."""
    if UPLOADS.fullmatch(path):
        return Bound(MAX_UPLOAD_BYTES, UPLOAD_WITHIN_S)
    return Bound(MAX_BODY_BYTES, within_s)


class Limits:
    """Refuses what is too long, and cuts a body off that grows too long or comes too slowly."""

    def __init__(self, app: ASGIApp, *, body_within_s: float = BODY_WITHIN_S) -> None:
        self._app = app
        self._body_within_s = body_within_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        bound = bound_of(scope["path"], self._body_within_s)
        try:
            require_bounded(scope, bound)
        except DeconflictError as error:
            await problems.answer(error)(scope, receive, send)
            return
        if scope["type"] == "http":
            receive = _Body(receive, bound).receive
        await self._app(scope, receive, send)


def require_bounded(scope: Scope, bound: Bound) -> None:
    """Refuse an address or headers that are too long, and a body that says of itself that it is."""
    if max(len(scope["raw_path"]), len(scope["query_string"])) > MAX_ADDRESS_BYTES:
        raise AddressTooLong(limit_bytes=MAX_ADDRESS_BYTES)
    headers = scope["headers"]
    size = sum(len(name) + len(value) for name, value in headers)
    if len(headers) > MAX_HEADERS or size > MAX_HEADER_BYTES:
        raise HeadersTooLarge(limit_bytes=MAX_HEADER_BYTES)
    for name, value in headers:
        if name == b"content-length" and declared_length(value) > bound.size_bytes:
            raise BodyTooLarge(limit_bytes=bound.size_bytes)


def declared_length(value: bytes) -> int:
    """Return what a Content-Length header says."""
    if not value.isdigit() or len(value) > len(str(2**63)):
        raise InvalidHeader(header="Content-Length")
    return int(value)


class _Body:
    """The body as it arrives: counted, and given a time to arrive in."""

    def __init__(self, receive: Receive, bound: Bound) -> None:
        self._receive = receive
        self._bound = bound
        self._length = 0
        self._until: float | None = None
        self._complete = False

    async def receive(self) -> Message:
        """Return the next message; after the body only the disconnection can come, at any time."""
        if self._complete:
            return await self._receive()
        if self._until is None:
            self._until = asyncio.get_running_loop().time() + self._bound.within_s
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            raise BodyTooSlow(limit_s=self._bound.within_s) from None
        self._length += len(message.get("body", b""))
        self._complete = not message.get("more_body", False)
        if self._length > self._bound.size_bytes:
            raise BodyTooLarge(limit_bytes=self._bound.size_bytes)
        return message
