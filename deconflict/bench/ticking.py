"""How long the live tick takes with every unit sending once a second, and what it keeps in doing so."""

import gc
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Final

import numpy as np

from deconflict.bench.moving import START_S, Convoy
from deconflict.bench.progress import Stages
from deconflict.bench.timing import Spread, ratio
from deconflict.separation.live.clusters import Crowds
from deconflict.separation.live.terms import LiveTerms
from deconflict.separation.live.tick import State, tick
from deconflict.separation.live.warm import warm

# Until then everything is new: pairs open by the thousand, as they do once in the life of an engine.
WARM_UP: Final = 8


@dataclass(frozen=True)
class TickFigures:
    """Milliseconds of a tick, by the clock and of one core; `first_ms` is the tick in which everything is new.

    updates_per_cpu_s: fixes taken in and looked at for each second of one core. bytes_per_unit: what the engine keeps
    of each unit, with its share of the pairs.
    """

    units: int
    ticks: int
    tick_ms: Spread
    cpu_ms: Spread
    first_ms: float
    updates_per_cpu_s: float
    open_pairs: int
    rows: int
    clusters: int
    events_per_tick: float
    bytes_per_unit: float


def measure_ticks(convoy: Convoy, ticks: int, stages: Stages) -> TickFigures:
    """Let units send once a second for so many ticks, after some to warm up."""
    units = len(convoy.roster)
    warm()
    state = State.of(convoy.roster, LiveTerms())
    state.routes = convoy.routes
    wall, cpu, events = [], [], 0
    gc.collect()
    with stages.stage(f"ticking {units:,} units", ticks + WARM_UP) as advance:
        for second in range(1, ticks + WARM_UP + 1):
            fixes = convoy.fixes(second)
            begin, begin_cpu = perf_counter(), process_time()
            state, tidings = tick(state, fixes, START_S + second)
            cpu.append(process_time() - begin_cpu)
            wall.append(perf_counter() - begin)
            events += len(tidings.pairs) if second > WARM_UP else 0
            advance(1)
    spent = Spread.of(cpu[WARM_UP:], 1e3)
    still_open = state.open_pairs()
    crowds = Crowds(units, still_open.a, still_open.b)
    return TickFigures(
        units=units,
        ticks=ticks,
        tick_ms=Spread.of(wall[WARM_UP:], 1e3),
        cpu_ms=spent,
        first_ms=cpu[0] * 1e3,
        updates_per_cpu_s=ratio(units * 1e3, spent.mean),
        open_pairs=len(still_open),
        rows=len(state.pairs),
        clusters=len(np.unique(crowds.label[crowds.partners > 0])),
        events_per_tick=ratio(events, ticks),
        bytes_per_unit=kept_bytes(state) / units,
    )


def kept_bytes(state: State) -> int:
    """Return the bytes of all columns of the state but those of the plans, which belong to the patrols."""
    parts = (state.tracks, state.suspects, state.conformance, state.silence, state.turns, state.pairs)
    columns = (column for part in parts for column in vars(part).values() if isinstance(column, np.ndarray))
    return sum(column.nbytes for column in columns)
