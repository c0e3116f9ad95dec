"""The bench of the live tick as a whole, small."""

import shutil

import pytest
from pydantic import SecretStr

from deconflict.bench.live import measure_live
from deconflict.bench.progress import Stages
from deconflict.runtime.postgres import Cluster
from deconflict.runtime.settings import Settings


@pytest.mark.slow
def test_each_size_is_measured_beside_its_peer(cluster: Cluster, stages: Stages) -> None:
    url = cluster.url("postgres").render_as_string(hide_password=False)
    settings = Settings().model_copy(update={"database_url": SecretStr(url)})
    report = measure_live(settings, [500, 1000], 5, 1, None, stages)
    assert [size["ours"]["units"] for size in report.as_json()["sizes"]] == [500, 1000]
    assert all(size.times_more > 0 and size.postgis.tick_ms.count for size in report.sizes)
    assert report.as_table().row_count == (11 if shutil.which("redis-server") else 9)
