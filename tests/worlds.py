"""The small world that tests act in: three rival parties and the neutral staff, on a clock that stands still."""

from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy.engine import URL

from deconflict.agreements.model import Level
from deconflict.engine.engine import Engine
from deconflict.flows.amend_patrol import amend_patrol
from deconflict.flows.deployment import Deployment
from deconflict.flows.move_patrol import move_patrol
from deconflict.flows.read_feed import read_feed
from deconflict.flows.register_patrol import Registered, register_patrol
from deconflict.flows.take_picture import Picture, take_picture
from deconflict.parties.model import Party, Viewer
from deconflict.patrols.model import PatrolClass, PatrolState, Submission
from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.database import Database, OwnerDatabase
from deconflict.runtime.migrate import conninfo


@dataclass
class ManualClock:
    """A clock that stands still until a test moves it."""

    at: datetime = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the moment it shows."""
        return self.at

    def advance(self, seconds: float) -> None:
        """Move on."""
        self.at += timedelta(seconds=seconds)


@dataclass
class World:
    """Three rival parties with three units each, their people and the neutral staff; the engine is stepped by hand."""

    url: URL
    database: Database
    checker: CheckerDatabase
    owner: OwnerDatabase
    engine: Engine
    clock: ManualClock
    deployment: Deployment
    parties: dict[str, Party]
    viewers: dict[str, Viewer]
    superuser: psycopg.Connection | None

    def now(self) -> datetime:
        """The clock's time."""
        return self.clock.now()

    def at_level(self, level: int) -> Deployment:
        """The same deployment with another disclosure level."""
        return replace(self.deployment, terms=replace(self.deployment.terms, level=Level(level)))

    def submission(
        self, *, lat: float = 32.0, minutes: float = 120, unit: str = "U1", **other: Any
    ) -> Submission:
        """A drive of 0.1° eastwards at that latitude, beginning so many minutes after eight and taking ten."""
        start = ManualClock.at + timedelta(minutes=minutes)
        values = {
            "unit": unit,
            "waypoints": ((15.0, lat), (15.1, lat)),
            "times": (start, start + timedelta(minutes=10)),
            "time_tolerance_s": 0.0,
            "lateral_tolerance_m": 0.0,
            "purpose": PatrolClass.ROUTINE,
        }
        return Submission(**{**values, **other})

    async def act(self, who: str, flow: Callable[..., Awaitable[Any]], *arguments: Any, **named: Any) -> Any:
        """Run a flow as that person, in a transaction of its own."""
        viewer = self.viewers[who]
        async with self.database.transaction(viewer.context) as session:
            return await flow(session, viewer, *arguments, **named)

    async def read(
        self, who: str, reading: Callable[..., Awaitable[Any]], *arguments: Any, **named: Any
    ) -> Any:
        """Run a store's function as that person."""
        async with self.database.transaction(self.viewers[who].context) as session:
            return await reading(session, *arguments, **named)

    async def register(self, who: str, submission: Submission | None = None, **other: Any) -> Registered:
        """Register a patrol as that person."""
        submission = submission or self.submission(**other)
        return await self.act(who, register_patrol, submission, self.deployment, self.now())

    async def amend(self, who: str, patrol: UUID, version: int, **other: Any) -> Registered:
        """Hand in another plan for a patrol as that person."""
        submission = self.submission(**other)
        return await self.act(who, amend_patrol, patrol, version, submission, self.deployment, self.now())

    async def move(self, who: str, patrol: UUID, to: PatrolState, version: int | None = None) -> Registered:
        """Move a patrol on as that person."""
        return await self.act(who, move_patrol, patrol, to, self.deployment, self.now(), version)

    async def tick(self) -> None:
        """Check everything that is due, move to the next tick and release."""
        await self.engine.check_all()
        tick = self.deployment.tick_after(self.now() + timedelta(microseconds=1))
        self.clock.at = tick
        await self.engine.release_at_once()
        await self.engine.release_at_tick(tick)

    async def feed(self, who: str, after: int = 0, deployment: Deployment | None = None) -> list[Any]:
        """The alerts of that person's feed after a number, as they may be read now."""
        page = await self.act(who, read_feed, None, after, 1000, deployment or self.deployment)
        return [item.value for item in page.alerts]

    async def picture(self, who: str, deployment: Deployment | None = None) -> Picture:
        """Everything that person sees, at one moment."""
        viewer = self.viewers[who]
        async with self.database.transaction(viewer.context, snapshot=True) as session:
            return await take_picture(session, viewer, deployment or self.deployment, self.now())

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run a statement as the cluster's superuser, past every wall, and return its rows."""
        with ExitStack() as once:
            connection = self.superuser or once.enter_context(
                psycopg.connect(conninfo(self.url), autocommit=True)
            )
            cursor = connection.execute(statement.encode(), values or None)
            return cursor.fetchall() if cursor.description else []
