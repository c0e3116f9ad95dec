"""Runs every measurement of `deconflict bench plans` after one another, on one fresh database."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from deconflict.bench.backlog import measure_backlog
from deconflict.bench.checking import Comparison, measure_checks
from deconflict.bench.covers import measure_covers
from deconflict.bench.ground import ground
from deconflict.bench.inserts import measure_inserts
from deconflict.bench.machine import machine
from deconflict.bench.meos import MeosFigures, available, compare
from deconflict.bench.progress import Stages
from deconflict.bench.recall import RecallFigures, recall_of
from deconflict.bench.report import Report
from deconflict.bench.scene import Scene, fill
from deconflict.bench.serving import measure_serving
from deconflict.flows.deployment import Deployment
from deconflict.patrols import checker_store as patrols
from deconflict.runtime.settings import Settings

JUDGED: Final = 25
"""Plans whose answers are compared with brute force: each is compared with all others, twice."""
PAIRED: Final = 100
STORED: Final = 300
BACKLOG: Final = 1000


@dataclass(frozen=True)
class Options:
    """What to measure. http_s: how long each way of registering over HTTP lasts; 0 leaves it out."""

    plans: int
    seed: int
    queries: int
    days: float
    http_s: float
    data: Path | None


async def run(settings: Settings, options: Options, now: datetime, stages: Stages) -> Report:
    """Return what this machine is able to do."""
    with ground(settings, options.data) as fresh:
        scene = await fill(
            fresh, Deployment.of(settings), options.seed, options.plans, options.days, now, stages
        )
        found = await measure_checks(scene, min(options.queries, options.plans // 2), stages)
        return Report(
            plans=options.plans,
            seed=options.seed,
            days=options.days,
            machine=machine(fresh),
            load_s=scene.load_s,
            check=found.ours,
            naive=found.naive,
            meos=_meos(found, stages),
            recall=await _recall(scene, found, stages),
            insert=await measure_inserts(scene, min(options.plans, STORED)),
            covers=measure_covers(scene, min(options.queries, options.plans // 2), stages),
            checker=await measure_backlog(scene, min(options.plans, BACKLOG), stages),
            http=await measure_serving(scene, options.http_s, stages) if options.http_s else None,
        )


def _meos(found: Comparison, stages: Stages) -> MeosFigures | None:
    if not available():
        return None
    checks = list(found.checks.values())[:PAIRED]
    with stages.stage("asking MEOS", 1):
        return compare([(check.subject, check.others) for check in checks])


async def _recall(scene: Scene, found: Comparison, stages: Stages) -> RecallFigures:
    answers = dict(list(found.answers.items())[:JUDGED])
    with stages.stage("comparing with everybody", 1):
        async with scene.checker() as database, database.transaction() as checker:
            everyone, _ = await patrols.everything(checker)
        return recall_of(answers, everyone, scene.deployment.terms.minimum_m)
