"""One's own open sessions on the wire."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from deconflict.api.wire import Out, example
from deconflict.parties.model import OpenSession, Viewer

SESSION = {
    "id": "8c7d6e5f-4a3b-4c2d-9e1f-0a1b2c3d4e5f",
    "this": True,
    "address": "192.0.2.7",
    "agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/140",
    "device": None,
    "device_name": None,
    "opened_at": "2026-12-01T08:00:00Z",
    "last_seen_at": "2026-12-01T09:14:00Z",
    "expires_at": "2026-12-01T20:00:00Z",
}


class OpenSessionOut(Out):
    """A session of one's own that is open: from where and with which program it was opened, as far as was said."""

    model_config = example(SESSION)

    id: UUID
    this: bool = Field(description="Whether it is the one that asks.")
    address: str
    agent: str
    device: UUID | None = Field(
        description="Which of one's devices signed in with its own secret, if one did."
    )
    device_name: str | None
    opened_at: datetime
    last_seen_at: datetime = Field(description="To within a minute or two.")
    expires_at: datetime

    @classmethod
    def of(cls, found: OpenSession, viewer: Viewer) -> Self:
        """Show a session to whom it belongs."""
        return cls(
            id=found.id,
            this=found.id == viewer.session,
            address=found.whence.address,
            agent=found.whence.agent,
            device=found.device,
            device_name=found.device_name,
            opened_at=found.opened_at,
            last_seen_at=found.last_seen_at,
            expires_at=found.expires_at,
        )


class OpenSessionsOut(Out):
    """One's own open sessions, the last seen first."""

    sessions: list[OpenSessionOut]

    @classmethod
    def of(cls, found: Iterable[OpenSession], viewer: Viewer) -> Self:
        """Show them."""
        return cls(sessions=[OpenSessionOut.of(each, viewer) for each in found])


class EndedOut(Out):
    """How many sessions were ended."""

    model_config = example({"ended": 2})

    ended: int
