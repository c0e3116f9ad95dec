"""Checking by the checker's own code, beside the naive query."""

import pytest

from deconflict.bench.checking import check_one, measure_checks
from deconflict.bench.progress import Stages
from deconflict.bench.scene import Scene
from deconflict.patrols.model import PatrolId
from deconflict.separation.units import Metres


async def test_a_check_finds_only_rivals_among_those_around(scene: Scene) -> None:
    patrol = PatrolId(scene.sample(1)[0])
    async with scene.checker() as database, database.transaction() as checker:
        check = await check_one(checker, patrol, Metres(1000))
    assert check.subject.patrol == patrol
    assert check.subject.party not in {other.party for other in check.others}
    assert check.conflicts <= {other.patrol for other in check.others}


async def test_both_ways_are_measured_on_the_same_plans(scene: Scene, stages: Stages) -> None:
    found = await measure_checks(scene, 100, stages)
    assert found.ours.latency_ms.count == found.naive.latency_ms.count == 100
    assert found.ours.conflicts.mean > 0, "the scene is crowded"
    assert 0 < found.naive.false_alarms < 1
    assert 0 <= found.naive.missed < 1
    assert found.ours.per_s > 0
    assert found.ours.batched_per_s > 0
    assert len(found.answers) == 100
    assert sum(map(len, found.answers.values())) == pytest.approx(100 * found.ours.conflicts.mean)
