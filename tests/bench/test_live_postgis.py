"""The peer in PostGIS finds the pairs that brute force finds."""

import numpy as np
from pyproj import Geod

from deconflict.bench.live_postgis import TICKS, measure_postgis
from deconflict.bench.moving import Convoy
from deconflict.bench.progress import Stages
from deconflict.bench.scene import Scene


def test_it_counts_the_pairs_within_their_distances(scene: Scene, stages: Stages) -> None:
    convoy = Convoy.draw(3, 1500)
    found = measure_postgis(scene.ground, convoy, stages)
    fixes = convoy.fixes(TICKS + 1)
    a, b = np.triu_indices(len(fixes), 1)
    apart = Geod(ellps="WGS84").inv(fixes.lon[a], fixes.lat[a], fixes.lon[b], fixes.lat[b])[2]
    one, other = fixes.unit[a], fixes.unit[b]
    close = convoy.roster.strangers(one, other) & (apart <= convoy.roster.apart_m(one, other))
    assert found.pairs == close.sum() > 0
    assert found.tick_ms.count == TICKS
