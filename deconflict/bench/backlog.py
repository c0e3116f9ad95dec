"""How many plans the engine's checker works off in a second, everything that follows from them written and durable."""

from dataclasses import dataclass
from time import perf_counter
from typing import Final
from uuid import UUID

from deconflict.bench.progress import Stages
from deconflict.bench.scene import Scene, store
from deconflict.bench.timing import Spread, Stopwatch, ratio
from deconflict.engine.engine import Engine
from deconflict.runtime.clock import SystemClock
from deconflict.runtime.ids import new_id

WRITTEN: Final = """
    SELECT (SELECT count(*) FROM conflict), (SELECT count(*) FROM shared_cover),
        (SELECT count(*) FROM notice), (SELECT count(*) FROM alert)
    """


@dataclass(frozen=True)
class BacklogFigures:
    """The checker alone, no API beside it. `release_ms`: one tick that tells everybody concerned by all these plans."""

    plans: int
    plans_per_s: float
    batch_ms: Spread
    conflicts_per_plan: float
    shared_covers_per_plan: float
    notices_per_plan: float
    at_once_ms: Spread
    release_ms: float
    released: int


async def measure_backlog(scene: Scene, count: int, stages: Stages) -> BacklogFigures:
    """Leave the engine so many new plans to check, and let it."""
    patrols = store(scene.ground, scene.further(count, series=2), stages, "storing a backlog")
    queue(scene, patrols)
    before = _counts(scene)
    clock = SystemClock()
    batches, at_once = Stopwatch(), Stopwatch()
    async with scene.checker() as database:
        engine = Engine(database, scene.deployment, clock)
        with stages.stage("checking the backlog", count) as advance:
            begin, done = perf_counter(), 0
            while done < count:
                with batches.round():
                    checked = await engine.check()
                with at_once.round():
                    await engine.release_at_once()
                steps = checked.todos if checked else 0
                done += steps
                advance(steps)
            seconds = perf_counter() - begin
        begin = perf_counter()
        released = await engine.release_at_tick(clock.now())
        release_s = perf_counter() - begin
    conflicts, covers, notices, _ = (
        ratio(after - was, count) for after, was in zip(_counts(scene), before, strict=True)
    )
    return BacklogFigures(
        plans=count,
        plans_per_s=ratio(count, seconds),
        batch_ms=batches.milliseconds,
        conflicts_per_plan=conflicts,
        shared_covers_per_plan=covers,
        notices_per_plan=notices,
        at_once_ms=at_once.milliseconds,
        release_ms=release_s * 1e3,
        released=released,
    )


def queue(scene: Scene, patrols: list[UUID]) -> None:
    """Leave the checker its to-dos, as registering does."""
    now = SystemClock().now()
    scene.ground.copy(
        "check_due", [{"id": new_id(), "patrol": patrol, "queued_at": now} for patrol in patrols]
    )


def _counts(scene: Scene) -> tuple[int, ...]:
    with scene.ground.administrator() as connection:
        return connection.execute(WRITTEN.encode()).fetchone() or (0, 0, 0, 0)
