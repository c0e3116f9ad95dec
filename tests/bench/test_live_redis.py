"""The peer in Redis finds whom brute force finds around each unit."""

import shutil

import numpy as np
import pytest
from pyproj import Geod

from deconflict.bench.live_redis import TICKS, measure_redis
from deconflict.bench.moving import Convoy
from deconflict.bench.progress import Stages


@pytest.mark.skipif(shutil.which("redis-server") is None, reason="there is no Redis on this machine")
def test_it_finds_who_is_around_each_unit(stages: Stages) -> None:
    convoy = Convoy.draw(3, 1500)
    found = measure_redis(convoy, stages)
    assert found is not None
    fixes = convoy.fixes(TICKS + 1)
    widest = convoy.roster.distance_m.max(axis=1)[convoy.roster.party[fixes.unit]]
    lon, lat = (np.broadcast_to(each, (1500, 1500)) for each in (fixes.lon, fixes.lat))
    apart = Geod(ellps="WGS84").inv(lon.T, lat.T, lon, lat)[2]
    around = (apart <= widest[:, None]).sum()
    assert found.found == pytest.approx(around, rel=0.01)  # it takes the earth for a ball
    assert found.updates_per_cpu_s > 0


def test_where_there_is_none_it_is_left_out(stages: Stages, monkeypatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert measure_redis(Convoy.draw(3, 200), stages) is None
