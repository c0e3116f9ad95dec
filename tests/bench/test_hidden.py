"""The same questions asked with hidden facts behind them and without, small."""

import pytest
from pydantic import SecretStr

from deconflict.bench import hidden
from deconflict.bench.hidden import measure_hidden
from deconflict.bench.progress import Stages
from deconflict.runtime.postgres import Cluster
from deconflict.runtime.settings import Settings


@pytest.mark.slow
async def test_everything_is_asked_both_ways(
    cluster: Cluster, stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hidden, "WARM_UP", 1)
    url = cluster.url("postgres").render_as_string(hide_password=False)
    settings = Settings().model_copy(update={"database_url": SecretStr(url)})
    report = await measure_hidden(settings, 20, None, stages)
    assert len(report.pairs) == 9
    assert {pair.samples for pair in report.pairs.values()} == {20}
    assert report.as_json()["same"] == report.same
    assert report.as_table().row_count == 9
