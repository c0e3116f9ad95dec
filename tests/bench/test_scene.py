"""The scene that everything is measured on."""

from deconflict.bench.progress import Stages
from deconflict.bench.scene import Scene, batches, store


def count(scene: Scene, table: str) -> int:
    with scene.ground.administrator() as connection:
        row = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()
    return row[0] if row else 0


def test_every_plan_is_in_force_and_known_to_the_naive_way_too(scene: Scene) -> None:
    assert count(scene, "plan WHERE current") >= scene.plans
    assert count(scene, "naive_plan JOIN plan ON plan.patrol = naive_plan.id WHERE current") >= scene.plans
    assert count(scene, "check_due") == 0


def test_an_order_is_split_into_batches_that_differ(scene: Scene) -> None:
    orders = batches(scene.order, 1200)
    assert [order.size for order in orders] == [500, 500, 200]
    assert len({order.number for order in orders}) == 3


def test_further_patrols_are_stored_beside_those_there_are(scene: Scene, stages: Stages) -> None:
    before = count(scene, "patrol")
    stored = store(scene.ground, scene.further(5, series=9), stages, "more")
    assert len(set(stored)) == 5
    assert count(scene, "patrol") == before + 5


def test_a_sample_is_the_same_each_time(scene: Scene) -> None:
    assert scene.sample(10) == scene.sample(10)
    assert len(scene.sample(10)) == 10
