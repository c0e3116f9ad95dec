"""The long comparison of two worlds: many random histories, and every planted leak until it is found.

Run: .venv/bin/python tests/isolation/leaks.py --examples 20000
With --minutes it ends by then, however many examples that were. Passes with no difference and every mutant found.
With --begin it goes on where an earlier run with the same seed ended. Several processes share the examples, each with
a cluster of its own.
"""

import argparse
import asyncio
import json
import math
import multiprocessing
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from acts import Example
from directed import HISTORIES, directed
from histories import example
from lived import Lives, OutOfStep
from lockstep import BEGIN
from moving import moving
from mutants import MUTANTS
from rich.console import Console
from rich.progress import Progress
from situations import SEGMENT
from twins import Pair, pair

from deconflict.runtime.migrate import upgrade
from deconflict.runtime.postgres import Cluster

VIEWERS: Final = (("a",), ("a", "c"), ("a",), ("b",), ("oversight",), ("b", "c"))
"""Who looks, in turn: most often one party."""
LEVELS: Final = (1, 2, 1, 3, 1, 2, 1, 2, 3, 0)
"""At which level, in turn; whole plans (level 4) only by hand, since a rival hides next to nothing there."""
UNSAFE_BUT_QUICK: Final = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "64MB"}
STAND_STILL: Final = f"""
    CREATE OR REPLACE FUNCTION service_now() RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$ SELECT timestamptz '{BEGIN.isoformat()}' $$
    """.encode()
"""Lets neither world's database know the true hour: the one is asked a little later than the other."""
MOST: Final = 40
BATCH: Final = 20
"""After so many examples of a process the levels come in turn again: also a short run comes to each."""


@dataclass(frozen=True)
class Share:
    """The part of the work that one process does: every `of`-th example from `begin` + `first` on."""

    begin: int
    first: int
    of: int
    examples: int
    seed: str
    mutants: bool
    until: float


@contextmanager
def standing() -> Iterator[Pair]:
    """Two worlds on a cluster of their own."""
    home, key = Path(tempfile.mkdtemp(prefix="dcf-")), secrets.token_hex(32).encode()
    home.chmod(0o711)
    cluster = Cluster(home, tuning=UNSAFE_BUT_QUICK)
    cluster.start()
    try:
        cluster.ensure_database("template_of_twins")
        upgrade(cluster.url("template_of_twins"), key)
        with cluster.connect("template_of_twins") as administrator:
            administrator.execute(STAND_STILL)
        with pair(cluster, "template_of_twins", key) as made:
            yield made
    finally:
        cluster.stop()
        shutil.rmtree(home)


def made(number: int, seed: str) -> Example:
    """The example of that number: by hand first, then at random, every fourth of moving units."""
    names = sorted(HISTORIES.keys() - {"sealed"})
    if number < len(names):
        return directed(names[number])
    level = LEVELS[number % len(LEVELS)]
    viewers = VIEWERS[number // len(LEVELS) % len(VIEWERS)]
    dice = number // len(LEVELS) // len(VIEWERS)
    if number % 4 == 3 and "oversight" not in viewers:
        return moving(f"{seed} {number}", viewers, level)
    return example(f"{seed} {number}", viewers, level, directed=0 < level < SEGMENT and dice % 2 == 1)


async def compare(worlds: Pair, share: Share, told: Any) -> None:
    """Live this process' examples; tell of each what it compared, and how the worlds differed if they did."""
    for level, mine in _batches(share):
        async with worlds.opened(level) as twins:
            for item in mine:
                if time.monotonic() > share.until:
                    return
                lives = Lives(twins, item)
                try:
                    difference = await lives.live()
                except OutOfStep as error:
                    told.put(("broken", f"{item.seed}: {error}"))
                    continue
                told.put(("lived", lives.compared) if difference is None else ("difference", str(difference)))


def _batches(share: Share) -> Iterator[tuple[int, list[Example]]]:
    """The examples of a process, so many at a time, those of one level together: both worlds stand at one."""
    numbers = range(share.begin + share.first, share.begin + share.examples, share.of)
    for start in range(0, len(numbers), BATCH):
        items = [made(number, share.seed) for number in numbers[start : start + BATCH]]
        for level in sorted({item.level for item in items}):
            yield level, [item for item in items if item.level == level]


async def plant(worlds: Pair, share: Share, told: Any) -> None:
    """Plant this process' leaks, each until it is found."""
    for name in list(MUTANTS)[share.first :: share.of]:
        planted = MUTANTS[name]
        async with worlds.opened(planted.level) as twins:
            with planted.on():
                told.put(("mutant", (name, *await _found(twins, planted))))


async def _found(twins: Any, planted: Any) -> tuple[int | None, str]:
    for number in range(MOST):
        item = directed(planted.first, planted.level)
        if number:
            telling = 0 < planted.level < SEGMENT
            item = example(f"mutant {number}", ("a",), planted.level, directed=telling)
        difference = await Lives(twins, item, strict=False).live()
        if difference is not None:
            return number + 1, difference.what
    return None, ""


def work(share: Share, told: Any) -> None:
    """What one process does."""
    try:
        with standing() as worlds:
            if share.mutants:
                asyncio.run(plant(worlds, share, told))
            asyncio.run(compare(worlds, share, told))
    except Exception as error:  # a process of its own: the others must hear that it broke
        told.put(("broken", repr(error)))
        raise
    finally:
        told.put(("done", None))


def main() -> int:
    """Share the work, show how far it is, and sum up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=20_000)
    parser.add_argument(
        "--begin", type=int, default=0, help="the number of the first: to go on where one ended"
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", default=secrets.token_hex(4))
    parser.add_argument("--no-mutants", action="store_true")
    parser.add_argument("--minutes", type=float, default=math.inf)
    asked = parser.parse_args()
    begun = time.monotonic()
    until = begun + 60 * asked.minutes
    told: Any = multiprocessing.Queue()
    shares = [
        Share(asked.begin, number, asked.processes, asked.examples, asked.seed, not asked.no_mutants, until)
        for number in range(asked.processes)
    ]
    workers = [multiprocessing.Process(target=work, args=(share, told)) for share in shares]
    for worker in workers:
        worker.start()
    summary = gather(told, len(workers), asked.examples, cut_short=until < math.inf)
    for worker in workers:
        worker.join()
    summary |= {"seed": asked.seed, "seconds": round(time.monotonic() - begun)}
    sys.stdout.write(json.dumps(summary, indent=2) + "\n")
    return 0 if summary["passed"] else 1


def gather(told: Any, workers: int, examples: int, *, cut_short: bool) -> dict[str, Any]:
    """Count what the processes tell until each is done."""
    lived = compared = 0
    differences: list[str] = []
    broken: list[str] = []
    mutants: dict[str, dict[str, Any]] = {}
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("histories", total=examples)
        while workers:
            match told.get():
                case ("lived", count):
                    lived, compared = lived + 1, compared + count
                    progress.advance(bar)
                case ("difference", said):
                    differences.append(said)
                    progress.advance(bar)
                case ("mutant", (name, number, what)):
                    mutants[name] = {"examples": number, "told_by": what}
                    progress.console.print(f"{name}: {number}")
                case ("broken", said):
                    broken.append(said)
                case ("done", _):
                    workers -= 1
    survivors = [name for name, found in mutants.items() if found["examples"] is None]
    whole = cut_short or lived + len(differences) == examples
    return {
        "passed": whole and not differences and not broken and not survivors,
        "examples": lived + len(differences),
        "compared": compared,
        "differences": differences[:5],
        "broken": broken[:5],
        "mutants": mutants,
        "survivors": survivors,
    }


if __name__ == "__main__":
    sys.exit(main())
