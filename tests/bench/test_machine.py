"""What the figures depend on is said with them."""

from deconflict.bench.machine import machine
from deconflict.bench.scene import Scene


def test_the_machine_is_named(scene: Scene) -> None:
    said = machine(scene.ground)
    assert said["cores"] >= 1
    assert said["postgis"].startswith("3.")
