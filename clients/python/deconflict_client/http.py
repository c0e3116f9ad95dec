"""Carries calls over HTTP, sync and async: sends, retries as `retrying.py` allows, and nothing else.

The token travels as a bearer header only; cookies are not kept, so a browser's rules about them never apply.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TypeVar

import httpx2

from deconflict_client.answers import read_answer, unreachable
from deconflict_client.calls import Answer, Call
from deconflict_client.errors import Problem
from deconflict_client.retrying import USUAL, Retrying

T = TypeVar("T")


@dataclass(frozen=True)
class Manner:
    """How to wait and how to draw chance; tests put their own in."""

    retrying: Retrying = USUAL
    timeout_s: float = 10.0
    sleep: Callable[[float], None] = time.sleep
    async_sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))


PATIENT = Manner()


def _no_cookies() -> CookieJar:
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


def _headers(call: Call[T], token: str | None) -> dict[str, str]:
    return {**call.headers, **({"Authorization": f"Bearer {token}"} if token else {})}


class Http:
    """Sends calls one at a time; safe to share between threads as far as `httpx2.Client` is."""

    def __init__(self, url: str, manner: Manner, transport: httpx2.BaseTransport | None = None) -> None:
        self._manner = manner
        self._client = httpx2.Client(
            base_url=url, timeout=manner.timeout_s, cookies=_no_cookies(), transport=transport
        )

    def send(self, call: Call[T], token: str | None) -> T:
        """Return what the call reads; raise the Problem that retrying could not cure."""
        manner, attempt = self._manner, 1
        while True:
            try:
                return call.read(self._once(call, token))
            except Problem as problem:
                wait_s = manner.retrying.wait_s(problem, call.repeat, attempt, manner.chance())
                if wait_s is None:
                    raise
            manner.sleep(wait_s)
            attempt += 1

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _once(self, call: Call[T], token: str | None) -> Answer:
        try:
            response = self._client.request(
                call.method, call.path, json=call.body, headers=_headers(call, token)
            )
        except httpx2.TransportError as fault:
            raise unreachable(fault) from fault
        return read_answer(response, self._manner.now())


class AsyncHttp:
    """The same over asyncio."""

    def __init__(self, url: str, manner: Manner, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        self._manner = manner
        self._client = httpx2.AsyncClient(
            base_url=url, timeout=manner.timeout_s, cookies=_no_cookies(), transport=transport
        )

    async def send(self, call: Call[T], token: str | None, retrying: Retrying | None = None) -> T:
        """Return what the call reads; raise the Problem that retrying could not cure."""
        manner, attempt = self._manner, 1
        while True:
            try:
                return call.read(await self._once(call, token))
            except Problem as problem:
                rule = retrying or manner.retrying
                wait_s = rule.wait_s(problem, call.repeat, attempt, manner.chance())
                if wait_s is None:
                    raise
            await manner.async_sleep(wait_s)
            attempt += 1

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _once(self, call: Call[T], token: str | None) -> Answer:
        try:
            response = await self._client.request(
                call.method, call.path, json=call.body, headers=_headers(call, token)
            )
        except httpx2.TransportError as fault:
            raise unreachable(fault) from fault
        return read_answer(response, self._manner.now())
