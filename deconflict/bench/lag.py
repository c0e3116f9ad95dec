"""How long a registered patrol waits for the checker, seen from outside: when its to-do, once there, is gone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import psycopg

from deconflict.bench.scene import Scene
from deconflict.bench.timing import Spread
from deconflict.runtime.migrate import conninfo

LOOK_EVERY_S: Final = 0.01
WAITING: Final = "SELECT id, queued_at, clock_timestamp() FROM check_due"
NOW: Final = "SELECT clock_timestamp()"
TO_CHECK: Final = "SELECT count(*) FROM check_due"
TO_RELEASE: Final = (
    "SELECT count(*) FROM notice WHERE released_at IS NULL AND closed_at IS NULL AND found_at <= %s"
)


@dataclass
class Lag:
    """To-dos that were seen waiting, and how long those that are gone had waited at the most, in seconds.

    A to-do that comes and goes between two looks is not seen: it waited less than `LOOK_EVERY_S` and one look.
    """

    waiting: dict[UUID, datetime] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    most: int = 0

    def look(self, rows: list[tuple[UUID, datetime, datetime]], now: datetime) -> None:
        """Take note of what waits now."""
        there = {row[0] for row in rows}
        for todo in self.waiting.keys() - there:
            self.seconds.append((now - self.waiting.pop(todo)).total_seconds())
        self.waiting |= {todo: queued_at for todo, queued_at, _ in rows}
        self.most = max(self.most, len(there))

    def spread(self, checked: int) -> Spread:
        """Return milliseconds for so many that were checked, those that nobody saw waiting counted as one look."""
        unseen = max(checked - len(self.seconds), 0)
        return Spread.of([*self.seconds, *[LOOK_EVERY_S] * unseen], 1e3)


@asynccontextmanager
async def watched(scene: Scene) -> AsyncIterator[Lag]:
    """Look while the block runs."""
    lag = Lag()
    connection = await psycopg.AsyncConnection.connect(conninfo(scene.ground.url))
    await connection.set_autocommit(True)

    async def look() -> None:
        while True:
            rows = await (await connection.execute(WAITING.encode())).fetchall()
            row = await (await connection.execute(NOW.encode())).fetchone()
            if row is not None:
                lag.look(rows, row[0])
            await asyncio.sleep(LOOK_EVERY_S)

    async with connection:
        looking = asyncio.create_task(look())
        try:
            yield lag
        finally:
            looking.cancel()
            await asyncio.wait([looking])


async def until_checked(lag: Lag, limit_s: float) -> float:
    """Wait until nothing waits any more; return the seconds that took."""
    begin = asyncio.get_running_loop().time()
    while lag.waiting and asyncio.get_running_loop().time() - begin < limit_s:  # noqa: ASYNC110  (others work)
        await asyncio.sleep(LOOK_EVERY_S)
    return asyncio.get_running_loop().time() - begin


async def until_told(scene: Scene, limit_s: float) -> bool:
    """Wait until nothing is left to check, and what was found until then is released; False when time runs out."""
    connection = await psycopg.AsyncConnection.connect(conninfo(scene.ground.url))
    await connection.set_autocommit(True)
    with suppress(TimeoutError):
        async with connection, asyncio.timeout(limit_s):
            await _until_none(connection, TO_CHECK, [])
            await _until_none(connection, TO_RELEASE, [datetime.now(UTC)])
            return True
    return False


async def _until_none(connection: psycopg.AsyncConnection, count: str, parameters: list[datetime]) -> None:
    while await (await connection.execute(count.encode(), parameters)).fetchone() != (0,):  # noqa: ASYNC110  (others)
        await asyncio.sleep(LOOK_EVERY_S)
