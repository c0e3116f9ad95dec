"""Escalation across restarts: the service, the engine and PostgreSQL are killed while alerts climb.

Run: .venv/bin/python tests/faults/escalation.py --alerts 20 --kills 6
Passes when every rung of every alert was reached once and at most 10 s late, counted from when it was due, or from when
the service was back if it was away then; and when what somebody acknowledged climbs no further.
"""

import argparse
import asyncio
import random
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
from kills import ready
from rich.progress import Progress
from standing import BASE, SIDES, Up, cast_all, report, signed_in, up

from deconflict_client import Plan, Waypoint

DELAYS_S = (5, 20, 40, 60)
SCHEDULE = str(list(DELAYS_S))
SETTINGS = {
    "DECONFLICT_TICK_S": "1",
    "DECONFLICT_LADDER_S": f'{{"critical": {SCHEDULE}, "routine": {SCHEDULE}}}',
}
RUNGS = """
    SELECT party.slug, array_position(ARRAY['devices', 'duty', 'desk', 'facilitator'], escalated.rung) - 1,
        extract(epoch FROM escalation.at - ladder.begun_at)::float
    FROM escalated JOIN escalation ON escalation.id = escalated.escalation
    JOIN ladder ON ladder.notice = escalated.notice JOIN party ON party.id = ladder.party
"""


def plan(number: int) -> Plan:
    """A drive that both sides plan, each number somewhere else."""
    places = [(15.0, 30.0 + number * 0.1), (15.1, 30.0 + number * 0.1)]
    return Plan(
        f"U{number}",
        tuple(Waypoint(lon, lat, BASE + timedelta(minutes=10 * n)) for n, (lon, lat) in enumerate(places)),
    )


async def kill(running: Up, kills: int, progress: Progress) -> float:
    """Kill one part after another while alerts climb; return the longest time until it was ready again."""
    dice, longest = random.Random(1), 0.0
    async with httpx2.AsyncClient(base_url=running.url, timeout=1.0) as probe:
        for number in progress.track(range(kills), description="killing"):
            await asyncio.sleep(dice.uniform(2, 6))
            while not running.kill(("engine", "postgres", "serve")[number % 3]):
                await asyncio.sleep(0.2)
            killed = time.monotonic()
            while not await ready(probe):
                await asyncio.sleep(0.05)
            longest = max(longest, time.monotonic() - killed)
    return longest


async def main(alerts: int, kills: int, data: Path) -> None:
    """Run it and report."""
    with up(data, **SETTINGS) as running:
        await cast_all(running, units=alerts)
        for side in SIDES:
            async with signed_in(running.url, f"first@{side}") as officer:
                for number in range(alerts):
                    await officer.register(plan(number))
        with Progress() as progress:
            away_s = await kill(running, kills, progress)
        async with signed_in(running.url, "second@east") as officer:  # after some rungs: no further for East
            page = await officer.alerts()
            for alert in page.alerts:
                await officer.acknowledge(alert.epoch, alert.seq)
        stopped = len(rungs(running, "east"))
        await asyncio.sleep(DELAYS_S[-1] + 15)
        east, west = rungs(running, "east"), rungs(running, "west")
    late = max(after - DELAYS_S[rung] for rung, after in (*east, *west))
    figures = {
        "alerts": alerts,
        "kills": kills,
        "rungs_east_then_and_later": [stopped, len(east)],
        "rungs_west": len(west),
        "latest_s": round(late, 1),
        "away_longest_s": round(away_s, 1),
    }
    whole = len(west) == alerts * len(DELAYS_S)  # each once: the database refuses a second
    report(figures, passed=whole and len(east) == stopped and late <= 10 + away_s)


def rungs(running: Up, slug: str) -> list[tuple[int, float]]:
    """Every rung that a side's alerts have reached, and after how many seconds."""
    with running.truth() as seen:
        rows: list[Any] = seen.execute(RUNGS.encode()).fetchall()
    return [(rung, after) for side, rung, after in rows if side == slug]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--alerts", type=int, default=20)
    parser.add_argument("--kills", type=int, default=6)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dcf-") as folder:
        Path(folder).chmod(0o711)
        asyncio.run(main(asked.alerts, asked.kills, Path(folder)))
