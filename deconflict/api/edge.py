"""What every request and every socket stands on. Made once by `app.py`, kept in the application's state."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, cast

from fastapi import Depends
from starlette.requests import HTTPConnection, Request

from deconflict.api.attempts import CodeAttempts, SignInAttempts
from deconflict.api.recognised import Recognised
from deconflict.api.uploads import Uploads
from deconflict.flows.deployment import Deployment
from deconflict.parties.ceremonies import RelyingParty
from deconflict.places.maps import Maps
from deconflict.places.reading import SHIPPED
from deconflict.places.rules import Gazetteer
from deconflict.runtime.clock import Clock
from deconflict.runtime.database import Database


@dataclass(frozen=True)
class PushOffer:
    """By which key browsers subscribe to web push, and which endpoints are called (none named: any public one)."""

    key: str
    hosts: tuple[str, ...]
    to_private: bool


@dataclass(frozen=True)
class Edge:
    """The database as the API's login, the deployment's constants and a clock.

    parts: what else has to run for the service to be ready, by name, each telling whether it does.
    on_acknowledgement: what is to be called when somebody acknowledged something in this process.
    push, relying: None where web push, and passkeys, are not offered.
    gazetteer, maps: public geography, by default none.
    demonstration: the file with whom visitors of a demonstration may be; None where real people sign in.
    """

    database: Database
    deployment: Deployment
    clock: Clock
    allowed_origins: frozenset[str]
    secure_cookies: bool
    attempts: SignInAttempts = field(default_factory=SignInAttempts)
    codes: CodeAttempts = field(default_factory=CodeAttempts)
    challenges: CodeAttempts = field(default_factory=lambda: CodeAttempts(100, 1.0))
    recognised: Recognised = field(default_factory=Recognised)
    devices: Recognised = field(default_factory=Recognised)
    uploads: Uploads = field(default_factory=Uploads)
    parts: dict[str, Callable[[], bool]] = field(default_factory=dict)
    on_acknowledgement: list[Callable[[], None]] = field(default_factory=list)
    push: PushOffer | None = None
    relying: RelyingParty | None = None
    gazetteer: Gazetteer = field(default_factory=lambda: Gazetteer(()))
    maps: Maps = field(default_factory=lambda: Maps("", SHIPPED, SHIPPED))
    demonstration: Path | None = None

    def acknowledged(self) -> None:
        """Let those who wait for acknowledgements look for them; called after the transaction."""
        for look in self.on_acknowledgement:
            look()


def edge_of(connection: HTTPConnection) -> Edge:
    """Return what the application that serves this request or socket stands on."""
    return cast(Edge, connection.app.state.edge)


async def served(request: Request) -> Edge:
    """Return what a request stands on."""
    return edge_of(request)


Served = Annotated[Edge, Depends(served)]
