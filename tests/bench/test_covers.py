"""Covers as rows and as packed arrays hold the same."""

from deconflict.bench.covers import measure_covers
from deconflict.bench.progress import Stages
from deconflict.bench.scene import Scene


def test_both_ways_find_the_same_shared_cells(scene: Scene, stages: Stages) -> None:
    figures = measure_covers(scene, 50, stages)
    assert figures.agreeing == 1.0
    assert figures.plans >= scene.plans
    assert figures.times_larger > 10
    assert figures.rows_find_ms.count == figures.arrays_find_ms.count == figures.intersect_ms.count == 50
    assert figures.rows_write_ms.count == figures.arrays_write_ms.count > 0
