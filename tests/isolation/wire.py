"""Asks an application for something and listens to it without a wire: every byte that leaves it is kept."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Final

from fastapi import FastAPI

PATIENCE_S: Final = 60.0
"""How long what must come may take on a busy machine; nothing that is compared depends on it."""
Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True)
class Answer:
    """Everything of an answer that leaves the service, in the order in which it leaves."""

    status: int
    headers: Headers
    body: bytes

    @property
    def said(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Socket:
    """A live socket, driven without a wire."""

    def __init__(self, app: FastAPI, scope: dict[str, Any]) -> None:
        self.frames: list[bytes] = []
        self._inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._news = asyncio.Event()
        self._inbox.put_nowait({"type": "websocket.connect"})
        self._task = asyncio.create_task(app(scope, self._inbox.get, self._send))

    async def _send(self, message: Any) -> None:
        match message["type"]:
            case "websocket.send":
                self.frames.append(message["text"].encode())
            case "websocket.close":
                self.frames.append(f"close {message['code']} {message.get('reason')}".encode())
            case kind:
                self.frames.append(kind.encode())
        self._news.set()

    def say(self, said: dict[str, Any]) -> None:
        """Send a message."""
        self._inbox.put_nowait({"type": "websocket.receive", "bytes": None, "text": json.dumps(said)})

    async def heard(self, wanted: bytes) -> None:
        """Wait until a frame with those bytes has come, or the socket has closed."""
        async with asyncio.timeout(PATIENCE_S):
            while not any(wanted in frame or frame.startswith(b"close") for frame in self.frames):
                self._news.clear()
                await self._news.wait()

    async def leave(self) -> None:
        """Go, as a client does whose line breaks."""
        self._inbox.put_nowait({"type": "websocket.disconnect", "code": 1006})
        await asyncio.gather(self._task, return_exceptions=True)


async def exchange(app: FastAPI, scope: dict[str, Any], body: bytes) -> Answer:
    given = iter([{"type": "http.request", "body": body, "more_body": False}])
    sent: list[Any] = []

    async def receive() -> Any:
        if (message := next(given, None)) is not None:
            return message
        return await asyncio.Future()

    async def send(message: Any) -> None:
        sent.append(message)

    try:
        await app(scope, receive, send)
    except Exception:  # the framework answers 500 and raises: what the viewer got is compared all the same
        if not sent:
            raise
    start, *rest = sent
    return Answer(start["status"], tuple(start["headers"]), b"".join(part.get("body", b"") for part in rest))
