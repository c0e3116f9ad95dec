"""A small world for flow tests: two rival parties, a neutral desk, and the engine stepped by hand."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from deconflict.engine.engine import Engine
from deconflict.flows.administer import add_party, add_person, add_unit
from deconflict.flows.deployment import Deployment
from deconflict.flows.read_feed import read_feed
from deconflict.flows.register_patrol import Registered, register_patrol
from deconflict.parties.model import Party, Role, SessionId, Viewer
from deconflict.patrols.model import PatrolClass, Submission
from deconflict.runtime.settings import Settings


@dataclass
class World:
    """Parties A and B with an officer each, the desk and the facilitator; `step` runs the engine up to the next tick."""

    database: Any
    engine: Engine
    clock: Any
    deployment: Deployment
    parties: dict[str, Party]
    viewers: dict[str, Viewer]

    def now(self) -> datetime:
        """The clock's time."""
        return self.clock.now()

    def submission(self, *, lat: float = 32.0, minutes: float = 120, unit: str = "U1", **other: Any) -> Submission:
        """A drive of 0.1° eastwards at that latitude, beginning so many minutes from now and taking ten."""
        start = self.now() + timedelta(minutes=minutes)
        values = {
            "unit": unit,
            "waypoints": ((15.0, lat), (15.1, lat)),
            "times": (start, start + timedelta(minutes=10)),
            "time_tolerance_s": 0.0,
            "lateral_tolerance_m": 0.0,
            "purpose": PatrolClass.ROUTINE,
        }
        return Submission(**{**values, **other})

    async def register(self, who: str, submission: Submission) -> Registered:
        """Register as that viewer."""
        viewer = self.viewers[who]
        async with self.database.transaction(viewer.context) as session:
            return await register_patrol(session, viewer, submission, self.deployment, self.now())

    async def tick(self) -> None:
        """Check everything that is due, move to the next tick and release."""
        await self.engine.check_all()
        tick = self.deployment.tick_after(self.now() + timedelta(microseconds=1))
        self.clock.at = tick
        await self.engine.release_at_once()
        await self.engine.release_at_tick(tick)

    async def feed(self, who: str) -> list[Any]:
        """All alerts of that viewer's feed, as it may read them now."""
        viewer = self.viewers[who]
        async with self.database.transaction(viewer.context) as session:
            page = await read_feed(session, viewer, None, 0, 1000, self.deployment)
        return [item.value for item in page.alerts]


@pytest.fixture
async def world(api_database: Any, checker_database: Any, owner_database: Any, clock: Any) -> World:
    """Two parties, three units each, one officer each, the desk and the facilitator."""
    deployment = Deployment.of(Settings())
    parties, viewers = {}, {}
    async with owner_database.transaction() as owner:
        for slug in ("a", "b"):
            parties[slug] = await add_party(owner, slug, f"Party {slug}", clock.now())
            for number in (1, 2, 3):
                await add_unit(owner, parties[slug].id, f"U{number}", clock.now())
        for who, role, slug in (
            ("a", Role.LIAISON, "a"),
            ("a2", Role.DUTY_OFFICER, "a"),
            ("b", Role.LIAISON, "b"),
            ("desk", Role.DESK, None),
            ("facilitator", Role.FACILITATOR, None),
        ):
            party = parties[slug].id if slug else None
            person = await add_person(owner, party, who, who, role, "a long password", clock.now())
            viewers[who] = Viewer(
                SessionId(uuid4()), person.id, party, role, None, clock.now() + timedelta(hours=12)
            )
    engine = Engine(checker_database, deployment, clock)
    return World(api_database, engine, clock, deployment, parties, viewers)
