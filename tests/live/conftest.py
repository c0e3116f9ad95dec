"""The service on a free loopback port over the small world, and sockets to it."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import pytest
import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr
from websockets.asyncio.client import ClientConnection, connect

from deconflict.app import create_app
from deconflict.flows.sign_in import digest
from deconflict.live.hub import Hub
from deconflict.parties import store as parties
from deconflict.runtime.ids import new_token
from deconflict.runtime.roles import drop_privileges
from deconflict.runtime.settings import Settings

PATIENCE_S = 20.0
SUBPROTOCOL = "deconflict.v1"


@dataclass
class Line:
    """One socket of a client's."""

    connection: ClientConnection

    async def say(self, said: dict[str, Any] | str | bytes) -> None:
        """Send a message."""
        await self.connection.send(json.dumps(said) if isinstance(said, dict) else said)

    async def hear(self, kind: str | None = None) -> dict[str, Any]:
        """Return the next message, of that kind if named; ticks, and positions unless named, may come between."""
        while True:
            async with asyncio.timeout(PATIENCE_S):
                message = json.loads(await self.connection.recv())
            if message["type"] not in {"tick", "position"} - {kind}:
                assert kind in {None, message["type"]}, message
                return message

    async def greet(self, epoch: str | None = None, after: int = 0) -> dict[str, Any]:
        """Say hello and return the welcome."""
        await self.say({"type": "hello", "epoch": epoch, "after": after})
        return await self.hear("welcome")

    async def state(self, kind: str, epoch: str, seq: int) -> None:
        """State what became of an alert."""
        await self.say({"type": kind, "epoch": epoch, "seq": seq})

    async def closed(self) -> int | None:
        """Wait until the service has closed the line, and return the code."""
        async with asyncio.timeout(PATIENCE_S):
            await self.connection.wait_closed()
        return self.connection.close_code


@dataclass
class Served:
    """A running service."""

    app: FastAPI
    world: Any
    port: int
    exits: AsyncExitStack
    stop: Callable[[], Awaitable[None]]
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def hub(self) -> Hub:
        """The hub of its sockets."""
        return self.app.state.hub

    async def token(self, who: str) -> str:
        """The token of that person's open session."""
        if who not in self.tokens:
            self.tokens[who] = await self.another_token(who, self.world.viewers[who].session)
        return self.tokens[who]

    async def another_token(self, who: str, session_id: UUID) -> str:
        """The token of a further session of that person's."""
        viewer, token = replace(self.world.viewers[who], session=session_id), new_token()
        async with self.world.database.transaction(viewer.context) as session:
            await parties.open_session(session, viewer, digest(token), self.world.now())
        return token

    async def dial(self, headers: dict[str, str], *subprotocols: str) -> Line:
        """Open a socket with those headers and subprotocols."""
        address = f"ws://127.0.0.1:{self.port}/v1/live"
        offered = subprotocols or (SUBPROTOCOL,)
        opening = connect(address, subprotocols=offered, additional_headers=headers, compression=None)
        return Line(await self.exits.enter_async_context(opening))

    async def line(self, who: str) -> Line:
        """Open a socket of that person's."""
        return await self.dial({"Authorization": f"Bearer {await self.token(who)}"})

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds that no message tells of."""
        async with asyncio.timeout(PATIENCE_S):
            while not holds():  # noqa: ASYNC110  (it is the database or the hub that changes)
                await asyncio.sleep(0.01)


@pytest.fixture
async def served(world: Any, context_key: bytes) -> AsyncIterator[Served]:
    """The service, with its hub at work."""
    url = drop_privileges(world.url, "api", context_key).render_as_string(hide_password=False)
    settings = Settings(
        database_url=SecretStr(url), context_key=SecretStr(context_key.decode()), poll_ms=50, pool_size=8
    )
    app = create_app(settings, clock=world.clock)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app,
        log_config=None,
        http="h11",
        ws="websockets-sansio",
        ws_max_size=64 * 1024,
        ws_per_message_deflate=False,
        lifespan="on",
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        assert not serving.done(), serving
        await asyncio.sleep(0.01)

    async def stop() -> None:
        server.should_exit = True
        await serving
        listener.close()

    async with AsyncExitStack() as exits:
        yield Served(app, world, listener.getsockname()[1], exits, stop)
        await stop()
