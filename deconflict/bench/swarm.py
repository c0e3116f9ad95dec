"""Units by the thousand that report once a second, stored as a gateway that batches would: behind them the alarm comes.

They report in a process of their own, so that what it costs is not the measured client's.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from time import perf_counter
from typing import Any, Final

import psycopg

from deconflict.bench.ground import Ground, copy_into
from deconflict.bench.moving import Convoy
from deconflict.parties.model import PartyId, PersonId, UnitId
from deconflict.runtime.ids import new_id
from deconflict.runtime.migrate import conninfo
from deconflict.tracking.model import Fix
from deconflict.tracking.packing import pack

PERIOD_S: Final = 1.0
TURNS: Final = 10
"""In so many batches the reports of a second are stored, evenly spread over it."""
ACCURACY_M: Final = 5.0
STOP_S: Final = 20.0
BEGINS_WITHIN_S: Final = 120.0
LOOK_EVERY_S: Final = 0.05


class SwarmLost(RuntimeError):
    """The process that reports ended before it was told to."""


@dataclass(frozen=True)
class Reporter:
    """A unit, and as whom it reports."""

    party: PartyId
    unit: UnitId
    person: PersonId


@dataclass(frozen=True)
class Stored:
    """How many reports were stored so far, also by whoever looks from another process."""

    counter: "Synchronized[int]"

    @property
    def reports(self) -> int:
        """How many so far."""
        return int(self.counter.value)

    async def begun(self) -> None:
        """Wait for the first of them; SwarmLost when there is none for long."""
        try:
            async with asyncio.timeout(BEGINS_WITHIN_S):
                while not self.reports:  # noqa: ASYNC110  (another process counts)
                    await asyncio.sleep(LOOK_EVERY_S)
        except TimeoutError:
            raise SwarmLost from None


@contextmanager
def reporting(ground: Ground, convoy: Convoy, reporters: Sequence[Reporter]) -> Iterator[Stored]:
    """Let each unit of a convoy report once a second while the block runs; SwarmLost when that fails."""
    context = get_context("spawn")
    over, counter = context.Event(), context.Value("q", 0)
    told = conninfo(ground.url), convoy, reporters, over, counter
    process = context.Process(target=_report, args=told, daemon=True)
    process.start()
    try:
        yield Stored(counter)
        if not process.is_alive():
            raise SwarmLost
    finally:
        over.set()
        process.join(STOP_S)
        process.kill()
        process.join()


def _report(
    where: str, convoy: Convoy, reporters: Sequence[Reporter], over: Event, counter: "Synchronized[int]"
) -> None:
    begin = perf_counter()
    with psycopg.connect(where) as connection:
        for turn in count():
            if over.wait(max(0.0, begin + turn * PERIOD_S / TURNS - perf_counter())):
                return
            rows = reports(convoy, reporters, perf_counter() - begin, turn % TURNS)
            with connection.transaction():
                copy_into(connection, "upload", rows)
            counter.value += len(rows)


def reports(convoy: Convoy, reporters: Sequence[Reporter], after_s: float, turn: int) -> list[dict[str, Any]]:
    """Return what the units whose turn it is report so long after they began, by column."""
    places = convoy.origin[turn::TURNS] + after_s * convoy.pace[turn::TURNS]
    now = datetime.now(UTC)
    return [
        {
            "id": new_id(),
            "party": one.party,
            "unit": one.unit,
            "person": one.person,
            "sent_at": now,
            "received_at": now,
            "first_at": now,
            "last_at": now,
            "fixes": pack([Fix(now, lon, lat, ACCURACY_M, None, None)]),
        }
        for one, (lon, lat) in zip(reporters[turn::TURNS], places.tolist(), strict=True)
    ]
