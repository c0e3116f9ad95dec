"""Runs `deconflict bench alarm`: from the fix that is too close, as it is sent, to the alert on the desk's socket.

The service runs as it always does; units by the thousand report beside the pairs that are measured. Each measured unit
reports over HTTP, and everything shares this machine's cores, the sending too.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from math import cos, radians
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from rich.table import Table

from deconflict.bench.fleet import unit_rows
from deconflict.bench.ground import Ground, ground
from deconflict.bench.machine import machine
from deconflict.bench.moving import METRES_PER_DEGREE, Convoy
from deconflict.bench.processes import service
from deconflict.bench.progress import Stages
from deconflict.bench.swarm import Reporter, reporting
from deconflict.bench.timing import Spread, ratio
from deconflict.flows.administer import add_party, add_person
from deconflict.parties.model import PartyId, PersonId, Role, UnitId
from deconflict.runtime.database import OwnerDatabase
from deconflict.runtime.ids import new_id, new_token
from deconflict.runtime.settings import Settings
from deconflict_client import AsyncClient, Cursor, Problem
from deconflict_client.near import EncounterAlert
from deconflict_client.positions import Fix

WARM_UP_S: Final = 15.0
"""Until then the crowd is new, and pairs of it open by the hundred."""
PAIRS_PER_S: Final = 5.0
FAR_M, NEAR_M = 1500.0, 900.0
APPROACH_S: Final = 12.0
"""How long the one unit takes from far to near: no faster than units may be."""
PATIENCE_S: Final = 30.0
WEST, SOUTH, COLUMNS = 10.0, 18.0, 50
APART_DEG: Final = 0.3
"""The measured pairs are beyond the crowd, and far from one another."""


@dataclass(frozen=True)
class AlarmReport:
    """What one run measured.

    reports_per_s: of the crowd, as stored. told: of so many pairs the desk heard; refused: so many could not report.
    """

    machine: dict[str, Any]
    units: int
    reports_per_s: float
    pairs: int
    told: int
    refused: int
    alarm_ms: Spread

    def as_json(self) -> dict[str, Any]:
        """Return the figures as plain values."""
        return asdict(self)

    def as_table(self) -> Table:
        """Return the figures as a person reads them."""
        table = Table("what", f"{self.units:,} units", title="from a fix to the alert on the desk's socket")
        table.add_row("reports stored a second", f"{self.reports_per_s:,.0f}")
        table.add_row("pairs told / driven / refused", f"{self.told:,} / {self.pairs:,} / {self.refused:,}")
        spread = self.alarm_ms
        table.add_row("p50 / p95 / p99, ms", f"{spread.p50:.0f} / {spread.p95:.0f} / {spread.p99:.0f}")
        return table


@dataclass(frozen=True)
class Side:
    """A party, its officer and how that one signs in; the desk has no party."""

    party: PartyId | None
    person: PersonId
    login: str
    password: str


@dataclass(frozen=True)
class Clients:
    """Whoever takes part, signed in."""

    sides: tuple[AsyncClient, AsyncClient]
    desk: AsyncClient


@dataclass
class Driven:
    """When each pair's last fix was sent and when the desk heard of it, and which of them could not report."""

    sent: dict[str, float] = field(default_factory=dict)
    heard: dict[str, float] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        """Whether the desk has heard of all that it can hear of."""
        return self.sent.keys() - self.refused <= self.heard.keys()

    @property
    def seconds(self) -> list[float]:
        """From the fix to the alert, of all that were told."""
        return [self.heard[name] - at for name, at in self.sent.items() if name in self.heard]


async def measure_alarm(
    settings: Settings, units: int, pairs: int, data: Path | None, stages: Stages
) -> AlarmReport:
    """Bring the service up, let the crowd report, and drive pair after pair too close."""
    with ground(settings, data) as fresh:
        one, other, desk = await _cast(fresh)
        convoy = Convoy.draw(1, units)
        crowd = _units(fresh, (one, other), units)
        _pairs(fresh, (one, other), pairs)
        with service(fresh) as url, reporting(fresh, convoy, crowd) as stored:
            async with _signed_in(url, one, other, desk) as clients:
                with stages.stage("waiting for the crowd", 1) as advance:
                    await stored.begun()
                    await asyncio.sleep(WARM_UP_S)
                    advance(1)
                began, before = perf_counter(), stored.reports
                with stages.stage("driving pairs too close", pairs) as advance:
                    driven = await _driven(clients, pairs, advance)
                per_s = ratio(stored.reports - before, perf_counter() - began)
        took, refused = driven.seconds, len(driven.refused)
        return AlarmReport(machine(fresh), units, per_s, pairs, len(took), refused, Spread.of(took, 1e3))


async def _cast(ground: Ground) -> tuple[Side, Side, Side]:
    """Add two parties with an officer each, and the desk."""
    now = datetime.now(UTC)
    async with OwnerDatabase(ground.url) as database, database.transaction() as owner:
        sides = []
        for slug in ("one", "other"):
            party, password = await add_party(owner, slug, slug, now), new_token()
            officer = await add_person(owner, party.id, "officer", "Officer", Role.LIAISON, password, now)
            sides.append(Side(party.id, officer.id, f"officer@{slug}", password))
        password = new_token()
        desk = await add_person(owner, None, "room", "Room", Role.DESK, password, now)
        return sides[0], sides[1], Side(None, desk.id, "room", password)


def _units(ground: Ground, sides: tuple[Side, Side], count: int) -> list[Reporter]:
    """Put the crowd on record, by turns of the one party and of the other."""
    made = []
    for number in range(count):
        side = sides[number % 2]
        assert side.party is not None  # noqa: S101  (it is not the desk)
        made.append((f"crowd {number}", Reporter(side.party, UnitId(new_id()), side.person)))
    ground.copy("unit", unit_rows({(one.party, callsign): one.unit for callsign, one in made}))
    return [one for _, one in made]


def _pairs(ground: Ground, sides: tuple[Side, Side], count: int) -> None:
    """Put the units of the measured pairs on record, one of each party."""
    for side in sides:
        assert side.party is not None  # noqa: S101  (it is not the desk)
        names = {(side.party, _name(number)): UnitId(new_id()) for number in range(count)}
        ground.copy("unit", unit_rows(names))


@asynccontextmanager
async def _signed_in(url: str, *who: Side) -> AsyncIterator[Clients]:
    async with AsyncExitStack() as stack:
        clients = []
        for side in who:
            client = await stack.enter_async_context(AsyncClient(url))
            await client.sign_in(side.login, side.password)
            clients.append(client)
        one, other, desk = clients
        yield Clients((one, other), desk)


async def _driven(clients: Clients, pairs: int, advance: Callable[[int], None]) -> Driven:
    """Drive all pairs, so many a second, and wait until the desk has heard of them."""
    driven = Driven()
    listening = asyncio.create_task(_listen(clients.desk, driven.heard))
    try:
        async with asyncio.TaskGroup() as group:
            for number in range(pairs):
                group.create_task(_drive(clients.sides, number, driven, advance))
                await asyncio.sleep(1 / PAIRS_PER_S)
        end = perf_counter() + PATIENCE_S
        while not driven.is_over and perf_counter() < end:  # noqa: ASYNC110  (others work)
            await asyncio.sleep(0.1)
    finally:
        listening.cancel()
        await asyncio.wait([listening])
    return driven


async def _listen(desk: AsyncClient, heard: dict[str, float]) -> None:
    """Note when the alert of each pair came."""
    page = await desk.alerts(limit=1)
    async with desk.watch(Cursor(page.epoch, page.last)) as feed:
        async for event in feed:
            if isinstance(event, EncounterAlert) and event.own is not None:
                heard.setdefault(event.own.callsign, perf_counter())


async def _drive(
    sides: Sequence[AsyncClient], number: int, driven: Driven, advance: Callable[[int], None]
) -> None:
    """Let the one unit stand, and the other be far from it and, some seconds later, near."""
    name, (one, other) = _name(number), sides
    try:
        await one.report_positions(name, [_fix(number, 0.0)])
        await other.report_positions(name, [_fix(number, FAR_M)])
        await asyncio.sleep(APPROACH_S)
        await one.report_positions(name, [_fix(number, 0.0)])
        driven.sent[name] = perf_counter()
        await other.report_positions(name, [_fix(number, NEAR_M)])
    except Problem:
        driven.refused.append(name)
    advance(1)


def _fix(number: int, east_m: float) -> Fix:
    """Return where a unit of a pair is now: so far east of the place of that pair."""
    lat = SOUTH - number // COLUMNS * APART_DEG
    lon = WEST + number % COLUMNS * APART_DEG + east_m / METRES_PER_DEGREE / cos(radians(lat))
    return Fix(datetime.now(UTC), lon, lat, 5.0)


def _name(number: int) -> str:
    """Return what both units of a pair are called, each in its party."""
    return f"pair {number}"
