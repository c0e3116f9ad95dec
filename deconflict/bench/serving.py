"""Registering over HTTP with n plans in force: how fast, how soon checked, how soon after the tick everybody is told.

The service runs as it always does, API and engine as processes of their own, and this process sends through the
Python client. Everything shares this machine's cores, the sending too.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import httpx2

from deconflict.bench.fleet import Mission, unit_rows, units_of
from deconflict.bench.lag import until_checked, until_told, watched
from deconflict.bench.processes import bare_service, service
from deconflict.bench.progress import Stages
from deconflict.bench.scene import Scene
from deconflict.bench.timing import Spread, ratio
from deconflict.bench.traffic import Traffic
from deconflict.parties.model import PartyId
from deconflict_client import AsyncClient, Cursor, OverlapAlert, Plan, Problem, Waypoint

WRITERS: Final = 16
PACED_PER_S: Final = 100.0
QUIET_PER_S: Final = 5.0
SETTLE_S: Final = 60.0
IDLE_S: Final = 300.0
"""How long to wait at the most for an idle engine before the quiet way is measured: it is to show no backlog."""


@dataclass(frozen=True)
class Phase:
    """One way of sending: what came through, how long it took, and how the checker kept up with it."""

    sent: int
    refused: dict[str, int]
    per_s: float
    latency_ms: Spread
    sender_share: float
    lag_ms: Spread
    most_waiting: int
    checked_per_s: float


@dataclass(frozen=True)
class ServingFigures:
    """`crowd`: 16 writers without a pause. `paced`: 100 a second. `quiet`: 5 a second, for the notices alone.

    told_ms: from the tick that releases a notice to its arrival at a socket, while sending so. `quiet` begins when the
    engine has checked and told everything before it.
    """

    crowd: Phase
    paced: Phase
    paced_told_ms: Spread
    quiet_told_ms: Spread
    bare_per_s: float
    bare_ms: Spread
    times_slower: float


async def measure_serving(scene: Scene, seconds: float, stages: Stages) -> ServingFigures:
    """Bring the service up and register."""
    missions = deque(_missions(scene, seconds))
    with stages.stage("registering over HTTP", 4) as advance, service(scene.ground) as url:
        async with _signed_in(scene, url) as clients:

            async def send(mission: Mission) -> str:
                return await _register(clients[mission.side.party], mission)

            crowd = await _phase(scene, Traffic(send, missions), None, seconds)
            advance(1)
            async with _told(list(clients.values())) as paced_told:
                paced = await _phase(scene, Traffic(send, missions), PACED_PER_S, seconds)
            advance(1)
            await until_told(scene, IDLE_S)
            async with _told(list(clients.values())) as quiet_told:
                await _phase(scene, Traffic(send, missions), QUIET_PER_S, seconds)
            advance(1)
        bare = await _bare(scene, missions, seconds)
        advance(1)
    return ServingFigures(
        crowd=crowd,
        paced=paced,
        paced_told_ms=Spread.of(paced_told, 1e3),
        quiet_told_ms=Spread.of(quiet_told, 1e3),
        bare_per_s=bare.per_s,
        bare_ms=bare.milliseconds,
        times_slower=ratio(crowd.latency_ms.p50, bare.milliseconds.p50),
    )


def _missions(scene: Scene, seconds: float) -> list[Mission]:
    """Return more patrols than could be registered in that time, their units on record."""
    orders = scene.further(int(500 * seconds), series=3)
    for order in orders:
        scene.ground.copy("unit", unit_rows(units_of(order)))
    return [mission for order in orders for mission in order.missions]


@asynccontextmanager
async def _signed_in(scene: Scene, url: str) -> AsyncIterator[dict[PartyId, AsyncClient]]:
    """Yield a client for each party's officer."""
    async with AsyncExitStack() as stack:
        clients = {}
        for officer in scene.officers:
            client = await stack.enter_async_context(AsyncClient(url))
            await client.sign_in(officer.login, officer.password)
            clients[officer.side.party] = client
        yield clients


async def _register(client: AsyncClient, mission: Mission) -> str:
    route = mission.route
    points = zip(route.waypoints, route.times, strict=True)
    plan = Plan(
        mission.callsign,
        tuple(Waypoint(lon, lat, at) for (lon, lat), at in points),
        route.time_tolerance_s,
        route.lateral_tolerance_m,
    )
    try:
        await client.register(plan)
    except Problem as problem:
        return problem.code
    return ""


async def _phase(scene: Scene, traffic: Traffic[Mission], per_s: float | None, seconds: float) -> Phase:
    """Send in one way, and let the checker finish."""
    async with watched(scene) as lag:
        if per_s is None:
            await traffic.crowd(WRITERS, seconds)
        else:
            await traffic.stream(per_s, seconds)
        behind = await until_checked(lag, SETTLE_S)
    done = len(traffic.latencies)
    return Phase(
        sent=done,
        refused=dict(traffic.refused),
        per_s=traffic.per_s,
        latency_ms=traffic.milliseconds,
        sender_share=traffic.own_share,
        lag_ms=lag.spread(done),
        most_waiting=lag.most,
        checked_per_s=ratio(done, traffic.seconds + behind),
    )


@asynccontextmanager
async def _told(clients: Sequence[AsyncClient]) -> AsyncIterator[list[float]]:
    """Follow the feeds while the block runs; yields the seconds from each tick to the arrival of what it released."""
    told: list[float] = []

    async def follow(client: AsyncClient) -> None:
        page = await client.alerts(limit=1)
        async with client.watch(Cursor(page.epoch, page.last)) as feed:
            async for event in feed:
                if isinstance(event, OverlapAlert) and event.released_at is not None:
                    late = datetime.now(UTC) - event.released_at
                    told.append(late.total_seconds())

    following = [asyncio.create_task(follow(client)) for client in clients]
    try:
        yield told
    finally:
        for task in following:
            task.cancel()
        await asyncio.wait(following)


async def _bare(scene: Scene, missions: deque[Mission], seconds: float) -> Traffic[bytes]:
    """Send bodies of the same length to the bare peer."""
    bodies = deque(repr(mission.route).encode() for mission in list(missions)[:1000])
    with bare_service(scene.ground) as url:
        async with httpx2.AsyncClient(base_url=url, timeout=10.0) as client:
            await _until_open(client)

            async def send(body: bytes) -> str:
                bodies.append(body)
                return "" if (await client.post("/", content=body)).is_success else "failed"

            traffic = Traffic(send, bodies)
            await traffic.crowd(WRITERS, seconds)
            return traffic


async def _until_open(client: httpx2.AsyncClient) -> None:
    """Wait for the first answer: the port is open before anybody answers on it."""
    await client.get("/", timeout=30.0)
