"""The stage for the stories: a real service on loopback, the engine stepped by hand, people with the client."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import uvicorn
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import SecretStr
from pyproj import Geod

from deconflict.app import create_app
from deconflict.engine.engine import Engine
from deconflict.flows import administer, sign_in
from deconflict.flows.administer import add_party, add_person, add_unit
from deconflict.flows.deployment import Deployment
from deconflict.parties.model import Role
from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.roles import drop_privileges
from deconflict.runtime.settings import Settings
from deconflict_client import AsyncClient, Levels, Plan, SigningKey, Terms, Waypoint

PASSWORD = "a long enough password"
GEOD = Geod(ellps="WGS84")


@dataclass
class Stage:
    """Parties A, B and C with two officers and three units each, the Room and the facilitator."""

    url: str
    clock: Any
    engine: Engine
    deployment: Deployment
    people: dict[str, AsyncClient]

    def __getitem__(self, who: str) -> AsyncClient:
        """Return somebody's signed-in client: `a`, `a2`, `b`, `b2`, `c`, `room`, `facilitator`."""
        return self.people[who]

    def plan(
        self,
        unit: str = "U1",
        *,
        lat: float = 32.0,
        at: timedelta = timedelta(hours=4),
        takes: timedelta = timedelta(minutes=30),
        west: float = 15.0,
        east: float = 15.2,
        **other: Any,
    ) -> Plan:
        """Return a drive along one parallel, beginning `at` from now."""
        start = self.clock.now() + at
        way = (Waypoint(west, lat, start), Waypoint(east, lat, start + takes))
        return Plan(unit, way, **other)

    def post(self, unit: str, *, north_m: float, at: timedelta, takes: timedelta, **other: Any) -> Plan:
        """Return a post so many metres north of 15° E 32° N."""
        lon, lat, _ = GEOD.fwd(15.0, 32.0, 0.0, north_m)
        start = self.clock.now() + at
        return Plan(unit, (Waypoint(lon, lat, start), Waypoint(lon, lat, start + takes)), **other)

    async def check(self) -> None:
        """Let the checker do all that is due, and release what need not wait for a tick."""
        await self.engine.check_all()
        await self.engine.release_at_once()

    async def tick(self) -> datetime:
        """Check, move on to the next tick and release: both sides are told at the same moment."""
        await self.check()
        tick = self.deployment.tick_after(self.clock.now() + timedelta(microseconds=1))
        self.clock.at = tick
        await self.engine.release_at_tick(tick)
        return tick

    async def agree(self, level: int) -> None:
        """Let B propose a level to A, both sign it, and what they see be brought in line with it."""
        parties = {who: (await self[who].who_am_i()).person.party for who in ("a", "b")}
        terms = Terms(
            parties=(parties["a"], parties["b"]),
            levels=Levels(level),
            minimum_m=dict.fromkeys(parties.values(), 1000),
            expires_at=self.clock.now() + timedelta(days=30),
        )
        agreement = await self["b"].draft_agreement(terms)
        for who in ("b", "a"):
            key = SigningKey.new()
            registered = await self[who].register_key(f"key of {who}", key.public)
            agreement = await self[who].sign(agreement, replace(key, id=registered.id))
        assert agreement.state == "ratified"
        await self.tick()

    async def alerts(self, who: str) -> list[Any]:
        """Return somebody's whole feed, as it may be read now."""
        client = self[who]
        epoch = (await client.picture()).epoch
        return list((await client.alerts(epoch)).alerts)

    async def token(self, who: str) -> str:
        """Return a session token of somebody's, for requests that no client would make."""
        logins = {"room": "room", "facilitator": "facilitator"}
        async with AsyncClient(self.url) as client:
            signed_in = await client.sign_in(logins.get(who, f"{who}@{who[0]}"), PASSWORD)
        assert signed_in.token is not None
        return signed_in.token

    async def kinds(self, who: str) -> list[tuple[str, str]]:
        """Return the kind and the change of every alert in somebody's feed."""
        return [(alert.kind, alert.change) for alert in await self.alerts(who)]


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords with the least argon2id allows: its cost is not what the stories are about."""
    quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    monkeypatch.setattr(sign_in, "PASSWORDS", quick)
    monkeypatch.setattr(administer, "PASSWORDS", quick)
    monkeypatch.setattr(sign_in, "NOBODY", quick.hash("nobody"))


@pytest.fixture
async def stage(
    database_url: Any, owner_database: Any, context_key: bytes, clock: Any
) -> AsyncIterator[Stage]:
    """A service with its people signed in."""
    async with AsyncExitStack() as stack:
        stage = await stack.enter_async_context(staged(database_url, owner_database, context_key, clock))
        yield stage


@asynccontextmanager
async def staged(
    database_url: Any, owner_database: Any, context_key: bytes, clock: Any, **settings: Any
) -> AsyncIterator[Stage]:
    """Set the stage with other settings than the defaults."""
    await cast(owner_database, clock)
    configured = Settings(
        database_url=SecretStr(
            drop_privileges(database_url, "api", context_key).render_as_string(hide_password=False)
        ),
        context_key=SecretStr(context_key.decode()),
        **settings,
    )
    checker_url = drop_privileges(database_url, "checker", context_key)
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(serving(configured, clock))
        checker = await stack.enter_async_context(CheckerDatabase(checker_url))
        deployment = Deployment.of(configured)
        people = {}
        for who in ("a@a", "a2@a", "b@b", "b2@b", "c@c", "room", "facilitator"):
            client = await stack.enter_async_context(AsyncClient(url))
            await client.sign_in(who, PASSWORD)
            people[who.partition("@")[0]] = client
        yield Stage(url, clock, Engine(checker, deployment, clock), deployment, people)


async def cast(owner_database: Any, clock: Any) -> None:
    """Add the parties, units and people of every story."""
    now = clock.now()
    async with owner_database.transaction() as owner:
        for slug in ("a", "b", "c"):
            party = await add_party(owner, slug, f"Party {slug.upper()}", now)
            for number in (1, 2, 3):
                await add_unit(owner, party.id, f"U{number}", now)
            await add_person(owner, party.id, slug, f"Officer {slug}", Role.LIAISON, PASSWORD, now)
            await add_person(owner, party.id, f"{slug}2", f"Duty {slug}", Role.DUTY_OFFICER, PASSWORD, now)
        await add_person(owner, None, "room", "Room", Role.DESK, PASSWORD, now)
        await add_person(owner, None, "facilitator", "Facilitator", Role.FACILITATOR, PASSWORD, now)


@asynccontextmanager
async def serving(settings: Settings, clock: Any) -> AsyncIterator[str]:
    """Serve on a free loopback port while the block lasts."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        create_app(settings, clock=clock), log_config=None, ws="websockets-sansio", lifespan="on"
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        if task.done():
            await task
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
        listener.close()
