"""From a fix to the alert on the desk's socket, through everything there is."""

import pytest

from deconflict.bench import alarm
from deconflict.bench.alarm import measure_alarm
from deconflict.bench.progress import Stages
from deconflict.runtime.settings import Settings


@pytest.mark.slow
async def test_the_desk_is_told_of_every_pair_that_is_driven_too_close(
    stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarm, "WARM_UP_S", 1.0)
    monkeypatch.setattr(alarm, "FAR_M", 1100.0)
    monkeypatch.setattr(alarm, "APPROACH_S", 4.0)
    report = await measure_alarm(Settings(), 40, 2, None, stages)
    assert (report.pairs, report.told, report.refused, report.alarm_ms.count) == (2, 2, 0, 2)
    assert 0 < report.alarm_ms.p50 < 1e3 * alarm.PATIENCE_S
    assert report.reports_per_s > 0
