"""What every answer carries whatever it says, its count and its line in the log. An ASGI layer around all."""

import time
from typing import Final

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deconflict.runtime.metrics import REQUEST_SECONDS, REQUESTS

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Nothing is kept by caches, guessed by browsers or framed by pages; a route may say otherwise for its answer."""

HTTPS_ALONE: Final = {"Strict-Transport-Security": "max-age=31536000"}
"""Behind TLS: for a year browsers ask this host over https alone."""

LOG: Final = structlog.stdlib.get_logger(__name__)

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Envelope:
    """Adds the headers and counts requests by method, route and status; never by who asked (DIS-06)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()

        async def send_enveloped(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _headers(scope).items():
                    headers.setdefault(name, value)
                _count(scope, message["status"], time.perf_counter() - started)
            await send(message)

        await self._app(scope, receive, send_enveloped)


def _headers(scope: Scope) -> dict[str, str]:
    edge = getattr(scope["app"].state, "edge", None)
    return HEADERS | HTTPS_ALONE if edge is not None and edge.secure_cookies else HEADERS


def _count(scope: Scope, status: int, seconds: float) -> None:
    method = scope["method"] if scope["method"] in METHODS else "other"
    route = getattr(scope.get("route"), "path", "unknown")
    REQUESTS.labels(method, route, str(status)).inc()
    REQUEST_SECONDS.labels(method, route).observe(seconds)
    LOG.debug("answered", operation=f"{method} {route}", status=status, ms=round(seconds * 1000, 1))
