"""Sixteen writers register, amend and withdraw in a hot area; then the oracle join says whether anything was missed.

Run: .venv/bin/python tests/faults/races.py --operations 16000
Passes with 0 missed, 0 stale, 0 doubled and 0 deadlocks.
"""

import argparse
import asyncio
import itertools
import random
import tempfile
import time
from pathlib import Path

from rich.progress import Progress
from standing import SIDES, Up, cast, hot_plan, report, signed_in, until_idle, up

from deconflict.flows.compare_with_oracle import Difference, compare_with_oracle
from deconflict.flows.deployment import Deployment
from deconflict.runtime.administrator import administrator
from deconflict.runtime.checker import CheckerDatabase
from deconflict.runtime.clock import SystemClock
from deconflict.runtime.settings import Settings
from deconflict_client import AsyncClient, Refused

SLOTS = 48
DOUBLED = """
    SELECT count(*) FROM (SELECT 1 FROM conflict WHERE zone IS NULL
                          GROUP BY least(patrol_a, patrol_b), greatest(patrol_a, patrol_b) HAVING count(*) > 1) AS x
"""
OPEN = "SELECT count(*) FROM conflict WHERE state <> 'resolved'"


async def write(
    client: AsyncClient, places: "itertools.count[int]", operations: int, seed: int, done: Progress
) -> int:
    """Register, amend and withdraw at random; return how many of that were refused (none should be)."""
    dice = random.Random(seed)
    own: list[tuple[str, str, int, int]] = []
    refused = 0
    for _ in range(operations):
        try:
            if len(own) < 4 or dice.random() < 0.5:
                unit, slot = divmod(next(places), SLOTS)
                patrol = await client.register(hot_plan(dice, f"U{unit}", slot))
                own.append((patrol.id, f"U{unit}", slot, 1))
            elif dice.random() < 0.9:
                at = dice.randrange(len(own))
                patrol_id, unit_name, slot, version = own[at]
                await client.amend(patrol_id, hot_plan(dice, unit_name, slot), version)
                own[at] = (patrol_id, unit_name, slot, version + 1)
            else:
                await client.withdraw(own.pop(dice.randrange(len(own)))[0])
        except Refused:
            refused += 1
        done.advance(done.task_ids[0])
    return refused


async def oracle(running: Up) -> Difference:
    """Compare everything on record with everything that is planned, without any index."""
    with administrator(Settings(data_dir=running.data)) as url:
        async with CheckerDatabase(url) as database, database.transaction(snapshot=True) as checker:
            return await compare_with_oracle(checker, Deployment.of(Settings()).terms, SystemClock().now())


async def main(writers: int, operations: int, seed: int, data: Path) -> None:
    """Run it and report."""
    with up(data) as running:
        await cast(running, units=operations // SLOTS + 1)
        places = {slug: itertools.count() for slug in SIDES}
        with Progress() as progress:
            progress.add_task("writing", total=operations)
            began = time.monotonic()
            async with asyncio.TaskGroup() as group:
                tasks = [
                    group.create_task(one(running.url, places, number, operations // writers, seed, progress))
                    for number in range(writers)
                ]
            wrote_s = time.monotonic() - began
        drained_s = await until_idle(running)
        difference = await oracle(running)
        deadlocks = running.count("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        doubled = running.count(DOUBLED)
        figures = {
            "operations": operations,
            "operations_per_s": round(operations / wrote_s, 1),
            "drained_after_s": round(drained_s, 1),
            "refused": sum(task.result() for task in tasks),
            "plans_compared": difference.compared,
            "open_conflicts": running.count(OPEN),
            "missed": len(difference.missed),
            "stale": len(difference.stale),
            "doubled": doubled,
            "deadlocks": deadlocks,
        }
    report(figures, passed=difference.size == doubled == deadlocks == figures["refused"] == 0)


async def one(
    url: str,
    places: "dict[str, itertools.count[int]]",
    number: int,
    operations: int,
    seed: int,
    done: Progress,
) -> int:
    """Be one writer."""
    slug = SIDES[number % 2]
    async with signed_in(url, f"{'first' if number % 4 < 2 else 'second'}@{slug}") as client:
        return await write(client, places[slug], operations, seed + number, done)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--operations", type=int, default=16_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dcf-") as folder:
        Path(folder).chmod(0o711)
        asyncio.run(main(chosen.writers, chosen.operations, chosen.seed, Path(folder)))
