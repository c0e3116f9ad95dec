"""How long the checker takes to compare one plan with all others, and where that time goes.

By the code that the engine runs; in turn with the naive query, so that what disturbs the machine disturbs both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Final
from uuid import UUID

from deconflict.bench.naive import ask_naively
from deconflict.bench.progress import Stages
from deconflict.bench.scene import Scene
from deconflict.bench.timing import Spread, ratio
from deconflict.engine.engine import BATCH
from deconflict.patrols import checker_store as patrols
from deconflict.patrols.model import PatrolId, Standing
from deconflict.runtime.database import CheckerSession
from deconflict.separation.check import Finding, Grade, find_all
from deconflict.separation.meeting import Bounds
from deconflict.separation.screen import near
from deconflict.separation.units import Metres

ALARMS: Final = {Grade.CRITICAL, Grade.CAUTION}
WARM_UP: Final = 50
TAKEN_APART: Final = 200


@dataclass(frozen=True)
class Checked:
    """One plan against all: who came up, what was found with whom, and the seconds it took to read and to compare."""

    subject: Standing
    others: Sequence[Standing]
    findings: Sequence[Finding | None]
    read_s: float
    compare_s: float

    @property
    def conflicts(self) -> frozenset[UUID]:
        """The patrols it is in conflict with."""
        pairs = zip(self.others, self.findings, strict=True)
        return frozenset(other.patrol for other, found in pairs if found and found.grade in ALARMS)


@dataclass(frozen=True)
class CheckFigures:
    """Milliseconds for one plan, from the question to the findings; `batched_per_s`: in batches, as the engine asks.

    The parts are medians: asking and fetching, making values of rows, the screen, and the exact rest.
    """

    latency_ms: Spread
    per_s: float
    batched_per_s: float
    candidates: Spread
    conflicts: Spread
    sql_ms: float
    unpack_ms: float
    screen_ms: float
    exact_ms: float


@dataclass(frozen=True)
class NaiveFigures:
    """`false_alarms`: the share of its answers that are no conflict; `missed`: of all conflicts, the share it lacks."""

    latency_ms: Spread
    answers: Spread
    false_alarms: float
    missed: float
    times_slower: float


@dataclass(frozen=True)
class Comparison:
    """Both ways over the same plans, and what ours answered."""

    ours: CheckFigures
    naive: NaiveFigures
    checks: Mapping[UUID, Checked]

    @property
    def answers(self) -> dict[UUID, frozenset[UUID]]:
        """The conflicts of each patrol that was checked."""
        return {patrol: check.conflicts for patrol, check in self.checks.items()}


async def measure_checks(scene: Scene, queries: int, stages: Stages) -> Comparison:
    """Check some plans, and ask naively about them."""
    minimum_m = scene.deployment.terms.minimum_m
    subjects = [PatrolId(patrol) for patrol in scene.sample(queries + WARM_UP)]
    wanted, warm_up = subjects[:queries], subjects[queries:]
    checks: dict[UUID, Checked] = {}
    naively: dict[UUID, tuple[frozenset[UUID], float]] = {}
    async with scene.checker() as database, database.transaction() as checker:
        for patrol in warm_up:
            await check_one(checker, patrol, minimum_m)
            await ask_naively(checker, patrol, minimum_m)
        with stages.stage("checking plans", len(wanted)) as advance:
            for patrol in wanted:
                checks[patrol] = await check_one(checker, patrol, minimum_m)
                naively[patrol] = await ask_naively(checker, patrol, minimum_m)
                advance(1)
        apart = [await _take_apart(checker, patrol, minimum_m) for patrol in wanted[:TAKEN_APART]]
        batched_per_s = await _in_batches(checker, wanted, minimum_m)
    return _figures(checks, naively, apart, batched_per_s)


async def check_one(checker: CheckerSession, patrol: PatrolId, minimum_m: Metres) -> Checked:
    """Check one plan as `flows/check_plans.py` does."""
    begin = perf_counter()
    standing, candidates = await patrols.around(checker, [patrol])
    read = perf_counter()
    subject, others = standing[patrol], candidates.get(patrol, [])
    findings = find_all(subject.track, [other.track for other in others], minimum_m)
    return Checked(subject, others, findings, read - begin, perf_counter() - read)


async def _in_batches(checker: CheckerSession, wanted: Sequence[PatrolId], minimum_m: Metres) -> float:
    """Return how many plans are checked in a second when they are read together, as the engine does."""
    begin = perf_counter()
    for first in range(0, len(wanted), BATCH):
        standing, candidates = await patrols.around(checker, wanted[first : first + BATCH])
        for patrol, subject in standing.items():
            find_all(subject.track, [other.track for other in candidates.get(patrol, [])], minimum_m)
    return ratio(len(wanted), perf_counter() - begin)


async def _take_apart(
    checker: CheckerSession, patrol: PatrolId, minimum_m: Metres
) -> tuple[float, float, float, float]:
    """Return the seconds for the query, for making values of its rows, for the screen and for the exact rest."""
    begin = perf_counter()
    await patrols.rows_around(checker, [patrol])
    asked = perf_counter()
    check = await check_one(checker, patrol, minimum_m)
    begin_screen = perf_counter()
    if check.others:
        tracks = (check.subject.track, *(other.track for other in check.others))
        bounds = Bounds.between(tracks, minimum_m)
        for _ in near(bounds.legs, bounds.reach_m, bounds.band_s):
            pass
    screen_s = perf_counter() - begin_screen
    sql_s = asked - begin
    return sql_s, max(check.read_s - sql_s, 0.0), screen_s, max(check.compare_s - screen_s, 0.0)


def _figures(
    checks: Mapping[UUID, Checked],
    naively: Mapping[UUID, tuple[frozenset[UUID], float]],
    apart: Sequence[tuple[float, float, float, float]],
    batched_per_s: float,
) -> Comparison:
    latency = Spread.of([check.read_s + check.compare_s for check in checks.values()], 1e3)
    sql, unpack, screen, exact = (Spread.of(part, 1e3).p50 for part in zip(*apart, strict=True))
    ours = CheckFigures(
        latency_ms=latency,
        per_s=ratio(1e3, latency.mean),
        batched_per_s=batched_per_s,
        candidates=Spread.of([len(check.others) for check in checks.values()]),
        conflicts=Spread.of([len(check.conflicts) for check in checks.values()]),
        sql_ms=sql,
        unpack_ms=unpack,
        screen_ms=screen,
        exact_ms=exact,
    )
    true = sum(len(checks[patrol].conflicts & found) for patrol, (found, _) in naively.items())
    said = sum(len(found) for found, _ in naively.values())
    real = sum(len(check.conflicts) for check in checks.values())
    slow = Spread.of([seconds for _, seconds in naively.values()], 1e3)
    naive = NaiveFigures(
        latency_ms=slow,
        answers=Spread.of([len(found) for found, _ in naively.values()]),
        false_alarms=1 - true / said if said else 0.0,
        missed=1 - true / real if real else 0.0,
        times_slower=ratio(slow.p50, latency.p50),
    )
    return Comparison(ours, naive, checks)
