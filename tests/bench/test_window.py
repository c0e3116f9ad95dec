"""The same window asked for behind row policies and without them, small."""

import pytest
from pydantic import SecretStr

from deconflict.bench.progress import Stages
from deconflict.bench.window import measure_windows
from deconflict.runtime.postgres import Cluster
from deconflict.runtime.settings import Settings


@pytest.mark.slow
def test_a_window_over_three_thousand_plans_is_asked_for_both_ways(cluster: Cluster, stages: Stages) -> None:
    url = cluster.url("postgres").render_as_string(hide_password=False)
    settings = Settings().model_copy(update={"database_url": SecretStr(url)})
    report = measure_windows(settings, 3000, 300, None, stages)
    assert report.uses_the_index
    assert report.behind_policies_ms.count == report.without_ms.count == 300
    assert report.rows.mean > 0
    assert report.as_json()["plans"] == 3000
    assert report.as_table().row_count == 4
