"""The stage for the stories: a real service on loopback, the engine stepped by hand, people with the client."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Mapping
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
from deconflict.engine.live import LiveLoop
from deconflict.flows import administer, sign_in
from deconflict.flows.administer import add_party, add_person, add_unit
from deconflict.flows.deployment import Deployment
from deconflict.flows.look_back import gather, next_part
from deconflict.flows.record_passages import record_passages
from deconflict.parties.model import Role
from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.roles import drop_privileges
from deconflict.runtime.settings import Settings
from deconflict_client import AsyncClient, Levels, Plan, SigningKey, Terms, Waypoint
from deconflict_client.positions import Fix

PASSWORD = "a long enough password"
GEOD = Geod(ellps="WGS84")
Place = tuple[float, float]


def spot(east_m: float, north_m: float) -> Place:
    """Return degrees of a place so many metres east and north of 15° E 32° N."""
    lon, lat, _ = GEOD.fwd(15.0, 32.0, 90.0, east_m)
    lon, lat, _ = GEOD.fwd(lon, lat, 0.0, north_m)
    return lon, lat


class Held:
    """The live engine of a story is alone: its lock is always its own."""

    async def holds(self) -> bool:
        """Tell that nobody else works."""
        return True


@dataclass
class Stage:
    """Parties A, B and C with two officers and three units each, the Room and the facilitator."""

    url: str
    clock: Any
    engine: Engine
    deployment: Deployment
    people: dict[str, AsyncClient]
    live: LiveLoop
    begin_live: Callable[[], LiveLoop]
    checker: CheckerDatabase
    stack: AsyncExitStack

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

    async def crew(self, party: str, unit: str) -> str:
        """Let a party's officer enrol a device for a unit by its code, sign it in, and return its name here."""
        who = f"{party}-{unit}"
        [number] = [item.id for item in await self[party].units() if item.callsign == unit]
        offered = await self[party].offer_device(number, f"phone of {unit}", PASSWORD)
        enrolled = await self[party].enrol_device(offered.code)
        self.people[who] = await self.stack.enter_async_context(AsyncClient(self.url))
        await self.people[who].sign_in_device(enrolled.id, enrolled.secret)
        return who

    async def report(self, who: str, unit: str, *places: Place, every_s: float = 0.0) -> None:
        """Report where a unit is now, or was in these places one after the other, the last one now."""
        now, last = self.clock.now(), len(places) - 1
        fixes = [
            Fix(now - timedelta(seconds=every_s * (last - index)), *place, accuracy_m=5.0)
            for index, place in enumerate(places)
        ]
        await self[who].report_positions(unit, fixes, sent_at=now)

    async def follow(self) -> None:
        """Let the live engine do one tick."""
        assert await self.live.step() is not None

    async def look_back(self) -> None:
        """Let everything be compared that came too late for the live engine."""
        while True:
            async with self.checker.transaction(snapshot=True) as checker:
                part = await next_part(checker, self.deployment, self.clock.now())
                if part is None:
                    return
                gathered = await gather(checker, self.deployment, part)
            async with self.checker.transaction() as checker:
                await record_passages(
                    checker, gathered, gathered.passages(), self.deployment, self.clock.now()
                )

    def restart_live(self) -> None:
        """Let the live engine die, and another one begin from the tables."""
        self.live = self.begin_live()

    async def drive(
        self, seconds: int, places: Mapping[tuple[str, str], Callable[[float], Place]], *, step: int = 10
    ) -> None:
        """Let units report from where a function of the seconds since now puts them, each step looked at at once."""
        for second in range(step, seconds + 1, step):
            self.clock.advance(step)
            for (who, unit), place in places.items():
                await self.report(who, unit, place(float(second)))
            await self.follow()

    async def agree(self, level: int, minimum_m: int = 1000) -> None:
        """Let B propose a level to A, both sign it, and what they see be brought in line with it."""
        parties = {who: (await self[who].who_am_i()).person.party for who in ("a", "b")}
        terms = Terms(
            parties=(parties["a"], parties["b"]),
            levels=Levels(level),
            minimum_m=dict.fromkeys(parties.values(), minimum_m),
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

        def begin_live() -> LiveLoop:
            return LiveLoop(checker, configured, clock, Held())

        engine = Engine(checker, deployment, clock)
        yield Stage(url, clock, engine, deployment, people, begin_live(), begin_live, checker, stack)


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
