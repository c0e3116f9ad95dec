"""Everything after one another, small."""

from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from deconflict.bench.progress import Stages
from deconflict.bench.runner import Options, run
from deconflict.runtime.postgres import Cluster
from deconflict.runtime.settings import Settings


@pytest.mark.slow
async def test_three_hundred_plans_run_to_the_end(cluster: Cluster, stages: Stages) -> None:
    url = cluster.url("postgres").render_as_string(hide_password=False)
    settings = Settings().model_copy(update={"database_url": SecretStr(url)})
    options = Options(plans=300, seed=2, queries=40, days=0.1, http_s=0.0, data=None)
    report = await run(settings, options, datetime.now(UTC), stages)
    assert report.recall.recall == 1.0
    assert report.recall.untrue == 0
    assert report.meos is not None
    assert report.http is None
    assert report.check.latency_ms.count == 40
