"""Registering over HTTP, through everything there is."""

import pytest

from deconflict.bench import serving
from deconflict.bench.progress import Stages
from deconflict.bench.scene import Scene
from deconflict.bench.serving import measure_serving


@pytest.mark.slow
async def test_patrols_are_registered_checked_and_told(
    scene: Scene, stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "PACED_PER_S", 10.0)
    figures = await measure_serving(scene, 2.0, stages)
    for phase in (figures.crowd, figures.paced):
        assert phase.sent > 0
        assert phase.refused == {}
        assert phase.lag_ms.count >= phase.sent
        assert phase.checked_per_s > 0
    assert figures.bare_ms.count > 0
    assert figures.times_slower > 0
