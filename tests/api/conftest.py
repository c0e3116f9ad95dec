"""The application in this process, without a network, over the small world; and a client for each of its people."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from deconflict.app import bare_app, stand
from deconflict.flows.sign_in import digest
from deconflict.parties import store as parties
from deconflict.runtime.ids import new_token
from deconflict.runtime.settings import Settings

HOST = "http://deconflict.test"


@dataclass
class Service:
    """The application and its clients. The hub stands, but its loop is not run: no test here needs a socket."""

    app: FastAPI
    world: Any
    exits: AsyncExitStack
    tokens: dict[str, str] = field(default_factory=dict)

    async def stranger(self, address: str = "127.0.0.1", **options: Any) -> httpx2.AsyncClient:
        """A client at that address that is not signed in."""
        transport = httpx2.ASGITransport(app=self.app, raise_app_exceptions=False, client=(address, 123))
        client = httpx2.AsyncClient(transport=transport, base_url=HOST, **options)
        return await self.exits.enter_async_context(client)

    async def token(self, who: str) -> str:
        """The token of an open session of that person's."""
        if who not in self.tokens:
            viewer, token = self.world.viewers[who], new_token()
            async with self.world.database.transaction(viewer.context) as session:
                await parties.open_session(session, viewer, digest(token), self.world.now())
            self.tokens[who] = token
        return self.tokens[who]

    async def client(self, who: str) -> httpx2.AsyncClient:
        """A client of that person's, with a bearer token."""
        return await self.stranger(headers={"Authorization": f"Bearer {await self.token(who)}"})


@pytest.fixture
async def service(world: Any, context_key: bytes) -> AsyncIterator[Service]:
    """The application over a world in which nothing has happened yet."""
    settings = Settings(database_url=SecretStr("unused"), context_key=SecretStr(context_key.decode()))
    app = bare_app()
    stand(app, settings, world.database, world.clock)
    async with AsyncExitStack() as exits:
        yield Service(app, world, exits)


@pytest.fixture
def plan(clock: Any) -> Callable[..., dict[str, Any]]:
    """Make a plan: a drive of 0.1° eastwards at a latitude, beginning in so many minutes and taking ten."""

    def make(unit: str = "U1", *, lat: float = 32.0, minutes: float = 120, **said: Any) -> dict[str, Any]:
        start = clock.now() + timedelta(minutes=minutes)
        times = [written(start), written(start + timedelta(minutes=10))]
        return {
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": [[15.0, lat], [15.1, lat]]},
            "properties": {"unit": unit, "coordinateProperties": {"times": times}, **said},
        }

    return make


@pytest.fixture
def zone() -> Callable[..., dict[str, Any]]:
    """Make a zone: a square of 0.1° with its south-west corner at 15° E 32° N."""

    def make(**said: Any) -> dict[str, Any]:
        ring = [[15.0, 32.0], [15.1, 32.0], [15.1, 32.1], [15.0, 32.1], [15.0, 32.0]]
        properties = {"kind": "protected_site", "name": "Hospital", **said}
        return {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [ring]},
            "properties": properties,
        }

    return make


def written(at: datetime) -> str:
    """A time as it is written."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
