"""The crowd reports once a second, each unit in its turn, until it is told to stop."""

import multiprocessing
import time
from uuid import uuid4

import pytest

from deconflict.bench.moving import Convoy
from deconflict.bench.scene import Scene
from deconflict.bench.swarm import TURNS, Reporter, SwarmLost, reporting, reports
from deconflict.tracking import packing
from deconflict.tracking.rules import unpack


def crowd(count: int) -> list[Reporter]:
    return [Reporter(uuid4(), uuid4(), uuid4()) for _ in range(count)]


def test_in_a_second_every_unit_has_had_its_turn_once_at_its_place() -> None:
    convoy, units = Convoy.draw(1, 25), crowd(25)
    rows = [row for turn in range(TURNS) for row in reports(convoy, units, 60.0, turn)]
    assert sorted(row["unit"] for row in rows) == sorted(one.unit for one in units)
    [row] = [row for row in rows if row["unit"] == units[7].unit]
    [fix] = packing.fixes(unpack(row["fixes"]))
    assert (fix.lon, fix.lat) == pytest.approx(tuple(convoy.origin[7] + 60.0 * convoy.pace[7]))
    assert row["party"] == units[7].party
    assert fix.at == row["first_at"]


@pytest.mark.slow
def test_a_crowd_that_is_on_nobodys_record_is_lost(scene: Scene) -> None:
    with pytest.raises(SwarmLost), reporting(scene.ground, Convoy.draw(1, 20), crowd(20)):
        wait_for_its_end()


def wait_for_its_end() -> None:
    end = time.monotonic() + 60
    while multiprocessing.active_children() and time.monotonic() < end:
        time.sleep(0.01)
