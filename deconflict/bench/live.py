"""Runs `deconflict bench live`: the live tick at several sizes, PostGIS and Redis beside it, and what it measured."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from deconflict.bench.ground import ground
from deconflict.bench.live_postgis import PostgisFigures, measure_postgis
from deconflict.bench.live_redis import RedisFigures, measure_redis
from deconflict.bench.machine import machine
from deconflict.bench.moving import Convoy
from deconflict.bench.progress import Stages
from deconflict.bench.ticking import TickFigures, measure_ticks
from deconflict.bench.timing import ratio
from deconflict.runtime.settings import Settings


@dataclass(frozen=True)
class LiveSize:
    """What was measured with so many units; `times_more` updates a second of one core than PostGIS or Redis has.

    redis: None where there is none.
    """

    ours: TickFigures
    postgis: PostgisFigures
    times_more: float
    redis: RedisFigures | None
    times_more_than_redis: float | None


@dataclass(frozen=True)
class LiveReport:
    """Everything one run measured, by size."""

    seed: int
    machine: dict[str, Any]
    sizes: list[LiveSize]

    def as_json(self) -> dict[str, Any]:
        """Return the figures as plain values."""
        return asdict(self)

    def as_table(self) -> Table:
        """Return the figures as a person reads them."""
        table = Table("what", *(f"{size.ours.units:,} units" for size in self.sizes), title="the live tick")
        for line in self._lines():
            table.add_row(*line)
        return table

    def _lines(self) -> Iterator[tuple[str, ...]]:
        ours = [size.ours for size in self.sizes]
        yield (
            "tick of one core, p50 / p99, ms",
            *(f"{it.cpu_ms.p50:.1f} / {it.cpu_ms.p99:.1f}" for it in ours),
        )
        yield (
            "tick by the clock, p50 / p99, ms",
            *(f"{it.tick_ms.p50:.1f} / {it.tick_ms.p99:.1f}" for it in ours),
        )
        yield ("first tick, everything new, ms", *(f"{it.first_ms:.0f}" for it in ours))
        yield ("fixes for each second of one core", *(f"{it.updates_per_cpu_s:,.0f}" for it in ours))
        yield (
            "encounters open / pairs / clusters",
            *(f"{it.open_pairs:,} / {it.rows:,} / {it.clusters:,}" for it in ours),
        )
        yield ("events a tick", *(f"{it.events_per_tick:.1f}" for it in ours))
        yield ("bytes a unit", *(f"{it.bytes_per_unit:.0f}" for it in ours))
        yield ("PostGIS, points only, p50, ms", *(f"{size.postgis.tick_ms.p50:.0f}" for size in self.sizes))
        yield ("fixes a second, times PostGIS", *(f"{size.times_more:.1f}" for size in self.sizes))
        if all(size.redis for size in self.sizes):
            asked = [(size.redis, size.times_more_than_redis) for size in self.sizes]
            yield (
                "Redis, points only, store / ask, ms of its core",
                *(f"{it.store_ms:.0f} / {it.ask_ms:.0f}" for it, _ in asked if it),
            )
            yield ("fixes a second, times Redis", *(f"{more or 0.0:.1f}" for _, more in asked))


def measure_live(
    settings: Settings, sizes: Sequence[int], ticks: int, seed: int, data: Path | None, stages: Stages
) -> LiveReport:
    """Measure each size, ours and the peer after one another."""
    measured = []
    with ground(settings, data) as fresh:
        for units in sizes:
            convoy = Convoy.draw(seed, units)
            ours = measure_ticks(convoy, ticks, stages)
            peer = measure_postgis(fresh, convoy, stages)
            more = ratio(ours.updates_per_cpu_s, peer.updates_per_s)
            redis = measure_redis(convoy, stages)
            than_redis = None if redis is None else ratio(ours.updates_per_cpu_s, redis.updates_per_cpu_s)
            measured.append(LiveSize(ours, peer, more, redis, than_redis))
        return LiveReport(seed, machine(fresh), measured)
