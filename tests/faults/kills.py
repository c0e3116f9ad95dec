"""SIGKILL of API, engine and PostgreSQL under load: nothing that was acknowledged is lost, nothing is released twice.

Run: .venv/bin/python tests/faults/kills.py --kills 20 --database-kills 5
Passes when every acknowledged plan and acknowledgement is stored, every feed has no gap and no repeat, every watcher
got just its feed, the oracle finds no difference, two units that stand together were one encounter, told once, and the
service answered again within 15 s of each kill.
"""

import argparse
import asyncio
import contextlib
import itertools
import random
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import psycopg
from races import oracle
from rich.progress import Progress
from standing import SIDES, Up, cast, hot_plan, report, signed_in, until_idle, up

from deconflict.runtime.datafolder import DataFolderInUse
from deconflict_client import Problem, Unavailable
from deconflict_client.positions import Fix

SLOTS = 48
UNITS = 120
OFFICERS = tuple(f"{name}@{slug}" for slug in SIDES for name in ("first", "second"))
TICK = "1"
MOST_UNDONE = 150
"""How many checks and alerts may wait before the writers do: else a slow machine falls behind without end."""

GAPS = """
    SELECT count(*) FROM feed WHERE last_seq <> (SELECT count(*) FROM alert WHERE alert.feed = feed.id)
        OR last_seq <> coalesce((SELECT max(seq) FROM alert WHERE alert.feed = feed.id), 0)
"""
TWICE = """
    SELECT count(*) FROM (
        SELECT 1 FROM alert WHERE overlap IS NOT NULL GROUP BY feed, overlap, revision HAVING count(*) > 1
        UNION ALL SELECT 1 FROM alert GROUP BY feed, notice HAVING count(*) > 1) AS x
"""
OPENED = "SELECT count(*) FROM alert WHERE party IS NULL AND kind = 'encounter' AND change = 'opened'"
STANDING = (("first@east", "U0", 20.0, 27.0), ("first@west", "U0", 20.006, 27.0))
UNRELEASED = "SELECT count(*) FROM notice WHERE released_at IS NULL"
TO_DO = "SELECT (SELECT count(*) FROM check_due) + (SELECT count(*) FROM alert)"


@dataclass
class Heard:
    """What the people were told and what the service acknowledged to them."""

    plans: set[str] = field(default_factory=set)
    alerts: dict[str, list[int]] = field(default_factory=dict)
    acknowledged: set[tuple[str, int]] = field(default_factory=set)

    @property
    def received(self) -> int:
        """How many alerts the people have got."""
        return sum(map(len, self.alerts.values()))


@dataclass
class Load:
    """Whether the writers go on: all of them while there is `room`, until somebody says `stop`."""

    room: asyncio.Event = field(default_factory=asyncio.Event)
    stop: asyncio.Event = field(default_factory=asyncio.Event)


async def pace(running: Up, heard: Heard, load: Load) -> None:
    """Let the writers go on for as long as the checker and the watchers keep up with them."""
    while not load.stop.is_set():
        with contextlib.suppress(psycopg.Error, DataFolderInUse):  # PostgreSQL was killed and is not back
            if running.count(TO_DO) - heard.received < MOST_UNDONE:
                load.room.set()
            else:
                load.room.clear()
        await asyncio.sleep(0.5)
    load.room.set()


async def write(url: str, login: str, places: "itertools.count[int]", heard: Heard, load: Load) -> None:
    """Register one plan after another; what fails is tried again with the same key until it is answered."""
    dice = random.Random(login)
    async with signed_in(url, login) as client:
        while not load.stop.is_set():
            await load.room.wait()
            unit, slot = divmod(next(places), SLOTS)
            plan, key = hot_plan(dice, f"U{unit}", slot), f"{login}:{unit}:{slot}"
            patrol = await insistently(lambda plan=plan, key=key: client.register(plan, key=key))
            heard.plans.add(patrol.id)


async def stand(url: str, login: str, unit: str, lon: float, lat: float, stop: asyncio.Event) -> None:
    """Report a unit at one place, second by second: 600 m from the other side's, one encounter for ever."""
    async with signed_in(url, login) as client:
        while not stop.is_set():
            fix = Fix(datetime.now(UTC), lon, lat, 5.0)
            await insistently(lambda fix=fix: client.report_positions(unit, [fix]))
            await asyncio.sleep(1.0)


async def listen(url: str, login: str, heard: Heard, ready: asyncio.Event) -> None:
    """Follow a feed for ever and acknowledge what rings, over HTTP so that the answer counts."""
    seqs = heard.alerts.setdefault(login, [])
    async with signed_in(url, login) as client, client.watch() as feed:
        ready.set()
        async for event in feed:
            if not hasattr(event, "rings"):
                continue
            seqs.append(event.seq)
            if event.ringing:
                await insistently(lambda event=event: client.acknowledge(event.epoch, event.seq))
                heard.acknowledged.add((login, event.seq))


async def insistently(act: Any) -> Any:
    """Try until the service answers."""
    while True:
        try:
            return await act()
        except Unavailable:
            await asyncio.sleep(0.2)
        except Problem as problem:
            if problem.status is not None and problem.status < 500:
                raise
            await asyncio.sleep(0.2)


async def kill_at_random(running: Up, parts: list[str], progress: Progress) -> list[tuple[str, float]]:
    """Kill one part after another, waiting each time until the service is ready again; return how long that took."""
    dice, took = random.Random(1), []
    async with httpx2.AsyncClient(base_url=running.url, timeout=1.0) as probe:
        for part in progress.track(parts, description="killing"):
            await asyncio.sleep(dice.uniform(1.0, 2.5))
            while not running.kill(part):
                await asyncio.sleep(0.2)
            killed = time.monotonic()
            while not await ready(probe):
                await asyncio.sleep(0.05)
            took.append((part, time.monotonic() - killed))
    return took


async def ready(probe: httpx2.AsyncClient) -> bool:
    """Tell whether every part says that it can work."""
    with contextlib.suppress(httpx2.HTTPError):
        return (await probe.get("/readyz")).status_code == 200
    return False


async def acknowledged_and_lost(running: Up, heard: Heard) -> tuple[int, int]:
    """Return how many plans and acknowledgements the service had answered for and does not have."""
    with running.truth() as seen:
        plans = {str(row[0]) for row in seen.execute("SELECT id FROM patrol").fetchall()}
        receipts = {
            (row[0], row[1])
            for row in seen.execute(
                """
                SELECT coalesce(person.login || '@' || party.slug, 'room'), receipt.seq
                FROM receipt JOIN feed ON feed.id = receipt.feed
                LEFT JOIN person ON person.id = feed.person LEFT JOIN party ON party.id = person.party
                WHERE receipt.fact = 'acknowledged'
                """
            ).fetchall()
        }
    return len(heard.plans - plans), len(heard.acknowledged - receipts)


async def main(kills: int, database_kills: int, within_s: float, data: Path) -> None:
    """Run it and report."""
    parts = (["serve", "plans", "live"] * kills)[:kills] + ["postgres"] * database_kills
    random.Random(2).shuffle(parts)
    heard, load = Heard(), Load()
    with up(data, DECONFLICT_TICK_S=TICK) as running:
        await cast(running, UNITS)
        places = {slug: itertools.count() for slug in SIDES}
        listeners = []
        for login in (*OFFICERS, "room"):
            listening = asyncio.Event()
            listeners.append(asyncio.create_task(listen(running.url, login, heard, listening)))
            await listening.wait()
        standing = [asyncio.create_task(stand(running.url, *where, load.stop)) for where in STANDING]
        await until_met(running)  # before the writers begin, who write as fast as they are answered
        writers = [
            asyncio.create_task(write(running.url, login, places[login.partition("@")[2]], heard, load))
            for login in OFFICERS
        ]
        pacing = asyncio.create_task(pace(running, heard, load))
        with Progress() as progress:
            took = await kill_at_random(running, parts, progress)
        load.stop.set()
        await asyncio.gather(*writers, *standing, pacing)
        await until_idle(running)
        await until_told(running, heard)
        for task in listeners:
            task.cancel()
        results = await asyncio.gather(*listeners, return_exceptions=True)
        broken = [repr(result) for result in results if not isinstance(result, asyncio.CancelledError)]
        lost_plans, lost_acknowledgements = await acknowledged_and_lost(running, heard)
        difference = await oracle(running)
        worst = {part: round(max((s for p, s in took if p == part), default=0.0), 1) for part in set(parts)}
        bad = {
            "plans_lost": lost_plans,
            "acknowledgements_lost": lost_acknowledgements,
            "feeds_with_gaps": running.count(GAPS),
            "released_twice": running.count(TWICE),
            "unreleased": running.count(UNRELEASED),
            "watchers_out_of_step": sum(
                seqs != list(range(1, len(seqs) + 1)) for seqs in heard.alerts.values()
            ),
            "watchers_broken": len(broken),
            "encounters_but_one": abs(running.count("SELECT count(*) FROM encounter") - 1),
            "encounters_told_twice": running.count(OPENED) - 1,
            "missed": len(difference.missed),
            "stale": len(difference.stale),
        }
        alerts = running.count("SELECT count(*) FROM alert")
    figures = {
        "kills": len(took),
        "plans_acknowledged": len(heard.plans),
        "alerts_received": heard.received,
        "alerts_stored": alerts,
        "acknowledgements": len(heard.acknowledged),
        "ready_again_worst_s": worst,
        **bad,
        "broken": broken,
    }
    in_time = max(seconds for _, seconds in took) <= within_s
    report(figures, passed=not any(bad.values()) and in_time and alerts == figures["alerts_received"])


async def until_met(running: Up, patience_s: float = 120.0) -> None:
    """Wait until the two that stand together were found, so that what is killed is at work; not for ever."""
    began = time.monotonic()
    while running.count(OPENED) == 0 and time.monotonic() - began < patience_s:
        await asyncio.sleep(0.2)


async def until_told(running: Up, heard: Heard, patience_s: float = 60.0) -> None:
    """Wait until nothing is due to be released and the watchers have got everything; give up when nothing moves."""
    began, before = time.monotonic(), -1
    while time.monotonic() - began < patience_s:
        got = heard.received
        if got > before:
            began, before = time.monotonic(), got
        if running.count(UNRELEASED) == 0 and running.count("SELECT count(*) FROM alert") == got:
            await asyncio.sleep(0.5)  # the last acknowledgements
            return
        await asyncio.sleep(0.5)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--database-kills", type=int, default=5)
    parser.add_argument("--within", type=float, default=15.0, help="seconds until it must serve again")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dcf-") as folder:
        Path(folder).chmod(0o711)
        asyncio.run(main(chosen.kills, chosen.database_kills, chosen.within, Path(folder)))
