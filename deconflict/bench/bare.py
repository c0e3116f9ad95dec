"""The peer of registering over HTTP: the same server, driver and transaction around one bare INSERT of what was sent.

Run as a process of its own by `processes.py`; parses nothing, checks nothing.
"""

import asyncio
import socket
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final
from uuid import UUID

import uvicorn
from sqlalchemy import text

from deconflict.runtime.context import Context
from deconflict.runtime.database import Database
from deconflict.runtime.ids import new_id
from deconflict.runtime.processes import briefing
from deconflict.runtime.settings import Settings

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

SOMEBODY: Final = Context(UUID(int=1), None, "liaison", "viewer")
INSERT: Final = text("INSERT INTO bare_body (id, body) VALUES (:id, :body)")


class Bare:
    """An ASGI application that stores every body it is sent."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        if body:
            async with self._database.transaction(SOMEBODY) as session:
                await session.execute(INSERT, {"id": new_id(), "body": body})
        await send({"type": "http.response.start", "status": 201, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})


async def serve(settings: Settings, listener: socket.socket) -> None:
    """Answer until stopped."""
    async with Database(settings.url, context_key=settings.key, pool_size=settings.pool_size) as database:
        config = uvicorn.Config(
            Bare(database), http="httptools", lifespan="off", log_config=None, access_log=False
        )
        await uvicorn.Server(config).serve(sockets=[listener])


def main(descriptor: int) -> None:
    """Serve on the parent's open port, told the settings by the parent."""
    import uvloop

    line = briefing()
    if line is not None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(serve(Settings.briefed(line), socket.socket(fileno=descriptor)))


if __name__ == "__main__":
    main(int(sys.argv[1]))
