"""Web push without a payload (RFC 8030): there is nothing to encrypt, and nothing for the push service to read.

The endpoint is a URL that somebody gave us. So: https, no redirects, no more read of the answer than its head, and the
address that is checked is the one that is connected to, or a name could lead elsewhere the second time (SEC-02).
"""

import asyncio
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final, TypeVar
from urllib.parse import SplitResult, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec

from deconflict.summoning.sender import ACCEPTED, PATIENCE_S, Outcome, Report
from deconflict.summoning.vapid import authorization
from deconflict.summons.errors import EndpointRefused
from deconflict.summons.rules import accept_endpoint, may_be_called

KEPT_S: Final = 900
"""How long the push service may keep it for a phone that is away: as long as we try ourselves."""
TOPIC: Final = "open"
"""A newer one takes the place of one that still waits at the push service."""
GONE: Final = frozenset({404, 410})
AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
LONGEST_WAIT_S: Final = 300.0
MOST_AT_ONCE: Final = 32
"""How many endpoints are called at the same time; who drips holds one thread for PATIENCE_S."""

Held = TypeVar("Held", bound=socket.socket)


class WebPush:
    """Sends to push services, signed with our key."""

    def __init__(
        self, key: ec.EllipticCurvePrivateKey, contact: str, hosts: Collection[str], *, private: bool
    ) -> None:
        self._key = key
        self._contact = contact
        self._hosts = hosts
        self._private = private
        self._threads = ThreadPoolExecutor(MOST_AT_ONCE, "web-push")

    async def send(self, reach: str) -> Report:
        """Push to an endpoint."""
        try:
            endpoint = accept_endpoint(reach, self._hosts, private=self._private)
        except EndpointRefused as error:
            return Report(Outcome.FAILED, error.reason)
        line = _Line()
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await asyncio.get_running_loop().run_in_executor(
                    self._threads, self._post, endpoint, line
                )
        except ssl.SSLError:
            return Report(Outcome.AGAIN, "certificate")
        except (OSError, http.client.HTTPException):
            return Report(Outcome.AGAIN, "not_reached")
        finally:
            line.cut()

    def _post(self, endpoint: str, line: "_Line") -> Report:
        parts = urlsplit(endpoint)
        place = self._place(parts)
        if place is None:
            return Report(Outcome.FAILED, "private_host")
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE_S)
        try:
            connection.sock = line.connected(parts, place)
            connection.request("POST", _path(parts), headers=self._headers(endpoint))
            answer = connection.getresponse()
            return _report(answer.status, answer.getheader("Retry-After"))
        finally:
            line.close()
            connection.close()

    def _place(self, parts: SplitResult) -> tuple[str, int] | None:
        """Return the address to connect to; None when any that the name stands for is not of the public internet."""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
        addresses = [str(where[0]) for *_, where in found]
        if not self._private and not all(map(may_be_called, addresses)):
            return None
        return addresses[0], port

    def _headers(self, endpoint: str) -> dict[str, str]:
        return {
            "Authorization": authorization(self._key, endpoint, self._contact, time.time()),
            "TTL": str(KEPT_S),
            "Urgency": "high",
            "Topic": TOPIC,
            "Content-Length": "0",
        }


class _Line:
    """One connection, which another thread may cut: a timeout of the socket's is for each byte, not for all of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._over = False

    def connected(self, parts: SplitResult, place: tuple[str, int]) -> socket.socket:
        """Connect, by TLS where the endpoint is https. TimeoutError when it was cut meanwhile."""
        plain = self._hold(socket.create_connection(place, timeout=PATIENCE_S))
        if parts.scheme != "https":
            return plain
        tls = ssl.create_default_context().wrap_socket(
            plain, server_hostname=parts.hostname, do_handshake_on_connect=False
        )
        self._hold(tls).do_handshake()
        return tls

    def cut(self) -> None:
        """End it, whoever waits for it: its thread sees the end."""
        with self._lock, suppress(OSError):
            self._over = True
            if self._socket is not None:
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the socket back; then there is nothing left to cut."""
        with self._lock:
            if self._socket is not None:
                self._socket.close()
            self._socket = None

    def _hold(self, made: Held) -> Held:
        with self._lock:
            self._socket = made
            if self._over:
                raise TimeoutError
        return made


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _report(status: int, retry_after: str | None) -> Report:
    if 200 <= status < 300:
        return ACCEPTED
    if status in GONE:
        return Report(Outcome.GONE, "gone")
    if status in AGAIN:
        wait = float(retry_after) if retry_after is not None and retry_after.isdigit() else None
        return Report(Outcome.AGAIN, f"status_{status}", wait and min(wait, LONGEST_WAIT_S))
    return Report(Outcome.FAILED, f"status_{status}")
