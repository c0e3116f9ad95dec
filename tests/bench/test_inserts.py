"""Storing a plan against storing its bytes."""

from deconflict.bench.inserts import measure_inserts
from deconflict.bench.scene import Scene


async def test_plans_are_stored_both_ways(scene: Scene) -> None:
    figures = await measure_inserts(scene, 20)
    assert figures.plan_ms.count == figures.bare_ms.count == figures.pack_ms.count == 20
    assert figures.packed_bytes > 200
    assert figures.table_bytes > figures.packed_bytes
    assert figures.index_bytes > 0
    with scene.ground.administrator() as connection:
        assert connection.execute("SELECT count(*) FROM bare_plan").fetchone() == (20,)
