"""The engine works off what is left to it."""

from deconflict.bench.backlog import measure_backlog
from deconflict.bench.progress import Stages
from deconflict.bench.scene import Scene


async def test_every_plan_of_the_backlog_is_checked_and_told(scene: Scene, stages: Stages) -> None:
    figures = await measure_backlog(scene, 40, stages)
    assert figures.plans == 40
    assert figures.batch_ms.count >= 2
    assert figures.conflicts_per_plan > 0
    assert figures.shared_covers_per_plan > figures.conflicts_per_plan
    assert figures.released > 0
    with scene.ground.administrator() as connection:
        assert connection.execute("SELECT count(*) FROM check_due").fetchone() == (0,)
